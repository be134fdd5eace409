"""The web chat: pages, the JSON API and the stream, all speaking to the front desk.

Belongs here: reading a browser's request, proving it is hers, showing a reply.
Does not: what to ask, how urgent it is, what is kept.
"""
