"""Contacts are read only for the outreach list, and only from the very files of the run."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.intake.read_contacts import ContactSourceChangedError, read_contacts
from tests.intake.inbox_files import BING, CITY, JIA, YI, put, read, workbook


def test_contacts_come_by_code_from_every_register_file(tmp_path: Path) -> None:
    head = ["统一社会信用代码", "企业名称", "联系人", "联系电话", "手机"]
    put(tmp_path, "企业名录1.xlsx", workbook({"名录": [["名录"], head, [JIA, "甲", "王示例", None, 13800000001]]}))
    put(
        tmp_path,
        "企业名录2.csv",
        f"uscc,name,contact_name,contact_phone\n{YI.lower()},乙,—,0631-5200000\n{BING},丙,,\n{JIA},甲,李示例,1\n",
    )
    contacts = read_contacts(tmp_path, CITY, read(tmp_path).sources)
    assert contacts.rows() == [(JIA, "王示例", "13800000001"), (YI, None, "0631-5200000")]


def test_a_register_without_contacts_gives_none(tmp_path: Path) -> None:
    put(tmp_path, "企业名录.csv", f"uscc,name\n{JIA},甲\n")
    assert read_contacts(tmp_path, CITY, read(tmp_path).sources).is_empty()
    assert read_contacts(tmp_path, CITY, []).columns == ["uscc", "contact_name", "contact_phone"]


@pytest.mark.parametrize("change", ["edited", "gone"])
def test_a_register_that_changed_since_the_run_gives_no_contacts(tmp_path: Path, change: str) -> None:
    path = put(tmp_path, "企业名录.csv", f"uscc,name,联系人\n{JIA},甲,王示例\n")
    sources = read(tmp_path).sources
    path.unlink() if change == "gone" else path.write_text(f"uscc,name,联系人\n{JIA},甲,李示例\n")
    with pytest.raises(ContactSourceChangedError, match=r"weihai/企业名录\.csv"):
        read_contacts(tmp_path, CITY, sources)
