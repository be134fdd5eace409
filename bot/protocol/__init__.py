"""What is known: clinical content as data, and a pure engine over it.

Belongs here: levels, gestation, questions, criteria, words, the engine and the verifier.
Does not: Rasa, a database, the web, a carrier, a clock. Only `reader` opens files.
"""
