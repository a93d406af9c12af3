"""What one night is made of: every input file with its hash, the rulebook, the parameters; from them the run id."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from screening.failures import Failure, WrongUse
from screening.rules.loaded_rulebook import LoadedPolicy, Rulebook
from screening.run_folder import work_path
from screening.screening_run import ScreeningRun
from screening.stage_files import read_json, sha256_of, write_json

PROJECT: Final = Path(__file__).resolve().parent.parent
SUITES: Final = PROJECT / "expectations"


class InboxError(WrongUse):
    """The inbox holds nothing that could be screened."""


class InboxChangedError(Failure):
    """An input file is not the one that the run was planned with."""


class RulebookChangedError(Failure):
    """The rulebook is not the one that the run was planned with."""


@dataclass(frozen=True, slots=True)
class NightRequest:
    """What is asked of a night; no cities: every city folder of the inbox, no award years: all in force."""

    inbox: Path
    out: Path
    as_of: dt.date
    cities: tuple[str, ...] = ()
    award_years: tuple[int, ...] | None = None
    include_drafts: bool = False


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file of the inbox: path below it, bytes, hash (empty where it cannot be read)."""

    city: str
    file: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A night as planned: the run, its inputs, its rulebook, and what of the inbox takes no part in it."""

    run: ScreeningRun
    inputs: tuple[InputFile, ...]
    rulebook: dict[str, Any]
    cities_without_policy: tuple[str, ...]
    cities_without_files: tuple[str, ...]
    files_without_city: tuple[str, ...]  # beside the city folders, so nobody's


def plan_run(request: NightRequest, rulebook: Rulebook) -> Plan:
    """The plan of the night that is asked for; reads every byte of the inbox folders once, writes nothing.

    Raises InboxError where the inbox, or the folder of a city asked for by name, does not exist.
    """
    known = {loaded.policy.city for loaded in rulebook.policies.values()}
    asked = _cities_asked_for(request)
    cities = tuple(city for city in asked if city in known)
    inputs = tuple(file for city in cities for file in _input_files(request.inbox, city))
    files_without_city = tuple(sorted(path.name for path in request.inbox.iterdir() if _is_visible_file(path)))
    parameters = {
        "as_of": request.as_of.isoformat(),
        "cities": asked,
        "award_years": request.award_years,
        "include_drafts": request.include_drafts,
        "inputs": [(file.file, file.sha256) for file in inputs],
        "files_without_city": files_without_city,
        "rulebook": rulebook.sha256,
        "program": _program_sha256(),
    }
    run = ScreeningRun(
        run_id=f"{request.as_of.isoformat()}-{_sha256_of_values(parameters)[:12]}",
        as_of=request.as_of,
        inbox=request.inbox,
        out=request.out,
        cities=cities,
        award_years=request.award_years,
        include_drafts=request.include_drafts,
    )
    return Plan(
        run=run,
        inputs=inputs,
        rulebook=_rulebook_summary(rulebook),
        cities_without_policy=tuple(city for city in asked if city not in known),
        cities_without_files=() if request.cities else tuple(sorted(known - set(asked))),
        files_without_city=files_without_city,
    )


def write_plan(plan: Plan) -> Path:
    """Write plan.json into the run's work folder; returns the folder."""
    folder = work_path(plan.run.out, plan.run.run_id)
    value = asdict(plan)
    run = value["run"]
    value["run"] = run | {"as_of": plan.run.as_of.isoformat(), "inbox": str(plan.run.inbox.resolve())}
    del value["run"]["out"]
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / ".plan.partial"
    write_json(value, partial)
    partial.replace(folder / "plan.json")
    return folder


def read_plan(work: Path) -> Plan:
    """The plan of the run whose work folder this is. Raises WrongUse where there is none."""
    try:
        value = read_json(work / "plan.json")
    except FileNotFoundError:
        raise WrongUse(f"{work}：没有 plan.json，请先执行 screening stage plan") from None
    run = value["run"]
    return Plan(
        run=ScreeningRun(
            run_id=run["run_id"],
            as_of=dt.date.fromisoformat(run["as_of"]),
            inbox=Path(run["inbox"]),
            out=work.resolve().parent.parent,
            cities=tuple(run["cities"]),
            award_years=None if run["award_years"] is None else tuple(run["award_years"]),
            include_drafts=run["include_drafts"],
        ),
        inputs=tuple(InputFile(**file) for file in value["inputs"]),
        rulebook=value["rulebook"],
        cities_without_policy=tuple(value["cities_without_policy"]),
        cities_without_files=tuple(value["cities_without_files"]),
        files_without_city=tuple(value["files_without_city"]),
    )


def refuse_changed_inputs(plan: Plan, city: str, sha256_by_file: Iterable[tuple[str, str]]) -> None:
    """Raises InboxChangedError where a file that was read is not, byte for byte, the one planned."""
    planned = {file.file: file.sha256 for file in plan.inputs if file.city == city}
    changed = sorted(file for file, sha256 in sha256_by_file if planned.get(file) != sha256)
    if changed:
        raise InboxChangedError(f"收件箱在读取过程中发生变化，请重新启动本次运行：{'、'.join(changed)}")


def refuse_changed_rulebook(plan: Plan, sha256: str) -> None:
    """Raises RulebookChangedError where the rulebook that lies there now is not the one planned."""
    if plan.rulebook["sha256"] != sha256:
        raise RulebookChangedError("规则库在运行过程中被更换，请重新启动本次运行")


def document_names(rulebook: dict[str, Any]) -> dict[str, str]:
    """Title and number of each policy document by its id, from the rulebook's summary in a plan or run.json."""
    policies = rulebook["policies"]
    return {
        p["id"]: f"《{p['title']}》" + (f"（{p['document_number']}）" if p["document_number"] else "") for p in policies
    }


def _document_name(policy: dict[str, Any]) -> str:
    number = f"（{policy['document_number']}）" if policy["document_number"] else ""
    return f"《{policy['title']}》{number}"


def _cities_asked_for(request: NightRequest) -> tuple[str, ...]:
    if not request.inbox.is_dir():
        raise InboxError(f"收件箱文件夹不存在：{request.inbox}")
    present = {path.name for path in request.inbox.iterdir() if path.is_dir() and not path.name.startswith(".")}
    absent = sorted(set(request.cities) - present)
    if absent:
        found = "、".join(sorted(present)) or "无"
        raise InboxError(f"收件箱 {request.inbox} 中没有城市文件夹 {'、'.join(absent)}；现有：{found}")
    if not present:
        raise InboxError(
            f"收件箱 {request.inbox} 中没有任何城市文件夹，应为 <收件箱>/<城市>/<表名>.csv|xlsx|xls|parquet"
        )
    return tuple(sorted(request.cities or present))


def _sha256_of_values(values: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _is_visible_file(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".")


def _input_files(inbox: Path, city: str) -> Iterator[InputFile]:
    for path in sorted((inbox / city).rglob("*")):
        if path.is_file():
            yield InputFile(city, path.relative_to(inbox).as_posix(), path.stat().st_size, _sha256_or_empty(path))


def _sha256_or_empty(path: Path) -> str:
    try:
        return sha256_of(path)
    except OSError:  # intake refuses the file by name
        return ""


def _rulebook_summary(rulebook: Rulebook) -> dict[str, Any]:
    policies = sorted(rulebook.policies.values(), key=lambda loaded: loaded.policy.id)
    return {
        "version": rulebook.version,
        "sha256": rulebook.sha256,
        "policies": [_policy_summary(loaded) for loaded in policies],
    }


def _policy_summary(loaded: LoadedPolicy) -> dict[str, Any]:
    policy = loaded.policy
    return {
        "id": policy.id,
        "city": policy.city,
        "city_name": policy.city_name,
        "title": policy.title,
        "status": policy.status,
        "document_number": policy.document_number,
        "force": None if policy.force is None else [policy.force.start.isoformat(), policy.force.end.isoformat()],
        "sha256": hashlib.sha256(msgspec.json.encode([policy, loaded.articles])).hexdigest(),
    }


def _program_sha256() -> str:
    """Hash of what computes and draws the run: corrected code, gates or templates make another run of the same night.

    The rulebook has a hash of its own.
    """
    digest = hashlib.sha256()
    package = PROJECT / "screening"
    drawn_by = [path for pattern in ("*.py", "*.yml", "*.j2") for path in package.rglob(pattern)]
    computed_by = [path for path in drawn_by if path.relative_to(package).parts[0] != "rulebook"]
    sources = sorted([*computed_by, *SUITES.rglob("*.json")])
    for path in sources:
        digest.update(f"{path.relative_to(PROJECT).as_posix()}\n{path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
