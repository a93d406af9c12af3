"""`screening run`: the whole night in one process."""

from __future__ import annotations

import argparse

from screening.commands.night_request import request_of
from screening.commands.outcome import report_night
from screening.pipeline import run_night


def run(arguments: argparse.Namespace) -> int:
    """Run the night and say where its results are; 3 where the run or one of its cities is held."""
    return report_night(run_night(request_of(arguments)))
