"""What is counted of Kafka: the same figures however it is read, and by whom."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_ingest.counting import MOST_LETTERS, Counting
from passerelle_ingest.tally import MOST_STOPS
from passerelle_ingest.told_before import ToldBefore
from passerelle_ingest.webhook_ids import MOST, WebhookIds
from passerelle_kafka.records import Headers, Incoming
from passerelle_schemas.dead_letters import REPLAYED, DeadLetter
from passerelle_schemas.deliveries import RawDelivery, Watermark, Way
from passerelle_schemas.health import NO_SOURCE, Counted, SourceHealth
from passerelle_schemas.identity import Tracker
from passerelle_schemas.progress import Censused, Checkpoint
from passerelle_schemas.topics import (
    INGEST_CENSUSES,
    INGEST_CHECKPOINTS,
    INGEST_COUNTS,
    INGEST_WATERMARKS,
    WORK_FACTS,
    WORK_FACTS_DEAD,
    WORK_RAW,
    WORK_RAW_DEAD,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
ENOUGH = 1_000_000
_KINDS = ("work.touched", "work.observed")


class Told:
    """Remembers every fact, whatever it costs."""

    def __init__(self) -> None:
        self.facts: set[str] = set()

    def first(self, fact: str) -> bool:
        new = fact not in self.facts
        self.facts.add(fact)
        return new


def a_record(
    topic: str,
    value: bytes | None = b"{}",
    *,
    headers: Headers = (),
    key: str = "jira/PAY",
    partition: int = 0,
) -> Incoming:
    return Incoming(topic, partition, 0, 0, key.encode(), value, headers)


def a_delivery(  # noqa: PLR0913 - what is told of a delivery
    name: str = "d-1",
    way: Way = Way.WEBHOOK,
    *,
    silence: str = "",
    asked_again: int = 0,
    source: str = "jira",
    partition: int = 0,
) -> Incoming:
    origin = RawDelivery(
        id=name,
        source=source,
        tracker=Tracker.JIRA,
        project="PAY",
        event="jira:issue_updated",
        way=way,
        received_at=NOW,
        silence=silence,
        asked_again=asked_again,
    )
    return a_record(WORK_RAW.name, headers=origin.to_headers(), partition=partition)


def a_fact(
    number: int, kind: str = "work.touched", **told: object
) -> dict[str, object]:
    at = (NOW - 2 * HOUR).isoformat()
    return {"id": f"{number:032x}", "type": kind, "happened_at": at, **told}


def shown(number: int, at: datetime) -> dict[str, object]:
    """A snapshot of an item, after a change."""
    return a_fact(number, "work.observed") | {"happened_at": at.isoformat()}


def telling(
    way: Way, *facts: dict[str, object], partition: int = 0, **told: object
) -> Incoming:
    whole = {
        "item": f"jira:{partition}",
        "source": "jira",
        "way": way.value,
        "learned_at": (NOW - HOUR).isoformat(),
        "facts": facts,
        **told,
    }
    value = json.dumps(whole).encode()
    return a_record(WORK_FACTS.name, value, partition=partition)


def a_letter(
    reason: str = "unreadable-delivery", topic: str = "", source: str = "jira"
) -> Incoming:
    name = topic or WORK_RAW_DEAD.name
    letter = DeadLetter(
        reason=reason,
        detail="it is not readable",
        topic=name.removesuffix(".dead-letters"),
        set_aside_at=NOW,
        set_aside_by="test",
    )
    own = (("source", source.encode()),) if name == WORK_RAW_DEAD.name else ()
    return a_record(name, headers=(*own, *letter.to_headers()), key="jira:1")


def said_again(offset: int) -> Incoming:
    place = f"{WORK_RAW_DEAD.name}/0/{offset}"
    return a_record(WORK_RAW_DEAD.name, headers=((REPLAYED, place.encode()),))


def a_census(day: int, **told: object) -> Incoming:
    known: dict[str, object] = {
        "source": "jira",
        "tracker": Tracker.JIRA,
        "project": "PAY",
        "taken_at": datetime(2026, 11, day, tzinfo=UTC),
    }
    census = Censused.model_validate({**known, **told})
    return a_record(INGEST_CENSUSES.name, INGEST_CENSUSES.encode(census))


def a_watermark(project: str = "PAY", items: int = 7) -> Incoming:
    mark = Watermark(
        source="jira",
        tracker=Tracker.JIRA,
        project=project,
        complete_until=NOW - HOUR,
        read_at=NOW,
        items=items,
    )
    return a_record(INGEST_WATERMARKS.name, INGEST_WATERMARKS.encode(mark))


def a_checkpoint(items: int | None) -> Incoming:
    if items is None:
        return a_record(INGEST_CHECKPOINTS.name, None)
    saved = Checkpoint(
        source="jira",
        tracker=Tracker.JIRA,
        project="PAY",
        reached=NOW,
        items=items,
        saved_at=NOW,
        saved_by="1",
    )
    return a_record(INGEST_CHECKPOINTS.name, INGEST_CHECKPOINTS.encode(saved))


def placed(records: Iterable[Incoming]) -> list[Incoming]:
    """Give each record the next offset of its partition."""
    ends: defaultdict[tuple[str, int], int] = defaultdict(int)
    found = []
    for one in records:
        place = one.topic, one.partition
        found.append(Incoming(*place, ends[place], 0, one.key, one.value, one.headers))
        ends[place] += 1
    return found


def counted(records: Iterable[Incoming], most: int = ENOUGH) -> Counted:
    counting = Counting.of(None, Told(), most)
    for record in records:
        counting.take(record)
    return counting.counted(NOW, "test")


def health(*records: Incoming) -> SourceHealth:
    (source,) = counted(placed(records)).sources
    return source


SOME = st.one_of(
    st.builds(
        a_delivery,
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(Way),
        silence=st.sampled_from(["", "not-followed"]),
        asked_again=st.integers(0, 2),
        source=st.sampled_from(["jira", "other"]),
        partition=st.integers(0, 1),
    ),
    st.builds(
        lambda way, numbers, partition, trailing: telling(
            way,
            *(a_fact(2 * n + partition, _KINDS[n % 2]) for n in numbers),
            partition=partition,
            trailing=trailing,
            disagreements=1,
        ),
        st.sampled_from(Way),
        st.lists(st.integers(0, 5), min_size=1, max_size=3),
        st.integers(0, 1),
        st.booleans(),
    ),
    st.builds(a_letter, st.sampled_from(["one", "other"])),
    st.builds(said_again, st.integers(0, 3)),
    st.builds(
        a_census,
        st.integers(1, 28),
        missed=st.integers(0, 2),
        stopped_because=st.sampled_from(["", "permission-lost"]),
    ),
    st.builds(a_watermark, st.sampled_from(["PAY", "WEB"]), st.integers(0, 9)),
    st.builds(a_checkpoint, st.sampled_from([None, 1, 2])),
)
STREAMS = st.lists(SOME, max_size=30).map(placed)


@given(STREAMS, st.lists(st.integers(0, 30), max_size=4))
def test_a_crash_anywhere_neither_loses_a_figure_nor_counts_one_twice(
    records: list[Incoming], crashes: list[int]
) -> None:
    """Whoever goes on reads what was counted for the memory, and counts the rest."""
    state: Counted | None = None
    for stop in (*sorted(crashes), len(records)):
        counting = Counting.of(state, Told(), ENOUGH)
        for record in records:
            if record.topic == WORK_FACTS.name:
                counting.remember(record)
        # What was read before is read again, as after a commit that came too late.
        for record in records[:stop]:
            counting.take(record)
        state = INGEST_COUNTS.decode(INGEST_COUNTS.encode(counting.counted(NOW, "a")))
    assert state == counted(records).model_copy(
        update={"said_by": "a", "sources": _by("a", counted(records).sources)}
    )


def test_a_fact_without_a_right_id_counts_nowhere_and_stops_nobody() -> None:
    odd = telling(Way.POLL, {**a_fact(1), "id": "no hex"})
    good = telling(Way.POLL, a_fact(2))
    records = placed([odd, good])
    counting = Counting.of(None, ToldBefore(), ENOUGH)
    for record in records:
        counting.take(record)
    (source,) = counting.counted(NOW, "test").sources
    assert source.ways["poll"].first_told == 1
    for record in records:
        counting.remember(record)


def _by(name: str, sources: Sequence[SourceHealth]) -> tuple[SourceHealth, ...]:
    return tuple(one.model_copy(update={"said_by": name}) for one in sources)


@given(STREAMS, st.randoms(use_true_random=False))
def test_the_order_of_records_of_different_partitions_does_not_matter(
    records: list[Incoming], dice: Random
) -> None:
    by_place: dict[tuple[str, int], list[Incoming]] = defaultdict(list)
    for record in records:
        by_place[record.topic, record.partition].append(record)
    mixed: list[Incoming] = []
    while any(by_place.values()):
        place = dice.choice([place for place, left in by_place.items() if left])
        mixed.append(by_place[place].pop(0))
    assert counted(mixed) == counted(records)


def test_what_came_is_counted_by_its_way() -> None:
    found = health(
        a_delivery("a"),
        a_delivery("b"),
        a_delivery("p", Way.POLL),
        telling(Way.WEBHOOK, a_fact(1), a_fact(2)),
        telling(Way.POLL, a_fact(2), a_fact(3)),
        telling(Way.CENSUS, a_fact(1)),
    )
    assert {
        name: (w.deliveries, w.facts, w.first_told) for name, w in found.ways.items()
    } == {
        "webhook": (2, 2, 2),
        "poll": (1, 2, 1),
        "census": (0, 1, 0),
    }
    assert found.ways["webhook"].delivered_at == NOW
    assert found.ways["webhook"].changed_at == NOW - 2 * HOUR
    assert found.days[0].first_told == {"webhook": 2, "poll": 1}
    assert found.tracker is Tracker.JIRA


def test_a_change_of_the_far_future_is_not_newer_than_when_we_heard_of_it() -> None:
    far = a_fact(1) | {"happened_at": "2999-01-01T00:00:00Z"}
    found = health(telling(Way.POLL, far))
    assert found.ways["poll"].changed_at == NOW - HOUR


def test_a_webhook_with_the_id_of_another_came_twice() -> None:
    found = health(a_delivery("a"), a_delivery("b"), a_delivery("a"), a_delivery("a"))
    assert found.twice == 2


def test_a_page_that_is_read_again_is_no_webhook_that_came_twice() -> None:
    assert health(a_delivery("a", Way.POLL), a_delivery("a", Way.POLL)).twice == 0


def test_webhooks_are_remembered_in_bounded_memory() -> None:
    known = WebhookIds()
    assert not any(known.comes_again("jira", str(n)) for n in range(MOST + 1))
    again = WebhookIds.read(known.written())
    assert not again.comes_again("jira", "0")
    assert again.comes_again("jira", str(MOST))
    assert len(again.written()) == len(known.written())


def test_silences_and_items_asked_again_are_counted() -> None:
    found = health(
        a_delivery("a", silence="not-followed"),
        a_delivery("b", silence="no-work"),
        a_delivery("c", silence="no-work"),
        a_delivery("d", asked_again=2),
        a_delivery("p", Way.POLL, asked_again=1),
    )
    assert found.silences == {"no-work": 2, "not-followed": 1}
    assert found.asked_again == 3


def test_only_changes_that_the_trailing_pass_told_first_were_late() -> None:
    found = health(
        telling(Way.POLL, shown(1, NOW)),
        telling(Way.POLL, shown(1, NOW), trailing=True),
        telling(Way.POLL, shown(2, NOW + HOUR), a_fact(3), trailing=True),
        telling(Way.POLL, shown(2, NOW + HOUR), a_fact(3), trailing=True),
        telling(Way.POLL, shown(4, NOW), trailing=True, partition=1),
    )
    assert found.late == 2


def test_what_is_shown_anew_of_a_change_that_was_told_is_not_late() -> None:
    """A status that was renamed makes another snapshot of the same change."""
    found = health(
        telling(Way.WEBHOOK, shown(1, NOW)),
        telling(Way.POLL, shown(2, NOW), a_fact(3), trailing=True),
    )
    assert (found.ways["poll"].first_told, found.late) == (2, 0)


def test_a_disagreement_counts_once_for_each_snapshot() -> None:
    shown = a_fact(1, "work.observed")
    found = health(
        telling(Way.POLL, shown, disagreements=2),
        telling(Way.BACKFILL, shown, disagreements=2),
        telling(Way.POLL, a_fact(5, "work.observed"), disagreements=1),
    )
    assert found.disagreements == 3


def test_a_removal_counts_once_by_its_reason() -> None:
    gone = a_fact(1, "work.removed", reason="deleted")
    found = health(
        telling(Way.WEBHOOK, gone),
        telling(Way.CENSUS, gone, a_fact(2, "work.removed", reason="not_visible")),
    )
    assert found.removed == {"deleted": 1, "not_visible": 1}


def test_dead_letters_are_counted_by_reason_and_again_when_they_are_said_again() -> (
    None
):
    found = health(
        a_letter("one"),
        a_letter("one"),
        a_letter("other"),
        said_again(1),
        said_again(1),
    )
    assert found.set_aside == {"one": 2, "other": 1}
    assert found.said_again == 1
    assert [(d.day, d.set_aside) for d in found.days] == [(date(2026, 11, 23), 2)]


@pytest.mark.parametrize("said", ["- 2026-11-23", " 2026-11-23"])
def test_a_letter_without_a_source_is_taken_back_when_it_is_said_again(
    said: str,
) -> None:
    letter, again = placed([a_letter(source=""), said_again(0)])
    state = counted([letter])
    (place,) = state.waiting_letters
    assert state.waiting_letters == {place: "- 2026-11-23"}
    known = state.model_copy(update={"waiting_letters": {place: said}})
    going_on = Counting.of(known, Told(), ENOUGH)
    going_on.take(again)
    (source,) = going_on.counted(NOW, "one").sources
    assert (source.source, source.said_again) == (NO_SOURCE, 1)
    assert [day.set_aside for day in source.days] == [0]


def test_what_later_services_set_aside_is_told_apart() -> None:
    found = health(a_letter("contract-broken", WORK_FACTS_DEAD.name))
    assert found.source == "jira"
    assert (found.set_aside, found.set_aside_later) == ({}, {"contract-broken": 1})


def test_dead_letters_that_wait_are_remembered_in_bounded_memory() -> None:
    state = counted(placed(a_letter() for _ in range(MOST_LETTERS + 1)))
    assert len(state.waiting_letters) == MOST_LETTERS
    assert f"{WORK_RAW_DEAD.name}/0/0" not in state.waiting_letters


def test_censuses_are_summed_up_and_one_that_is_said_again_counts_once() -> None:
    found = health(
        a_census(1, missed=1, deleted=2, completed_at=NOW),
        a_census(1, missed=1, deleted=2, completed_at=NOW),
        a_census(2, stale=3, still_there=4, completed_at=NOW),
        a_census(3, stopped_because="permission-lost"),
    )
    told = found.repaired.model_dump(exclude_defaults=True)
    assert told == {
        "censuses": 2,
        "stopped": 1,
        "missed": 1,
        "deleted": 2,
        "stale": 3,
        "still_there": 4,
    }
    days = [(d.day.day, d.repaired, d.missed) for d in found.days]
    assert days == [(1, 3, 1), (2, 3, 3)]


def test_censuses_of_one_second_are_as_many_as_they_are() -> None:
    found = health(
        a_census(2, id="b", stale=1),
        a_census(2, id="b", stale=1),
        a_census(2, id="c", missed=2),
        a_census(1, id="a", moved=1, stopped_because="began first, ended last"),
    )
    told = found.repaired.model_dump(exclude_defaults=True)
    assert told == {"censuses": 2, "stopped": 1, "stale": 1, "missed": 2, "moved": 1}
    (project,) = found.projects
    assert project.census_at
    assert (project.census_at.day, project.stops) == (2, ())


def test_a_stop_lasts_until_a_census_comes_to_its_end() -> None:
    lost, many = "permission-lost", "too-many-absent"
    (project,) = health(
        a_census(1, stopped_because=lost),
        a_census(2, stopped_because=many),
        a_census(3),
        a_census(4, stopped_because=lost),
    ).projects
    told = [
        (s.because, s.since.day, s.until.day if s.until else None)
        for s in project.stops
    ]
    assert told == [(many, 1, 3), (lost, 4, None)]
    assert project.stopped == project.stops[-1]


def test_the_stops_are_bounded() -> None:
    censuses = [a_census(n, stopped_because="x" if n % 2 else "") for n in range(1, 29)]
    (project,) = health(*censuses).projects
    assert len(project.stops) == MOST_STOPS
    assert project.stopped is None


def test_a_reading_under_way_is_told_until_it_ends() -> None:
    begun = health(a_checkpoint(200))
    assert begun.projects[0].reading == 200
    ended = health(a_checkpoint(200), a_watermark(), a_checkpoint(None))
    assert ended.projects[0].reading is None
    assert ended.projects[0].complete_until == NOW - HOUR


def test_records_that_were_deleted_before_they_were_counted_are_said() -> None:
    records = placed([a_delivery(str(n)) for n in range(9)])
    (source,) = counted([*records[4:6], records[8]]).sources
    assert source.uncounted == 4 + 2
    assert source.ways["webhook"].deliveries == 3


@pytest.mark.parametrize("most", [0, 1, 2])
def test_beyond_what_memory_holds_nobody_says_who_was_first(most: int) -> None:
    records = placed([telling(Way.POLL, a_fact(n), disagreements=1) for n in range(9)])
    state = counted(records, most)
    (source,) = state.sources
    assert source.ways["poll"].facts == 9
    assert (source.ways["poll"].first_told, source.late) == (None, None)
    assert (source.disagreements, source.removed) == (None, None)
    assert [day.first_told for day in source.days] == [None]
    assert not Counting.of(state, Told(), most).first_is_known


@pytest.mark.parametrize(
    "record",
    [
        a_record(WORK_RAW.name),
        a_record(WORK_FACTS.name, b"\xff"),
        a_record(WORK_FACTS.name, None),
        a_record(WORK_RAW_DEAD.name, headers=(("dead-letter-reason", b"\xff"),)),
        a_record(INGEST_WATERMARKS.name, b"[]"),
        a_record(INGEST_CENSUSES.name, b"{}"),
        a_record(INGEST_CHECKPOINTS.name, b"{}"),
    ],
    ids=lambda record: record.topic,
)
def test_what_cannot_be_read_counts_nowhere_and_stops_nothing(record: Incoming) -> None:
    found = health(record, a_delivery())
    assert found.ways["webhook"].deliveries == 1


def test_a_fact_is_told_for_the_first_time_once() -> None:
    told = ToldBefore()
    some = [f"{n * 2**77 + 5:032x}" for n in range(20_000)]
    assert all(told.first(fact) for fact in some)
    assert not any(told.first(fact) for fact in some)


def test_what_a_translator_tells_of_a_family_is_no_delivery() -> None:
    """Ancestry travels on the topic of facts; no way and no source brought it."""
    memory = Told()
    counting = Counting(memory, ENOUGH)
    counting.take(telling(Way.WEBHOOK, a_fact(1)))
    family = telling(Way.WEBHOOK, a_fact(2, "work.child_joined"), by="translate")
    counting.take(replace(family, offset=1))
    (health,) = counting.counted(NOW, "test").sources
    assert health.ways["webhook"].facts == 1
    assert health.uncounted == 0
    counting.remember(replace(family, offset=1))
    assert memory.facts == {f"{1:032x}"}
