"""The infrastructure: an instance that keeps, and a chat that changes.

`assembly` composes both stacks from an environment and the files of `specs/`; every other module
here is one logical unit. Nothing here reads the process's environment: `app.py` does.
"""
