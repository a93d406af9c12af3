"""Names of enterprises with everything folded that writes one name differently, and nothing else.

Folded: width, capitals, blanks, invisible characters, kinds of brackets, punctuation, 有限责任公司 = 有限公司.
Never dropped: the place and what stands in brackets; without them different firms become one.
"""

from __future__ import annotations

from typing import Final

import polars as pl

FORMER_NAME_SEPARATOR: Final = r"[;；、,，]"

_OPENING: Final = "[{【〔〖"
_CLOSING: Final = "]}】〕〗"
_BRACKETS: Final = dict.fromkeys(_OPENING, "(") | dict.fromkeys(_CLOSING, ")")
_PUNCTUATION: Final = r"[^\p{L}\p{N}()]+"

# An annotation stands at the end, in brackets, and says what it is: the name borne before, or a second one.
_OTHER_NAME: Final = "原名称|原名|原为|原|曾用名|更名前|第二名称|现更名为|已更名为|更名为|现名称|现名|现为"
_ABBREVIATION: Final = "以下简称|简称"
_INSIDE: Final = r"((?:[^()]|\([^()]*\)){4,})"
_ANNOTATION: Final = rf"\((?:{_OTHER_NAME}|{_ABBREVIATION}){_INSIDE}\)"
_ANNOTATIONS: Final = rf"(?:{_ANNOTATION})+$"
_ANNOTATED_NAME: Final = rf"\((?:{_OTHER_NAME}):?{_INSIDE}\)(?:{_ANNOTATION})*$"

_STOCK_COMPANY: Final = "股份有限公司"
_LIMITED_COMPANY: Final = "有限公司"
_DEPENDENT_UNIT: Final = (
    r"(?:分公司|支公司|分厂|分店|分行|支行|分院|分所|分社|分部|分校|分会|分局|分中心|办事处|代表处|联络处"
    r"|营业部|营业厅|营业所|营业处|经营部|门市部|项目部|管理部|服务部|服务站|加油站)(?:\([^()]*\))*$"
    r"|公司(?:\([^()]*\))*[^()]+$"  # anything but brackets after 公司: 威海甲有限公司机械厂
)


def fold_name(name: pl.Expr) -> pl.Expr:
    """The name in the form in which names are compared; null where nothing is left of it. Idempotent."""
    return (
        _one_width(name)
        .str.replace_all(_PUNCTUATION, "")
        .str.replace_all("有限责任公司", _LIMITED_COMPANY, literal=True)
        .str.replace(_ANNOTATIONS, "")
        .str.extract(r"^(.*[\p{L}\p{N}].*)$", 1)
    )


def annotated_names(name: pl.Expr) -> pl.Expr:
    """Other names of the enterprise given in an annotation such as （原…）, folded, as a list; null without one.

    An abbreviation (简称) is none: several firms may share it.
    """
    inside = _one_width(name).str.extract(_ANNOTATED_NAME, 1)
    return split_names(inside)


def split_names(names: pl.Expr) -> pl.Expr:
    """The folded names of a cell that holds several, as a list without nulls; null where the cell is."""
    parts = names.str.replace_all(FORMER_NAME_SEPARATOR, "；").str.split("；")
    return parts.list.eval(fold_name(pl.element())).list.drop_nulls()


def other_company_form(folded: pl.Expr) -> pl.Expr:
    """The folded name with 股份有限公司 for 有限公司 or the other way round; null for names with neither."""
    is_stock, is_limited = (folded.str.contains(form, literal=True) for form in (_STOCK_COMPANY, _LIMITED_COMPANY))
    return (
        pl.when(is_stock)
        .then(folded.str.replace(_STOCK_COMPANY, _LIMITED_COMPANY, literal=True))
        .when(is_limited)
        .then(folded.str.replace(_LIMITED_COMPANY, _STOCK_COMPANY, literal=True))
    )


def is_branch(folded: pl.Expr) -> pl.Expr:
    """Whether a folded name is that of a branch or other dependent unit, which never stands for its parent."""
    return folded.str.contains(_DEPENDENT_UNIT)


def _one_width(name: pl.Expr) -> pl.Expr:
    """Half-width capitals, one kind of brackets, no blanks."""
    half = name.str.normalize("NFKC").str.to_uppercase().str.replace_all(r"[\s\p{C}]+", "")
    return half.str.replace_many(_BRACKETS)
