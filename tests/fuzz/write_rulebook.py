"""A rulebook with one or two of its files changed: keys, values, types, nesting, anchors, tags, bytes."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, Final, TypeAlias

import yaml

from tests.fuzz.mutate_bytes import mutate_bytes

CANARY: Final = "canary-of-the-fuzzer"  # a file that appears where a tag made the loader run a command
_RUN: Final = f"os.system ['touch {CANARY}']"
_SCALARS: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 2**70, 1.5, float("nan"), float("inf"), "", " ", "无", "100万元", "9" * 60 + "亿元",
    "0元", "-5万元", "100%", "999999%", "12.345%", "0.001元", "十十", "附则(", "²万元", "١٢万元", "\u202e", "\ufeff",
    "\x00", "a" * 5_000, "2024-02-30", [], {}, [[]], {"kind": "rate"}, {1: 2}, {None: None},
)  # fmt: skip
# Written into the text as they stand, in the place of a value: what only YAML can say.
_NODES: Final = (
    f"!!python/object/apply:{_RUN}", f"!!python/object/new:{_RUN}", "!!python/name:os.system", "!!python/module:os",
    "!!int x", "!!float x", "!!bool x", "!!timestamp x", "!!binary x", "!!set {a, b}", "!!omap [a: 1]", "!!null x",
    "!!str [a]", "!!map x", "!!seq x", "!unknown x", "2024-13-45", "2024-02-30", "0x_", "0b_", "1:99:99", "._", "-_",
    "&a x", "*a", "&a [*a]", "{<<: {a: 1}}", "{<<: [x]}", "{[a]: b}", "{{a: b}: c}", "? x", "[", "{", "}", '"\\ud800"',
    '"\\x00"', "|", ">-", "%", "@", "`", "1" * 5_000, "1e" + "9" * 30, "[" * 200 + "]" * 200, "'", "---", "...",
)  # fmt: skip


def write_rulebook(files: dict[str, bytes], folder: Path, random: Random) -> Path:
    """The rulebook with one or two files changed below a folder; returns its root."""
    changed = dict(files)
    for path in random.sample(sorted(files), k=random.choice((1, 1, 2))):
        changed[path] = _change(path, changed[path], random)
    if random.random() < 0.05:
        del changed[random.choice(sorted(files))]
    for path, content in changed.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder


def _change(path: str, content: bytes, random: Random) -> bytes:
    way = random.random()
    if not path.endswith(".yml") or way < 0.2:
        return mutate_bytes(content, random)
    if way < 0.5:
        return _put_nodes(content.decode("utf-8"), random).encode("utf-8", "surrogatepass")
    return _change_tree(yaml.safe_load(content), random)


def _put_nodes(text: str, random: Random) -> str:
    """The text with values after a colon or a dash exchanged for YAML that says something else, or lines indented."""
    lines = text.splitlines()
    for _ in range(random.randint(1, 3)):
        place = random.randrange(len(lines))
        head, colon, _ = lines[place].partition(": ")
        if colon and random.random() < 0.8:
            lines[place] = f"{head}: {random.choice(_NODES)}"
        else:
            lines[place] = random.choice(("  ", "\t", "- ", "# ", "? ")) + lines[place]
    return "\n".join(lines)


def _change_tree(document: Any, random: Random) -> bytes:
    """The document with parts exchanged, doubled, taken out, renamed or nested deeper."""
    tree = [copy.deepcopy(document)]
    for _ in range(random.randint(1, 3)):
        random.choice(_CHANGES)(*random.choice([*_places(tree)]), random)
    return yaml.safe_dump(tree[0], allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass")


def _places(part: Any) -> Iterator[tuple[Any, Any]]:
    """Every container of the tree with each of its keys."""
    for key, value in part.items() if isinstance(part, dict) else enumerate(part):
        yield part, key
        if isinstance(value, dict | list):
            yield from _places(value)


def _exchange(part: Any, key: Any, random: Random) -> None:
    part[key] = copy.deepcopy(random.choice(_SCALARS))


def _swap(part: Any, key: Any, random: Random) -> None:
    other = random.choice([*part] if isinstance(part, dict) else range(len(part)))
    part[key], part[other] = copy.deepcopy(part[other]), copy.deepcopy(part[key])


def _take_out(part: Any, key: Any, _: Random) -> None:
    if len(part) > 1:
        del part[key]


def _rename(part: Any, key: Any, random: Random) -> None:
    if isinstance(part, dict):
        part[random.choice(("kind", "id", "items", "title", "title ", "Id", "编号", 1, None, True))] = part.pop(key)
    else:
        part.append(copy.deepcopy(part[key]))


def _nest(part: Any, key: Any, random: Random) -> None:
    for _ in range(random.choice((1, 1, 40))):
        part[key] = [part[key]] if random.random() < 0.5 else {"any_of": part[key]}


_Change: TypeAlias = Callable[[Any, Any, Random], None]
_CHANGES: Final[tuple[_Change, ...]] = (_exchange, _exchange, _swap, _take_out, _rename, _nest)
