"""When to call 999, in her words: the one list shown where the protocol may be out of reach.

Kept in code on purpose: these pages must stand when database, model and protocol files do not.
Each line names the flags of the evidence (section 2) it stands for.
"""

from __future__ import annotations

RED_LIST: tuple[tuple[str, str], ...] = (
    ("the baby is coming, or you feel you must push", "RF04"),
    ("you can see or feel the cord", "RF05"),
    ("there is a lot of blood", "RF06"),
    ("you have very bad tummy pain that does not stop", "RF07"),
    ("you cannot get your breath, or your chest hurts", "RF08, RF09"),
    ("you have had a fit or passed out", "RF02, RF03"),
    ("you have the worst headache ever, or your face, arm or speech has gone wrong", "RF11, RF12"),
    ("you are very ill or muddled, or your lips or skin are grey or blue", "RF14, RF15"),
    ("you are in danger, or you may hurt yourself", "RF19, RF20"),
)

RED_LINES: tuple[str, ...] = tuple(line for line, _flags in RED_LIST)
