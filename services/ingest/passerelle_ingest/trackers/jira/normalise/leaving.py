"""What a direct look says of an issue that left the projects we follow."""

from collections.abc import Sequence

from passerelle_ingest.delivery import Json
from passerelle_ingest.outcomes import Told
from passerelle_ingest.site import Site
from passerelle_ingest.telling import record
from passerelle_ingest.trackers.jira.normalise.changes import (
    KEY,
    field_of,
    follows_key,
    told_by,
)
from passerelle_ingest.trackers.jira.normalise.issues import teller_of
from passerelle_ingest.trackers.jira.payloads import Change, History, Issue
from passerelle_schemas.contract import Instant
from passerelle_schemas.deliveries import RawDelivery
from passerelle_schemas.facts import AnyFact, RemovalReason


def issue_left(
    origin: RawDelivery, site: Site, answer: Json, histories: Sequence[Json]
) -> Told:
    """Tell what changed until the issue left, and that it left, as a webhook would.

    What happened elsewhere afterwards is not ours. Raises ValueError when an answer is
    not as Jira describes it.
    """
    issue = Issue.model_validate(answer)
    read = [History.model_validate(history) for history in histories]
    timed = [(h.created, h) for h in read if h.created]
    left = [at for at, history in timed if _leaves(site, history)]
    at = max(left, default=issue.fields.updated or origin.received_at)
    teller = teller_of(site, issue.id)
    facts: list[AnyFact] = [
        fact
        for when, history in sorted(timed, key=_instant)
        if when <= at
        for fact in told_by(site, teller, history, when)
    ]
    facts.append(teller.removed(at, RemovalReason.MOVED_OUT))
    return Told(record(origin, teller.item, facts))


def has_left(site: Site, histories: Sequence[Json]) -> bool:
    """Whether the last change of its key took an issue out of what we follow.

    Without such a change it has the key of a project that is called otherwise now, or
    its history is behind: it is no proof of a move.
    """
    read = [History.model_validate(history) for history in histories]
    moves = [h for h in read if h.created and any(_is_move(site, i) for i in h.items)]
    last = max(moves, key=_when, default=None)
    return last is not None and _leaves(site, last)


def _when(history: History) -> tuple[Instant | None, int]:
    return history.created, len(history.id)


def _is_move(site: Site, change: Change) -> bool:
    return field_of(site, change) == KEY


def _instant(timed: tuple[Instant, History]) -> Instant:
    return timed[0]


def _leaves(site: Site, history: History) -> bool:
    """Whether a change takes an issue out of the projects that we follow."""
    return any(
        follows_key(site, change.before_text or "")
        and not follows_key(site, change.after_text or "")
        for change in history.items
        if _is_move(site, change)
    )
