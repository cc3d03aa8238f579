"""What a draft of rules would change, as text, JSON and a page tell it."""

import asyncio
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser

import pytest

from passerelle.preview_page import preview_page, runs, safe_address
from passerelle.preview_told import PreviewTold, preview_json, preview_lines, told
from passerelle.previewing import Asked, Previewed, previewed
from passerelle.sentences import Line, differing
from passerelle_demo.company import TODAY, WEEK
from passerelle_report.reader import World
from passerelle_report.week import Week
from passerelle_schemas.business import BusinessItem
from passerelle_schemas.facts import Language
from passerelle_schemas.limits import ObjectiveLimits
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.topics import BUSINESS_ITEMS
from passerelle_translate.rules import RuleDraft
from passerelle_translate.rules.draft import published
from passerelle_translate.standing import Standing
from tests.demo.company_read import CompanyRead, read_company

BOTH = (Language.FRENCH, Language.ENGLISH)
HOSTILE = "<script>alert(1)</script></table>\u202e{{ 7*7 }}" + "x" * 400


READERS = ("logistics", "finance")
"""Two of the four departments: deciding eight weeks of each takes a while."""


@cache
def company() -> CompanyRead:
    read = asyncio.run(read_company())
    readers = tuple(d for d in read.rules.departments if d.id in READERS)
    rules = read.rules.model_copy(update={"departments": readers})
    return replace(read, rules=rules)


def of_company(
    change: Callable[[RuleDraft], RuleDraft], languages: tuple[Language, ...] = ()
) -> Previewed:
    read = company()
    new = published(
        change(_draft(read.rules)),
        read.rules,
        author="",
        reason="",
        effective_from=TODAY,
    )
    said = {m.id: BUSINESS_ITEMS.encode(m) for m in read.meanings}
    progress: list[str] = []
    found = previewed(
        Asked(read.rules, new, (read.rules,), Week.parse(WEEK), languages),
        Standing({item.id: item for item in read.items}, said, 0),
        World((), (read.rules,), read.watermarks, (), 0, ()),
        progress.append,
    )
    assert len(progress) == sum(bool(d.pages) for d in found.departments)
    return found


def _draft(rules: RuleSet) -> RuleDraft:
    return RuleDraft(**{name: getattr(rules, name) for name in RuleDraft.model_fields})


def unmatched(draft: RuleDraft) -> RuleDraft:
    """The three-day closing has no work any more; another rule takes it."""
    mapping = tuple(
        rule.model_copy(
            update={"match": rule.match.model_copy(update={"title": ("nothing",)})}
        )
        if rule.objective == "month-end"
        else rule
        for rule in draft.mapping
    )
    return draft.model_copy(update={"mapping": mapping})


@cache
def small() -> Previewed:
    return of_company(unmatched, BOTH)


def counted(draft: RuleDraft) -> RuleDraft:
    """The tasks of VAT abroad are alike enough to be counted."""
    objectives = tuple(
        rule.model_copy(update={"limits": ObjectiveLimits()})
        if rule.id == "vat-abroad"
        else rule
        for rule in draft.objectives
    )
    return draft.model_copy(update={"objectives": objectives})


def test_a_limit_of_a_whole_objective_changes_what_a_page_says_of_it() -> None:
    """Though not one item means anything else."""
    found = of_company(counted, (Language.ENGLISH,))
    assert not found.items.changed
    (finance,) = [d for d in found.departments if d.department.id == "finance"]
    (page,) = finance.pages
    new = " ".join(_plain(one.new) for one in page.differing)
    assert "4 of 16 tasks are finished" in new


def test_rules_that_say_the_same_are_one_sentence() -> None:
    preview = told(of_company(lambda draft: draft))
    (line,) = preview_lines(preview)
    assert line.startswith("Nothing would change: of ")
    page = preview_page(preview)
    assert line in page
    assert "<table>" not in page


def test_a_page_that_nobody_changes_is_not_said_to_differ() -> None:
    quiet = [d.department.id for d in small().departments if d.is_same]
    assert quiet == ["logistics"]
    assert any(line.endswith(", ".join(quiet) + ".") for line in _lines(small()))


def test_each_side_of_a_sentence_is_one_that_its_page_says() -> None:
    """And both languages differ in the same weeks."""
    finance = small().departments[-1]
    french, english = finance.pages
    assert [bool(count) for _, count in french.weeks] == [True] * 8
    assert [week for week, _ in english.weeks] == [str(w) for w in small().weeks]
    (row,) = (each for each in english.differing if each.section == "promises")
    assert _plain(row.old).endswith("| Not due yet; expected 28 December")
    assert _plain(row.new).endswith("| Not due yet; no date can be given")
    assert all(each.old != each.new for each in french.differing)


def _plain(text: str | None) -> str:
    return " ".join((text or "").replace("\u00a0", " ").split())


def _lines(found: Previewed) -> Sequence[str]:
    return list(preview_lines(told(found)))


def test_the_text_tells_groups_and_how_to_publish_exactly_this() -> None:
    lines = _lines(small())
    assert "  42 items: objective month-end → none; capability" in "\n".join(lines)
    assert "      because: three-day closing → everything else in the books" in lines
    assert f"--expect {small().new.content_hash[:12]} " in lines[-1]
    assert small().items.digest[:16] in lines[-1]


def test_of_many_groups_the_largest_are_told_and_the_rest_is_counted() -> None:
    preview = told(small())
    (group,) = preview.groups
    crowd = replace(preview, groups=(group,) + (replace(group, items=()),) * 70)
    lines = list(preview_lines(crowd))
    assert "  0 items in 51 smaller groups; --json tells them all." in lines
    page = preview_page(crowd)
    assert "And 11 smaller groups, which" in page
    assert page.count('class="group"') == 60


def test_the_json_tells_all_of_it() -> None:
    found = json.loads(preview_json(told(small())))
    assert found["digest"] == small().items.digest
    assert sum(len(group["items"]) for group in found["groups"]) == found["changed"]
    (finance,) = (d for d in found["departments"] if d["department"] == "finance")
    weeks = finance["pages"][0]["weeks"]
    assert weeks[WEEK] == len(finance["pages"][0]["sentences"]) > 0


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [v or "" for name, v in attrs if name in {"href", "src"}]


def _hostile() -> PreviewTold:
    read = company()
    items = {
        item.id: item.model_copy(
            update={
                "observed": item.observed.model_copy(
                    update={
                        "snapshot": item.observed.snapshot.model_copy(
                            update={"title": HOSTILE, "url": "javascript:alert(1)"}
                        )
                    }
                )
            }
        )
        for item in read.items
        if item.observed
    }
    changed = tuple(
        replace(each, item=items[each.item.id], new=_with_bad_address(each.new))
        for each in small().items.changed
    )
    return told(replace(small(), items=replace(small().items, changed=changed)))


def _with_bad_address(meaning: BusinessItem) -> BusinessItem:
    return meaning.model_copy(update={"url": "javascript:alert(1)"})


def test_hostile_titles_are_text_and_their_addresses_are_not_followed() -> None:
    page = _Tags()
    told_of = preview_page(_hostile())
    page.feed(told_of)
    assert "script" not in page.tags
    assert all(address.startswith("#") for address in page.addresses)
    assert "\u202e" not in told_of
    assert "{{ 7*7 }}" in told_of
    assert "x" * 100 not in told_of


def test_the_page_loads_nothing() -> None:
    page = _Tags()
    page.feed(preview_page(told(small())))
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert all(a.startswith(("https://", "#")) for a in page.addresses)
    assert not re.search(r"url\(|@import", preview_page(told(small())))


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://v.example/PAY-1", "https://v.example/PAY-1"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("", ""),
    ],
)
def test_only_addresses_of_the_web_are_followed(address: str, safe: str) -> None:
    assert safe_address(address) == safe


def test_changed_words_are_marked_where_most_stay() -> None:
    told_of = runs("Behind: promised for 4 May", "Behind: promised for 9 May")
    assert [(run.text, run.is_changed) for run in told_of] == [
        ("Behind: promised for ", False),
        ("4 ", True),
        ("May", False),
    ]
    (whole,) = runs("Quite another sentence", "Behind: promised for 9 May")
    assert not whole.is_changed
    assert runs(None, "something") == ()


def test_what_moves_on_a_page_is_compared_with_itself() -> None:
    one, two = Line("objectives", "A", "a"), Line("objectives", "B", "b")
    assert differing([one, two], [one, two]) == ()
    (moved,) = differing([one, two], [two, one])
    assert (moved.section, moved.old, moved.new) == ("order", "A, B", "B, A")
    (changed,) = differing([one, two], [replace(two, text="c"), one])
    assert (changed.about, changed.old, changed.new) == ("B", "b", "c")


def test_a_department_of_one_rule_set_only_is_said() -> None:
    def without_finance(draft: RuleDraft) -> RuleDraft:
        return draft.model_copy(update={"departments": draft.departments[:-1]})

    lines = _lines(of_company(without_finance))
    assert "Department finance is gone, and its pages with it." in lines


def test_a_moved_target_date_is_told_beside_the_first() -> None:
    """As the next edition will: the draft counts by the end of each week."""
    read = company()
    dated = _with_target(read.rules, "2026-12-18")
    later = _with_target(read.rules, "2027-01-29").model_copy(
        update={"version": 2, "content_hash": "another"}
    )
    found = previewed(
        Asked(dated, later, (dated,), Week.parse(WEEK), (Language.ENGLISH,)),
        Standing({item.id: item for item in read.items}, {}, 0),
        World((), (dated,), read.watermarks, (), 0, ()),
        lambda _: None,
    )
    promised = [_plain(each.new) for each in found.departments[-1].pages[0].differing]
    assert any("18 December" in new and "29 January" in new for new in promised)


def _with_target(rules: RuleSet, day: str) -> RuleSet:
    """Say that a date of the rules is the promise of the three-day closing."""
    (objective,) = (o for o in rules.objectives if o.id == "month-end")
    told_so = {"promised_by": None, "target_date": date.fromisoformat(day)}
    dated = objective.model_copy(update=told_so)
    finance = tuple(d for d in rules.departments if d.id == "finance")
    return rules.model_copy(update={"objectives": (dated,), "departments": finance})
