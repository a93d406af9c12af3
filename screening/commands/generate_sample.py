"""`screening sample`: an inbox of invented enterprises."""

from __future__ import annotations

import argparse

from sample_data.generate import generate
from screening.rules.load_rulebook import load_rulebook


def run(arguments: argparse.Namespace) -> int:
    """Write the inbox, by default of every city the rulebook has a document of, and say where it is."""
    cities = set(arguments.city) or {loaded.policy.city for loaded in load_rulebook().policies.values()}
    generate(arguments.out, arguments.enterprises, arguments.seed, sorted(cities))
    print(f"示例收件箱已生成：{arguments.out}（企业均为虚构）")
    return 0
