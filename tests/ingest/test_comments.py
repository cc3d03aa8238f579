"""A marked line goes with its comment, also when nobody heard of it."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from passerelle_schemas.facts import NotesListed, NotesWritten
from passerelle_translate.notes import decisions_of
from tests.ingest import test_backfill_github as github
from tests.ingest import test_backfill_jira as jira
from tests.ingest.sources import DATA_CENTER, GITHUB, JIRA, RecordingPublisher
from tests.ingest.test_census import EACH, backfilled
from tests.ingest.test_same_facts import read
from tests.ingest.trackers import SmallGitHub, SmallJira, SmallTracker
from tests.translate.folding import fold_all

WRITTEN = "2026-11-02T09:30:00Z"
EDITED = "2026-11-03T09:30:00Z"
DECISION = "Decision: cards first."


def comment(number: int, body: str, updated: str = WRITTEN) -> dict[str, Any]:
    """As either tracker shows one."""
    times = {"created": WRITTEN, "updated": updated}
    return {
        "event": "commented",
        "id": number,
        "body": body,
        **times,
        "created_at": WRITTEN,
        "updated_at": updated,
    }


def speaking(tracker: SmallTracker, updated: str, *comments: dict[str, Any]) -> None:
    """Let the only item carry these comments, and have changed last then."""
    if isinstance(tracker, SmallJira):
        shown = {"total": len(comments), "comments": [*comments]}
        tracker.issues = [jira.issue(1, updated, comment=shown)]
    if isinstance(tracker, SmallGitHub):
        tracker.issues = [github.issue(1, updated, body="")]
        tracker.timelines[1] = [*comments]


def decided(*readings: RecordingPublisher) -> list[str]:
    """The decisions that stand after these readings, an hour between each two."""
    hours = (timedelta(hours=number) for number in range(len(readings)))
    told = [
        facts.model_copy(update={"learned_at": facts.learned_at + hour})
        for hour, reading in zip(hours, readings, strict=True)
        for facts in reading.facts
    ]
    item = fold_all(told)
    assert item is not None
    return [decision.text for decision in decisions_of(item)]


@EACH
@pytest.mark.parametrize(
    ("updated", "left"),
    [
        (EDITED, [comment(2, "Thanks.")]),
        (EDITED, []),
        (EDITED, [comment(1, "We shall see.", EDITED), comment(2, "Thanks.")]),
        # GitHub does not always count a deletion as an update of the issue.
        (WRITTEN, [comment(2, "Thanks.")]),
    ],
    ids=["deleted", "all deleted", "edited", "deleted without an update"],
)
async def test_a_line_that_was_taken_away_unheard_goes_when_its_item_is_read(
    source: Any,  # noqa: ANN401 - see EACH
    small: Any,  # noqa: ANN401 - see EACH
    updated: str,
    left: list[dict[str, Any]],
) -> None:
    tracker = small()
    speaking(tracker, WRITTEN, comment(1, DECISION), comment(2, "Thanks."))
    before = await backfilled(source, tracker)
    assert decided(before) == ["cards first."]
    speaking(tracker, updated, *left)
    assert decided(before, await backfilled(source, tracker)) == []


@EACH
async def test_reading_twice_withdraws_nothing_and_says_the_same(
    source: Any,  # noqa: ANN401 - see EACH
    small: Any,  # noqa: ANN401 - see EACH
) -> None:
    tracker = small()
    speaking(tracker, WRITTEN, comment(1, DECISION))
    first, second = (
        await backfilled(source, tracker),
        await backfilled(source, tracker),
    )
    assert first.fact_ids == second.fact_ids
    assert decided(first, second) == ["cards first."]


def listings(publisher: RecordingPublisher) -> list[NotesListed]:
    told = (fact for record in publisher.facts for fact in record.facts)
    return [fact for fact in told if isinstance(fact, NotesListed)]


@pytest.mark.parametrize("source", [JIRA, DATA_CENTER], ids=lambda s: s.deployment)
async def test_some_of_jiras_comments_withdraw_nothing(source: Any) -> None:  # noqa: ANN401 - a source
    tracker = jira.small()
    shown = {"total": 2, "comments": [comment(2, "Thanks.")]}
    tracker.issues = [jira.issue(1, WRITTEN, comment=shown)]
    tracker.always("/comment", lambda: httpx.Response(404))
    assert listings(await backfilled(source, tracker)) == []
    del tracker.issues[0]["fields"]["comment"]
    assert listings(await backfilled(source, tracker)) == []


@pytest.mark.parametrize("source", [JIRA, DATA_CENTER], ids=lambda s: s.deployment)
@pytest.mark.parametrize(
    "pages",
    [
        [(3, [comment(2, "Thanks.")]), (3, [])],
        [(3, [])],
        [(3, [comment(2, "Thanks.")]), (0, [])],
        [(3, [comment(2, "Thanks.")] * 3)],
        [(2, [comment(2, "Thanks."), comment(3, "Soon.")])],
    ],
    ids=["ends early", "none at all", "forgets", "repeats", "counts fewer"],
)
async def test_fewer_comments_than_jira_ever_counted_withdraw_nothing(
    source: Any,  # noqa: ANN401 - a source
    pages: list[tuple[int, list[dict[str, Any]]]],
) -> None:
    tracker = jira.small()
    speaking(tracker, WRITTEN, comment(1, DECISION), *(comment(n, "") for n in (2, 3)))
    before = await backfilled(source, tracker)
    assert len(listings(before)) == 1
    shown = {"total": 3, "comments": [comment(3, "Soon.")]}
    tracker.issues = [jira.issue(1, EDITED, comment=shown)]
    answers = iter(pages)

    def next_page() -> httpx.Response:
        total, rows = next(answers)
        return httpx.Response(200, json={"total": total, "comments": rows})

    tracker.always("/comment", next_page)
    after = await backfilled(source, tracker)
    assert listings(after) == []
    assert decided(before, after) == ["cards first."]
    assert list(answers) == []


@pytest.mark.parametrize("source", [JIRA, DATA_CENTER], ids=lambda s: s.deployment)
async def test_all_of_jiras_comments_in_pages_withdraw_what_is_not_among_them(
    source: Any,  # noqa: ANN401 - a source
) -> None:
    tracker = jira.small()
    speaking(tracker, WRITTEN, comment(1, DECISION), comment(2, ""))
    before = await backfilled(source, tracker)
    left = [comment(number, "Thanks.") for number in range(2, 8)]
    shown = {"total": len(left), "comments": left[:1]}
    tracker.issues = [jira.issue(1, EDITED, comment=shown)]
    tracker.comments = {tracker.issues[0]["id"]: left}
    after = await backfilled(source, tracker)
    assert len(listings(after)) == 1
    assert decided(before, after) == []


async def test_half_a_timeline_of_github_withdraws_nothing() -> None:
    tracker = github.small()
    rows = [comment(number, "Thanks.") for number in range(1, 6)]
    speaking(tracker, WRITTEN, *rows)
    assert len(listings(await backfilled(GITHUB, tracker))) == 1
    pages = iter(range(5))
    tracker.always(
        "/timeline", lambda: httpx.Response(404) if next(pages) else page(rows[:2])
    )
    assert listings(await backfilled(GITHUB, tracker)) == []


def page(rows: list[dict[str, Any]]) -> httpx.Response:
    after = "https://api.github.com/repositories/7001/issues/1/timeline?page=2"
    return httpx.Response(200, json=rows, headers={"Link": f'<{after}>; rel="next"'})


async def test_reviews_are_listed_with_their_pull_request_and_edits_are_dated() -> None:
    pull = read("github/pull_request__synchronize.json")["pull_request"]
    tracker = SmallGitHub([pull | {"pull_request": {"merged_at": None}}])
    tracker.pulls[pull["number"]] = pull
    review = {"event": "reviewed", "submitted_at": WRITTEN, "body": DECISION}
    tracker.timelines[pull["number"]] = [
        review | {"id": 1, "updated_at": "2026-11-02T09:30:07Z"},
        review | {"id": 2, "updated_at": EDITED, "body": "Never mind."},
    ]
    publisher = await backfilled(GITHUB, tracker)
    told = {one.family: one.origins for one in listings(publisher)}
    assert told == {"": (), "review": ("review/1",)}
    notes = {
        fact.origin: (fact.happened_at.isoformat(), len(fact.lines))
        for record in publisher.facts
        for fact in record.facts
        if isinstance(fact, NotesWritten) and fact.origin != "description"
    }
    assert notes == {
        "review/1": ("2026-11-02T09:30:00+00:00", 1),
        "review/2": ("2026-11-03T09:30:00+00:00", 0),
    }
