"""What reading contact flows costs: against `json.loads` of the same texts, in one process.

The texts are the real flows beside the repository; without them, as many generated ones.
"""

from __future__ import annotations

import json
import statistics
import time
import tracemalloc
from collections.abc import Callable, Sequence

from chatcheck.errors import FlowError
from chatcheck.flow.parse import parse_flow
from tests.corpus import list_corpus_files
from tests.flow_generator import generate_flow, generate_flows

GENERATED = 88
ROUNDS = 15
LARGE_ACTIONS = 250
"""As many as Connect takes."""


def load_texts() -> tuple[list[str], str]:
    """Return the texts that can be read as flows, and what they are."""
    texts = [text for file in list_corpus_files() if is_flow(text := file.read_text("utf-8"))]
    if texts:
        return texts, f"{len(texts)} real flows"
    return [
        json.dumps(each, indent=2) for each in generate_flows(1, GENERATED)
    ], f"{GENERATED} generated flows"


def is_flow(text: str) -> bool:
    try:
        parse_flow(text, "flow.json")
    except FlowError:
        return False
    return True


def measure_cpu(read: Callable[[str], object], texts: Sequence[str]) -> float:
    began = time.process_time()
    for text in texts:
        read(text)
    return time.process_time() - began


def compare_with_json(read: Callable[[str], object], texts: Sequence[str], rounds: int = ROUNDS) -> float:
    """Return the median of the ratios of neighbouring runs: what slows both down cancels out."""
    return statistics.median(measure_cpu(read, texts) / measure_cpu(json.loads, texts) for _ in range(rounds))


def read_flow(text: str) -> object:
    return parse_flow(text, "flow.json")


def measure_memory(read: Callable[[str], object], text: str) -> int:
    """Return the bytes that stay allocated for what is read, without the text itself."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        kept = read(text)
        return tracemalloc.get_traced_memory()[0] - before if kept else 0
    finally:
        tracemalloc.stop()


def show_flows(show: Callable[..., None]) -> None:
    """Measure and show everything; `show` takes what, a value and its unit."""
    texts, what = load_texts()
    show(f"CPU of reading {what} / json.loads", compare_with_json(read_flow, texts))
    large = json.dumps(generate_flow(1, LARGE_ACTIONS, "CONTACT_FLOW"))
    memory = measure_memory(read_flow, large)
    show(f"memory of a flow of {LARGE_ACTIONS} actions", memory / 1024, " KiB")
    show("memory of that flow / its document alone", memory / measure_memory(json.loads, large))
