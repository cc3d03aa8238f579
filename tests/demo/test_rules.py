"""The sample rule set is whole, every rule of it is used, and its words are plain."""

import asyncio
from collections import Counter

import pytest

from passerelle_ingest.understanding import Ending
from passerelle_report.gate import passed
from passerelle_schemas.business import BusinessItem, Stage, State
from passerelle_schemas.identity import ItemKind
from tests.demo.company_read import CompanyRead, read_company


@pytest.fixture(scope="module")
def company() -> CompanyRead:
    return asyncio.run(read_company())


def by_key(company: CompanyRead, key: str) -> BusinessItem:
    (found,) = [meaning for meaning in company.meanings if meaning.key == key]
    return found


def test_the_trackers_are_read_without_a_doubt(company: CompanyRead) -> None:
    for reading in company.readings:
        assert reading.items > 300
        for project in reading.projects:
            assert not project.set_aside
            assert project.disagreements == 0
            assert project.needs_refetch == 0
    assert set(company.endings) == {Ending.FACTS}


def test_every_mapping_rule_matches_something(company: CompanyRead) -> None:
    used = Counter(meaning.rule for meaning in company.meanings)
    assert [r.name for r in company.rules.mapping if not used[r.name]] == []


def test_every_objective_has_work_and_a_promise(company: CompanyRead) -> None:
    worked = Counter(meaning.objective for meaning in company.meanings)
    keys = {meaning.key for meaning in company.meanings if meaning.promises}
    for objective in company.rules.objectives:
        assert worked[objective.id] >= 16, objective.id
        assert objective.target_date or objective.promised_by in keys


def test_every_capability_has_work(company: CompanyRead) -> None:
    worked = {meaning.capability for meaning in company.meanings}
    assert {c.id for c in company.rules.capabilities} <= worked


def test_every_stage_and_kind_of_work_occurs(company: CompanyRead) -> None:
    issues = [
        meaning
        for meaning in company.meanings
        if meaning.kind_of_item is ItemKind.ISSUE and meaning.state is State.MAPPED
    ]
    stages = {meaning.stages[-1].stage for meaning in issues}
    assert stages == set(Stage)
    kinds = Counter(meaning.work.value for meaning in issues)
    assert min(kinds.values()) >= 1
    assert len(kinds) == 5


def test_nobody_mapped_a_small_share(company: CompanyRead) -> None:
    states = Counter(meaning.state for meaning in company.meanings)
    assert 10 <= states[State.UNMAPPED] <= 40


def test_the_deleted_ticket_is_gone(company: CompanyRead) -> None:
    gone = [meaning for meaning in company.meanings if meaning.removed]
    assert len(gone) == 1
    assert gone[0].objective == "one-screen"


def test_the_moved_ticket_is_one_item_of_payments(company: CompanyRead) -> None:
    (moved,) = [item for item in company.items if item.keys]
    meaning = by_key(company, moved.keys[-1].now)
    assert (meaning.project, meaning.capability) == ("PAY", "card-refunds")


def test_the_first_promise_is_kept_for_ever(company: CompanyRead) -> None:
    (objective,) = [o for o in company.rules.objectives if o.id == "one-screen"]
    carrier = by_key(company, objective.promised_by or "")
    days = [promise.due.isoformat() for promise in carrier.promises if promise.due]
    assert days == ["2026-10-30", "2026-11-27", "2026-12-18"]


def test_every_business_line_may_be_printed(company: CompanyRead) -> None:
    words = [t.word.fr for t in company.rules.glossary]
    words += [t.word.en for t in company.rules.glossary]
    notes = [note.text for meaning in company.meanings for note in meaning.notes]
    notes += [told.text for meaning in company.meanings for told in meaning.decisions]
    assert len(notes) > 180
    assert [text for text in notes if passed(text, words) is None] == []


def test_the_rules_own_words_are_plain(company: CompanyRead) -> None:
    rules = company.rules
    said = [o.name for o in rules.objectives] + [o.short for o in rules.objectives]
    said += [o.lateness_costs for o in rules.objectives if o.lateness_costs]
    said += [c.name for c in rules.capabilities]
    words = [t.word.fr for t in rules.glossary] + [t.word.en for t in rules.glossary]
    texts = [text for both in said for text in (both.fr, both.en)]
    assert [text for text in texts if passed(text, words) is None] == []


@pytest.mark.parametrize("line", ["Métier", "Business"])
def test_no_line_promises_more_than_it_should(company: CompanyRead, line: str) -> None:
    """A line is one sentence of at most eighteen words, or two short ones."""
    language = {"Métier": "fr", "Business": "en"}[line]
    for meaning in company.meanings:
        for note in meaning.notes:
            if note.language.value == language:
                assert len(note.text.split()) <= 18, note.text
                assert note.text.endswith("."), note.text
