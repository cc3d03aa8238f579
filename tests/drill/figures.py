"""Holds what ingest says of itself against what was injected.

In a calm run, where nothing is killed, each figure is exact. A webhook that was taken
and whose answer was lost in a kill counts here as unanswered; what a process met in the
second before it was killed it could not tell.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from passerelle_kafka.reader import end_offsets, read_to_end
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.health import SourceHealth, Waited
from passerelle_schemas.topics import SOURCE_HEALTH, WORK_FACTS, WORK_RAW
from passerelle_schemas.work import WorkItem
from tests.drill.showing import Showings
from tests.drill.tally import Tally
from tests.drill.waits import Bounds

_ROUNDED = 0.02
"""Seconds by which sums of milliseconds may differ."""


async def healths(kafka: KafkaSettings) -> dict[str, SourceHealth]:
    """Read what is said of each source now."""
    found: dict[str, SourceHealth] = {}
    async for batch in read_to_end(kafka, [SOURCE_HEALTH.name], "drill"):
        for record in batch:
            told = SOURCE_HEALTH.decode(record.value or b"")
            found[told.source] = told
    return found


Ends = Mapping[tuple[str, int], int]


async def standing(kafka: KafkaSettings) -> Ends:
    """Say where the topics that are counted end now."""
    return await end_offsets(kafka, [WORK_RAW.name, WORK_FACTS.name], "drill")


async def counted(
    kafka: KafkaSettings, sources: Mapping[str, Tally], ends: Ends
) -> bool:
    """Whether all that stood in Kafka up to *ends* was counted, of every source.

    Polls go on meanwhile, and read again what they look back on.
    """
    known = await healths(kafka)
    for source in sources:
        places = known[source].read if source in known else ()
        read = {(place.topic, place.partition): place.offset for place in places}
        if any(read.get(place, 0) < end for place, end in ends.items() if end):
            return False
    return True


def mistakes(
    health: SourceHealth,
    tally: Tally,
    known: Mapping[str, WorkItem],
    *,
    calm: bool,
) -> Iterator[str]:
    """Say each figure that is not what it must be."""
    unanswered = tally.posted[0]
    webhooks = health.ways["webhook"].deliveries if "webhook" in health.ways else 0
    taken = sum(tally.taken.values())
    yield from _between("webhooks taken", taken, webhooks, taken + unanswered)
    yield from _between(
        "webhooks taken twice", tally.twice, health.twice, tally.twice + unanswered
    )
    met, heard = tally.troubles, tally.heard if calm else Counter[str]()
    for name in sorted({*met, *health.troubles}):
        said = health.troubles.get(name, 0)
        yield from _between(f"answers, {name}", heard[name], said, met[name])
    refused = sum(health.refused.values())
    least_refused = tally.refused if calm else 0
    # Whoever waits no longer for an answer may be refused a moment later.
    most = tally.refused + unanswered
    yield from _between("refused, webhooks", least_refused, refused, most)
    yield from _waits(health, tally, calm=calm)
    gone = Counter(
        item.presence.removed.value
        for item in known.values()
        if item.source == health.source and item.presence and item.presence.removed
    )
    for reason, times in gone.items():
        told = (health.removed or {}).get(reason, 0)
        if told < times:
            yield f"removed, {reason}: {times} items, said {told}"
    if health.set_aside or health.set_aside_later:
        aside = {**health.set_aside, **health.set_aside_later}
        yield f"set aside: {aside}, and nothing was bad"


def belated(health: SourceHealth, showings: Showings, *, calm: bool) -> Iterator[str]:
    """Say it where more or fewer items are said to be late than were shown late."""
    least, most = showings.late(calm=calm)
    yield from _between("late", least, health.late or 0, most)


def _waits(health: SourceHealth, tally: Tally, *, calm: bool) -> Iterator[str]:
    """Hold the waits against what was told: each wait by itself, and all together."""
    told = tally.waits
    nothing = Bounds()
    for reason in sorted({*told, *health.waits} - {""}):
        true, said = told.get(reason, nothing), health.waits.get(reason, Waited())
        times = true.times if calm else (0, true.times[1])
        yield from _between(f"waits, {reason}", times[0], said.times, times[1])
        yield from _seconds(reason, true, said.seconds, calm=calm)
    held = sum(day.waited_seconds for day in health.days)
    yield from _seconds("all", told[""], held, calm=calm)


def _seconds(what: str, true: Bounds, said: float, *, calm: bool) -> Iterator[str]:
    least, most = true.seconds
    if not (least - _ROUNDED if calm else 0) <= said <= most + _ROUNDED:
        yield f"seconds waited, {what}: {least:.3f} to {most:.3f}, said {said:.3f}"


def _between(what: str, least: int, said: int, most: int) -> Iterator[str]:
    if not least <= said <= most:
        yield f"{what}: {least} to {most}, said {said}"
