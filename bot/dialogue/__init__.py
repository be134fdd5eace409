"""How she is asked: Rasa embedded as a library, with its components wrapping `understanding`.

Belongs here: everything that imports rasa. Does not: the line, a carrier, a clinical number.
"""
