"""The Flow language, pure: read it (`parse`), check it (`validate`), execute it (`interpret`).

`references` and `graph` serve deployment; `model` and `effects` are the values that others see.
"""
