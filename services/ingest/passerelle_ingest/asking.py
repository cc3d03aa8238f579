"""Tells the health of the sources to whoever asks, whether or not ingest runs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from passerelle_ingest.attention import Need, Patience, needs
from passerelle_ingest.combining import combined
from passerelle_ingest.counting import COUNTED_TOPICS, Counting
from passerelle_ingest.errors import NothingToReadError, UnknownNameError
from passerelle_ingest.knowing import AT_ONCE, Heard, counting_from, followed, take
from passerelle_ingest.settings import IngestSettings
from passerelle_ingest.told_before import MOST
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.health import NO_SOURCE, Counted, SourceHealth
from passerelle_schemas.topics import WORK_FACTS

_ASKER = "status"
_MOST_READ_AGAIN = 200_000
"""Records of facts; where there are more, which way told the new ones first is not
found out just to answer."""
_TELLS_EVERY = 5000
"""Records between two words of progress."""
_LATE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of the sources, and what of it needs a person."""

    sources: tuple[SourceHealth, ...]
    needs: tuple[Need, ...]


class _Forgetful:
    """Knows of no fact whether it is new, so that nobody says how many are."""

    def first(self, _fact: str) -> None:
        return


async def ask(
    kafka: KafkaSettings,
    settings: IngestSettings,
    *,
    source: str | None = None,
    clock: Callable[[], datetime],
    progress: Callable[[str], None],
) -> Asked:
    """Say how every source is, or just *source*; publishes nothing.

    Counts what was not counted yet, so it needs no running ingest. Raises
    BrokerAwayError, NothingToReadError without any source, UnknownNameError.
    """
    wanted = wanted_of(settings, source)
    heard = Heard()
    await heard.listen(kafka)
    counted = await _counted(kafka, heard.counted, clock, progress)
    now = clock()
    witnessed = heard.witnessed.values()
    told = combined(counted, witnessed, followed(settings.sources), now, _ASKER)
    chosen = tuple(one for one in told if one.source in wanted)
    patience = patience_of(settings)
    return Asked(
        chosen, tuple(need for one in chosen for need in needs(one, now, patience))
    )


def wanted_of(settings: IngestSettings, source: str | None) -> set[str]:
    """Name what is asked for; raises NothingToReadError and UnknownNameError."""
    names = [one.id for one in settings.sources]
    if not names:
        raise NothingToReadError(None)
    if source is None:
        return {*names, NO_SOURCE}
    if source not in names:
        raise UnknownNameError(source, "source", names)
    return {source}


async def _counted(
    kafka: KafkaSettings,
    known: Counted | None,
    clock: Callable[[], datetime],
    progress: Callable[[str], None],
) -> Counted:
    """Count what came since; the memory of facts is made only where that is quick."""
    if _facts_read(known) > _MOST_READ_AGAIN:
        counting = Counting.of(known, _Forgetful(), MOST)
    else:
        counting = await counting_from(kafka, known)
    done = 0
    batches = read_to_end(
        kafka,
        COUNTED_TOPICS,
        "ingest-status",
        from_offsets=counting.read,
        at_once=AT_ONCE,
    )
    async for batch in batches:
        await take(counting, batch)
        before, done = done, done + len(batch)
        if before // _TELLS_EVERY != done // _TELLS_EVERY:
            progress(f"{done:,} records counted …")
    return counting.counted(clock(), _ASKER)


def _facts_read(known: Counted | None) -> int:
    read: Sequence[tuple[str, int]] = (
        [(one.topic, one.offset) for one in known.read] if known else []
    )
    return sum(offset for topic, offset in read if topic == WORK_FACTS.name)


def patience_of(settings: IngestSettings) -> Patience:
    """Say after how long a source with these settings is late."""
    polls = timedelta(minutes=settings.overlap_minutes + 4 * settings.poll_minutes)
    census = timedelta(hours=3 * settings.census_hours)
    return Patience(max(_LATE, polls), census or None)
