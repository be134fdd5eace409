"""How the protocol is read, compared and signed by people.

Belongs here: pages and reports about the protocol. Does not: a conversation or a case.
"""
