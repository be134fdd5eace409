"""How well messages are read that nobody tuned to: `make evaluate`.

Belongs here: the frozen messages of `tests/data/messages` held against what `triage understand` says of them.
"""
