"""The story is always the same, as large as it should be, and everything is in it."""

from datetime import date, datetime
from itertools import pairwise

import pytest

from passerelle_demo import github_shapes, jira_shapes
from passerelle_demo.company import DONE, DROPPED, EPIC, LIVE, PEOPLE, TODAY
from passerelle_demo.github_timeline import timeline_entry
from passerelle_demo.story import the_story
from passerelle_demo.story.calendar import day, paris
from passerelle_demo.story.payments import EXPRESS_WORK, SILENCE
from passerelle_demo.story.tasks import LAST_FRIDAY, tasks_of
from passerelle_demo.story.titles import title
from passerelle_demo.world import World, this_morning


def everything(world: World) -> str:
    """All that the two trackers could ever show, as text."""
    issues = world.jira.issues.values()
    shown = [(jira_shapes.fields(i), jira_shapes.changelog(i)) for i in issues]
    for repository in world.github.repositories.values():
        for item in repository.numbered.values():
            entries = [timeline_entry(item, e) for e in item.timeline]
            shown.append((github_shapes.issue(item), {"entries": entries}))
    return repr(shown)


def test_two_worlds_are_equal_to_the_last_letter() -> None:
    assert everything(this_morning()) == everything(this_morning())


def test_there_are_about_six_hundred_work_items(world: World) -> None:
    numbered = [r.numbered for r in world.github.repositories.values()]
    count = len(world.jira.issues) + sum(map(len, numbered))
    assert 580 <= count <= 660


def test_nothing_has_happened_yet_that_happens_later() -> None:
    assert max(event.at for event in the_story()) < TODAY


def test_two_years_of_calendar_lie_behind() -> None:
    assert min(event.at for event in the_story()) < datetime.fromisoformat(
        "2025-01-01T00:00:00Z"
    )


def test_every_issue_was_made_before_it_changed(world: World) -> None:
    for issue in world.jira.issues.values():
        moments = [issue.created, *(h.at for h in issue.histories)]
        assert all(before <= after for before, after in pairwise(moments)), issue.key
        assert issue.parent is None or issue.parent.created <= issue.created


def test_sixteen_weeks_are_dense(world: World) -> None:
    """In each of them at least ten tickets are finished in Jira alone."""
    weeks: dict[int, int] = {}
    for issue in world.jira.issues.values():
        if issue.resolved and issue.resolved.year == 2026:
            week = issue.resolved.isocalendar().week
            weeks[week] = weeks.get(week, 0) + 1
    assert all(weeks[week] >= 5 for week in range(32, 48)), weeks


def test_no_two_tickets_of_a_stream_are_called_the_same() -> None:
    titles = [task.title for task in tasks_of(EXPRESS_WORK)]
    assert len(titles) > 50
    assert len(set(titles)) == len(titles)
    assert title("vat", "vat-work", 1) == title("vat", "vat-work", 1)


def test_the_single_screen_was_postponed_twice(world: World) -> None:
    screen = world.jira.issue("screen")
    moves = [
        (item.was, item.now)
        for history in screen.histories
        for item in history.items
        if item.field_id == "duedate"
    ]
    assert moves == [("2026-10-30", "2026-11-27"), ("2026-11-27", "2026-12-18")]
    assert screen.due == date(2026, 12, 18)


def test_its_first_postponement_hides_behind_forty_newer_changes(world: World) -> None:
    shown = jira_shapes.changelog(world.jira.issue("screen"))
    seen = {i["to"] for h in shown["histories"] for i in h["items"]}
    assert shown["total"] > len(shown["histories"]) == 40
    assert "2026-11-27" not in seen


def test_the_instalments_are_green_in_the_tracker_and_stand_still(world: World) -> None:
    epic = world.jira.issue("instalments")
    assert epic.labels == ["on-track"]
    mine = [i for i in world.jira.issues.values() if i.parent is epic]
    assert max(i.updated for i in (epic, *mine)) <= SILENCE
    for n in range(3):
        assert world.jira.issue(f"unmerged-{n}").status is DONE
        pull = world.github.numbered(f"unmerged-{n}-pr")
        assert pull.closed is None
        assert world.jira.issue(f"unmerged-{n}").key in pull.title


def test_two_issues_were_closed_before_their_change_was_merged(world: World) -> None:
    for n in range(2):
        assert world.github.numbered(f"closed-early-{n}").closed
        assert world.github.numbered(f"closed-early-{n}-pr").closed is None


@pytest.mark.parametrize(
    ("handle", "due", "ended", "status"),
    [
        ("return-label", "2026-11-20", "2026-11-18", LIVE),
        ("refund-card", "2026-11-13", "2026-11-18", LIVE),
        ("callback", "2026-11-27", "2026-11-18", DROPPED),
    ],
)
def test_a_promise_is_kept_one_is_late_one_is_dropped(
    world: World, handle: str, due: str, ended: str, status: object
) -> None:
    epic = world.jira.issue(handle)
    assert epic.type is EPIC
    assert epic.resolved is not None
    assert (epic.due, epic.resolved.date()) == (day(due), day(ended))
    assert epic.status is status


def test_one_promise_has_passed_and_is_still_open(world: World) -> None:
    answers = world.jira.issue("answers")
    assert answers.due is not None
    assert answers.due < TODAY.date()
    assert answers.resolved is None


def test_a_moved_ticket_keeps_its_id_and_gets_another_key(world: World) -> None:
    moved = world.jira.issue("moved")
    (old,) = moved.old_keys
    assert old.startswith("SVC-")
    assert moved.key.startswith("PAY-")
    assert world.jira.find(old) is world.jira.find(moved.key) is moved


def test_a_ticket_in_each_tracker_was_opened_again(world: World) -> None:
    ticket = world.jira.issue("reopened")
    assert ticket.resolved is None
    assert "resolution" in {i.field_id for h in ticket.histories for i in h.items}
    issue = world.github.numbered("reopened-return")
    assert (issue.closed, issue.reason) == (None, "reopened")


def test_the_security_job_says_nothing_to_the_business(world: World) -> None:
    for n in range(4):
        told = repr(jira_shapes.fields(world.jira.issue(f"security-{n}")))
        assert "Métier :" not in told
        assert "Business:" not in told


def test_about_a_third_of_what_was_finished_has_a_business_line(world: World) -> None:
    done = [
        repr(jira_shapes.fields(issue))
        for issue in world.jira.issues.values()
        if issue.status in {DONE, LIVE} and issue.created > paris("2026-07-20 00:00")
    ]
    for repository in world.github.repositories.values():
        for item in repository.numbered.values():
            if item.closed and not item.pull:
                comments = [github_shapes.comment(item, c) for c in item.comments]
                done.append(repr((github_shapes.issue(item), comments)))
    share = sum("Métier :" in told or "Business:" in told for told in done) / len(done)
    assert 0.2 <= share <= 0.45


def test_some_lines_are_in_one_language_only(world: World) -> None:
    told = everything(world)
    assert told.count("Métier :") != told.count("Business:")


def test_what_is_open_on_course_was_touched_on_friday(world: World) -> None:
    begun = [t for t in tasks_of(EXPRESS_WORK) if t.started and not t.finished]
    assert len(begun) == 4
    for task in begun:
        issue = world.github.numbered(task.handle)
        assert issue.updated <= LAST_FRIDAY
        assert (LAST_FRIDAY - issue.updated).days < 2


def test_the_trackers_know_people_as_real_ones_do(world: World) -> None:
    told = everything(world)
    assert all(person.name in told for person in PEOPLE)
