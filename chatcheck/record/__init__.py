"""A conversation that was held, written down as a chat spec. Pure. See `spec_text.write_spec`."""
