"""Credit codes, and what stands in their place: GB 32100-2015, GB 11643, GS 15."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.intake.credit_codes import (
    CODE_FAULT,
    CODE_WARNING,
    city_of_code,
    looks_like_personal_id,
    normalise_codes,
)
from tests.credit_codes import credit_code

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def with_credit_check(body: str) -> str:
    """17 places and the check character of GB 32100."""
    total = sum(ALPHABET.index(sign) * 3**place for place, sign in enumerate(body))
    return body + ALPHABET[-total % 31]


def with_wrong_credit_check(body: str) -> str:
    """17 places and a character that is not their check character."""
    right = with_credit_check(body)[-1]
    return body + ("1" if right == "0" else "0")


def with_identity_check(body: str) -> str:
    """17 digits and the check character of GB 11643, by its printed weights."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]


def with_registration_check(body: str) -> str:
    """14 digits and the check digit of GS 15 (ISO 7064, MOD 11,10)."""
    product = 10
    for digit in body:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return body + str((11 - product) % 10)


def person(region: str, born: str, *, is_credit_code: bool) -> str:
    """An identity number whose credit check holds by chance, or does not."""
    numbers = (with_identity_check(f"{region}{born}{ordinal:03d}") for ordinal in range(1, 1000))
    return next(number for number in numbers if (with_credit_check(number[:17]) == number) == is_credit_code)


def read(*codes: str | None) -> list[tuple[str | None, str | None, str | None]]:
    """Code, fault and warning of each value."""
    frame = pl.DataFrame({"uscc": codes}, schema={"uscc": pl.String})
    return normalise_codes(frame, "uscc").select("uscc", CODE_FAULT, CODE_WARNING).rows()


def fault_of(code: str) -> str:
    ((_, fault, warning),) = read(code)
    assert warning is None, "a row that is set aside needs no warning"
    return fault or ""


@pytest.mark.parametrize(
    "body",
    [
        "91371000MA3C0X1Y2",
        "91371000267194306",  # all digits, as one code in four
        "91110119700315012",  # 延庆: the division ends like a century, the organisation code reads as a day
        "92371003MA3D12345",
        "93370783591234567",
        "91100000100012345",  # registered with the national authority
        "11371000004312345",  # authorities and institutions begin like the regions of identity numbers
        "12330600471234567",
        "13371000501234567",
        "51370000501234567",
        "52371000591234567",
        "53330000501234567",
        "31370000MD0123456",
        "A1370000MA0123456",
        "N2371002MF1234567",
        "Y1370000MA0123456",
    ],
)
def test_a_code_of_every_authority_passes_without_a_word(body: str) -> None:
    code = with_credit_check(body)
    assert read(code) == [(code, None, None)]


@pytest.mark.parametrize(
    "written",
    ["  {}", "'{}", "’{}", "{}\u200b", "\ufeff{}", "\u3000{}\u00a0", "{}\t\n"],
)
def test_what_software_adds_to_a_code_is_taken_off_and_said(written: str) -> None:
    code = credit_code(1, "371000")
    ((read_code, fault, warning),) = read(written.format(code))
    assert (read_code, fault) == (code, None)
    assert warning is not None and "已规范" in warning


def test_lower_case_and_full_width_codes_are_written_in_half_width_capitals() -> None:
    code = with_credit_check("91371000MA3C0X1Y2")
    full_width = "".join(chr(ord(sign) + 0xFEE0) for sign in code.lower())
    spaced = f"{code[:6]} {code[6:]}"
    assert [row[:2] for row in read(code.lower(), full_width, spaced)] == [(code, None)] * 3


def test_no_code_is_neither_a_fault_nor_a_warning() -> None:
    assert read(None, "", "  ", "'") == [(None, None, None)] * 4


def test_a_failing_check_character_is_a_warning_and_the_row_is_kept() -> None:
    code = with_wrong_credit_check("91371000MA3C0X1Y2")
    assert read(code) == [(code, None, "校验位不符")]


def test_warnings_on_one_code_are_joined() -> None:
    ((_, fault, warning),) = read(with_wrong_credit_check("91371000MA3C0X1Y2").lower())
    assert (fault, warning) == (None, "校验位不符；代码书写已规范（全角、小写、空格、不可见字符或撇号）")


@pytest.mark.parametrize("value", ["9.1371E+17", "9.13710002671943E+17", "9.1371e17", "913710002671943066.0"])
def test_a_code_printed_as_a_number_is_a_fault(value: str) -> None:
    assert "数值" in fault_of(value)


def test_a_code_that_passed_through_a_double_is_a_fault() -> None:
    code = with_credit_check("91371000267194306")
    spoilt = str(int(float(code)))
    assert len(spoilt) == 18 and spoilt != code
    assert "数值" in fault_of(spoilt)


def test_a_code_that_passed_through_a_spreadsheet_is_a_fault() -> None:
    code = with_credit_check("91371000267194306")
    assert "数值" in fault_of(code[:15] + "000")


def test_a_code_that_really_ends_in_000_passes() -> None:
    codes = (with_credit_check(f"9137100026719{number:02d}00") for number in range(100))
    code = next(code for code in codes if code.endswith("000"))
    assert read(code) == [(code, None, None)]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (with_registration_check("37100020012345"), "15位旧注册号"),
        ("110108000000016", "15位旧注册号"),
        ("110108000000017", "15位数字"),
        ("3710002801234", "13位旧注册号"),
        ("26719430-6", "组织机构代码"),
        ("26719430X", "组织机构代码"),
        ("9137100026719430", "18位"),
        ("9137100026719430661", "18位"),
        ("91371000MA3COX1Y2A", "不使用的字符"),  # the letter O
        ("91371000-A3C0X1Y2A", "不使用的字符"),
        ("威海某某机械有限公司名称错列到代码列", "不使用的字符"),
    ],
)
def test_what_is_no_credit_code_is_named_for_what_it_is(value: str, words: str) -> None:
    assert words in fault_of(value)


def test_an_unknown_authority_is_a_warning_where_the_check_holds_and_a_fault_where_it_does_not() -> None:
    body = "98371000MA3C0X1Y2"
    ((_, fault, warning),) = read(with_credit_check(body))
    assert fault is None and warning is not None and "登记管理部门" in warning
    assert "登记管理部门" in fault_of(with_wrong_credit_check(body))


def test_a_division_in_no_province_is_a_warning() -> None:
    code = with_credit_check("91991000MA3C0X1Y2")
    assert read(code) == [(code, None, "行政区划码不在任何省份")]


@pytest.mark.parametrize("region", ["371002", "330602", "110119", "120103", "511123", "531122", "820000"])
@pytest.mark.parametrize("is_credit_code", [True, False])
def test_an_identity_number_is_set_aside_even_where_the_credit_check_holds(region: str, is_credit_code: bool) -> None:
    number = person(region, "19850314", is_credit_code=is_credit_code)
    assert "身份证" in fault_of(number)


def test_an_identity_number_is_set_aside_with_a_slip_in_its_check_character() -> None:
    number = person("371002", "19900307", is_credit_code=False)
    slip = number[:-1] + ("1" if number[-1] != "1" else "2")
    assert "身份证" in fault_of(slip)


def test_an_identity_number_ending_in_x_is_set_aside_in_either_case() -> None:
    number = next(n for n in (with_identity_check(f"37100219850314{i:03d}") for i in range(999)) if n.endswith("X"))
    assert "身份证" in fault_of(number.lower())


def test_an_old_identity_number_of_15_places_is_set_aside() -> None:
    assert "身份证" in fault_of("371002850314001")


def test_a_day_that_does_not_exist_makes_no_person_of_an_institution() -> None:
    code = with_credit_check("12110119700231012")  # places 7 to 14: 1970-02-31
    assert read(code)[0][1] is None


def test_a_foreigners_permit_number_is_set_aside_and_an_enterprise_of_the_same_places_is_not() -> None:
    permit = person("911840", "19850314", is_credit_code=False)
    assert "身份证" in fault_of(permit)
    enterprise = person("911101", "19700315", is_credit_code=True)  # 延庆, an organisation code that reads as a day
    assert read(enterprise) == [(enterprise, None, None)]


def test_no_fault_repeats_the_number_it_is_about() -> None:
    number = person("371002", "19850314", is_credit_code=False)
    assert number[6:14] not in fault_of(number)


def test_looks_like_personal_id_is_false_for_no_value() -> None:
    assert (
        pl.DataFrame({"c": [None, "甲"]}).select(looks_like_personal_id(pl.col("c"))).to_series().to_list()
        == [False] * 2
    )


def test_rows_and_other_columns_keep_their_order() -> None:
    values = [credit_code(3, "371000"), None, "坏", credit_code(1, "371000").lower(), credit_code(2, "371000")]
    frame = pl.DataFrame({"row_number": range(5), "uscc": values})
    checked = normalise_codes(frame, "uscc")
    assert checked["row_number"].to_list() == list(range(5))
    assert checked["uscc"].to_list() == [values[0], None, "坏", credit_code(1, "371000"), values[4]]
    assert checked.columns == ["row_number", "uscc", CODE_FAULT, CODE_WARNING]


def test_an_empty_frame_keeps_its_schema() -> None:
    checked = normalise_codes(pl.DataFrame(schema={"uscc": pl.String}), "uscc")
    assert checked.schema == {"uscc": pl.String, CODE_FAULT: pl.String, CODE_WARNING: pl.String}


def test_the_city_is_that_of_the_registering_authority() -> None:
    codes = [credit_code(1, division) for division in ("371000", "371081", "370282", "330621", "370783", "370100")]
    frame = pl.DataFrame({"uscc": [*codes, None, "旧注册号"]}, schema={"uscc": pl.String})
    cities = frame.select(city_of_code(pl.col("uscc"))).to_series().to_list()
    assert cities == ["weihai", "weihai", "qingdao", "shaoxing", "weifang", None, None, None]


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["91", "92", "93", "12", "51", "52"]),
            st.sampled_from(["371000", "371002", "371081", "370200", "370282", "370700", "330600", "330621"]),
            st.text(ALPHABET, min_size=9, max_size=9),
        ),
        min_size=1,
        max_size=50,
    )
)
def test_no_code_of_the_four_cities_is_ever_taken_for_a_person(parts: list[tuple[str, str, str]]) -> None:
    codes = [with_credit_check("".join(part)) for part in parts]
    assert read(*codes) == [(code, None, None) for code in codes]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(max_size=24), min_size=1, max_size=50))
def test_any_text_is_a_code_a_fault_or_nothing_and_reads_the_same_twice(texts: list[str]) -> None:
    once = read(*texts)
    twice = read(*(code for code, _, _ in once))
    assert [row[:2] for row in twice] == [row[:2] for row in once]
    assert not any("已规范" in (warning or "") for _, _, warning in twice)
    assert all(code is None or fault or len(code) == 18 for code, fault, _ in once)
