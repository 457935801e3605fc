"""The linter of contact flows: rules, and what runs them. Pure: files are read by whoever calls it."""
