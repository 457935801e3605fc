"""The life of a chat contact: it starts, its flow is performed, it ends."""
