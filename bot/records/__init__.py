"""What is written down: tables, transactions, encryption, migrations, retention, the clock.

Belongs here: how a row is stored and proved. Does not: what a row means to a midwife or to her.
"""
