"""The life of stacks: templates become resources, in order, with events, roll-back and change sets.

moto parses the protocol and brings most resource models; the order of things is decided here. Start reading
at ``operations.py`` (the calls), then ``engine.py`` (what a deployment does).
"""
