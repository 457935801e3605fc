"""A conversation that was held, written down as a chat spec. Pure; see the modules."""
