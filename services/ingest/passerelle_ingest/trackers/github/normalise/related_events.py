"""What the events `sub_issues` and `issue_dependencies` say: of two issues at once.

Each comes twice: to the repository of either issue, about both. Who is whose parent
stands in the child's snapshot; since when, in its timeline, which alone names the
change.
"""

from passerelle_ingest.delivery import Delivery
from passerelle_ingest.outcomes import Outcome, Told
from passerelle_ingest.telling import Teller, record
from passerelle_ingest.trackers.github.normalise.items import (
    description_notes,
    issue_heard,
)
from passerelle_ingest.trackers.github.normalise.parts import action_of, part_of
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.payloads import Issue, Repository
from passerelle_schemas.facts import AnyFact, Facts, Touch, WorkObserved
from passerelle_schemas.identity import ItemRef


def sub_issues(delivery: Delivery, place: Place) -> Outcome:
    """Show the child with its parent, and the parent."""
    child, parent = _part(delivery, "sub_issue"), _part(delivery, "parent_issue")
    below, above = (
        _place_of(delivery, place, name) for name in ("sub_issue", "parent_issue")
    )
    added = action_of(delivery).endswith("_added")
    told: tuple[Facts, ...] = ()
    if below is not None:
        known = above.numbered(parent.number) if above and added else None
        told += _told(delivery, below, child, _under(below, child, known))
    if above is not None:
        told += _shown(delivery, above, parent)
    return Told(told)


def issue_dependencies(delivery: Delivery, place: Place) -> Outcome:
    """Show both issues: the one that waits and the one that it waits for."""
    told: tuple[Facts, ...] = ()
    for name in ("blocked_issue", "blocking_issue"):
        where = _place_of(delivery, place, name)
        if where is not None:
            told += _shown(delivery, where, _part(delivery, name))
    return Told(told)


def _part(delivery: Delivery, name: str) -> Issue:
    return Issue.model_validate(part_of(delivery, name))


def _place_of(delivery: Delivery, place: Place, name: str) -> Place | None:
    """The repository of an issue: its own where it is told, else the webhook's.

    None when it is one that we do not follow.
    """
    told = delivery.content.get(f"{name}_repo")
    if told is None:
        return place
    there = Place(place.site, Repository.model_validate(told))
    return there if there.is_followed else None


def _under(place: Place, child: Issue, parent: ItemRef | None) -> WorkObserved:
    """Show a child; where it leaves out its parent, the webhook itself tells it."""
    heard = issue_heard(place, child)
    if not heard.parent_untold:
        return heard
    snapshot = heard.snapshot.model_copy(update={"parent": parent})
    teller = Teller(place.numbered(child.number).id)
    return teller.observed(heard.happened_at, snapshot, rank=heard.rank)


def _shown(delivery: Delivery, place: Place, issue: Issue) -> tuple[Facts, ...]:
    return _told(delivery, place, issue, issue_heard(place, issue))


def _told(
    delivery: Delivery, place: Place, issue: Issue, observed: WorkObserved
) -> tuple[Facts, ...]:
    teller = Teller(place.numbered(issue.number).id)
    facts: list[AnyFact] = [
        observed,
        description_notes(place, issue),
        teller.touched(issue.updated_at, Touch.FIELD),
    ]
    return record(delivery.origin, teller.item, facts, project=place.project)
