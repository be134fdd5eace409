"""The maternity triage assistant: rooms stacked so that imports only look down.

Order, highest first: app, channels, (review | line | dialogue), (understanding | records), protocol.
"""
