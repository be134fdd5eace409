"""The trained part: which act her words are, and which findings they only suggest.

Belongs here: features, linear models, Rasa's components around them. Does not: anything that decides a level.
"""
