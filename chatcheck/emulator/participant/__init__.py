"""The participant service: what a chat client calls, and the websocket it listens on."""
