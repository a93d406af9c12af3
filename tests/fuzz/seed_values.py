"""Cells to begin from: for each kind of column what people write, what is wrong, and what was made to do harm."""

from __future__ import annotations

from random import Random
from typing import Final

from screening.contract.source_tables import ColumnKind, SourceColumn, SourceTable
from tests.credit_codes import credit_code

CODES: Final = tuple(credit_code(number, "371002") for number in range(1, 9))

# Cells that no column asks for: formulas, controls, text that folds, numbers at the ends of their types.
HOSTILE: Final = (
    "=cmd|'/C calc'!A0", '=HYPERLINK("file:///etc/passwd","x")', "+1", "-", "@SUM(A1)", "#REF!", "#DIV/0!", "NaN",
    "Infinity", "-Infinity", "1e308", "1e-320", "-0", "9" * 40, "0." + "0" * 40 + "1", "9223372036854775807",
    "92233720368547758.08万元", "99999999999999999999亿元", "-9223372036854775809", "0x10", "１２３４", "²³", "٣٤",
    "\u202e文本", "\u200b", "\ufeff", "e\u0301" * 50, "\U0001f600", "\U00020000", "\ufffd", "_x000D_", "_x0000_",
    "a\tb", "a\nb", 'a"b', '"', '""', ",", ";", "；、;", "无", "null", "是否", " " * 50, "长" * 3_000, "../../x",
    "{}", "{0}", "%s", "${1}", "$1", "\\", "\\d+", "(", "[", "'; DROP TABLE x; --",
)  # fmt: skip
USUAL: Final[dict[ColumnKind, tuple[str, ...]]] = {
    ColumnKind.TEXT: ("威海示例甲有限公司", "示例乙（集团）有限公司", "国家级", "市级", "环翠区", "绿色工厂", "更名"),
    ColumnKind.CODE: ("3670", "C3670", "0111", "A01", "1"),
    ColumnKind.MONEY: ("1200", "1,200.55", "300万元", "3亿元", "0", "-5", "1.005", "500万美元", "约100万", "￥12.30"),
    ColumnKind.NUMBER: ("1", "2.5", "0", "10万", "1/3", "12㎡"),
    ColumnKind.COUNT: ("1", "3", "0", "10万条", "1.5", "三"),
    ColumnKind.SHARE: ("50%", "0.5", "120%", "1", "百分之五", "-3%"),
    ColumnKind.DATE: ("2024-03-01", "2024年3月1日", "2024/13/45", "20240229", "45352", "0000-00-00", "9999-12-31"),
    ColumnKind.PERIOD: ("2024-03", "2024", "2024年", "2024年2月30日", "1899-12-31", "二〇二四年三月"),
    ColumnKind.YEAR: ("2024", "2023年", "24", "99999", "二〇二四", "2024.0"),
    ColumnKind.BOOLEAN: ("是", "否", "Y", "√", "1", "TRUE", "待查"),
    ColumnKind.CONTACT: ("王示例", "13800000001"),
}


def cell(column: SourceColumn, random: Random) -> str:
    """A cell of the column: mostly usual, sometimes blank, one in ten hostile."""
    kind = random.random()
    if kind < 0.1:
        return random.choice(HOSTILE)
    if kind < 0.25:
        return ""
    if column.name == "uscc":
        return random.choice(CODES)
    return random.choice(USUAL[column.kind])


def grid(table: SourceTable, random: Random) -> list[list[str]]:
    """A header row with most columns of the table, under any of their names, and up to twelve rows below it."""
    columns = [column for column in table.columns if column.is_required or random.random() < 0.7]
    header = [random.choice((column.name, *column.headings)) for column in columns]
    rows = [[cell(column, random) for column in columns] for _ in range(random.randrange(13))]
    rows += random.sample(rows, min(len(rows), random.randrange(3)))  # rows given twice
    titles = [["附件：示例名单（单位：万元）"]] if random.random() < 0.3 else []
    return [*titles, header, *rows]
