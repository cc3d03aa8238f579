"""A week is told by the rule set that counted at its end, never by a later one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from passerelle_kafka.publisher import Publisher
from passerelle_kafka.records import Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_report.errors import RulesMissingError
from passerelle_report.make import make_editions
from passerelle_report.reader import World
from passerelle_report.service import look
from passerelle_report.settings import ReportSettings
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.topics import BUSINESS_RULES
from tests.report import company
from tests.report.company import PARIS, WEEK
from tests.report.test_make import MONDAY_AT_SEVEN, publish

CUT = WEEK.end(PARIS)


def version(number: int, effective_from: datetime) -> RuleSet:
    told = {"version": number, "effective_from": effective_from}
    return company.rules().model_copy(update=told)


def world(*rules: RuleSet, carried: Sequence[int] = ()) -> World:
    items = [
        item.model_copy(update={"rule_set": number})
        for item, number in zip(company.story(), carried, strict=False)
    ]
    return World(tuple(items), rules, (), (), 0, ())


def hours(count: int) -> timedelta:
    return timedelta(hours=count)


@pytest.mark.parametrize(
    ("effective", "carried", "counts"),
    [
        ([-50, -2], [2], 2),
        ([-50, 0], [2], 2),  # from the very end of the week on: workers say it so, too
        ([-50, 1], [2], 1),  # never a later one
        ([-50, 1, -2], [3], 3),
        ([1, 2, 3], [2, 2], 2),  # before the first, whatever the workers went by
        ([1, 2, 3], [], 1),
        ([1, 2, 3], [9], 1),
    ],
)
def test_the_rules_of_a_week_are_those_of_its_end(
    effective: list[int], carried: list[int], counts: int
) -> None:
    sets = [version(n, CUT + hours(after)) for n, after in enumerate(effective, 1)]
    assert world(*sets, carried=carried).rules_at(CUT).version == counts


def test_without_rules_nothing_is_told() -> None:
    with pytest.raises(RulesMissingError):
        world().rules_at(CUT)


@pytest.mark.tansu
async def test_rules_of_the_next_week_change_no_page_of_the_last(
    tansu: KafkaSettings, tmp_path: Path
) -> None:
    """Nor do they keep it from being printed, whatever departments they know."""
    await publish(tansu, company.story())
    (one, *_) = company.rules().departments
    added = one.model_copy(update={"id": "another"})
    later = version(15, CUT + hours(8)).model_copy(update={"departments": (added,)})
    async with Publisher(tansu, "test") as publisher:
        record = Outgoing(BUSINESS_RULES.name, b"15", BUSINESS_RULES.encode(later))
        await publisher.publish([record])
    told = await look(
        tansu,
        ReportSettings(archive=tmp_path / "served"),
        clock=lambda: max(MONDAY_AT_SEVEN, CUT + hours(30)),
    )
    assert (len(told.made), told.failed) == (len(company.rules().departments), None)
    said: list[str] = []
    made = await make_editions(
        tansu, week=str(WEEK), out=tmp_path / "made", progress=said.append
    )
    assert {edition.manifest.rule_set for edition in made} == {14}
    counted = [line for line in said if "translated by other rules" in line]
    items = company.story()
    others = sum(item.rule_set != 14 for item in items)
    wanted = [f"{others} of {len(items)} items"] if others else []
    assert [line.partition(" are ")[0] for line in counted] == wanted
