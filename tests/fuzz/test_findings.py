"""What the fuzzer found, each in its smallest form."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest

from screening.contract.source_tables import ENTERPRISES
from screening.intake.read_files import read_file
from screening.intake.sheets import FileRefusedError
from screening.rules.load_rulebook import RulebookError, load_rulebook
from tests.fuzz.write_rulebook import CANARY
from tests.intake.inbox_files import JIA, put, read, refusals, workbook
from tests.rules.conftest import POLICY, TITLES, WriteRulebook

_FILE = "sample-2024/01-titles.yml"


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("2024-13-45", "'2024-13-45' is no value of type timestamp"),
        ("2024-02-30", "is no value of type timestamp"),
        ("!!timestamp x", "'x' is no value of type timestamp"),
        ("!!int x", "'x' is no value of type int"),
        ("!!float x", "'x' is no value of type float"),
        ("!!bool x", "'x' is no value of type bool"),
        ("0x_", "'0x_' is no value of type int"),
        ("1" * 5_000, "is no value of type int"),
        ("!!map x", "expected a mapping node"),
        ("!!seq x", "expected a sequence node"),
        (f"!!python/object/apply:os.system ['touch {CANARY}']", "could not determine a constructor"),
        ("!!python/name:os.system", "could not determine a constructor"),
    ],
)
def test_a_value_that_yaml_cannot_make_is_a_fault_with_its_file_and_line(
    write_rulebook: WriteRulebook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    changed = TITLES.replace("title: 称号奖励", f"title: {value}", 1)
    with pytest.raises(RulebookError) as caught:
        load_rulebook(write_rulebook({_FILE: changed}))
    (fault,) = caught.value.faults
    assert (fault.file, says in fault.message, "line 3" in fault.message) == (_FILE, True, True)
    assert not Path(CANARY).exists()


def test_merge_keys_are_refused_before_they_multiply(write_rulebook: WriteRulebook) -> None:
    lines = ["a0: &a0 {x: 1}", *(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}]}}" for n in range(1, 12))]
    with pytest.raises(RulebookError, match="merge keys"):
        load_rulebook(write_rulebook({_FILE: "\n".join(lines)}))


def test_a_version_that_is_no_text_is_a_fault(write_rulebook: WriteRulebook) -> None:
    root = write_rulebook()
    (root / "VERSION").write_bytes(b"1.\xff")
    with pytest.raises(RulebookError, match="VERSION: 'utf-8' codec"):
        load_rulebook(root)


def test_a_rulebook_file_that_cannot_be_read_is_a_fault_and_not_left_out(write_rulebook: WriteRulebook) -> None:
    root = write_rulebook({"sample-2024/policy.yml": POLICY, _FILE: None})
    (root / _FILE).symlink_to("nowhere.yml")
    (root / "sample-2024" / "03-folder.yml").mkdir()
    with pytest.raises(RulebookError) as caught:
        load_rulebook(root)
    assert [(fault.file, fault.message) for fault in caught.value.faults] == [
        (_FILE, "cannot be read: No such file or directory"),
        ("sample-2024/03-folder.yml", "cannot be read: Is a directory"),
    ]


def test_a_workbook_with_two_sheets_of_one_name_is_refused_for_its_rows_have_no_place(tmp_path: Path) -> None:
    rows = [["统一社会信用代码", "企业名称"], [JIA, "甲"], ["坏代码", "乙"]]
    put(tmp_path, "企业名录.xlsx", _with_one_name(workbook({"名录甲": rows, "名录乙": rows})))
    assert "两张工作表同名" in refusals(read(tmp_path))["企业名录.xlsx"]


def _with_one_name(data: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as archive, zipfile.ZipFile(stream, "w") as forged:
        for name in archive.namelist():
            forged.writestr(name, archive.read(name).replace("名录乙".encode(), "名录甲".encode()))
    return stream.getvalue()


def test_a_column_of_durations_is_refused_by_name() -> None:
    stream = BytesIO()
    frame = pl.DataFrame({"统一社会信用代码": [JIA], "企业名称": ["甲"], "成立日期": [0]})
    frame.with_columns(pl.col("成立日期").cast(pl.Duration)).write_parquet(stream)
    with pytest.raises(FileRefusedError, match=r"列“成立日期”的类型是 Duration.*应为文本"):
        read_file(stream.getvalue(), "weihai/企业名录.parquet", ENTERPRISES)
