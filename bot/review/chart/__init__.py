"""A pathway as a picture: what is asked in which order, what each answer decides, drawn as SVG by our own layout.

Belongs here: the steps of a chart, where its boxes stand, and how they are drawn. Does not: a page.
"""

from .drawing import draw
from .layout import Panel, panels
from .steps import Step, steps

__all__ = ["Panel", "Step", "draw", "panels", "steps"]
