"""Who answers for her: cases, clocks, claims, members and the midwives' console.

Belongs here: what a midwife sees and does. Does not: Rasa, a carrier, how a level is decided.
"""
