"""Deliberate faults: what can go wrong between Amazon Connect and its clients, made to go wrong on purpose.

Nothing here is a behaviour of the service; no fault is on unless somebody sets it.
"""
