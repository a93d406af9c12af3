"""Gates: the suites of a stage run on its frames. A critical failure stops, a warning travels into the report.

Great Expectations takes seconds to import: it is imported when a gate runs, and all tables of a stage
are validated in one process.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl

from screening.contract.source_tables import SOURCE_TABLES
from screening.failures import Failure
from screening.quality.checks import Check, checks_to_json
from screening.quality.completeness import profile_completeness
from screening.quality.derive_columns import derive_check_columns
from screening.quality.drift import profile_drift
from screening.quality.gx_polars import import_great_expectations
from screening.quality.suite_parameters import suite_parameters
from screening.quality.suites import SuiteError, load_suite
from screening.quality.verdicts import result_format, to_check
from screening.screening_run import ScreeningRun

SUITES: Final = Path(__file__).parents[2] / "expectations"
CITY_RESULTS: Final = ("determinations", "awards", "enterprise_totals", "near_misses")
INTAKE_RESULTS: Final = ("quarantine", "name_matches")


class FrameMissingError(Failure):
    """A frame that a suite checks or refers to is not where it should be."""


def guard_inputs(work: Path, run: ScreeningRun) -> list[dict[str, Any]]:
    """Checks of the raw and the accepted rows of one city, as run.json holds them.

    work: the city's work folder, named like the city, with `<table>.parquet` under raw/ and tables/.
    """
    accepted = _parquet_files(work / "tables", SOURCE_TABLES)
    present = {table: _scan(path, f"accepted.{table}") for table, path in accepted.items()}
    profile = profile_completeness(present, work.name)
    stages: dict[str, dict[str, Path | pl.LazyFrame]] = {
        "raw": {**_parquet_files(work / "raw", SOURCE_TABLES)},
        "accepted": {**accepted, "completeness": profile.lazy()},
    }
    return _guard(stages, accepted, work.name, run)


def guard_results(work: Path, run: ScreeningRun) -> list[dict[str, Any]]:
    """Checks of the result tables of one city, as run.json holds them.

    work: as for `guard_inputs`, with results/ besides, and quarantine and name matches beside it.
    """
    results = _parquet_files(work / "results", CITY_RESULTS) | _parquet_files(work, INTAKE_RESULTS)
    references = _parquet_files(work / "tables", SOURCE_TABLES) | results
    return _guard({"results": {**results}}, references, work.name, run)


def guard_drift(work: Path, run: ScreeningRun, last_good: Path) -> list[dict[str, Any]]:
    """Checks of one city's accepted rows against those of an earlier run, as run.json holds them.

    work: as for `guard_inputs`; last_good: the run folder to compare with, which holds the tables of all its
    cities. A table that the earlier run has not is not compared.
    """
    is_of_city = pl.col("city") == work.name
    published = {
        table: path for table, path in _parquet_files(last_good / "tables", SOURCE_TABLES).items() if path.exists()
    }
    before = {table: pl.scan_parquet(path).filter(is_of_city) for table, path in published.items()}
    after = {table: _scan(path, table) for table, path in _parquet_files(work / "tables", SOURCE_TABLES).items()}
    suite = SUITES / "drift" / "tables.json"
    profile = profile_drift(before, after).lazy()
    return checks_to_json(run_gate(suite, profile, as_of=run.as_of, city=work.name, references={}))


def guard_movements(run_tables: Path, city: str, run: ScreeningRun) -> list[dict[str, Any]]:
    """Checks of what moved in one city since the last good run, as run.json holds them.

    run_tables: the folder of an assembled run, with changes and movements of all its cities.
    """
    suites = {"changes": SUITES / "results" / "changes.json", "movements": SUITES / "drift" / "movements.json"}
    checks = [
        check
        for table, suite in suites.items()
        for check in run_gate(
            suite,
            _scan(run_tables / f"{table}.parquet", table).filter(pl.col("city") == city),
            as_of=run.as_of,
            city=city,
            references={},
        )
    ]
    return checks_to_json(checks)


def run_gate(
    suite: Path, frame: Path | pl.LazyFrame, *, as_of: dt.date, city: str, references: Mapping[str, Path | pl.LazyFrame]
) -> list[Check]:
    """One check per expectation of a suite file `<stage>/<table>.json`, in the file's order.

    frame: a lazy frame or the path of a Parquet file or folder of parts; references: further frames by table
    name, of which the suite uses those it names. Raises SuiteError where the suite cannot be used as it
    stands and FrameMissingError where a frame is not there; what is wrong with the data is in the checks.
    """
    import_great_expectations()
    from screening.quality.gx_polars.validate import InvalidExpectationError, build_expectation, validate_frame

    loaded = load_suite(suite, suite_parameters(suite.parent.name, suite.stem, as_of, city))
    beside = {name: _scan(references.get(name), name) for name in loaded.meta.references}
    derived = derive_check_columns(loaded.meta.stage, loaded.meta.table, _scan(frame, loaded.name), beside)
    try:
        expectations = [build_expectation(it.type, it.kwargs, it.meta.id) for it in loaded.expectations]
    except InvalidExpectationError as error:
        raise SuiteError(f"{suite}: {error}") from error
    verdicts = validate_frame(derived, expectations, beside, result_format(loaded))
    return [to_check(city, loaded, *pair) for pair in zip(loaded.expectations, verdicts, strict=True)]


def _guard(
    stages: Mapping[str, Mapping[str, Path | pl.LazyFrame]],
    references: Mapping[str, Path],
    city: str,
    run: ScreeningRun,
) -> list[dict[str, Any]]:
    checks = [
        check
        for stage, frames in stages.items()
        for table, frame in frames.items()
        for check in run_gate(
            SUITES / stage / f"{table}.json", frame, as_of=run.as_of, city=city, references=references
        )
    ]
    return checks_to_json(checks)


def _parquet_files(folder: Path, tables: Iterable[str]) -> dict[str, Path]:
    return {table: folder / f"{table}.parquet" for table in tables}


def _scan(frame: Path | pl.LazyFrame | None, name: str) -> pl.LazyFrame:
    if isinstance(frame, pl.LazyFrame):
        return frame
    if frame is None or not frame.exists():
        raise FrameMissingError(f"{name}：找不到数据文件 {frame}，请先运行写出它的步骤")
    return pl.scan_parquet(frame)
