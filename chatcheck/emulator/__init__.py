"""The embedded local AWS: one loopback port that the CDK CLI, the SDKs and chat clients take for AWS.

Always a process of its own (``python -m chatcheck.emulator``); the runner never imports it. Start reading at
``server.py``: it decides which part answers a request.
"""
