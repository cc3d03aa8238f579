"""What a worker meets that leaves no trace in Kafka: refusals, waiting, failures. Pure.

Figures go on from the last record that this worker published, whoever ran it before.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from passerelle_ingest.keeping import Upkept
from passerelle_ingest.overlaps import kept
from passerelle_ingest.tally import MOST_DAYS
from passerelle_ingest.waiting import Reason
from passerelle_schemas.errors import PasserelleError
from passerelle_schemas.health import Failing, Span, Upkeep, Waited, Witnessed

_SAME = timedelta(seconds=5)
"""An end of waiting that was told so close to another one is that one."""


@dataclass(frozen=True, slots=True)
class Waits:
    """What a source had this process wait for and answer since it began, and now."""

    by_reason: Mapping[Reason, tuple[int, float]] = field(default_factory=dict)
    held: float = 0.0
    """Seconds for which the tracker had us wait, whatever its reasons, each once."""
    troubles: Mapping[str, int] = field(default_factory=dict)
    spans: Mapping[str, Sequence[Span]] = field(default_factory=dict)
    """When it had us wait, by reason and as HELD."""
    hold: tuple[float, Reason] | None = None
    """For how many seconds yet it is not asked, and why."""


@dataclass(slots=True)
class Met:
    """What one source gave us to meet since this process began."""

    refused: Counter[str] = field(default_factory=Counter)
    failing: dict[str, Failing] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    """Projects that were read at any time: what failed before that is over."""
    upkept: Upkept | None = None
    waited_on: dict[str, float] = field(default_factory=dict)
    waited: float = 0.0


class Witness:
    """Remembers what this process meets, by source."""

    def __init__(self) -> None:
        self._met: dict[str, Met] = {}

    def of(self, source: str) -> Met:
        """What *source* gave us to meet."""
        return self._met.setdefault(source, Met())

    @property
    def sources(self) -> list[str]:
        """Every source that gave us anything to meet."""
        return sorted(self._met)

    def refuse(self, source: str, reason: str) -> None:
        """A request was not taken at the door."""
        self.of(source).refused[reason] += 1

    def kept(self, source: str, upkept: Upkept) -> None:
        """The webhooks of a source were seen to."""
        self.of(source).upkept = upkept

    def tried(
        self,
        source: str,
        projects: Iterable[str],
        failures: Mapping[str, PasserelleError],
        now: datetime,
    ) -> None:
        """*projects* were to be read; those in *failures* could not be, or all.

        A failure is told by its `source/project`, or by the source where that failed.
        """
        met = self.of(source)
        for project in projects:
            error = failures.get(f"{source}/{project}") or failures.get(source)
            if error is None:
                met.read.add(project)
                met.failing.pop(project, None)
                continue
            known = met.failing.get(project)
            since = known.since if known else now
            met.failing[project] = Failing(
                because=error.code, since=since, tried_at=now
            )

    def said(
        self, blank: Witnessed, before: Witnessed | None, waits: Waits, now: datetime
    ) -> Witnessed:
        """Say it all, on top of what was said *before* this process began."""
        base = before or blank
        met = self.of(blank.source)
        return blank.model_copy(
            update={
                "refused": _sum(base.refused, met.refused),
                "waits": _waits(base.waits, waits.by_reason),
                "troubles": _sum(base.troubles, waits.troubles),
                "waited_on": _by_day(base, met, waits, now),
                "spans": _spans(base.spans, waits.spans, now),
                **_until(base, waits, now),
                "failing": _failing(base, met),
                "upkeep": _upkeep(base.upkeep, met.upkept),
            }
        )


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    both = Counter(one) + Counter(other)
    return {name: both[name] for name in sorted(both)}


def _waits(
    base: Mapping[str, Waited], now: Mapping[Reason, tuple[int, float]]
) -> dict[str, Waited]:
    found = dict(base)
    for reason, (times, seconds) in now.items():
        known = found.get(reason.value, Waited())
        found[reason.value] = Waited(
            times=known.times + times, seconds=round(known.seconds + seconds, 3)
        )
    return {name: found[name] for name in sorted(found)}


def _spans(
    base: Mapping[str, Sequence[Span]], met: Mapping[str, Sequence[Span]], now: datetime
) -> dict[str, tuple[Span, ...]]:
    both = {
        name: kept((*base.get(name, ()), *met.get(name, ())), now)
        for name in sorted({*base, *met})
    }
    return {name: spans for name, spans in both.items() if spans}


def _by_day(base: Witnessed, met: Met, waits: Waits, now: datetime) -> dict[str, float]:
    if waits.held > met.waited:
        day = now.date().isoformat()
        more = waits.held - met.waited
        met.waited_on[day] = met.waited_on.get(day, 0.0) + more
        met.waited = waits.held
    days = sorted({*base.waited_on, *met.waited_on})[-MOST_DAYS:]
    return {
        day: round(base.waited_on.get(day, 0.0) + met.waited_on.get(day, 0.0), 3)
        for day in days
    }


def _until(base: Witnessed, waits: Waits, now: datetime) -> dict[str, object]:
    if waits.hold is None:
        return {
            "waiting_until": base.waiting_until,
            "waiting_because": base.waiting_because,
        }
    seconds, reason = waits.hold
    until = now + timedelta(seconds=round(seconds))
    return {"waiting_until": until, "waiting_because": reason.value}


def _failing(base: Witnessed, met: Met) -> dict[str, Failing]:
    """What failed before and was never read since fails still, as far as we know."""
    found = {name: one for name, one in base.failing.items() if name not in met.read}
    for name, one in met.failing.items():
        since = found[name].since if name in found else one.since
        found[name] = one.model_copy(update={"since": since})
    return {name: found[name] for name in sorted(found)}


def _upkeep(base: Upkeep | None, upkept: Upkept | None) -> Upkeep | None:
    if upkept is None:
        return base
    redelivered = base.redelivered if base else 0
    return Upkeep(
        kept_at=upkept.kept_at or (base.kept_at if base else None),
        failed=upkept.failed,
        expires_at=upkept.expires_at,
        redelivered=redelivered + upkept.redelivered,
        left=upkept.left,
    )


def is_news(said: Witnessed, last: Witnessed | None) -> bool:
    """Whether *said* tells anything that *last* did not."""
    if last is None:
        return True
    ends = said.waiting_until, last.waiting_until
    same = ends[0] == ends[1] or bool(
        ends[0] and ends[1] and abs(ends[0] - ends[1]) < _SAME
    )
    as_before: dict[str, datetime | None] = {"said_at": last.said_at}
    if same:
        as_before |= {"waiting_until": last.waiting_until}
    return said.model_copy(update=as_before) != last
