"""What we make of DevLake's raw rows, held against the tables that DevLake made.

Every difference is known, counted, and judged by the raw row; see
`docs/compared-with-devlake.md`.
"""

import json
import re
from collections import Counter

import pytest

from passerelle_ingest.trackers.jira.normalise.changes import told_by
from passerelle_ingest.trackers.jira.normalise.issues import teller_of
from passerelle_ingest.trackers.jira.payloads import History
from passerelle_schemas.facts import StatusChanged
from tests.brokers import ROOT
from tests.real import devlake, ours, replayed
from tests.real.data import rows
from tests.real.devlake import Told, instant, raw
from tests.real.explained import (
    GITHUB,
    JIRA,
    Difference,
    Explanation,
    Raw,
    Right,
    differences,
)

pytestmark = pytest.mark.real


def _explained(
    found: tuple[Difference, ...], known: tuple[Explanation, ...], rows_of: Raw
) -> None:
    """Each difference is recognised once, and each explanation as often as it says."""
    counted: Counter[str] = Counter()
    for difference in found:
        names = [e.name for e in known if e.recognises(difference, rows_of)]
        assert len(names) == 1, f"{difference} is explained by {names or 'nothing'}"
        counted[names[0]] += 1
    print(f"differences: {dict(counted)}")  # noqa: T201 - pytest shows it with -s
    assert counted == {e.name: e.times for e in known}


def test_every_difference_of_the_jira_issues_is_explained() -> None:
    issues = replayed.jira_issues()
    told = ours.jira(replayed.jira_items(issues))
    told |= ours.custom_field(replayed.due_by_custom_field())
    theirs = devlake.jira()
    assert (len(issues), len(theirs)) == (33, 1105)
    _explained(differences(told, theirs), JIRA, Raw(issues))


def test_every_difference_of_the_github_items_is_explained() -> None:
    told = ours.github(replayed.github_items())
    theirs = devlake.github()
    assert Counter(v for (_, f), v in theirs.items() if f == "item") == {
        "issue": 26,
        "pull request": 49,
    }
    _explained(differences(told, theirs), GITHUB, Raw(()))


def test_hierarchy_merges_and_links_agree_everywhere() -> None:
    """None of the explanations touches what a report is built on."""
    items = replayed.jira_items(replayed.jira_issues())
    agreed = {"item", "parent", "created", "fix versions", "type", "status"}
    _agree(ours.jira(items), devlake.jira(), agreed)
    agreed = {"item", "state", "created", "merged at", "milestone", "named by #23"}
    _agree(ours.github(replayed.github_items()), devlake.github(), agreed)


def _agree(told: Told, theirs: Told, fields: set[str]) -> None:
    compared = [key for key in theirs if key[1] in fields]
    assert {key[1] for key in compared} == fields
    assert {key: told[key] for key in compared} == {
        key: theirs[key] for key in compared
    }


def test_every_change_of_the_extracted_changelogs_is_read() -> None:
    """Cloud's changelog answers for three issues; their table lacks three changes."""
    site = replayed.jira_site()
    known = {
        row["changelog_id"]: (row["from_value"], row["to_value"])
        for row in rows(
            "devlake-jira",
            "snapshot_tables/_tool_jira_issue_changelog_items_extractor",
        )
        if row["field"] == "status"
    }
    their_times = {
        row["changelog_id"]: instant(row["created"])
        for row in rows(
            "devlake-jira", "snapshot_tables/_tool_jira_issue_changelogs_extractor"
        )
    }
    told, ids = {}, set()
    for row, answer in raw("devlake-jira", "_raw_jira_api_issue_changelogs"):
        history = History.model_validate(answer)
        assert history.created is not None
        ids.add(history.id)
        teller = teller_of(site, str(json.loads(row["input"])["issue_id"]))
        for fact in told_by(site, teller, history, history.created):
            if isinstance(fact, StatusChanged) and fact.was:
                told[history.id] = (fact.was.id, fact.now.id)
        if history.id in their_times:
            assert instant(history.created) == their_times[history.id]
    assert told == known
    assert len(known) == 10
    assert ids - their_times.keys() == {"58007", "58807", "58989"}
    assert their_times.keys() <= ids


def test_a_change_that_removes_and_adds_a_version_is_two_for_us_one_for_them() -> None:
    """They key a change by its id and field; twenty versions are overwritten so."""
    items = [
        (history["id"], item["field"])
        for issue in replayed.jira_issues()
        if issue["key"].startswith("EE-")
        for history in issue["changelog"]["histories"]
        for item in history["items"]
    ]
    theirs = rows("devlake-jira", "snapshot_tables/issue_changelogs")
    twice = [key for key, times in Counter(items).items() if times > 1]
    assert (len(items), len(theirs)) == (709, 689)
    assert len(twice) == 20
    assert {field for _, field in twice} == {"Fix Version"}


def test_the_page_that_compares_tells_every_explanation() -> None:
    """`docs/compared-with-devlake.md` has a row for each, with the same figures."""
    page = (ROOT / "docs" / "compared-with-devlake.md").read_text(encoding="utf-8")
    told = re.findall(
        r"^\| `([a-z-]+)` \| (\d+) \| (we|they|both) \|", page, re.MULTILINE
    )
    known = [(e.name, str(e.times), e.right.value) for e in (*JIRA, *GITHUB)]
    assert told == known
    assert all(e.times > 0 and e.right in Right for e in (*JIRA, *GITHUB))
