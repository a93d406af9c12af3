"""Rows said twice, and rows that contradict each other."""

from __future__ import annotations

from pathlib import Path

from tests.intake.inbox_files import BING, JIA, YI, put, read, reasons, values

_HEAD = "统一社会信用代码,企业名称,所在区县,联系人\n"
_RETURNS = "统一社会信用代码,年度,营业收入(万元)\n"


def test_equal_rows_are_one_whatever_their_file_contact_and_spelling(tmp_path: Path) -> None:
    put(tmp_path, "企业名录1.csv", _HEAD + f"{JIA},示例甲公司,环翠区,王示例\n{YI},示例乙公司,,\n")
    put(tmp_path, "企业名录2.csv", _HEAD + f" {JIA.lower()},示例甲公司 ,371002,李示例\n")
    intake = read(tmp_path)
    assert values(intake.tables["enterprises"], "uscc", "file") == [
        (JIA, "weihai/企业名录1.csv"),
        (YI, "weihai/企业名录1.csv"),
    ]
    assert intake.counts["enterprises"].merged_duplicates == 1
    assert intake.quarantine.is_empty()


def test_one_code_with_two_names_sets_all_its_rows_aside(tmp_path: Path) -> None:
    put(tmp_path, "企业名录1.csv", _HEAD + f"{JIA},示例甲公司,,\n{JIA},示例甲公司,,\n{YI},示例乙公司,,\n")
    put(tmp_path, "企业名录2.csv", _HEAD + f"{JIA},别的公司,,\n")
    intake = read(tmp_path)
    assert values(intake.tables["enterprises"], "uscc") == [(YI,)]
    assert intake.counts["enterprises"].quarantined == 3
    assert reasons(intake)[0] == (
        2,
        "",
        True,
        [
            f"统一社会信用代码 {JIA}：3行内容不一致（企业名称），均不采用："
            "weihai/企业名录1.csv第2行、weihai/企业名录1.csv第3行、weihai/企业名录2.csv第2行"
        ],
    )


def test_two_returns_of_a_year_that_differ_are_both_unknown(tmp_path: Path) -> None:
    put(tmp_path, "年度数据.csv", _RETURNS + f"{JIA},2023,100\n{JIA},2023,101\n{JIA},2024,100\n{YI},2023,100\n")
    intake = read(tmp_path)
    assert values(intake.tables["annual_returns"], "uscc", "year") == [(JIA, 2024), (YI, 2023)]
    assert "（营业收入）" in intake.quarantine["reasons"][0][0]


def test_a_figure_and_an_unknown_one_contradict_each_other_too(tmp_path: Path) -> None:
    put(tmp_path, "年度数据.csv", _RETURNS + f"{JIA},2023,100\n{JIA},2023,\n")
    assert read(tmp_path).counts["annual_returns"].quarantined == 2


def test_a_row_set_aside_contradicts_none(tmp_path: Path) -> None:
    put(tmp_path, "年度数据.csv", _RETURNS + f"{JIA},2023,100\n{JIA},2023,100,多\n")
    intake = read(tmp_path)
    assert values(intake.tables["annual_returns"], "uscc", "year") == [(JIA, 2023)]
    assert intake.counts["annual_returns"].quarantined == 1


def test_a_project_may_have_a_row_a_year_and_no_two(tmp_path: Path) -> None:
    head = "项目编号,统一社会信用代码,项目类型,年度,设备投资额\n"
    rows = f"P1,{JIA},技术改造,2023,1\nP1,{JIA},技术改造,2024,1\nP2,{JIA},技术改造,2024,1\nP2,{JIA},技术改造,2024,2\n"
    put(tmp_path, "项目.csv", head + rows)
    assert values(read(tmp_path).tables["projects"], "project_id", "year") == [("P1", 2023), ("P1", 2024)]


def test_events_and_payments_are_merged_only_if_equal_in_everything(tmp_path: Path) -> None:
    put(tmp_path, "认定名单.csv", "企业名称,称号,认定日期\n甲,瞪羚企业,2024\n甲,瞪羚企业,2024\n甲,瞪羚企业,2024-05\n")
    put(
        tmp_path,
        "兑付台账.csv",
        f"统一社会信用代码,政策名称,金额,兑付日期\n{BING},示例,1,2024-05-01\n{BING},示例,2,2024-05-01\n",
    )
    intake = read(tmp_path)
    assert intake.counts["recognitions"].merged_duplicates == 1
    assert intake.counts["recognitions"].used == 2
    assert intake.counts["awards_received"].used == 2
    assert intake.quarantine.is_empty()


def test_rulings_agree_if_they_rule_the_same_and_the_latest_is_kept(tmp_path: Path) -> None:
    head = "结论类型,键,结论,复核人,复核日期\n"
    put(tmp_path, "复核结论1.csv", head + "condition,k1,是,王示例,2025-01-01\ncondition,k2,是,王示例,2025-01-01\n")
    put(tmp_path, "复核结论2.csv", head + "condition,k1,是,李示例,2025-02-01\ncondition,k2,否,李示例,2025-02-01\n")
    intake = read(tmp_path)
    assert values(intake.tables["rulings"], "key", "ruling", "ruled_by") == [("k1", "是", "李示例")]
    assert intake.counts["rulings"].merged_duplicates == 1
    assert intake.counts["rulings"].quarantined == 2


def test_a_ruling_put_off_is_no_ruling(tmp_path: Path) -> None:
    put(tmp_path, "复核清单.csv", "结论类型,键,结论\ncondition,k1,待查\ncondition,k2,是\ncondition,k3,\n")
    intake = read(tmp_path)
    assert values(intake.tables["rulings"], "key") == [("k2",)]
    assert intake.counts["rulings"].titles_notes_blanks == 2
    assert intake.quarantine.is_empty()
    assert intake.warnings == ["复核结论：2行尚未作答，不采用"]
