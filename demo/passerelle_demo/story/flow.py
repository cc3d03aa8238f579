"""A steady flow of tasks toward one aim, told as each tracker would see it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from passerelle_demo.company import BUG, DOING, DONE, LIVE, REVIEW, STORY, TASK
from passerelle_demo.story.events import (
    Commented,
    Event,
    IssueClosed,
    IssueOpened,
    JiraCreated,
    Merged,
    PullOpened,
    Pushed,
    Readied,
    Reviewed,
    StatusMoved,
)
from passerelle_demo.story.tasks import Stream, Task, tasks_of


def flow(stream: Stream) -> Iterator[Event]:
    """Tell everything that happened to the tasks of *stream*."""
    tell = _in_jira if stream.home.isupper() else _on_github
    for task in tasks_of(stream):
        yield from tell(task)


def _note(task: Task, where: int) -> str:
    """Give half the lines in the description (0), half in a comment (1)."""
    return str(task.line) if task.line and task.number % 2 == where else ""


_CHAT = (
    "OK pour moi, reste à rejouer les tests e2e sur la preprod.",
    "Blocked by flaky runner, relancé.",
    "Vu en daily : on garde le feature flag à off pour l'instant.",
    "Rebase fait, conflits sur le package-lock.",
    "LGTM, un nit sur le nommage.",
    "Le p95 passe de 900 ms à 240 ms chez moi.",
    "Il manque le cas null, je repousse une version ce soir.",
)


def chat(task: Task, what: str) -> str:
    """Say something that engineers say."""
    return _CHAT[task.die(len(_CHAT), what)]


def _in_jira(task: Task) -> Iterator[Event]:
    stream, handle = task.stream, task.handle
    text = "\n".join(filter(None, ("Voir le design dans Confluence.", _note(task, 0))))
    yield JiraCreated(
        task.created,
        handle,
        stream.home,
        task.title,
        type=BUG if task.is_repair else (STORY, TASK)[task.die(2, "type")],
        parent=stream.parent,
        labels=stream.labels,
        components=stream.components,
        description=text,
    )
    if task.started:
        yield StatusMoved(task.started, handle, DOING)
    if stream.code and task.started and task.die(3, "code") == 0:
        yield from _pull_of_jira(task, stream.code, task.started)
    if task.reviewed:
        yield StatusMoved(task.reviewed, handle, REVIEW)
    if task.started and not task.finished:
        late = stream.seen - timedelta(minutes=5 + task.die(600, "chat"))
        yield Commented(late, handle, chat(task, "open"))
    if task.finished:
        yield from _finish_in_jira(task, task.finished)


def _finish_in_jira(task: Task, end: datetime) -> Iterator[Event]:
    said = _note(task, 1)
    if said:
        yield Commented(end - timedelta(minutes=4), task.handle, said)
    yield StatusMoved(end, task.handle, DONE)
    later = [moment for moment in task.stream.shipped if moment > end]
    if later:
        moment = min(later) + timedelta(minutes=1 + task.die(25, "ship"))
        yield StatusMoved(moment, task.handle, LIVE)


def _pull_of_jira(task: Task, code: str, start: datetime) -> Iterator[Event]:
    handle = f"{task.handle}-pr"
    yield PullOpened(
        start + timedelta(hours=2),
        handle,
        code,
        f"{{{task.handle}}}: {task.title}",
        branch=f"feature/{task.handle}",
        body=f"Ticket {{{task.handle}}}.",
        draft=task.reviewed is None,
    )
    if task.finished:
        yield Reviewed(task.finished - timedelta(minutes=50), handle, "approved")
        yield Merged(task.finished - timedelta(minutes=2), handle)


def _on_github(task: Task) -> Iterator[Event]:
    stream, handle = task.stream, task.handle
    text = "\n\n".join(filter(None, ("Repro sur staging, cf. logs.", _note(task, 0))))
    bug = ("bug",) if task.is_repair else ()
    yield IssueOpened(
        task.created,
        handle,
        stream.home,
        task.title,
        body=text,
        labels=(*stream.labels, *bug),
        milestone=stream.parent,
    )
    if task.started and (not task.finished or task.die(5, "pull") in {0, 1}):
        yield from _pull_of_issue(task, task.started)
    elif task.finished:
        yield Commented(task.finished - timedelta(hours=1), handle, chat(task, "end"))
        yield IssueClosed(task.finished, handle)
    if task.finished and _note(task, 1):
        yield Commented(task.finished - timedelta(minutes=9), handle, _note(task, 1))


def _pull_of_issue(task: Task, start: datetime) -> Iterator[Event]:
    handle = f"{task.handle}-pr"
    yield PullOpened(
        start,
        handle,
        task.stream.home,
        task.title,
        branch=f"{task.stream.name}/{task.number}",
        body=f"Fixes {{{task.handle}}}",
        labels=task.stream.labels,
        fixes=task.handle,
        draft=True,
    )
    yield Pushed(start + timedelta(hours=1), handle, f"wip {task.title}")
    if task.reviewed:
        yield Readied(task.reviewed, handle)
    if task.finished:
        yield Reviewed(task.finished - timedelta(minutes=30), handle, "approved")
        yield Merged(task.finished, handle)
    else:
        late = task.stream.seen - timedelta(minutes=5 + task.die(500, "chat"))
        yield Commented(late, handle, chat(task, "pull"))
        yield Pushed(late + timedelta(minutes=3), handle, "address review comments")
        yield Commented(late + timedelta(minutes=4), task.handle, chat(task, "open"))
