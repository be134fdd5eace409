"""How words travel: the front desk, web, Telegram and SMS.

Belongs here: proving a caller genuine, storing an arrival, delivering a reply.
Does not: what to ask, how urgent it is, what a midwife decides.
"""
