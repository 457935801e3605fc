"""Chats as pytest's tests: items made of chat specs, and conversations that a test leads in Python."""
