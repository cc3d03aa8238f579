"""The truth of the drill's GitHub, held against small worlds counted by hand."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import httpx

from tests.drill.book import Book, Kind
from tests.drill.github.records import Line, Repo
from tests.drill.github.tracker import GitHubTracker
from tests.drill.github.truth import truth
from tests.drill.github.world import World
from tests.drill.seams import UNTOLD, Link, Step, TrueItem

T0 = datetime(2026, 11, 2, 9, tzinfo=UTC)
DICE = Random(1)  # noqa: S311


def at(minutes: int) -> datetime:
    return T0 + timedelta(minutes=minutes)


def small() -> tuple[World, Repo]:
    repo = Repo("git", 1, "a/b")
    away = Repo("git", 9, "a/attic", followed=False)
    return World("git", Book(1, {}), [repo], away), repo


def true(world: World) -> dict[str, TrueItem]:
    return {one.id: one for one in truth(world)}


def test_an_issue_that_is_closed_and_opened_again_has_three_statuses() -> None:
    world, repo = small()
    world.open_issue(DICE, repo, at(0))
    item = repo.numbered[1]
    world.close(DICE, item, at(1))
    closed = item.status
    world.reopen(DICE, item, at(2))
    told = true(world)["git:1#1"]
    assert told.statuses == (
        Step(at(0), None, "open"),
        Step(at(1), "open", closed),
        Step(at(2), UNTOLD, "open"),
    )
    assert told.fields["status"] == "open"
    assert told.fields["updated_at"] == at(2)
    assert told.touched == frozenset({("2026-11-02", "field")})


def test_a_merge_closes_what_it_fixes_and_tells_it_how_far_it_is() -> None:
    world, repo = small()
    world.open_issue(DICE, repo, at(0))
    dice = Random(5)  # noqa: S311
    while not (pulls := [n for n in repo.numbered.values() if n.pull and n.pull.fixes]):
        world.open_pull(dice, repo, at(1))
    pull = pulls[0]
    first = pull.status
    world.merge(DICE, pull, at(2))
    told = true(world)["git:1#1"]
    assert told.fields["status"] == "closed:completed"
    links = {Link(pull.id, first), Link(pull.id, "merged", at(2))}
    assert told.changes == frozenset(links)


def test_of_an_item_that_left_what_its_description_said_before_may_be_known() -> None:
    world, repo = small()
    world.open_issue(DICE, repo, at(0))
    item = repo.numbered[1]
    item.text.lines = [Line("business", "en", "Customers can pay later")]
    before = ("notes", ("description", item.text.plain))
    world.rewrite(DICE, item, at(1))
    assert before not in true(world)["git:1#1"].perhaps
    world.delete(DICE, item, at(2))
    assert before in true(world)["git:1#1"].perhaps


def test_what_only_a_webhook_tells_is_sure_once_it_was_taken() -> None:
    world, repo = small()
    world.open_milestone(Random(2), repo, at(0))  # noqa: S311
    found = repo.milestones[1]
    hooks: list[str] = []
    while not hooks:
        moved = world.move_milestone(DICE, found, at(5))
        hooks = [hook.delivery for hook in moved]
    told = true(world)[found.id]
    assert told.due_dates == ()
    (step,) = [e for part, e in told.perhaps if part == "due_dates" and e.at == at(5)]  # type: ignore[attr-defined]
    world.told.update(hooks)
    assert true(world)[found.id].due_dates == (step,)


def test_a_release_that_names_an_item_no_longer_does_not_include_it() -> None:
    world, repo = small()
    for _ in range(3):
        world.open_issue(DICE, repo, at(0))
    dice = Random(4)  # noqa: S311
    world.publish(dice, repo, at(1))
    (release,) = repo.releases.values()
    release.prerelease = False
    named = {n.id for n in release.named}
    every = true(world)
    assert {i for i in every if every[i].releases} == named
    world.delete_release(dice, release, at(2))
    assert not any(one.releases for one in true(world).values())


def test_what_was_transferred_away_is_gone_and_what_is_followed_is_there() -> None:
    world, repo = small()
    world.open_issue(DICE, repo, at(0))
    world.transfer(DICE, repo.numbered[1], at(20))
    every = true(world)
    assert every["git:1#1"].gone == {"moved_out"}
    assert not every["git:1#1"].whole
    assert "git:9#1" not in every
    assert world.book.struck[Kind.MOVED] == 1


async def test_the_api_refuses_strangers_and_pages_what_it_lists(
    tmp_path: Path,
) -> None:
    tracker = GitHubTracker("git", Book(3, {}), tmp_path)
    tracker.grow(Random(3), 400, datetime.now(UTC))  # noqa: S311
    way = httpx.ASGITransport(tracker.app())
    async with httpx.AsyncClient(transport=way, base_url="http://git") as client:
        path = "/repos/drill/shop/issues?state=all&per_page=100"
        assert (await client.get(path)).status_code == 401
        made = await client.post(
            "/app/installations/4711/access_tokens",
            headers={"Authorization": "Bearer a.b.c"},
        )
        client.headers["Authorization"] = f"Bearer {made.json()['token']}"
        answer = await client.get(path)
        rows = answer.json()
        while "next" in answer.links:
            answer = await client.get(answer.links["next"]["url"])
            rows += answer.json()
    there = tracker.world.repos[0].numbered
    assert sorted(row["number"] for row in rows) == sorted(there)
