"""Which files of the inbox are of which table, and which are refused by name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from screening.intake.find_files import find_files, read_bytes, table_named
from screening.intake.sheets import FileRefusedError
from tests.intake.inbox_files import CITY, put, workbook


@pytest.mark.parametrize(
    ("name", "table", "rest"),
    [
        ("enterprises.csv", "enterprises", ""),
        ("企业名录2025.csv", "enterprises", "2025"),
        ("企业名录-第1部分.PARQUET", "enterprises", "-第1部分"),
        ("项目清单.xlsx", "projects", ""),
        ("项目2024.xls", "projects", "2024"),
        ("认定名单-第六批.xlsx", "recognitions", "-第六批"),
        ("Annual_Returns_2024.csv", "annual_returns", "_2024"),
        ("ａｗａｒｄｓ_received.csv", "awards_received", ""),
    ],
)
def test_a_file_is_of_the_longest_table_name_it_begins_with(tmp_path: Path, name: str, table: str, rest: str) -> None:
    put(tmp_path, name, "x")
    found, refused = find_files(tmp_path, CITY)
    assert [(file.table, file.rest, file.file) for file in found] == [(table, rest, f"{CITY}/{name}")]
    assert refused == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("名录.csv", "文件名看不出是哪张表"),
        ("2025企业名录.csv", "文件名看不出是哪张表"),
        ("企业名录.docx", "不支持的文件类型“.docx”"),
        ("企业名录", "不支持的文件类型“”"),
        ("~$企业名录.xlsx", "是隐藏文件或临时文件"),
        (".企业名录.csv", "是隐藏文件或临时文件"),
    ],
)
def test_a_file_of_no_table_is_refused_by_name(tmp_path: Path, name: str, reason: str) -> None:
    put(tmp_path, name, "x")
    found, refused = find_files(tmp_path, CITY)
    assert found == []
    assert [file.file for file in refused] == [f"{CITY}/{name}"]
    assert refused[0].reason.startswith(reason)


def test_the_refusal_of_an_unknown_name_lists_the_names_that_are_known(tmp_path: Path) -> None:
    put(tmp_path, "名录.csv", "x")
    reason = find_files(tmp_path, CITY)[1][0].reason
    assert "企业名录（enterprises）" in reason
    assert "复核结论（rulings）" in reason


def test_links_and_folders_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("统一社会信用代码,企业名称\n")
    put(tmp_path, "企业名录.csv", "x").with_name("认定名单.csv").symlink_to(secret)
    (tmp_path / CITY / "项目").mkdir()
    found, refused = find_files(tmp_path, CITY)
    assert [file.table for file in found] == ["enterprises"]
    assert [file.reason[:5] for file in refused] == ["是链接，可", "是子文件夹"]


def test_a_city_folder_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    put(tmp_path / "elsewhere", "企业名录.csv", "x")
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / CITY).symlink_to(tmp_path / "elsewhere" / CITY)
    found, refused = find_files(tmp_path / "inbox", CITY)
    assert found == []
    assert "链接" in refused[0].reason


@pytest.mark.parametrize("city", ["../weihai", "a/b", "..", ".", ""])
def test_a_city_that_is_no_plain_name_is_an_error(tmp_path: Path, city: str) -> None:
    with pytest.raises(ValueError, match="name of a folder"):
        find_files(tmp_path, city)


def test_a_city_without_a_folder_has_no_files(tmp_path: Path) -> None:
    assert find_files(tmp_path, CITY) == ([], [])


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("企业名录b.csv", "企业名录a.csv", "企业名录10.csv"):
        put(tmp_path, name, "x")
    assert [file.path.name for file in find_files(tmp_path, CITY)[0]] == [
        "企业名录10.csv",
        "企业名录a.csv",
        "企业名录b.csv",
    ]


def test_a_pipe_is_refused_and_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(put(tmp_path, "企业名录.csv", "x").with_name("认定名单.csv"))
    refused = find_files(tmp_path, CITY)[1]
    assert [file.reason for file in refused] == ["不是普通文件，不读取"]


def test_a_file_that_became_a_link_or_vanished_meanwhile_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "企业名录.csv", "x")
    put(tmp_path, "认定名单.csv", "x")
    files = find_files(tmp_path, CITY)[0]
    files[0].path.unlink()
    files[1].path.unlink()
    files[1].path.symlink_to(tmp_path / "elsewhere")
    for file in files:
        with pytest.raises(FileRefusedError, match="无法读取"):
            read_bytes(file)


def test_a_workbook_of_problems_is_of_each_table_it_has_corrections_of(tmp_path: Path) -> None:
    sheets: dict[str, list[list[str]]] = {
        "问题清单": [["文件"]],
        "更正-项目（总投资）": [["甲"]],
        "更正-认定名单": [["甲"]],
    }
    put(tmp_path, "问题数据-weihai-工业和信息化局.xlsx", workbook(sheets))
    found, refused = find_files(tmp_path, CITY)
    assert [(file.table, file.sheet, file.rest) for file in found] == [
        ("projects", "更正-项目（总投资）", ""),
        ("recognitions", "更正-认定名单", ""),
    ]
    assert refused == []


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("问题数据-甲.csv", b"a,b\n1,2\n", "不是工作簿；请按原来的 xlsx 格式保存后放回"),
        ("问题数据-甲.xlsx", b"PK broken", "扩展名是 xlsx，内容不是这种格式"),
        ("问题数据-甲.xlsx", workbook({"问题清单": [["文件"]]}), "问题数据工作簿里没有“更正-…”工作表"),
        ("问题数据-甲.xlsx", workbook({"更正-某表": [["文件"]]}), "工作表“更正-某表”看不出是哪张表的更正"),
    ],
    ids=["no workbook", "damaged", "no corrections", "of no table"],
)
def test_a_workbook_of_problems_without_corrections_is_refused(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    put(tmp_path, name, content)
    found, refused = find_files(tmp_path, CITY)
    assert found == []
    assert refused[0].reason.startswith(reason)


@pytest.mark.parametrize(
    ("file", "table"),
    [
        ("weihai/企业名录-旧.xlsx", "enterprises"),
        ("weihai/ＰＲＯＪＥＣＴＳ.csv", "projects"),
        ("weihai/通知.csv", None),
    ],
)
def test_the_name_of_a_file_says_its_table_or_none(file: str, table: str | None) -> None:
    assert table_named(file) == table
