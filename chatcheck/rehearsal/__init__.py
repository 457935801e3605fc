"""A chat played without any server: a flow run from a project's files, and a spec held against it."""
