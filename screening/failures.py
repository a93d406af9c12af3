"""Failures that end a command: one family per exit code of the command line."""

from __future__ import annotations

from typing import ClassVar


class Failure(Exception):
    """Anything a person can act on; its text is one message, fit to be shown as it is."""

    exit_code: ClassVar[int] = 1


class WrongUse(Failure):
    """The command was called with something that cannot be meant."""

    exit_code: ClassVar[int] = 2


class HeldByGate(Failure):
    """A quality gate refused a city or holds the run."""

    exit_code: ClassVar[int] = 3


class RulebookInvalid(Failure):
    """The rulebook cannot be read as it stands."""

    exit_code: ClassVar[int] = 4


class LockTaken(Failure):
    """Another run is working in the same output folder."""

    exit_code: ClassVar[int] = 5
