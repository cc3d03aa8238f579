"""What the event `issues` says, which also comes for pull requests."""

from passerelle_ingest.delivery import Delivery
from passerelle_ingest.outcomes import Outcome, Told
from passerelle_ingest.telling import Teller, record
from passerelle_ingest.trackers.github.normalise.items import (
    as_pull,
    description_notes,
    issue_heard,
    pull_shown,
)
from passerelle_ingest.trackers.github.normalise.parts import (
    action_of,
    changes_of,
    instant_of,
    label_by,
    part_of,
    touch_by,
)
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.normalise.statuses import (
    OPEN,
    of_issue,
)
from passerelle_ingest.trackers.github.payloads import (
    Issue,
)
from passerelle_schemas.facts import AnyFact, RemovalReason, StatusChanged


def issues(delivery: Delivery, place: Place) -> Outcome:
    """Say what was done to an issue."""
    issue = Issue.model_validate(part_of(delivery, "issue"))
    action = action_of(delivery)
    if action == "transferred":
        return _transferred(delivery, place, issue)
    if issue.pull_request is not None:
        return _pull_as_issue(delivery, place, issue)
    teller = Teller(place.numbered(issue.number).id)
    if action == "deleted":
        # GitHub says no time of the deletion: it is when we heard of it.
        at = delivery.origin.received_at
        removed = teller.removed(at, RemovalReason.DELETED)
        return Told(record(delivery.origin, teller.item, [removed]))
    facts: list[AnyFact] = [
        issue_heard(place, issue),
        description_notes(place, issue),
        *_issue_status(teller, action, issue),
        *touch_by(teller, action, instant_of(action, issue)),
        *label_by(delivery, teller, action, issue.updated_at),
    ]
    return Told(record(delivery.origin, teller.item, facts))


def _issue_status(
    teller: Teller, action: str, issue: Issue
) -> tuple[StatusChanged, ...]:
    if action == "opened":
        return (teller.status(issue.created_at, None, OPEN),)
    if action == "reopened":
        return (teller.status(issue.updated_at, None, OPEN),)
    if action == "closed":
        return (teller.status(instant_of(action, issue), OPEN, of_issue(issue)),)
    return ()


def _transferred(delivery: Delivery, place: Place, issue: Issue) -> Told:
    """The old number is gone; the new one is another item, shown whole."""
    teller = Teller(place.numbered(issue.number).id)
    removed = teller.removed(issue.updated_at, RemovalReason.MOVED_OUT)
    told = record(delivery.origin, teller.item, [removed])
    changes = changes_of(delivery)
    new, home = changes.new_issue, changes.new_repository
    if new and home and place.site.follows(home.full_name):
        there = Place(place.site, home)
        new_teller = Teller(there.numbered(new.number).id)
        shown: list[AnyFact] = [
            issue_heard(there, new),
            description_notes(there, new),
            new_teller.status(new.created_at, None, OPEN),
        ]
        project = there.project
        told += record(delivery.origin, new_teller.item, shown, project=project)
    return Told(told)


def _pull_as_issue(delivery: Delivery, place: Place, issue: Issue) -> Told:
    """The issues API shows a pull request, sometimes only in part."""
    teller = Teller(place.numbered(issue.number).id)
    action = action_of(delivery)
    facts: list[AnyFact] = [*touch_by(teller, action, issue.updated_at)]
    pull = as_pull(issue)
    if pull is not None:
        facts.append(pull_shown(place, pull))
    missing = () if pull else (teller.item,)
    return Told(record(delivery.origin, teller.item, facts), needs_refetch=missing)
