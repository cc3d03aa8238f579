"""Two workers that each hold only their partitions, and a family over all of them."""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from passerelle_kafka.publisher import Publisher
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.records import Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_kafka.topics import ensure_topics
from passerelle_schemas.business import BusinessItem
from passerelle_schemas.facts import ChangeState, Facts, StatusRef
from passerelle_schemas.identity import ItemKind, ItemRef, tracker_of
from passerelle_schemas.topics import BUSINESS_ITEMS, WORK_FACTS
from passerelle_translate.health import read_health
from passerelle_translate.settings import TranslateSettings
from tests.translate.examples import linked, observed, on, telling
from tests.translate.rules_folder import written
from tests.translate.worker import newest, until, worker

pytestmark = pytest.mark.kafka

FAMILIES = 24


def _seen(item: str, project: str, parent: str = "", **fields: Any) -> Facts:  # noqa: ANN401 - of a snapshot
    above = ItemRef(id=parent, key="?") if parent else None
    shown = {"key": f"K-{item}", "project": project, "parent": above, **fields}
    return telling(observed(**shown), item=item, tracker=tracker_of(item))


def _family(number: int) -> Iterator[Facts]:
    """An initiative that a rule maps, an epic, and what is under it on GitHub.

    The lowest are told first.
    """
    initiative, epic = f"jira-v:1{number:03}", f"jira-v:2{number:03}"
    issue, pull = f"github-v:7#{number}", f"github-v:7#9{number:03}"
    merged = StatusRef(id="merged", name="Merged")
    yield _seen(pull, "v/web", kind=ItemKind.PULL_REQUEST, status=merged)
    yield _seen(issue, "v/web", epic)
    named = linked(on(1, 5), ChangeState.MERGED)
    named = named.model_copy(update={"pull_request": ItemRef(id=pull, key="v/web#9")})
    yield telling(named, item=epic)
    yield _seen(epic, "X", initiative)
    yield _seen(initiative, "PAY" if number % 3 else "X")


def _said(tellings: Iterable[Facts]) -> list[Outgoing]:
    return [
        Outgoing(WORK_FACTS.name, told.item.encode(), WORK_FACTS.encode(told))
        for told in tellings
    ]


def _generation(place: int) -> list[Outgoing]:
    return _said(list(_family(number))[place] for number in range(FAMILIES))


def _left() -> list[Outgoing]:
    """Every initiative goes to a project that no rule maps."""
    return _said(
        _seen(f"jira-v:1{number:03}", "X", at=on(2, 1)) for number in range(FAMILIES)
    )


async def _meanings(kafka: KafkaSettings) -> dict[str, BusinessItem]:
    said = await newest(kafka, BUSINESS_ITEMS.name)
    decoded = (BUSINESS_ITEMS.decode(value or b"") for value in said.values())
    return {meaning.id: meaning for meaning in decoded}


def _inherit(said: dict[str, BusinessItem], *, mapped: bool) -> bool:
    """Whether all who have a mapped initiative above know it, and nobody else does."""
    givers = {
        i: meant.inherited_from.key if meant.inherited_from else ""
        for i, meant in said.items()
    }
    expected: dict[str, str] = {}
    for number in range(FAMILIES):
        initiative, epic = f"jira-v:1{number:03}", f"jira-v:2{number:03}"
        below = (epic, f"github-v:7#{number}", f"github-v:7#9{number:03}")
        giver = f"K-{initiative}" if mapped and number % 3 else ""
        expected |= {initiative: "", **dict.fromkeys(below, giver)}
    return givers == expected


async def _places(kafka: KafkaSettings) -> dict[str, int]:
    batches = read_to_end(kafka, [WORK_FACTS.name], "test")
    return {
        (record.key or b"").decode(): record.partition
        async for batch in batches
        for record in batch
    }


async def test_a_family_over_two_workers_and_two_trackers_is_one(
    kafka: KafkaSettings, tmp_path: Path
) -> None:
    """The lowest come first; then all change while one worker is killed."""
    rules = written(tmp_path / "rules")
    calm = kafka.model_copy(update={"topic_prefix": f"{kafka.topic_prefix}calm."})
    one, two, alone = (
        TranslateSettings(
            rules=rules,
            session_timeout_seconds=6,
            health_file=tmp_path / f"{name}.json",
        )
        for name in ("one", "two", "alone")
    )

    def owned(settings: TranslateSettings) -> set[int]:
        assert settings.health_file is not None
        report = read_health(settings.health_file)
        return set(report.partitions) if report else set()

    async def shared() -> bool:
        return len(owned(one)) == len(owned(two)) == WORK_FACTS.partitions // 2

    async def inherit(where: KafkaSettings, *, mapped: bool) -> bool:
        return _inherit(await _meanings(where), mapped=mapped)

    await ensure_topics(calm)
    async with (
        Publisher(kafka, "test") as publisher,
        Publisher(calm, "test") as undisturbed,
        worker(calm, alone, tmp_path / "calm.log") as steady,
        worker(kafka, one, tmp_path / "one.log") as first,
        worker(kafka, two, tmp_path / "two.log") as second,
    ):
        await until(shared, what="both workers own partitions")
        mine, others = owned(one), owned(two)
        for place in range(5):
            await publisher.publish(_generation(place))
            await undisturbed.publish(_generation(4 - place))
        for where in (kafka, calm):
            known = partial(inherit, where, mapped=True)
            await until(known, what="all below know their initiative")
        assert first.alive, first.said()
        assert owned(one) | owned(two) == mine | others
        assert await _meanings(kafka) == await _meanings(calm)
        await publisher.publish(_left())
        first.kill()
        await undisturbed.publish(_left())
        for where in (kafka, calm):
            gone = partial(inherit, where, mapped=False)
            await until(gone, what="all below know that it is mapped no more")
        assert await _meanings(kafka) == await _meanings(calm)
        assert steady.alive, steady.said()
        assert second.alive, second.said()
    places = await _places(kafka)
    assert any(
        places[f"jira-v:1{number:03}"] in mine
        and places[f"github-v:7#{number}"] in others
        for number in range(FAMILIES)
    ), "no family lived in both workers: this proves nothing"
