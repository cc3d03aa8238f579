"""The verdict and the figures can fail, too."""

from collections.abc import Mapping

from passerelle_schemas.health import CameBy, SourceHealth, Waited
from passerelle_schemas.identity import Tracker as Kind_
from tests.drill import test_comparing as one
from tests.drill.book import Book, Kind
from tests.drill.figures import belated, mistakes
from tests.drill.seams import Link, TrueItem
from tests.drill.showing import By, Showings
from tests.drill.tally import Tally
from tests.drill.verdict import all_true, judged, words


class Told:
    """A tracker of which only the truth matters."""

    def __init__(
        self,
        truth: Mapping[str, TrueItem],
        mentions: Mapping[str, frozenset[Link]] | None = None,
        keys: Mapping[str, str] | None = None,
        worked: Mapping[str, frozenset[tuple[str, str]]] | None = None,
    ) -> None:
        self._truth, self._mentions, self._keys = truth, mentions or {}, keys or {}
        self._worked = worked or {}

    def truth(self) -> Mapping[str, TrueItem]:
        return self._truth

    def mentions(self) -> Mapping[str, frozenset[Link]]:
        return self._mentions

    def worked(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        return self._worked

    def keys(self) -> Mapping[str, str]:
        return self._keys


def test_what_is_known_and_never_was_has_escaped() -> None:
    trackers = [Told({one.TRUE.id: one.TRUE})]
    well = judged(trackers, {one.TRUE.id: one.known()})
    assert well.is_well
    ghost = one.known().model_copy(update={"id": "jira:2"})
    seen = judged(trackers, {one.TRUE.id: one.known(), ghost.id: ghost})
    assert seen.escaped == {"jira:2": ["it is known and never was"]}
    assert not judged([], {}).is_well


def test_what_one_tracker_names_of_another_belongs_to_the_truth_of_that_item() -> None:
    link = Link("git:1#5", "open")
    jira = Told({one.TRUE.id: one.TRUE}, keys={"PAY-1": one.TRUE.id})
    named = {"PAY-1": frozenset({link}), "GONE-1": frozenset({link})}
    day = ("2026-11-20", "review")
    git = Told({}, mentions=named, worked={"PAY-1": frozenset({day})})
    found = all_true((jira, git))
    assert link in (found[one.TRUE.id].changes or ())
    assert day in (found[one.TRUE.id].touched or ())


def test_the_words_name_what_struck_what_never_did_and_what_escaped() -> None:
    book = Book(1, {Kind.AWAY: 1.0})
    book.strikes(Kind.AWAY, "jira")
    spoilt = judged([Told({one.TRUE.id: one.TRUE})], {})
    told = words(spoilt, book)
    assert "      1 x 503" in told
    assert any("never struck" in line and "webhook dropped" in line for line in told)
    assert told[-1] == "1 items, 0 of them gone: 1 of 1 faults escaped"


def _health(**said: object) -> SourceHealth:
    return SourceHealth.model_validate(
        {"source": "jira", "tracker": Kind_.JIRA, "said_at": one.AT, "said_by": "w"}
        | {"ways": {"webhook": CameBy(deliveries=2)}, "troubles": {"503": 1}}
        | said
    )


def _tally() -> Tally:
    tally = Tally()
    for status in (*[200] * 7, 304, 503):
        tally.answer(status)
    for delivery in ("a", "b"):
        tally.post(delivery, 202)
    return tally


def test_figures_that_are_so_make_no_mistake() -> None:
    assert [*mistakes(_health(), _tally(), {}, calm=True)] == []


def test_each_figure_that_is_not_so_is_said() -> None:
    tally = _tally()
    tally.post("a", 202)
    tally.post("c", 503)
    tally.halve()
    said = _health(set_aside={"unreadable": 1})
    assert [*mistakes(said, tally, {}, calm=True)] == [
        "webhooks taken: 3 to 3, said 2",
        "webhooks taken twice: 1 to 1, said 0",
        "answers, half-answer: 1 to 1, said 0",
        "refused, webhooks: 1 to 1, said 0",
        "set aside: {'unreadable': 1}, and nothing was bad",
    ]


def test_what_comes_beside_an_answer_that_ends_a_reading_may_be_unheard() -> None:
    tally, now = Tally(clock=lambda: now[0]), [10.0]
    tally.halve()
    for now[0] in (50.0, 50.1, 50.2):
        tally.answer(301)
    tally.refuse(429, {"Retry-After": "1"})
    now[0] = 90.0
    tally.keep_silent(89.0)
    assert tally.troubles == {"half-answer": 1, "301": 3, "429": 1, "no-answer": 1}
    assert tally.heard == {"half-answer": 1, "301": 1, "no-answer": 1}
    assert tally.waits["secondary"].times == (0, 1)
    tally.answer(403)
    assert tally.heard["no-answer"] == 0


def test_a_wait_that_is_not_so_is_said() -> None:
    tally = Tally()
    for delivery in ("a", "b"):
        tally.post(delivery, 202)
    tally.refuse(429, {"Retry-After": "1"})
    tally.refuse(503, {})
    met = {"troubles": {"429": 1, "503": 1}}
    day = {"day": one.AT.date(), "waited_seconds": 1.0}
    well = _health(waits={"secondary": Waited(times=1, seconds=1.0)}, days=[day], **met)
    assert [*mistakes(well, tally, {}, calm=True)] == []
    short = _health(waits={"unavailable": Waited(times=1, seconds=0.5)}, **met)
    assert [*mistakes(short, tally, {}, calm=True)] == [
        "waits, secondary: 1 to 1, said 0",
        "seconds waited, secondary: 1.000 to 1.000, said 0.000",
        "waits, unavailable: 0 to 0, said 1",
        "seconds waited, unavailable: 0.000 to 0.000, said 0.500",
        "seconds waited, all: 1.000 to 1.000, said 0.000",
    ]
    lost = _health(**met)
    assert [*mistakes(lost, tally, {}, calm=False)] == []


def test_items_that_are_said_to_be_late_and_were_not_are_said() -> None:
    seen = Showings()
    seen.show("1", one.AT, By.PAST)
    assert [*belated(_health(late=1), seen, calm=True)] == []
    assert [*belated(_health(late=0), seen, calm=False)] == []
    assert [*belated(_health(late=0), seen, calm=True)] == ["late: 1 to 1, said 0"]
    assert [*belated(_health(late=2), seen, calm=False)] == ["late: 0 to 1, said 2"]


def test_what_was_met_in_the_second_before_a_kill_need_not_be_told() -> None:
    tally = _tally()
    tally.halve()
    assert [*mistakes(_health(), tally, {}, calm=False)] == []
    more = _health(troubles={"503": 2})
    assert [*mistakes(more, tally, {}, calm=False)] == ["answers, 503: 0 to 1, said 2"]
