"""Who answers for her: cases, clocks, claims, members and the midwives' console.

Belongs here: what a midwife sees and does. Does not: Rasa, a carrier, how a level is decided.

Begin with `cases` (opening, raising, grading, closing), `claims` (exactly one midwife has it), `letters` (words to
and from her) and `clocks` (what she is told when nobody came). `states` is the table of what may follow what.
"""
