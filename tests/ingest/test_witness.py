"""What workers met adds up, in whatever order they say it, however often they end."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_ingest.budget import MOST_SPANS, Hold
from passerelle_ingest.combining import Followed, combined
from passerelle_ingest.errors import CredentialsRefusedError, TrackerAwayError
from passerelle_ingest.keeping import Upkept
from passerelle_ingest.turns import Budgets
from passerelle_ingest.waiting import Reason
from passerelle_ingest.witness import Waits, Witness, is_news
from passerelle_schemas.health import (
    Counted,
    ProjectHealth,
    SourceHealth,
    Witnessed,
)
from passerelle_schemas.identity import Tracker
from tests.schemas.strategies import messages

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)
FOLLOWED = [Followed("shop", Tracker.GITHUB, ("a", "b"))]
AWAY = TrackerAwayError("shop/a", "test")


def blank(at: datetime = NOW, worker: str = "one") -> Witnessed:
    return Witnessed(source="shop", worker=worker, said_at=at)


def lived(
    runs: list[tuple[int, float]], *, said: int = 1, at: datetime = NOW
) -> Witnessed:
    """Meet so many refusals and seconds of waiting in each run, one after the other."""
    before: Witnessed | None = None
    for refusals, seconds in runs:
        witness = Witness()
        for _ in range(refusals):
            witness.refuse("shop", "no-room")
        waits = Waits({Reason.PRIMARY: (1, seconds)}, seconds, {"429": refusals})
        last = before
        for _ in range(said):
            last = witness.said(blank(at), before, waits, at)
        before = last
    assert before is not None
    return before


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 900)), min_size=1))
def test_a_worker_that_ends_again_and_again_loses_and_doubles_nothing(
    runs: list[tuple[int, float]],
) -> None:
    told = lived(runs, said=3)
    refusals = sum(count for count, _ in runs)
    seconds = sum(waited for _, waited in runs)
    assert sum(told.refused.values()) == refusals
    assert sum(told.troubles.values()) == refusals
    assert told.waits["primary"].times == len(runs)
    assert told.waits["primary"].seconds == seconds
    assert sum(told.waited_on.values()) == seconds


@given(st.lists(messages(Witnessed), max_size=4), st.randoms(use_true_random=False))
def test_the_order_in_which_workers_speak_does_not_matter(
    told: list[Witnessed], dice: Random
) -> None:
    days = {f"2026-11-{n:02}": 1.5 for n in range(1, 4)}
    told = [
        one.model_copy(
            update={
                "source": "shop",
                "waited_on": days,
                # Of two that speak at one instant neither is the newest.
                "said_at": NOW + timedelta(seconds=number),
                "waiting_until": NOW + timedelta(minutes=number),
                "tracker": None,
            }
        )
        for number, one in enumerate(told)
    ]
    mixed = list(told)
    dice.shuffle(mixed)
    (one,) = combined(None, told, FOLLOWED, NOW, "x")
    (other,) = combined(None, mixed, FOLLOWED, NOW, "x")
    assert one.model_copy(update={"waits": {}}) == other.model_copy(
        update={"waits": {}}
    )
    assert one.refused == {
        name: sum(w.refused.get(name, 0) for w in told)
        for name in sorted({name for w in told for name in w.refused})
    }


def test_waiting_is_told_by_the_day_on_which_it_began() -> None:
    witness = Witness()
    first = Waits({Reason.PRIMARY: (1, 10.0)}, 10.0)
    then = Waits({Reason.PRIMARY: (2, 25.0)}, 25.0)
    witness.said(blank(), None, first, NOW)
    told = witness.said(blank(NOW + DAY), None, then, NOW + DAY)
    assert told.waited_on == {"2026-11-23": 10, "2026-11-24": 15}


def test_of_a_day_an_instant_is_told_once_and_only_what_the_tracker_asked_for() -> None:
    budgets = Budgets(Stopped())
    one = budgets.of("shop", "https://one", 8, 0).budget
    other = budgets.of("shop", "https://other", 8, 0).budget
    one.note(Hold(90, Reason.PACED), 0)
    one.note(Hold(700, Reason.RESERVED), 90)
    one.note(Hold(700, Reason.PRIMARY), 100)
    one.note(Hold(160, Reason.SECONDARY), 130)
    other.note(Hold(760, Reason.UNAVAILABLE), 160)
    budgets.of("else", "https://one", 8, 0).budget.note(Hold(9, Reason.PRIMARY), 0)
    waits = Waits(budgets.waits("shop"), budgets.held("shop"))
    told = Witness().said(blank(), None, waits, NOW)
    assert told.waited_on == {"2026-11-23": 660}
    assert told.waits["reserved"].seconds == 610
    assert told.waits["unavailable"].seconds == 600


class Stopped:
    """A clock that nobody asks."""

    def now(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None:
        raise AssertionError(seconds)


def waiting(*waits: tuple[int, int], worker: str = "one") -> Witnessed:
    """What a worker says that was to wait *from* some seconds *to* others."""
    budgets = Budgets(Stopped())
    budget = budgets.of("shop", "https://one", 8, 0).budget
    for begin, end in sorted(waits):
        budget.note(Hold(end, Reason.PRIMARY), begin)
    began = budgets.began(NOW)
    told = budgets.waits("shop"), budgets.held("shop"), Counter[str]()
    met = Waits(*told, budgets.spans("shop", began))
    return Witness().said(blank(worker=worker), None, met, NOW)


def waited(*told: Witnessed) -> tuple[int, float, float]:
    """By the reason, how often and for how long; and of the day."""
    (health,) = combined(None, told, FOLLOWED, NOW, "x")
    one = health.waits["primary"]
    return one.times, one.seconds, sum(day.waited_seconds for day in health.days)


def test_workers_that_wait_for_one_limit_wait_once() -> None:
    one, other = waiting((100, 160)), waiting((130, 165), worker="two")
    assert waited(one) == (1, 60, 60)
    assert waited(one, other) == (1, 65, 65)
    # At other times, or barely at the same one, they wait apart.
    assert waited(one, waiting((160, 190), worker="two")) == (2, 90, 90)
    assert waited(one, waiting((155, 190), worker="two")) == (2, 90, 90)
    # One that ended and began again is no other than two that run.
    again = Witness().said(blank(), one, Waits(), NOW)
    assert again.spans == one.spans


LISTS = st.lists(st.tuples(st.integers(0, 500), st.integers(1, 90)), min_size=1)


@given(st.lists(LISTS, min_size=1, max_size=4))
def test_a_wait_is_the_union_of_the_time_of_all_workers(
    runs: list[list[tuple[int, int]]],
) -> None:
    lists = [[(begin, begin + seconds) for begin, seconds in run] for run in runs]
    told = [waiting(*waits, worker=str(n)) for n, waits in enumerate(lists)]
    union = {n for waits in lists for begin, end in waits for n in range(begin, end)}
    times, seconds, of_day = waited(*told)
    assert seconds == of_day == len(union)
    assert 1 <= times <= sum(one.waits["primary"].times for one in told)


def test_of_many_waits_the_longest_are_remembered() -> None:
    many = [(3 * n, 3 * n + 1) for n in range(MOST_SPANS + 50)]
    told = waiting((0, 2), *many[2:], (5000, 5600))
    assert told.waits["primary"].times == len(many)
    for name in ("primary", "held"):
        spans = told.spans[name]
        assert len(spans) == MOST_SPANS
        lengths = sorted((one.end - one.begin).total_seconds() for one in spans)
        assert lengths[-2:] == [2, 600]
    before = Witness().said(blank(), told, Waits(), NOW + 100 * DAY)
    assert before.spans == {}
    both = Witness().said(blank(), told, Waits(spans=told.spans), NOW)
    assert len(both.spans["held"]) == MOST_SPANS


def test_a_wait_that_is_told_a_second_later_is_no_news() -> None:
    witness = Witness()
    told = witness.said(blank(), None, Waits(hold=(60, Reason.PRIMARY)), NOW)
    later = NOW + timedelta(seconds=2)
    again = Waits(hold=(58.4, Reason.PRIMARY))
    assert not is_news(witness.said(blank(later), None, again, later), told)
    longer = Waits(hold=(90, Reason.PRIMARY))
    assert is_news(witness.said(blank(later), None, longer, later), told)
    witness.refuse("shop", "no-room")
    assert is_news(witness.said(blank(later), None, again, later), told)


def test_a_project_fails_since_it_first_did_also_for_the_next_run() -> None:
    first, second = Witness(), Witness()
    first.tried("shop", ["a", "b"], {"shop/a": AWAY}, NOW)
    told = first.said(blank(), None, Waits(), NOW)
    later = NOW + DAY
    refused = CredentialsRefusedError("shop/a", 401)
    second.tried("shop", ["a", "b"], {"shop/a": refused}, later)
    again = second.said(blank(later), told, Waits(), later)
    assert again.failing["a"].because == "credentials-refused"
    assert again.failing["a"].since == NOW
    assert list(again.failing) == ["a"]


def test_a_source_that_fails_fails_in_each_of_its_projects() -> None:
    witness = Witness()
    witness.tried("shop", ["a", "b"], {"shop": AWAY}, NOW)
    assert list(witness.said(blank(), None, Waits(), NOW).failing) == ["a", "b"]


def test_what_a_worker_of_before_said_fails_no_more_once_it_was_read() -> None:
    witness = Witness()
    witness.tried("shop", ["a"], {"shop/a": AWAY}, NOW)
    told = witness.said(blank(worker="gone"), None, Waits(), NOW)
    for read_at, failing in ((NOW - DAY, True), (NOW, False), (NOW + DAY, False)):
        project = ProjectHealth(project="a", read_at=read_at)
        part = SourceHealth(
            source="shop", said_at=NOW, said_by="x", projects=(project,)
        )
        counted = Counted(said_at=NOW, said_by="x", sources=(part,))
        (health,) = combined(counted, [told], FOLLOWED, NOW, "x")
        assert bool(health.projects[0].failing) is failing


def test_a_second_outage_is_told_after_a_run_that_began_in_the_first_one() -> None:
    first, second = Witness(), Witness()
    first.tried("shop", ["a"], {"shop/a": AWAY}, NOW)
    before = first.said(blank(), None, Waits(), NOW)
    second.tried("shop", ["a"], {}, NOW + DAY)
    again = NOW + 2 * DAY
    second.tried("shop", ["a"], {"shop/a": AWAY}, again)
    told = second.said(blank(again), before, Waits(), again)
    assert told.failing["a"].since == again
    assert _failing_since([told], read_at=NOW + DAY) == again


@pytest.mark.parametrize("said_last", [-DAY, 3 * DAY])
def test_what_another_worker_met_before_it_was_read_does_not_hide_a_new_outage(
    said_last: timedelta,
) -> None:
    old, new = Witness(), Witness()
    old.tried("shop", ["a"], {"shop/a": CredentialsRefusedError("shop/a", 401)}, NOW)
    again = NOW + 2 * DAY
    new.tried("shop", ["a"], {"shop/a": AWAY}, again)
    told = [
        old.said(blank(NOW + said_last, "gone"), None, Waits(), NOW),
        new.said(blank(again), None, Waits(), again),
    ]
    assert _failing_since(told, read_at=NOW + DAY) == again


def test_a_worker_that_never_stopped_failing_is_not_hidden_by_who_reads() -> None:
    witness, hour = Witness(), DAY / 24
    witness.tried("shop", ["a"], {"shop/a": AWAY}, NOW)
    first = witness.said(blank(), None, Waits(), NOW)
    witness.tried("shop", ["a"], {"shop/a": AWAY}, NOW + 2 * hour)
    still = witness.said(blank(NOW + 2 * hour), None, Waits(), NOW + 2 * hour)
    assert is_news(still, first)
    assert _failing_since([first], read_at=NOW + hour) is None
    assert _failing_since([still], read_at=NOW + hour) == NOW
    assert _failing_since([still], read_at=NOW + 2 * hour) is None
    older = still.failing["a"].model_copy(update={"tried_at": None})
    told = still.model_copy(update={"failing": {"a": older}})
    assert _failing_since([told], read_at=NOW + hour) is None


def _failing_since(told: list[Witnessed], *, read_at: datetime) -> datetime | None:
    project = ProjectHealth(project="a", read_at=read_at)
    part = SourceHealth(source="shop", said_at=NOW, said_by="x", projects=(project,))
    counted = Counted(said_at=NOW, said_by="x", sources=(part,))
    (health,) = combined(counted, told, FOLLOWED, NOW, "x")
    failing = health.projects[0].failing
    return failing.since if failing else None


def test_projects_that_are_followed_no_more_are_nobodys_worry() -> None:
    old = ProjectHealth(project="left"), ProjectHealth(project="A")
    part = SourceHealth(source="shop", said_at=NOW, said_by="x", projects=old)
    counted = Counted(said_at=NOW, said_by="x", sources=(part,))
    (health,) = combined(counted, [], FOLLOWED, NOW, "x")
    assert [one.project for one in health.projects] == ["A", "b"]


def test_what_was_done_for_webhooks_adds_up_and_how_they_are_is_the_newest() -> None:
    witness = Witness()
    witness.kept("shop", Upkept(kept_at=NOW, redelivered=2))
    first = witness.said(blank(), None, Waits(), NOW)
    again = Witness()
    again.kept("shop", Upkept(failed="tracker-away", redelivered=3))
    second = again.said(blank(NOW + DAY), first, Waits(), NOW + DAY)
    other = first.model_copy(update={"worker": "two"})
    (health,) = combined(None, [second, other], FOLLOWED, NOW, "x")
    assert health.upkeep is not None
    assert (health.upkeep.redelivered, health.upkeep.failed) == (7, "tracker-away")
    assert health.upkeep.kept_at == NOW
