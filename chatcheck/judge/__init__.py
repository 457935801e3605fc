"""The verdict on a chat, made from its transcript alone. See `verdict.judge`."""
