"""GitHub's states as statuses with an id, a name and a category."""

from passerelle_ingest.trackers.github.payloads import Issue, Pull
from passerelle_schemas.facts import ChangeState, StatusCategory, StatusRef


def _status(
    status_id: str, name: str, category: StatusCategory = StatusCategory.DONE
) -> StatusRef:
    return StatusRef(id=status_id, name=name, category=category)


OPEN = _status("open", "Open", StatusCategory.NEW)
COMPLETED = _status("closed:completed", "Closed as completed")
NOT_PLANNED = _status("closed:not_planned", "Closed as not planned")

DRAFT = _status("draft", "Draft", StatusCategory.IN_PROGRESS)
PULL_OPEN = _status("open", "Open", StatusCategory.IN_PROGRESS)
MERGED = _status("merged", "Merged")
CLOSED = _status("closed", "Closed")

RELEASE_DRAFT = _status("draft", "Draft", StatusCategory.NEW)
PRERELEASE = _status("prerelease", "Pre-release", StatusCategory.IN_PROGRESS)
PUBLISHED = _status("published", "Published")

CHANGE_STATES = {
    DRAFT: ChangeState.DRAFT,
    PULL_OPEN: ChangeState.OPEN,
    MERGED: ChangeState.MERGED,
    CLOSED: ChangeState.CLOSED,
}
_NOT_DONE = frozenset({"not_planned", "duplicate"})


def closed_as(reason: str | None) -> StatusRef:
    """A closed issue; GitHub gave no reasons before 2022, and means completed."""
    return NOT_PLANNED if reason in _NOT_DONE else COMPLETED


def of_issue(issue: Issue) -> StatusRef:
    """The status of an issue that is no pull request."""
    return OPEN if issue.is_open else closed_as(issue.state_reason)


def of_pull(pull: Pull) -> StatusRef:
    """The status of a pull request."""
    if pull.merged_at:
        return MERGED
    if pull.state != "open":
        return CLOSED
    return before_closing(draft=bool(pull.draft))


def before_closing(*, draft: bool) -> StatusRef:
    """The status of an open pull request."""
    return DRAFT if draft else PULL_OPEN
