"""The table of contents of Jira's webhooks: which event says what."""

import re
from collections.abc import Callable, Mapping

from passerelle_ingest.delivery import Delivery, Json
from passerelle_ingest.errors import UnreadableDeliveryError
from passerelle_ingest.outcomes import Outcome, Reason, Silence, Told
from passerelle_ingest.site import Site
from passerelle_ingest.telling import Teller, record
from passerelle_ingest.trackers.jira.normalise.changes import (
    KEY,
    field_of,
    follows_key,
    told_by,
)
from passerelle_ingest.trackers.jira.normalise.creation import created_with
from passerelle_ingest.trackers.jira.normalise.issues import (
    UnknownParentError,
    comment_told,
    description_notes,
    is_whole,
    issue_shown,
    project_of,
    teller_of,
)
from passerelle_ingest.trackers.jira.normalise.related import link, sprint, version
from passerelle_ingest.trackers.jira.normalise.silences import SILENCES
from passerelle_ingest.trackers.jira.payloads import Comment, History, Issue, Timestamp
from passerelle_schemas.contract import Instant
from passerelle_schemas.facts import AnyFact, RemovalReason, WorkObserved

Handler = Callable[[Delivery, Site], Outcome]
_ISSUE_OF_COMMENT = re.compile(r"/rest/api/[\w.]+/issue/(\d+)/comment/\d+$")


def normalise(delivery: Delivery, site: Site) -> Outcome:
    """Say what a webhook means; raises UnreadableDeliveryError when it cannot be read.

    A broken payload may also raise pydantic's ValidationError, which is a ValueError.
    """
    handler = HANDLERS.get(delivery.origin.event)
    if handler is None:
        quiet = SILENCES.get(delivery.origin.event)
        return Silence(quiet.reason if quiet else Reason.UNKNOWN_EVENT)
    return handler(delivery, site)


def _issue_created(delivery: Delivery, site: Site) -> Outcome:
    issue = _issue(delivery)
    if not site.follows(project_of(issue)):
        return Silence(Reason.NOT_FOLLOWED)
    teller = teller_of(site, issue.id)
    observed = _shown(site, issue)
    if observed is None:
        return Told((), needs_refetch=(teller.item,))
    shown = observed.snapshot
    facts: list[AnyFact] = [
        observed,
        *created_with(teller, shown.created_at, shown),
        description_notes(site, issue, observed.happened_at),
    ]
    return _recorded(delivery, teller, issue, facts)


def _issue_updated(delivery: Delivery, site: Site) -> Outcome:
    issue = _issue(delivery)
    teller = teller_of(site, issue.id)
    at = issue.fields.updated or _timestamp(delivery)
    history = _history(delivery)
    changes = [*told_by(site, teller, history, at)] if history else []
    if not site.follows(project_of(issue)):
        return _moved_out(
            delivery, site, teller, issue, history=history, changes=changes
        )
    observed = _shown(site, issue)
    facts: list[AnyFact] = [observed] if observed else []
    facts += changes
    if "description" in issue.fields.model_fields_set:
        facts.append(description_notes(site, issue, at))
    facts += _comment_facts(delivery, site, teller)
    missing = () if observed else (teller.item,)
    return _recorded(delivery, teller, issue, facts, missing)


def _moved_out(  # noqa: PLR0913 - what one delivery tells of a move
    delivery: Delivery,
    site: Site,
    teller: Teller,
    issue: Issue,
    *,
    history: History | None,
    changes: list[AnyFact],
) -> Outcome:
    """An issue that left the projects we follow is said to be gone; others are not."""
    items = history.items if history else ()
    keys = [change for change in items if field_of(site, change) == KEY]
    if not any(follows_key(site, change.before_text or "") for change in keys):
        return Silence(Reason.NOT_FOLLOWED)
    at = issue.fields.updated or _timestamp(delivery)
    removed = teller.removed(at, RemovalReason.MOVED_OUT)
    return _recorded(delivery, teller, issue, [*changes, removed])


def _issue_deleted(delivery: Delivery, site: Site) -> Outcome:
    issue = _issue(delivery)
    if not site.follows(project_of(issue)):
        return Silence(Reason.NOT_FOLLOWED)
    teller = teller_of(site, issue.id)
    removed = teller.removed(_timestamp(delivery), RemovalReason.DELETED)
    return _recorded(delivery, teller, issue, [removed])


def _comment(delivery: Delivery, site: Site) -> Outcome:
    """A comment may come with its issue, with a part of it, or without.

    Without it nobody says whether its project is followed: the issue is asked for then,
    and tells all comments that it has.
    """
    content = delivery.content
    issue = _issue(delivery) if isinstance(content.get("issue"), dict) else None
    if issue and not site.follows(project_of(issue)):
        return Silence(Reason.NOT_FOLLOWED)
    address = Comment.model_validate(_part(delivery, "comment")).address
    found = _ISSUE_OF_COMMENT.search(address)
    if issue is None and found is None:
        raise UnreadableDeliveryError(delivery.origin.event, "it names no issue")
    item = issue.id if issue else found[1] if found else ""
    teller = teller_of(site, item)
    if issue is None and site.source.projects:
        return Told((), needs_refetch=(teller.item,))
    observed = _shown(site, issue) if issue else None
    facts: list[AnyFact] = [observed] if observed else []
    facts += _comment_facts(delivery, site, teller)
    missing = () if observed else (teller.item,)
    return _recorded(delivery, teller, issue, facts, missing)


HANDLERS: Mapping[str, Handler] = {
    "comment_created": _comment,
    "comment_deleted": _comment,
    "comment_updated": _comment,
    "issuelink_created": link,
    "issuelink_deleted": link,
    "jira:issue_created": _issue_created,
    "jira:issue_deleted": _issue_deleted,
    "jira:issue_updated": _issue_updated,
    "jira:version_deleted": version,
    "jira:version_merged": version,
    "jira:version_released": version,
    "jira:version_unreleased": version,
    "jira:version_updated": version,
    "sprint_closed": sprint,
    "sprint_started": sprint,
    "sprint_updated": sprint,
}


def _recorded(
    delivery: Delivery,
    teller: Teller,
    issue: Issue | None,
    facts: list[AnyFact],
    missing: tuple[str, ...] = (),
) -> Outcome:
    """One record of what was told; nothing told of a known kind is a silence."""
    project = project_of(issue) if issue else ""
    told = record(delivery.origin, teller.item, facts, project=project)
    if not told and not missing:
        return Silence(Reason.NOTHING_SAID)
    return Told(told, needs_refetch=missing)


def _shown(site: Site, issue: Issue) -> WorkObserved | None:
    """The snapshot; none when the delivery shows the issue only in part."""
    if not is_whole(issue):
        return None
    try:
        return issue_shown(site, issue)
    except UnknownParentError:
        return None


def _comment_facts(delivery: Delivery, site: Site, teller: Teller) -> list[AnyFact]:
    told = delivery.content.get("comment")
    if not isinstance(told, dict):
        return []
    comment = Comment.model_validate(told)
    heard_at = _timestamp(delivery)
    kind = delivery.content.get("issue_event_type_name", delivery.origin.event)
    if isinstance(kind, str) and kind.endswith("comment_deleted"):
        return [teller.notes(heard_at, comment.id, ())]
    return [*comment_told(site, teller, comment, heard_at)]


def _issue(delivery: Delivery) -> Issue:
    return Issue.model_validate(_part(delivery, "issue"))


def _history(delivery: Delivery) -> History | None:
    """The changes; some webhooks bring an empty history, which has no id either."""
    told = delivery.content.get("changelog")
    if not isinstance(told, dict) or not told.get("items"):
        return None
    return History.model_validate(told)


def _timestamp(delivery: Delivery) -> Instant:
    """When Jira sent it, by its own clock; else when we received it."""
    told = Timestamp.model_validate(delivery.content).timestamp
    return told or delivery.origin.received_at


def _part(delivery: Delivery, name: str) -> Json:
    part = delivery.content.get(name)
    if not isinstance(part, dict):
        raise UnreadableDeliveryError(delivery.origin.event, f"it has no {name}")
    return part
