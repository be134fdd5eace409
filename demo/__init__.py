"""Everything to try without an account: carriers on loopback, phones in the browser, invented women.

Nothing here is part of the product; `bot` never imports it.
"""
