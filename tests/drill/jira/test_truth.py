"""The truth of a small world, counted by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tests.drill.jira import events as ev
from tests.drill.jira.asking import NOW, dice, opened, tracker
from tests.drill.jira.catalogue import EPIC, OPTION, RANK, SUBTASK
from tests.drill.jira.tracker import JiraTracker
from tests.drill.jira.truth import digest
from tests.drill.seams import UNTOLD, Step

DAY = timedelta(days=1)
BORN = NOW - DAY


def at(hours: float) -> datetime:
    return NOW + timedelta(hours=hours)


def test_timelines_are_what_happened_from_the_creation_on() -> None:
    jira = tracker()
    for event in (
        opened(1, type=EPIC),
        opened(2, due=date(2026, 12, 1), parent=1, labels=("été", "client")),
        ev.Changed(at(1), 2, "status", "3"),
        ev.Changed(at(2), 2, "duedate", date(2026, 12, 8)),
        ev.Changed(at(3), 2, "parent", None),
        ev.Moved(at(4), 2, "PAY", 7),
        ev.Changed(at(5), 2, "duedate", None),
        ev.Changed(at(6), 2, OPTION, "Haute"),
        ev.Changed(at(6), 2, "fixVersions", ("20010", "20011")),
        ev.Changed(at(7), 2, "fixVersions", ("20010", "20020")),
    ):
        jira.world.apply(event)
    true = jira.truth()["jira-drill:2"]
    assert true.statuses == (Step(BORN, None, "1"), Step(at(1), "1", "3"))
    assert true.due_dates == (
        Step(BORN, None, "2026-12-01"),
        Step(at(2), "2026-12-01", "2026-12-08"),
        Step(at(5), "2026-12-08", None),
    )
    assert true.parents == (
        Step(BORN, None, "jira-drill:1"),
        Step(at(3), "jira-drill:1", None),
    )
    assert true.keys == (Step(at(4), "TO-2", "PAY-7"),)
    assert true.plans == (
        Step(at(6), UNTOLD, "+jira-drill:version/20010"),
        Step(at(6), UNTOLD, "+jira-drill:version/20011"),
        Step(at(7), UNTOLD, "-jira-drill:version/20011"),
        Step(at(7), UNTOLD, "+jira-drill:version/20020"),
    )
    assert (true.gone, true.whole) == (frozenset(), True)
    assert true.fields["key"] == "PAY-7"
    assert (true.fields["status"], true.fields["category"]) == ("3", "indeterminate")
    assert (true.fields["due"], true.fields["parent"]) == (None, None)
    assert true.fields["labels"] == ("client", "été")
    assert true.fields["updated_at"] == at(7)
    assert true.fields["custom"] == ((OPTION, "Haute"),)
    assert true.fields["targets"] == (
        "jira-drill:version/20010",
        "jira-drill:version/20020",
    )


def test_notes_are_the_marked_lines_that_stand_and_mention_nobody() -> None:
    jira = tracker()
    for event in (
        opened(2, description="Bonjour.\nMétier : payer {@} en trois fois."),
        ev.Commented(at(1), 2, 501, "Decision: wait.\nNothing more."),
        ev.Commented(at(2), 2, 502, "Business: it is faster."),
        ev.Commented(at(3), 2, 503, "Décision : on garde."),
        ev.Reworded(at(4), 2, 502, "It is as it was."),
        ev.Unsaid(at(5), 2, 503),
    ):
        jira.world.apply(event)
    true = jira.truth()["jira-drill:2"]
    assert true.notes == {
        "description": (("business", "fr", "payer … en trois fois."),),
        "501": (("decision", "en", "wait."),),
    }


def test_days_are_of_utc_and_a_rank_is_no_work() -> None:
    jira = tracker()
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # Saturday morning in Paris.
    for event in (
        opened(2, at=late),
        opened(3, at=late),
        ev.Changed(late + DAY, 2, RANK, None),
        ev.Commented(late + 2 * DAY, 2, 501, "Bonjour."),
        ev.Linked(late + 3 * DAY, 2, 3),
    ):
        jira.world.apply(event)
    one, other = jira.truth()["jira-drill:2"], jira.truth()["jira-drill:3"]
    assert set(one.touched or ()) == {
        ("2026-11-20", "field"),
        ("2026-11-22", "discussion"),
        ("2026-11-23", "field"),
    }
    assert set(other.touched or ()) == {("2026-11-20", "field")}
    assert other.perhaps == {("touched", ("2026-11-23", "field"))}


def test_what_was_said_and_taken_back_may_never_have_been_heard() -> None:
    jira = tracker()
    for event in (
        opened(2),
        ev.Commented(at(1), 2, 501, "Business: it is faster."),
        ev.Unsaid(at(2), 2, 501),
    ):
        jira.world.apply(event)
    true = jira.truth()["jira-drill:2"]
    assert not true.notes
    assert set(true.touched or ()) == {("2026-11-22", "field")}
    assert true.perhaps == {("touched", ("2026-11-23", "discussion"))}


def test_a_status_that_no_history_tells_is_since_nobody_knows_when() -> None:
    jira = tracker()
    for event in (
        opened(2),
        ev.Changed(at(1), 2, "status", "3"),
        ev.Mapped(at(2), 2, "6"),
        opened(3),
        ev.Changed(at(1), 3, "status", "3"),
        ev.Mapped(at(2), 3, "6"),
        ev.Changed(at(3), 3, "status", "1"),
    ):
        jira.world.apply(event)
    last, before = jira.truth()["jira-drill:2"], jira.truth()["jira-drill:3"]
    assert last.statuses is not None
    assert before.statuses is not None
    assert last.statuses[-1] == Step(None, "3", "6")
    assert last.fields["status"] == "6"
    assert jira.world.issues[2].histories[-1].items[0].now == "3"
    assert before.statuses[-1] == Step(at(3), "6", "1")
    assert ("statuses", Step(None, "3", "6")) in before.perhaps


def test_a_family_moves_together_and_is_deleted_with_its_parent() -> None:
    jira, life = tracker(), dice(3)
    for event in (
        opened(1, type=EPIC),
        opened(2, parent=1),
        opened(3, type=SUBTASK, parent=2),
        opened(4),
        opened(5, type=SUBTASK, parent=4),
    ):
        jira.world.apply(event)
    epic, story = jira.world.issues[1], jira.world.issues[4]
    moved = jira.life.together(life, NOW, epic)
    assert [event.issue for event in moved] == [3, 2, 1]
    assert len({event.project for event in moved if isinstance(event, ev.Moved)}) == 1
    ends = {
        type(event) for _ in range(20) for event in jira.life.together(life, NOW, story)
    }
    assert ends == {ev.Moved, ev.Deleted}
    assert jira.life.together(life, NOW, jira.world.issues[5]) == ()


def test_why_an_issue_is_gone_is_what_the_tracker_lets_one_see() -> None:
    cloud, server = tracker(), tracker(deployment="datacenter")
    happened: tuple[ev.Event, ...] = (
        *(opened(n) for n in range(1, 8)),
        ev.Deleted(at(1), 1),
        ev.Moved(at(1), 2, "OUT", 1),
        ev.Moved(at(1), 3, "VEIL", 1),
        ev.Moved(at(1), 4, "OUT", 2),
        ev.Moved(at(2), 4, "AND", 1),
        ev.Secured(at(1), 6, hidden=True),
        ev.Secured(at(1), 7, hidden=True),
        ev.Secured(at(2), 7, hidden=False),
    )
    for jira in (cloud, server):
        for event in happened:
            jira.world.apply(event)

    def gone(jira: JiraTracker, issue: int) -> set[str]:
        return set(truths[jira][f"jira-drill:{issue}"].gone)

    truths = {jira: jira.truth() for jira in (cloud, server)}
    assert gone(cloud, 1) == {"deleted", "not_visible"}
    assert gone(server, 1) == {"deleted"}
    assert gone(cloud, 2) == {"moved_out"}
    assert gone(cloud, 3) == {"moved_out", "not_visible"}
    assert gone(cloud, 4) == gone(cloud, 5) == gone(cloud, 7) == set()
    assert gone(cloud, 6) == gone(server, 6) == {"not_visible"}
    assert not truths[cloud]["jira-drill:1"].whole


def test_a_renamed_project_gives_its_issues_other_keys_and_no_change() -> None:
    jira = tracker()
    for event in (
        opened(1, project="AND"),
        opened(2, project="AND"),
        ev.Moved(at(1), 2, "OUT", 1),
        ev.ProjectRenamed(at(2), "AND", "ANDROID"),
        ev.Moved(at(3), 2, "ANDROID", 9),
    ):
        jira.world.apply(event)
    stays, back = jira.truth()["jira-drill:1"], jira.truth()["jira-drill:2"]
    assert (stays.fields["key"], stays.fields["project"]) == ("ANDROID-1", "ANDROID")
    assert (stays.fields["updated_at"], stays.keys) == (BORN, ())
    assert not stays.gone
    assert back.keys == (
        Step(at(1), "AND-2", "OUT-1"),
        Step(at(3), "OUT-1", "ANDROID-9"),
    )
    assert not back.gone
    assert {"AND-1", "ANDROID-1"} <= {key for key, _ in jira.keys().items()}


def test_a_version_changes_what_its_issues_show_and_not_the_issues() -> None:
    jira = tracker()
    for event in (
        opened(1, versions=("20000", "20010")),
        ev.VersionSet(at(1), "20000", date(2026, 11, 30), released=True),
    ):
        jira.world.apply(event)
    true = jira.truth()["jira-drill:1"]
    assert true.fields["plans"] == (("2026-11-30", True), ("2026-11-05", False))
    assert true.fields["updated_at"] == BORN


def test_the_truth_ends_where_the_world_stands() -> None:
    jira, life = tracker(), dice(5)
    jira.grow(life, 200, NOW)
    for second in range(400):
        jira.change(life, NOW + timedelta(seconds=second))
    truth = jira.truth()
    there = {item for item, true in truth.items() if not true.gone}
    followed = {p.key for p in jira.world.projects.values() if p.followed}
    shown = [i for i in jira.world.issues.values() if not i.hidden]
    standing = [issue for issue in shown if issue.project in followed]
    assert there == {f"jira-drill:{issue.id}" for issue in standing}
    for issue in standing:
        true = truth[f"jira-drill:{issue.id}"]
        assert true.fields["key"] == issue.key
        assert true.fields["title"] == issue.title
        assert true.fields["updated_at"] == issue.updated
        assert true.statuses
        assert true.statuses[-1].now == issue.status
        assert true.fields["due"] == (issue.due.isoformat() if issue.due else None)


def test_one_seed_makes_one_world_and_another_another() -> None:
    digests = []
    for seed in (1, 1, 2):
        jira, life = tracker(), dice(seed)
        jira.grow(life, 80, NOW)
        for second in range(80):
            jira.change(life, NOW + timedelta(seconds=second))
        digests.append(digest(list(jira.truth().values())))
    assert digests[0] == digests[1] != digests[2]


def test_a_lie_about_the_world_would_be_seen() -> None:
    jira = tracker()
    jira.world.apply(opened(2))
    (true,) = jira.truth().values()
    other = replace(true, statuses=(Step(BORN, None, "3"),))
    assert digest([true]) != digest([other])
