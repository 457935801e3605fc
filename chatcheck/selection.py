"""Which of the chats a run holds: a share of them, those that failed last time, each several times. Pure."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import PurePath

from chatcheck.spec.model import Chat, Spec

ChatKey = tuple[str, str]
"""Spec file as it was named, with slashes, and the chat's name: what a chat is known by between runs."""
_MARK = " #"


@dataclass(frozen=True, slots=True)
class Shard:
    """One of `count` shares of the chats; `number` counts from 1."""

    number: int
    count: int


WHOLE = Shard(1, 1)


def make_key(spec: Spec, chat: Chat) -> ChatKey:
    """Return what a chat is known by between runs and machines."""
    return PurePath(spec.file).as_posix(), chat.name


def take_shard(specs: Iterable[Spec], shard: Shard) -> list[Spec]:
    """Keep one share of the chats.

    The shares are disjoint and complete. Which share a chat is in depends on its file and name alone,
    so that a chat more or less moves no other one. A share may be empty.
    """
    return _keep(specs, lambda spec, chat: _choose_share(make_key(spec, chat), shard.count) == shard.number)


def keep_known(specs: Iterable[Spec], keys: Collection[ChatKey]) -> list[Spec]:
    """Keep the chats whose key is among `keys`."""
    return _keep(specs, lambda spec, chat: make_key(spec, chat) in keys)


def repeat(specs: Iterable[Spec], times: int) -> list[Spec]:
    """Take each chat several times, as ``name #1``, ``name #2`` and so on; once leaves it as it is."""
    if times == 1:
        return list(specs)
    return [
        dataclasses.replace(
            spec,
            chats=tuple(
                dataclasses.replace(chat, name=f"{chat.name}{_MARK}{number}")
                for chat in spec.chats
                for number in range(1, times + 1)
            ),
        )
        for spec in specs
    ]


def take_mark_away(name: str) -> str:
    """Return the name that `repeat` made this one of."""
    return name.rpartition(_MARK)[0]


def _choose_share(key: ChatKey, count: int) -> int:
    digest = hashlib.sha256("\0".join(key).encode(errors="surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") % count + 1


def _keep(specs: Iterable[Spec], is_wanted: Callable[[Spec, Chat], bool]) -> list[Spec]:
    kept = [
        dataclasses.replace(spec, chats=tuple(chat for chat in spec.chats if is_wanted(spec, chat)))
        for spec in specs
    ]
    return [spec for spec in kept if spec.chats]
