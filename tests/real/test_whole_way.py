"""Two recorded trackers, by the whole way on Apache Kafka, to four pages each.

Backfill over HTTP, facts, the translate worker in a process of its own, business
items, editions: the journey is made once, and the tests look at what came of it.
"""

import asyncio
import re
import uuid
from collections import Counter

import pytest
from pypdf import PdfReader

from passerelle_kafka.settings import KafkaSettings
from passerelle_report.make import MadeEdition
from passerelle_schemas.business import Stage, State
from passerelle_schemas.facts import ChangeState, Language
from passerelle_schemas.identity import ItemKind, Tracker
from passerelle_translate.translator import translate
from tests.real import finals
from tests.real.data import Json, people_in
from tests.real.finals import Final
from tests.real.github_server import Repository
from tests.real.journey import WEEKS, Journey, settings_of, travelled
from tests.real.replayed import folded
from tests.verapdf_check import NO_VERAPDF, failures, verapdf_is_here

pytestmark = [pytest.mark.real, pytest.mark.kafka]


@pytest.fixture(scope="module")
def journey(
    kafka_address: str,
    github: str,
    jira: str,
    apache: list[Json],
    tmp_path_factory: pytest.TempPathFactory,
) -> Journey:
    kafka = KafkaSettings(
        bootstrap=kafka_address, topic_prefix=f"real-{uuid.uuid4().hex[:12]}."
    )
    projects = tuple(sorted({i["fields"]["project"]["key"] for i in apache}))
    folder = tmp_path_factory.mktemp("journey")
    return asyncio.run(travelled(kafka, settings_of(github, jira, projects), folder))


@pytest.fixture(scope="module")
def recorded(secp256k1: Repository, apache: list[Json]) -> dict[str, Final]:
    """How each of the 2,337 recorded items ended."""
    return finals.github(secp256k1, "secp256k1") | finals.jira(apache, "apache")


def test_every_recorded_item_is_a_work_item_and_a_business_item(
    journey: Journey, recorded: dict[str, Final]
) -> None:
    shown = {item.id for item in journey.work.values() if item.observed is not None}
    assert shown == recorded.keys()
    assert journey.business.keys() == recorded.keys()
    assert sum(result.items for result in journey.results) == len(recorded) == 2337
    kinds = Counter(item.kind_of_item for item in journey.business.values())
    assert kinds == {
        ItemKind.PULL_REQUEST: 1308,
        ItemKind.ISSUE: 517 + 501,
        ItemKind.MILESTONE: 11,
    }
    assert journey.dead == 0
    read = [project for result in journey.results for project in result.projects]
    assert sum(sum(project.set_aside.values()) for project in read) == 0
    readings = (*journey.results, *journey.again)
    assert journey.raw == sum(result.pages for result in readings)


def test_a_worker_killed_in_mid_backfill_leaves_no_trace(journey: Journey) -> None:
    """What the topics hold is what the pure functions make of the same facts."""
    assert journey.killed_while_reading
    items = {item.id: item for item in folded(journey.facts)}
    assert journey.work == items
    meant = {i: translate(item, journey.rules) for i, item in items.items()}
    assert journey.business == {i: b for i, b in meant.items() if b is not None}


def test_reading_again_finds_nothing_that_changed(journey: Journey) -> None:
    assert sum(result.pages for result in journey.again) > 20
    assert sum(result.facts for result in journey.again) == 0


def test_every_work_item_ends_as_recorded(
    journey: Journey, recorded: dict[str, Final]
) -> None:
    """Status, since when it is done, due day, targets, labels, components, parent."""
    said = {item: finals.said(journey.work[item]) for item in recorded}
    assert [(said[i], r) for i, r in recorded.items() if not said[i].near(r, 1)] == []


_STAGES = {
    "merged": {Stage.FINISHED},
    "closed": {Stage.DROPPED},
    "draft": {Stage.STARTED},
    "closed:not_planned": {Stage.DROPPED},
    "closed:completed": {Stage.FINISHED},
    "5": {Stage.FINISHED, Stage.AVAILABLE},
    "6": {Stage.FINISHED, Stage.AVAILABLE},
    "4": {Stage.PLANNED},
}


def test_every_business_item_says_the_stage_that_its_end_means(
    journey: Journey, recorded: dict[str, Final]
) -> None:
    strange = []
    for item, final in recorded.items():
        business = journey.business[item]
        last = business.stages[-1].stage
        wanted = _STAGES.get(final.status, {Stage.PLANNED, Stage.STARTED})
        if final.kind == "pull_request" and final.status == "open":
            wanted = {Stage.IN_REVIEW}
        if final.kind == "milestone":
            wanted = {Stage.PLANNED, Stage.FINISHED}
        open_changes = any(
            change.state in {ChangeState.OPEN, ChangeState.DRAFT}
            for change in business.changes
        )
        if final.kind == "issue" and open_changes:
            wanted = {Stage.IN_REVIEW, Stage.STARTED}
        if final.removed is None and last not in wanted:
            strange.append((final.key, final.status, last, business.changes))
    assert strange == []


def test_what_was_fixed_in_a_released_version_is_available(
    journey: Journey, apache: list[Json]
) -> None:
    """And only that: a version without a release gives nobody anything."""
    released = {
        f"apache:{issue['id']}"
        for issue in apache
        if issue["fields"]["status"]["id"] in finals.DONE
        and any(v["released"] for v in issue["fields"]["fixVersions"])
    }
    available = {
        item.id
        for item in journey.business.values()
        if item.tracker is Tracker.JIRA and item.stages[-1].stage is Stage.AVAILABLE
    }
    assert available == released
    assert len(released) > 300


def test_milestones_carry_their_promises(
    journey: Journey, recorded: dict[str, Final]
) -> None:
    promised = {
        item.key: [promise.due for promise in item.promises]
        for item in journey.business.values()
        if item.promises
    }
    assert promised == {
        final.key: [final.due]
        for final in recorded.values()
        if final.kind == "milestone" and final.due
    }


def test_most_of_the_work_is_mapped_and_the_rest_is_counted(journey: Journey) -> None:
    states = Counter((i.source, i.state) for i in journey.business.values())
    print(states)  # noqa: T201 - pytest shows it with -s
    assert all(states[source, State.MAPPED] > 0 for source in ("secp256k1", "apache"))
    assert all(states[source, State.UNMAPPED] > 0 for source in ("secp256k1", "apache"))


def test_no_person_is_named_in_any_fact(
    journey: Journey, secp256k1: Repository, apache: list[Json]
) -> None:
    people = set(people_in([list(secp256k1.issues), list(secp256k1.pulls.values())]))
    people |= set(people_in(apache))
    people -= {"bitcoin-core"}  # the organisation, in the name of its repository
    assert len(people) > 300
    said = "\n".join(facts.model_dump_json() for facts in journey.facts)
    named = re.findall(r"user-[0-9a-f]{8}", said)
    assert [name for name in named if name in people] == []


_PROOF = {"en": "Evidence", "fr": "Preuves"}
_KEY = re.compile(r"\b[A-Z][A-Z0-9]{1,12}-\d+\b|#\d+|secp256k1")


def _pages(edition: MadeEdition) -> list[str]:
    return [page.extract_text() for page in PdfReader(edition.path).pages]


def _body(edition: MadeEdition) -> str:
    """All that stands before the evidence, on one line."""
    whole = "\n".join(_pages(edition))
    body, heading, _ = whole.partition(f"\n{_PROOF[edition.manifest.language]}\n")
    assert heading, "the edition shows no evidence"
    return re.sub(r"\s+", " ", body)


def test_each_department_has_its_pages_in_both_languages(journey: Journey) -> None:
    made = {(e.manifest.department, e.manifest.language): e for e in journey.editions}
    assert set(made) == {(d, language) for d in WEEKS for language in Language}
    for edition in journey.editions:
        assert 1 <= edition.pages == len(_pages(edition)) <= 4
        assert not edition.manifest.degraded
    for department in WEEKS:
        french, english = (made[department, lang] for lang in Language)
        assert french.manifest.status == english.manifest.status
        assert french.manifest.promises == english.manifest.promises


@pytest.mark.verapdf
def test_every_edition_passes_the_reference_validator(journey: Journey) -> None:
    if not verapdf_is_here():
        pytest.skip(NO_VERAPDF)
    assert failures([edition.path for edition in journey.editions]) == []


def test_no_ticket_title_key_or_person_stands_in_the_body(journey: Journey) -> None:
    titles = {
        re.sub(r"\s+", " ", item.observed.snapshot.title).casefold()
        for item in journey.work.values()
        if item.observed is not None
    }
    long_enough = {title for title in titles if len(title.split()) > 2}
    assert len(long_enough) > 2000
    for edition in journey.editions:
        body = _body(edition)
        said = body.casefold()
        assert [title for title in long_enough if title in said] == []
        assert _KEY.findall(body) == []
        assert re.findall(r"user-[0-9a-f]{8}|@(?!sceau\.example)", body) == []


def test_the_evidence_leads_to_the_recorded_items(
    journey: Journey, recorded: dict[str, Final]
) -> None:
    known = {final.key for final in recorded.values()}
    shape = re.compile(r"[A-Z][A-Z0-9]{1,12}-\d+|bitcoin-core/secp256k1#\d+")
    for edition in journey.editions:
        proof = "\n".join(_pages(edition)).rpartition(
            f"\n{_PROOF[edition.manifest.language]}\n"
        )[2]
        named = set(shape.findall(proof))
        assert named
        assert named <= known


def test_the_promises_of_the_weeks_are_told_as_they_were(journey: Journey) -> None:
    """0.8.0 was due on 2 August and closed on the night to the 4th, in Paris."""
    told = {
        (e.manifest.department, e.manifest.language): _body(e) for e in journey.editions
    }
    english = told["wallets", Language.ENGLISH]
    assert (
        "The summer version: promised for 2 August, finished on 4 August, "
        "2 days late, not yet in use" in english
    )
    assert "Promised for 2 August; finished on 4 August" in english
    assert "The summer version: every task is finished" in english  # its headline
    french = told["handhelds", Language.FRENCH]
    assert re.search(r"fin le \d+ \w+, 10 jours de retard", french)
