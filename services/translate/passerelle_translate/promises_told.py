"""Says in words what promised each day, and by which fact."""

from collections.abc import Iterator, Sequence

from passerelle_schemas.business import PromisedDate, PromiseOrigin
from passerelle_schemas.work import WorkItem


def promises_told(promises: Sequence[PromisedDate], item: WorkItem) -> Iterator[str]:
    """Yield a line for each day that was promised, under a heading."""
    if promises:
        yield f"promises, by {_WHOSE[promises[0].origin]}:"
    names = _names(item)
    for promise in promises:
        by = f", by fact {promise.said_by}" if promise.said_by else ""
        name = names.get(promise.carrier or "", promise.carrier)
        of = f", {promise.origin.value} {name}" if name else ""
        at = f"{promise.said_at:%Y-%m-%d %H:%M}Z"
        yield f"  {at}  {promise.due or 'taken back'}{of}{by}"


_WHOSE = {
    PromiseOrigin.DUE: "its own due date",
    PromiseOrigin.MILESTONE: "the day of its milestone",
    PromiseOrigin.VERSION: "the day of its version",
    PromiseOrigin.SPRINT: "the end of the sprint that began with it",
}


def _names(item: WorkItem) -> dict[str, str]:
    """What people call the targets and sprints that it shows now."""
    shown = item.observed.snapshot if item.observed else None
    if shown is None:
        return {}
    known = [(target.id, target.name) for target in shown.targets]
    known += [(sprint.id, sprint.name) for sprint in shown.sprints]
    return {one: f"{name} ({one})" for one, name in known}
