"""The web chat: pages, the JSON API and the stream, all speaking to the front desk.

Belongs here: reading a browser's request, proving it is hers, showing a reply.
Does not: what to ask, how urgent it is, what is kept.
"""

from __future__ import annotations

from .site import dressed, exception_handlers, routes
from .stream import Follower
from .unavailable import unavailable_page

__all__ = ["Follower", "dressed", "exception_handlers", "routes", "unavailable_page"]
