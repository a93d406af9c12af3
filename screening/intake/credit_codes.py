"""Unified social credit codes (GB 32100-2015): written one way, checked, told apart from what stands in their place.

Places of a code: 1 registration authority, 2 category, 3-8 division, 9-17 organisation, 18 check character.

Personal identity numbers (GB 11643) have 18 places too and pass the credit check one time in 31. With
C = credit check holds, A = authority and category are a pair of the standard and the division lies in a
province, B = places 7-14 are a birth date, I = identity check holds, what is done is

    begins with   B    I    C and A   read as
    11-83         yes  yes  any       person
    11-83         yes  no   yes       credit code
    11-83         yes  no   no        person (a slip in either number)
    9 + province  yes  yes  no        person (residence permit of a foreigner)
    9 + province  yes  yes  yes       credit code
    anything      no   any  any       credit code if C, or if the pair is known (with a warning); else a fault

What remains: an institution or association (11, 12, 13, 51, 52, 53) whose division ends in 19 or 20, whose
organisation code is all digits and happens to read as a date and to pass the identity check is set aside as
a person (none can occur in the cities of divisions.csv, where no division ends so); a person's number with
a slip in its date and a credit check that holds by chance is taken for a code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from screening.intake.divisions import read_divisions

CODE_FAULT: Final = "code_fault"
CODE_WARNING: Final = "code_warning"

_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I O S V Z
_VALUES: Final = {sign: value for value, sign in enumerate(_ALPHABET)}
_CREDIT_WEIGHTS: Final = [pow(3, place, 31) for place in range(17)]
_CATEGORIES: Final = {  # by registration authority
    "1": "1239",  # 机构编制
    "2": "19",  # 外交
    "3": "123459",  # 司法行政
    "4": "19",  # 文化
    "5": "1239",  # 民政
    "6": "129",  # 旅游
    "7": "129",  # 宗教
    "8": "19",  # 工会
    "9": "123",  # 工商
    "A": "19",  # 中央军委
    "N": "1239",  # 农业
    "Y": "1",  # 其他
}
_PAIRS: Final = [authority + category for authority, categories in _CATEGORIES.items() for category in categories]
_PROVINCE_RANGES: Final = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 82))
_PROVINCES: Final = [str(number) for first, last in _PROVINCE_RANGES for number in range(first, last + 1)]
_NATIONAL: Final = "10"  # division of what the national authority registers

_IDENTITY_VALUES: Final = {str(digit): digit for digit in range(10)} | {"X": 10}
_IDENTITY_WEIGHTS: Final = [pow(2, 17 - place, 11) for place in range(17)]
_IDENTITY_REGIONS: Final = [*_PROVINCES, "83"]  # 81-83: residents of Hong Kong, Macao and Taiwan

_PADDING: Final = r"[\s\p{C}\p{M}]+"  # blanks, invisible characters, marks that hang on others
_APOSTROPHE: Final = r"^['’‘`]+"
_IS_SOUND: Final = f"^(?:{'|'.join(_PAIRS)})(?:{'|'.join([_NATIONAL, *_PROVINCES])})[0-9]{{4}}[{_ALPHABET}]{{10}}$"
_MAY_HIDE_A_BIRTH_DATE: Final = r"^\d{6}(?:19|20)\d{9}[\dX]$"


def normalise_codes(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """The frame with codes written one way and two columns more: `code_fault` (the row must be set aside) and
    `code_warning` (kept), in Chinese or null; both null where there is no code. Rows keep their order.
    """
    written, row = f"{column} as written", "row of the code"
    read = frame.with_columns(pl.col(column).cast(pl.String).alias(written), write_one_way(pl.col(column)))
    read = read.with_row_index(row)
    code = pl.col(column)
    is_plain = code.str.contains(_IS_SOUND) & ~code.str.contains(_MAY_HIDE_A_BIRTH_DATE) & has_credit_check(code)
    doubtful = read.filter(code.is_not_null() & (~is_plain | code.ne_missing(pl.col(written))))
    judged = doubtful.with_columns(_fault(code).alias(CODE_FAULT))
    warning = pl.when(pl.col(CODE_FAULT).is_null()).then(_warning(code, pl.col(written)))
    verdicts = judged.select(row, CODE_FAULT, warning.alias(CODE_WARNING))
    return read.join(verdicts, on=row, how="left", maintain_order="left").drop(row, written)


def write_one_way(code: pl.Expr) -> pl.Expr:
    """The code in half-width capitals without blanks, invisible characters and leading apostrophe; null if empty."""
    half_width = code.cast(pl.String).str.normalize("NFKC").str.to_uppercase()
    return half_width.str.replace_all(_PADDING, "").str.replace(_APOSTROPHE, "").str.extract("^(.+)$", 1)


def city_of_code(code: pl.Expr) -> pl.Expr:
    """The city whose authority registered the code, as the inbox names it; null for other cities and no code."""
    prefectures = read_divisions().filter(pl.col("kind") == "prefecture")
    cities = dict(zip(prefectures["code"].str.slice(0, 4), prefectures["city"], strict=True))
    return division_of_code(code).str.slice(0, 4).replace_strict(cities, default=None, return_dtype=pl.String)


def division_of_code(code: pl.Expr) -> pl.Expr:
    """The six digits of the registering authority's division; null where there are none."""
    return code.str.extract(rf"^[{_ALPHABET}]{{2}}(\d{{6}})[{_ALPHABET}]{{10}}$", 1)


def has_credit_check(code: pl.Expr) -> pl.Expr:
    """Whether the check character of an 18-place code holds; null where a place holds a foreign character."""
    return (_weighted_sum(code, _CREDIT_WEIGHTS, _VALUES) + _value(code, 17, _VALUES)) % 31 == 0


def looks_like_personal_id(code: pl.Expr) -> pl.Expr:
    """Whether an 18- or 15-place number is a person's rather than an enterprise's (table above)."""
    return _looks_like_resident(code) | _looks_like_old_resident(code)


def _looks_like_resident(code: pl.Expr) -> pl.Expr:
    is_born = code.str.contains(_MAY_HIDE_A_BIRTH_DATE) & _is_day(code.str.slice(6, 8))
    is_code = has_credit_check(code) & code.str.contains(_IS_SOUND)
    check = _value(code, 17, _IDENTITY_VALUES)
    is_identity = (_weighted_sum(code, _IDENTITY_WEIGHTS, _IDENTITY_VALUES) + check) % 11 == 1
    is_resident = code.str.slice(0, 2).is_in(_IDENTITY_REGIONS) & (is_identity | ~is_code)
    is_foreigner = code.str.starts_with("9") & code.str.slice(1, 2).is_in(_PROVINCES) & is_identity & ~is_code
    return (is_born & (is_resident | is_foreigner)).fill_null(False)


def _looks_like_old_resident(code: pl.Expr) -> pl.Expr:
    """15 places, given until 1999: region, birth date with two places for the year, ordinal; registration numbers of
    enterprises have as many, with a check digit.
    """
    is_number = code.str.contains(r"^\d{15}$") & code.str.slice(0, 2).is_in(_PROVINCES)
    is_born = _is_day(pl.lit("19") + code.str.slice(6, 6))
    return (is_number & is_born & ~_has_registration_check(code)).fill_null(False)


def _is_day(digits: pl.Expr) -> pl.Expr:
    return digits.str.to_date("%Y%m%d", strict=False).is_between(pl.date(1900, 1, 1), pl.date(2099, 12, 31))


def _fault(code: pl.Expr) -> pl.Expr:
    """Why the value is no credit code, the surest reason first."""
    number = pl.when(code.str.contains(r"^\d{18}$")).then(code).cast(pl.Int64, strict=False)
    # Excel keeps 15 digits; other software makes the number a double, which one of 128 codes is by chance.
    was_number = code.str.ends_with("000") | (number.cast(pl.Float64).cast(pl.Int64) == number)
    reasons = {
        "代码曾按数值存放（科学计数法或小数），末尾各位已失真，请按文本重新填报": code.str.contains(
            r"^\d(?:\.\d+)?E\+?\d+$|^\d+\.\d*$"
        ),
        "疑似个人身份证号，不是统一社会信用代码": looks_like_personal_id(code),
        "是15位旧注册号，不是统一社会信用代码": code.str.contains(r"^\d{15}$") & _has_registration_check(code),
        "是15位数字，不是统一社会信用代码（旧注册号校验位也不符）": code.str.contains(r"^\d{15}$"),
        "是13位旧注册号，不是统一社会信用代码": code.str.contains(r"^\d{13}$"),
        "是9位组织机构代码，不是统一社会信用代码": code.str.contains(r"^[0-9A-Z]{8}-?[0-9X]$"),
        "统一社会信用代码应为18位": code.str.len_chars() != 18,
        "含统一社会信用代码不使用的字符（I、O、S、V、Z或符号）": ~code.str.contains(f"^[{_ALPHABET}]+$"),
        "校验位不符且末尾各位像按数值存放所致，代码已失真，请按文本重新填报": number.is_not_null()
        & was_number
        & ~has_credit_check(code),
        "登记管理部门代码与校验位均不符，不是统一社会信用代码": ~(_has_known_pair(code) | has_credit_check(code)),
    }
    return _first_of(reasons)


def _warning(code: pl.Expr, written: pl.Expr) -> pl.Expr:
    """What to look at in a code that is kept; several remarks joined by ；."""
    remarks = {
        "校验位不符": ~has_credit_check(code),
        "登记管理部门代码与机构类别代码不在国家标准之列": ~_has_known_pair(code),
        "行政区划码不在任何省份": ~code.str.slice(2, 2).is_in([_NATIONAL, *_PROVINCES]),
        "代码书写已规范（全角、小写、空格、不可见字符或撇号）": code != written,
    }
    found = [pl.when(condition).then(pl.lit(remark)) for remark, condition in remarks.items()]
    joined = pl.concat_str(found, separator="；", ignore_nulls=True)
    return pl.when(joined != "").then(joined)


def _has_known_pair(code: pl.Expr) -> pl.Expr:
    return code.str.slice(0, 2).is_in(_PAIRS)


def _first_of(reasons: Mapping[str, pl.Expr]) -> pl.Expr:
    return pl.coalesce([pl.when(condition).then(pl.lit(reason)) for reason, condition in reasons.items()])


def _has_registration_check(code: pl.Expr) -> pl.Expr:
    """Whether the last of 15 digits is the check digit of a registration number (GS 15: ISO 7064, MOD 11,10)."""
    product = pl.lit(10)
    for place in range(14):
        remainder = (product + _value(code, place, _IDENTITY_VALUES) + 9) % 10 + 1  # 10 stands for 0
        product = remainder * 2 % 11
    return (product + _value(code, 14, _IDENTITY_VALUES)) % 10 == 1


def _weighted_sum(code: pl.Expr, weights: Sequence[int], values: Mapping[str, int]) -> pl.Expr:
    terms = [_value(code, place, values) * weight for place, weight in enumerate(weights)]
    return pl.sum_horizontal(terms, ignore_nulls=False)


def _value(code: pl.Expr, place: int, values: Mapping[str, int]) -> pl.Expr:
    return code.str.slice(place, 1).replace_strict(values, default=None, return_dtype=pl.Int32)
