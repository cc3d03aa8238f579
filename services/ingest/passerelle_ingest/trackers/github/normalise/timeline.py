"""Replays the timeline of an issue or a pull request into changes of its status.

Where the timeline lacks an event (some closed items have none), the snapshot speaks.
https://docs.github.com/en/rest/using-the-rest-api/issue-event-types
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from passerelle_ingest.telling import SNAPSHOT, Teller
from passerelle_ingest.trackers.github.normalise.items import finished_at
from passerelle_ingest.trackers.github.normalise.statuses import (
    CLOSED,
    MERGED,
    OPEN,
    before_closing,
    closed_as,
    of_issue,
    of_pull,
)
from passerelle_ingest.trackers.github.payloads import Issue, Pull, TimelineEvent
from passerelle_schemas.contract import Instant
from passerelle_schemas.facts import StatusChanged, StatusRef

_SLACK = timedelta(seconds=5)
_DRAFTING = ("convert_to_draft", "ready_for_review")
Move = tuple[Instant, TimelineEvent]
"""An event, and when it counts."""


@dataclass(slots=True)
class Replay:
    """Changes of status, said one after the other."""

    teller: Teller
    now: StatusRef | None = None
    changes: list[StatusChanged] = field(default_factory=list)
    disagreements: int = 0

    def goes(self, at: Instant, was: StatusRef | None, now: StatusRef) -> None:
        """Go to another status; going where it is already is no change."""
        if now != self.now:
            self.changes.append(self.teller.status(at, was, now))
            self.now = now

    def ends(self, at: Instant, shown: StatusRef) -> None:
        """Hold the end of the replay against what the item shows, which wins."""
        if shown != self.now:
            change = self.teller.status(at, self.now, shown, change=SNAPSHOT)
            self.changes.append(change)
            self.disagreements += 1


def issue_replayed(
    teller: Teller, issue: Issue, timeline: Sequence[TimelineEvent]
) -> Replay:
    """Replay an issue from its creation to what it shows now."""
    replay = Replay(teller)
    replay.goes(issue.created_at, None, OPEN)
    moves = _last_closing(issue, list(_moves(timeline, ("closed", "reopened"))))
    for position, (at, event) in enumerate(moves, start=1):
        if event.event == "reopened":
            replay.goes(at, None, OPEN)
        else:
            last = position == len(moves)
            reason = event.state_reason or (issue.state_reason if last else None)
            replay.goes(at, OPEN, closed_as(reason))
    if not issue.is_open and replay.now == OPEN:
        closed_at = issue.closed_at or issue.updated_at
        replay.goes(closed_at, OPEN, of_issue(issue))
    replay.ends(issue.updated_at, of_issue(issue))
    return replay


def pull_replayed(
    teller: Teller, pull: Pull, timeline: Sequence[TimelineEvent]
) -> Replay:
    """Replay a pull request from its creation to what it shows now."""
    replay = Replay(teller)
    moves = list(_moves(timeline, ("closed", "reopened", *_DRAFTING)))
    draft = _draft_at_first(pull, [event for _, event in moves])
    replay.goes(pull.created_at, None, before_closing(draft=draft))
    for at, event in _last_closing(pull, _without_merge(pull, moves)):
        before = before_closing(draft=draft)
        if event.event in _DRAFTING:
            draft = event.event == "convert_to_draft"
            if replay.now == before:
                replay.goes(at, before, before_closing(draft=draft))
        elif event.event == "reopened":
            replay.goes(at, None, before)
        else:
            replay.goes(at, before, CLOSED)
    shown = of_pull(pull)
    if pull.state != "open":
        replay.goes(finished_at(pull), before_closing(draft=bool(pull.draft)), shown)
    replay.ends(pull.updated_at, shown)
    return replay


def _last_closing(item: Issue | Pull, moves: Sequence[Move]) -> Sequence[Move]:
    """Date the last closing by the field that webhooks tell, which is of it alone.

    In one of eight real items the event comes a second after `closed_at`.
    """
    told = item.closed_at
    last = max((n for n, (_, e) in enumerate(moves) if e.event == "closed"), default=-1)
    return [
        (told, event)
        if n == last and told and abs(told - at) <= _SLACK
        else (at, event)
        for n, (at, event) in enumerate(moves)
    ]


def _moves(timeline: Sequence[TimelineEvent], kinds: Sequence[str]) -> Iterator[Move]:
    """The events of *kinds* that have a time, the oldest first."""
    timed = [(e.created_at, e) for e in timeline if e.event in kinds and e.created_at]
    yield from sorted(timed, key=lambda move: move[0])


def _draft_at_first(pull: Pull, events: Sequence[TimelineEvent]) -> bool:
    """Whether it was opened as a draft: the first event of that kind tells."""
    drafting = [event.event for event in events if event.event in _DRAFTING]
    return drafting[0] == "ready_for_review" if drafting else bool(pull.draft)


def _without_merge(pull: Pull, moves: Sequence[Move]) -> Sequence[Move]:
    """Leave out the `closed` that comes with a merge: merging closes."""
    if of_pull(pull) is not MERGED:
        return moves
    reopened = [n for n, (_, e) in enumerate(moves) if e.event == "reopened"]
    after = reopened[-1] if reopened else -1
    return [m for n, m in enumerate(moves) if n < after or m[1].event != "closed"]
