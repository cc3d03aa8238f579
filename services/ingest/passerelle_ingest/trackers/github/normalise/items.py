"""What an issue or a pull request shows of itself: snapshot, notes, links, creation."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from passerelle_ingest.delivery import Json
from passerelle_ingest.marked_lines import marked_lines
from passerelle_ingest.neighbours import named
from passerelle_ingest.people import cleaned_label, cleaned_of_people
from passerelle_ingest.telling import (
    LABELS,
    Teller,
    linked,
    record,
    touched_alike,
)
from passerelle_ingest.trackers.github.normalise.markdown import prose, shown
from passerelle_ingest.trackers.github.normalise.place import Place
from passerelle_ingest.trackers.github.normalise.statuses import (
    CHANGE_STATES,
    MERGED,
    of_issue,
    of_pull,
)
from passerelle_ingest.trackers.github.payloads import (
    Comment,
    Issue,
    Label,
    Milestone,
    Pull,
)
from passerelle_schemas.contract import Instant
from passerelle_schemas.deliveries import RawDelivery
from passerelle_schemas.facts import (
    AnyFact,
    ChangeState,
    Facts,
    NotesWritten,
    Snapshot,
    StatusChanged,
    Target,
    Touch,
    WorkObserved,
    WorkTouched,
)
from passerelle_schemas.identity import (
    ItemId,
    ItemKind,
    ItemRef,
    SourceId,
    Tracker,
    by_key,
)

TITLE = 300
NAME = 100
DESCRIPTION = "description"
LINE_COMMENTS = "review-comment"
"""The family of comments on the code under review."""
_LABELLING = {"labeled": True, "unlabeled": False}
_WORK = frozenset({Touch.CODE, Touch.REVIEW})
Addressed = tuple[ItemId, str, SourceId]
"""An item or an address, its project, and its source when it is another one."""


def as_pull(issue: Issue) -> Pull | None:
    """Read a pull request from its issue; none when the issue does not tell enough.

    Old payloads leave out whether it is a draft or was merged.
    """
    mark = issue.pull_request
    if mark is None:
        return None
    told = issue.draft is not None
    if not issue.is_open:
        told = mark.merged_at is not None or "merged_at" in mark.model_fields_set
    if not told:
        return None
    return Pull.model_validate(
        issue.model_dump()
        | {"merged_at": mark.merged_at, "state": "open" if issue.is_open else "closed"}
    )


def issue_shown(place: Place, issue: Issue) -> WorkObserved:
    """Say the whole issue as it was at its last update."""
    kind = issue.type
    snapshot = Snapshot(
        kind=ItemKind.ISSUE,
        key=place.numbered(issue.number).key,
        url=place.url(f"issues/{issue.number}"),
        project=place.project,
        type_id=str(kind.id) if kind else "issue",
        type_name=cleaned_of_people(kind.name, limit=NAME) if kind else "Issue",
        title=cleaned_of_people(issue.title, limit=TITLE),
        status=of_issue(issue),
        created_at=issue.created_at,
        labels=_labels(issue.labels),
        parent=_parent(place, issue),
        targets=_targets(place, issue),
    )
    teller = Teller(place.numbered(issue.number).id)
    return teller.observed(issue.updated_at, snapshot, rank=1)


def issue_heard(place: Place, issue: Issue) -> WorkObserved:
    """Say the whole issue as a webhook shows it.

    After GitHub's own description, those of issues and comments leave out the parent.
    """
    untold = "parent_issue_url" not in issue.model_fields_set
    return issue_shown(place, issue).model_copy(update={"parent_untold": untold})


def pull_shown(place: Place, pull: Pull) -> WorkObserved:
    """Say the whole pull request as it was at its last update."""
    snapshot = Snapshot(
        kind=ItemKind.PULL_REQUEST,
        key=place.numbered(pull.number).key,
        url=place.url(f"pull/{pull.number}"),
        project=place.project,
        type_id="pull_request",
        type_name="Pull request",
        title=cleaned_of_people(pull.title, limit=TITLE),
        status=of_pull(pull),
        created_at=pull.created_at,
        labels=_labels(pull.labels),
        targets=_targets(place, pull),
    )
    teller = Teller(place.numbered(pull.number).id)
    return teller.observed(pull.updated_at, snapshot, rank=1)


def description_notes(place: Place, item: Issue | Pull) -> NotesWritten:
    """Say the marked lines of the description, or that it has none."""
    teller = Teller(place.numbered(item.number).id)
    lines = marked_lines(shown(item.body), place.site.source)
    return teller.notes(item.updated_at, DESCRIPTION, lines)


def comment_notes(  # noqa: PLR0913 - what a comment is made of
    place: Place, teller: Teller, origin: str, body: str, *, at: Instant, edited: bool
) -> Sequence[AnyFact]:
    """Say the marked lines of a comment; an edited one may have lost those it had."""
    lines = marked_lines(shown(body), place.site.source)
    return (teller.notes(at, origin, lines),) if lines or edited else ()


def line_comment_notes(
    place: Place, teller: Teller, comment: Comment
) -> Sequence[AnyFact]:
    """Say the marked lines of a comment of the code under review."""
    return comment_notes(
        place,
        teller,
        line_comment(comment),
        comment.body,
        at=comment.updated_at,
        edited=comment.updated_at != comment.created_at,
    )


def line_comment(comment: Comment) -> str:
    """Name such a comment: its number is of a row of its own."""
    return f"{LINE_COMMENTS}/{comment.id}"


def links(
    origin: RawDelivery,
    place: Place,
    pull: Pull,
    lived: Sequence[StatusChanged] = (),
    touches: Iterable[AnyFact] = (),
) -> tuple[Facts, ...]:
    """Tell each issue that *pull* says it closes, or names, how far it is.

    With what it has *lived* through, the issue is told since when it was in review; of
    *touches*, those of its code and its reviews, which move the issue as well.
    Issues of other trackers are addressed by the key that title, branch or body name.
    """
    state = CHANGE_STATES[of_pull(pull)]
    since = {ChangeState.MERGED: pull.merged_at, ChangeState.CLOSED: pull.closed_at}
    over = since.get(state)
    now = (over or pull.updated_at, state, over is not None)
    states = [*((c.happened_at, CHANGE_STATES[c.now], True) for c in lived), now]
    own, moves = place.numbered(pull.number), [*_work(touches)]

    def told(item: ItemId) -> Sequence[AnyFact]:
        return [*linked(item, own, states), *touched_alike(item, moves)]

    return _to_each(origin, _named_by(place, pull), told)


def worked_on(
    origin: RawDelivery, place: Place, pull: Pull, touches: Iterable[AnyFact]
) -> tuple[Facts, ...]:
    """Tell each issue that *pull* names that its code or its review moved."""
    moves = [*_work(touches)]
    named_items = _named_by(place, pull)
    return _to_each(origin, named_items, lambda item: touched_alike(item, moves))


def _work(touches: Iterable[AnyFact]) -> Iterator[WorkTouched]:
    """Yield what somebody did about the issue; a label on the pull request is none."""
    for touch in touches:
        if isinstance(touch, WorkTouched) and touch.touch in _WORK:
            yield touch


def unlinked(
    origin: RawDelivery, place: Place, pull: Pull, before: Pull, at: Instant
) -> tuple[Facts, ...]:
    """Tell each issue that *pull* named *before*, and names no longer since *at*.

    To such an issue the pull request is closed: whatever becomes of it concerns others.
    """
    now = {item for item, _, _ in _named_by(place, pull)}
    left = [one for one in _named_by(place, before) if one[0] not in now]
    own, closed = place.numbered(pull.number), [(at, ChangeState.CLOSED, True)]
    return _to_each(origin, left, lambda item: linked(item, own, closed))


def _to_each(
    origin: RawDelivery,
    named_items: Iterable[Addressed],
    told: Callable[[ItemId], Sequence[AnyFact]],
) -> tuple[Facts, ...]:
    return tuple(
        facts.model_copy(update={"source": source, "tracker": Tracker.JIRA})
        if source
        else facts
        for item, project, source in named_items
        for facts in record(origin, item, told(item), project=project)
    )


def _named_by(place: Place, pull: Pull) -> Iterator[Addressed]:
    """The issues that a pull request says it closes, and the keys that it names."""
    own = place.numbered(pull.number)
    texts = (pull.title, prose(pull.body))
    for ref in place.closes(*texts):
        if ref.id != own.id:
            yield ref.id, ref.key.partition("#")[0], ""
    branch = pull.head.ref if pull.head else ""
    neighbours = place.site.source.neighbours
    for other in named(neighbours, texts, branch):
        yield by_key(other.source, other.key), other.project, other.source


def named_in(place: Place, row: Json) -> frozenset[ItemId]:
    """What a listed pull request names: the list tells its texts, and no branch."""
    title, body = (
        told if isinstance(told := row.get(name), str) else ""
        for name in ("title", "body")
    )
    texts = (title, prose(body))
    keys = named(place.site.source.neighbours, texts, "")
    return frozenset(
        {ref.id for ref in place.closes(*texts)}
        | {by_key(one.source, one.key) for one in keys}
    )


def finished_at(pull: Pull) -> Instant:
    """When a pull request that is no longer open was merged or closed."""
    merged = of_pull(pull) is MERGED and pull.merged_at
    return merged or pull.closed_at or pull.updated_at


def _parent(place: Place, issue: Issue) -> ItemRef | None:
    """The parent issue; nothing is its own."""
    told = place.at_url(issue.parent_issue_url)
    return told if told != place.numbered(issue.number) else None


def label_told(
    teller: Teller, action: str, label: Label, at: Instant
) -> tuple[AnyFact, ...]:
    """Say that a label was put on, or taken off."""
    name = cleaned_label(label.name, limit=NAME)
    if not name or action not in _LABELLING:
        return ()
    return (teller.sign(at, LABELS, name, shown=_LABELLING[action]),)


def _labels(labels: Sequence[Label]) -> tuple[str, ...]:
    return tuple(
        sorted({cleaned_label(label.name, limit=NAME) for label in labels} - {""})
    )


def _targets(place: Place, item: Issue | Pull) -> tuple[Target, ...]:
    """The milestone. That it is closed does not mean that users have anything."""
    return (target_of(place, item.milestone),) if item.milestone else ()


def target_of(place: Place, milestone: Milestone) -> Target:
    """Say a milestone as the items show it that are planned for it."""
    due = milestone.due_on.date() if milestone.due_on else None
    name = cleaned_of_people(milestone.title, limit=NAME)
    return Target(id=place.milestone(milestone).id, name=name, due=due)
