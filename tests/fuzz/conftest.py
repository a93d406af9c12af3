"""The small rulebook of the tests of the rules, for what was found in their loader."""

from tests.rules.conftest import write_rulebook

__all__ = ["write_rulebook"]
