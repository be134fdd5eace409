"""The quick tests stay quick: property tests try 40 examples each here, unless one asks for another number."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("unit", max_examples=40, deadline=None)
settings.load_profile("unit")
