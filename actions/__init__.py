"""Rasa custom actions, one a file: tracker in, events and messages out; no input or output of their own.

`rasa run actions` and the embedded dialogue run the same classes.
"""
