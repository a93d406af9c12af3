"""Bytes changed at random places: flipped, deleted, doubled, cut off, spliced, overwritten by telling numbers."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

_TELLING: Final = tuple(map(bytes.fromhex, ("00", "ff", "7f", "80", "00000000", "ffffffff", "ffffff7f", "504b0304")))


def mutate_bytes(data: bytes, random: Random, most: int = 6) -> bytes:
    """The bytes after up to `most` changes, at least one."""
    for _ in range(random.randint(1, most)):
        data = random.choice(_CHANGES)(data, random)
    return data


def _span(data: bytes, random: Random, longest: int = 64) -> tuple[int, int]:
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + random.randint(1, longest))


def _flip(data: bytes, random: Random) -> bytes:
    start, _ = _span(data, random)
    flipped = bytes([byte ^ (1 << random.randrange(8)) for byte in data[start : start + 1]])
    return data[:start] + flipped + data[start + 1 :]


def _delete(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[end:]


def _duplicate(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:end] + data[start:end] * random.choice((1, 1, 1, 50)) + data[end:]


def _truncate(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)] if random.random() < 0.3 else data


def _splice(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    target = random.randrange(len(data) + 1)
    return data[:target] + data[start:end] + data[target:]


def _overwrite(data: bytes, random: Random) -> bytes:
    start, _ = _span(data, random)
    sign = random.choice(_TELLING)
    return data[:start] + sign + data[start + len(sign) :]


_CHANGES: Final[tuple[Callable[[bytes, Random], bytes], ...]] = (
    _flip,
    _delete,
    _duplicate,
    _truncate,
    _splice,
    _overwrite,
)
