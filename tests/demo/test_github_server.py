"""The simulated GitHub keeps GitHub's protocol, its oddities included."""

import httpx
import pytest

from passerelle_demo.config import GITHUB_TOKEN
from passerelle_demo.github_server import create_github_app
from passerelle_demo.world import World
from tests.demo.reading import github_all

SHOP = "/repos/malleposte/boutique"


async def test_links_lead_through_every_issue_and_pull_request(
    github: httpx.AsyncClient, world: World
) -> None:
    rows = await github_all(
        github, f"{SHOP}/issues", state="all", sort="updated", direction="asc"
    )
    state = world.github.repositories["boutique"]
    assert {row["number"] for row in rows} == set(state.numbered)
    assert [row["updated_at"] for row in rows] == sorted(r["updated_at"] for r in rows)
    pulls = {row["number"] for row in rows if "pull_request" in row}
    assert pulls == {n for n, item in state.numbered.items() if item.pull}


async def test_links_use_the_repository_id_on_the_same_host(
    github: httpx.AsyncClient,
) -> None:
    response = await github.get(f"{SHOP}/issues", params={"state": "all"})
    after = response.links["next"]["url"]
    assert after.startswith("http://github/repositories/771204118/issues?")
    assert "state=all" in after
    assert "page=2" in after
    assert len(response.json()) == 30


async def test_open_ones_are_the_default(github: httpx.AsyncClient) -> None:
    rows = await github_all(github, f"{SHOP}/issues")
    assert {row["state"] for row in rows} == {"open"}


async def test_since_keeps_what_changed_later(
    github: httpx.AsyncClient, world: World
) -> None:
    since = "2026-11-16T00:00:00Z"
    rows = await github_all(github, f"{SHOP}/issues", state="all", since=since)
    state = world.github.repositories["boutique"]
    assert all(row["updated_at"] >= since for row in rows)
    assert 0 < len(rows) < len(state.numbered)


async def test_what_has_not_changed_is_not_sent_again(
    github: httpx.AsyncClient,
) -> None:
    first = await github.get(f"{SHOP}/milestones")
    known = {"If-None-Match": first.headers["ETag"]}
    again = await github.get(f"{SHOP}/milestones", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    used = first.headers["X-RateLimit-Used"]
    assert again.headers["X-RateLimit-Used"] == used, "a 304 is free"


async def test_every_answer_carries_the_limits(github: httpx.AsyncClient) -> None:
    first = await github.get("/user")
    second = await github.get(SHOP)
    left = [int(r.headers["X-RateLimit-Remaining"]) for r in (first, second)]
    assert left == [4999, 4998]
    ids = {r.headers["X-GitHub-Request-Id"] for r in (first, second)}
    assert len(ids) == 2
    assert "Date" in first.headers
    rate = (await github.get("/rate_limit")).json()["rate"]
    assert (rate["used"], rate["remaining"]) == (2, 4998)


@pytest.mark.parametrize("shown", ["", "Bearer wrong", f"Basic {GITHUB_TOKEN}"])
async def test_without_the_right_token_nothing_is_shown(
    github: httpx.AsyncClient, shown: str
) -> None:
    response = await github.get(SHOP, headers={"Authorization": shown})
    assert response.status_code == 401
    assert response.json()["message"] == "Bad credentials"


async def test_a_deleted_issue_is_gone_and_an_unknown_one_not_found(
    github: httpx.AsyncClient, world: World
) -> None:
    spam = world.github.numbered("spam").number
    assert (await github.get(f"{SHOP}/issues/{spam}")).status_code == 410
    assert (await github.get(f"{SHOP}/issues/9999")).status_code == 404
    assert (await github.get("/repos/malleposte/secret")).status_code == 404
    assert (await github.get(f"{SHOP}/milestones/99")).status_code == 404
    assert (await github.get(f"{SHOP}/releases/99")).status_code == 404


async def test_an_issue_is_no_pull_request(
    github: httpx.AsyncClient, world: World
) -> None:
    issue = world.github.numbered("reopened-return").number
    assert (await github.get(f"{SHOP}/pulls/{issue}")).status_code == 404


async def test_a_timeline_has_githubs_oddities(
    github: httpx.AsyncClient, world: World
) -> None:
    """A commit has no `created_at`, a review no `actor` but `submitted_at`."""
    pull = world.github.numbered("unmerged-1-pr").number
    entries = await github_all(github, f"{SHOP}/issues/{pull}/timeline")
    kinds = {entry["event"]: entry for entry in entries}
    assert "created_at" not in kinds["committed"]
    assert "actor" not in kinds["committed"]
    assert "actor" not in kinds["reviewed"]
    assert kinds["reviewed"]["state"] == "changes_requested"
    assert kinds["reviewed"]["submitted_at"].startswith("2026-10-30")
    assert kinds["labeled"]["label"]["name"] == "paiement-3x"
    seen = (await github.get(f"{SHOP}/pulls/{pull}/reviews")).json()
    assert seen[0]["state"] == "CHANGES_REQUESTED"


async def test_an_issue_is_told_of_the_pull_request_that_names_it(
    github: httpx.AsyncClient, world: World
) -> None:
    issue = world.github.numbered("closed-early-0").number
    pull = world.github.numbered("closed-early-0-pr").number
    entries = await github_all(github, f"{SHOP}/issues/{issue}/timeline")
    (told,) = [e for e in entries if e["event"] == "cross-referenced"]
    assert told["source"]["issue"]["number"] == pull
    assert f"Fixes #{issue}" in told["source"]["issue"]["body"]


async def test_a_merged_pull_request_says_so_everywhere(
    github: httpx.AsyncClient, world: World
) -> None:
    number = world.github.numbered("bump-1").number
    whole = (await github.get(f"{SHOP}/pulls/{number}")).json()
    listed = await github_all(github, f"{SHOP}/pulls", state="closed")
    as_issue = (await github.get(f"{SHOP}/issues/{number}")).json()
    merged_at = "2026-11-17T13:05:00Z"
    assert (whole["merged"], whole["merged_at"]) == (True, merged_at)
    assert merged_at in {row["merged_at"] for row in listed}
    assert as_issue["pull_request"]["merged_at"] == merged_at
    assert "merged" not in listed[0]


async def test_milestones_count_their_issues_and_tell_their_day(
    github: httpx.AsyncClient,
) -> None:
    rows = await github_all(github, f"{SHOP}/milestones", state="all")
    told = {row["title"]: row for row in rows}
    assert told["Appli mobile 1.0"]["state"] == "closed"
    assert told["Retours en ligne"]["due_on"] == "2027-01-29T08:00:00Z"
    assert told["Retours en ligne"]["open_issues"] > 8


async def test_the_newest_release_is_first_and_names_what_it_brings(
    github: httpx.AsyncClient, world: World
) -> None:
    rows = await github_all(github, "/repos/malleposte/entrepot/releases")
    assert rows[0]["tag_name"] == "v2026.11.18"
    assert rows[0]["published_at"] == "2026-11-18T06:15:00Z"
    assert rows[0]["body"].count("(#") >= 2
    unmerged = world.github.numbered("closed-early-0").number
    shop = await github_all(github, f"{SHOP}/releases")
    assert all(f"(#{unmerged})" not in row["body"] for row in shop)


async def test_the_twentieth_request_meets_a_secondary_limit(world: World) -> None:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(create_github_app(world.github)),
        base_url="http://github",
        headers={"Authorization": f"Bearer {GITHUB_TOKEN}"},
    ) as client:
        answers = [await client.get("/user") for _ in range(21)]
    assert [a.status_code for a in answers] == [200] * 19 + [403] + [200]
    assert answers[19].headers["Retry-After"] == "1"
    assert "secondary rate limit" in answers[19].json()["message"]
