"""Personal data never reaches a text that people pass on."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from screening.intake.mask_personal import ROW_TEXT_LIMIT, mask_personal
from tests.intake.inbox_files import JIA, put, read, refusals, workbook


def _masked(text: str) -> str:
    masked: str = pl.DataFrame({"text": [text]}).select(mask_personal(pl.col("text"))).item()
    return masked


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+86 13800138000",
        "１３８００１３８０００",
        "0631-5200000",
        "05315200000",
        "11010119900307447X",
        "110101199003074477",
        "someone@example.com",
    ],
)
def test_a_phone_an_identity_number_and_an_address_are_masked(text: str) -> None:
    assert _masked(f"电话={text}；x") == "电话=***；x"


@pytest.mark.parametrize(
    "text", [JIA, "913710001668030123", "2024-05-01", "1380013800", "9,138,001,380.00", "WH-2024-001"]
)
def test_a_credit_code_a_date_and_an_amount_are_not(text: str) -> None:
    assert _masked(text) == text


def test_a_very_long_text_is_cut() -> None:
    assert len(_masked("甲" * 10_000)) == ROW_TEXT_LIMIT


_SECRETS = ("王示例", "13800000001", "110101199003074477", "赵示例", "0631-5200000", "w@example.com")


def test_no_secret_of_an_inbox_is_in_anything_the_night_keeps(tmp_path: Path) -> None:
    name, phone, identity, owner, landline, mail = _SECRETS
    head = ["统一社会信用代码", "企业名称", "成立日期", "联系人", "联系电话", "法定代表人", "法人手机", "备注"]
    rows: list[list[str | None]] = [
        [JIA, "威海示例甲公司", "2010-01-01", name, phone, owner, landline, None],
        [identity, owner[:1] + "某", "2010-01-01", name, phone, owner, landline, f"邮箱{mail}"],
        ["坏代码", "威海示例乙公司", f"见{phone}", name, phone, owner, landline, f"电话{landline}"],
    ]
    put(tmp_path, "企业名录1.xlsx", workbook({"名录": [head, *rows]}))
    csv = ",".join(head) + "\n" + "".join(",".join(str(cell or "") for cell in [*row, "多"]) + "\n" for row in rows)
    put(tmp_path, "企业名录2.csv", csv)
    put(tmp_path, "企业名录3.csv", f"{identity},{name},{phone}\n")
    intake = read(tmp_path)
    kept = [*intake.tables.values(), *intake.raw.values(), intake.quarantine, intake.name_matches]
    told = "".join(str(frame.to_dict(as_series=False)) for frame in kept)
    told += str((intake.refused, intake.warnings, intake.unknown_columns, intake.sources))
    assert [secret for secret in _SECRETS if secret in told] == []
    assert intake.counts["enterprises"].quarantined == 5
    assert list(refusals(intake)) == ["企业名录3.csv"]
