"""更名 events: old names lead to the enterprise of today, new ones where the register has not caught up."""

from __future__ import annotations

import datetime as dt

import polars as pl

from screening.contract.source_tables import RECOGNITIONS, typed_schema
from screening.intake.rename_chains import RENAMES, renames_of_events
from tests.intake.name_tables import A, B, match_one, rename

FORMER = "former_name"


def test_an_old_name_leads_through_the_whole_chain_to_the_enterprise_of_today() -> None:
    firm = {"uscc": A, "name": "威海丙某有限公司"}
    chain = [rename("威海甲某有限公司", "威海乙某有限公司"), rename("威海乙某有限公司", "威海丙某有限公司")]
    assert match_one("威海甲某有限公司", firm, renames=chain) == (FORMER, [A])
    assert match_one("威海乙某有限责任公司", firm, renames=chain) == (FORMER, [A])


def test_a_new_name_leads_to_the_enterprise_where_the_register_still_has_the_old_one() -> None:
    firm = {"uscc": A, "name": "威海甲某有限公司"}
    chain = [rename("威海甲某有限公司", "威海乙某有限公司"), rename("威海乙某有限公司", "威海丙某有限公司")]
    assert match_one("威海丙某有限公司", firm, renames=chain) == (FORMER, [A])


def test_a_chain_that_comes_back_to_its_first_name_ends() -> None:
    firm = {"uscc": A, "name": "威海甲某有限公司"}
    chain = [rename("威海甲某有限公司", "威海乙某有限公司"), rename("威海乙某有限公司", "威海甲某有限公司")]
    assert match_one("威海乙某有限公司", firm, renames=chain) == (FORMER, [A])
    assert match_one("威海甲某有限公司", firm, renames=chain) == ("exact_name", [A])


def test_the_new_name_of_another_enterprise_is_not_given_to_the_bearer_of_the_old_one() -> None:
    """B took A's old name; the rename is A's, which bears the new one."""
    firms = {"uscc": A, "name": "威海乙某有限公司"}, {"uscc": B, "name": "威海甲某有限公司"}
    renames = [rename("威海甲某有限公司", "威海乙某有限公司")]
    assert match_one("威海乙某有限公司", *firms, renames=renames) == ("exact_name", [A])
    assert match_one("威海甲某有限公司", *firms, renames=renames) == ("candidate", [A, B])


def test_an_enterprise_registered_after_the_rename_took_no_part_in_it() -> None:
    renames = [rename("威海甲某有限公司", "威海乙某有限公司", dt.date(2020, 6, 30))]
    on_the_day = {"uscc": A, "name": "威海甲某有限公司", "registered_on": dt.date(2020, 6, 30)}
    assert match_one("威海乙某有限公司", on_the_day, renames=renames) == (FORMER, [A])
    after = on_the_day | {"registered_on": dt.date(2020, 7, 1)}
    assert match_one("威海乙某有限公司", after, renames=renames)[0] != FORMER


def test_a_name_given_up_before_a_rename_is_not_carried_over_it() -> None:
    """A left the name 乙某 in 2018; whoever became 乙某 in 2020 is someone else."""
    firm = {"uscc": A, "name": "威海丙某有限公司"}
    earlier = rename("威海乙某有限公司", "威海丙某有限公司", dt.date(2018, 6, 30))
    later = rename("威海远方老厂有限公司", "威海乙某有限公司", dt.date(2020, 6, 30))
    assert match_one("威海远方老厂有限公司", firm, renames=[earlier, later])[0] != FORMER
    same_day = {**later, "renamed_on": dt.date(2018, 6, 30)}
    assert match_one("威海远方老厂有限公司", firm, renames=[earlier, same_day]) == (FORMER, [A])


def test_a_rename_with_a_code_is_that_enterprises_alone() -> None:
    firms = {"uscc": A, "name": "威海乙某有限公司"}, {"uscc": B, "name": "威海远信电子有限公司"}
    renames = [rename("威海老厂纺织有限公司", "威海乙某有限公司", uscc=B)]
    assert match_one("威海老厂纺织有限公司", *firms, renames=renames) == (FORMER, [B])


def test_a_rename_with_the_code_of_an_enterprise_outside_the_register_is_nobodys() -> None:
    firm = {"uscc": A, "name": "威海乙某有限公司"}
    renames = [rename("威海老厂纺织有限公司", "威海乙某有限公司", uscc=B)]
    assert match_one("威海老厂纺织有限公司", firm, renames=renames)[0] == "unmatched"


def test_a_rename_that_changes_only_the_spelling_is_none() -> None:
    firm = {"uscc": A, "name": "威海甲某有限公司"}
    renames = [rename("威海甲某有限责任公司", "威海甲某有限公司")]
    assert match_one("威海甲某有限责任公司", firm, renames=renames) == ("folded_name", [A])


def test_renames_are_the_更名_events_that_name_both_names() -> None:
    rows = [
        ("更名", "威海乙某有限公司", "威海甲某有限公司"),
        ("更名", "威海乙某有限公司", None),
        ("新认定", "威海乙某有限公司", "威海甲某有限公司"),
        (None, "威海乙某有限公司", "威海甲某有限公司"),
    ]
    events = pl.DataFrame(
        [
            {"event": event, "name": name, "counterpart": old, "recognised_on_through": dt.date(2024, 12, 31)}
            for event, name, old in rows
        ],
        schema=typed_schema(RECOGNITIONS),
    )
    found = renames_of_events(events)
    assert found.select(RENAMES.keys()).rows() == [
        ("威海甲某有限公司", "威海乙某有限公司", None, dt.date(2024, 12, 31))
    ]
