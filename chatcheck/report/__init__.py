"""What people and pipelines read of a run: each reporter turns a stream of `ChatResult` into text."""
