"""How fast the service is, beside stock Rasa on the same machine in the same run, and whether it survives `kill -9`.

Belongs here: real processes on loopback, scripted women, a stopwatch, bars. Does not: anything the service needs.
"""
