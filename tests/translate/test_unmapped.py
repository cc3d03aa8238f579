"""A proposal maps the items that it says, touches no others, and can be tried."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle_schemas.business import State
from passerelle_schemas.facts import Facts
from passerelle_schemas.identity import ItemRef
from passerelle_schemas.rules import MappingRule, Match, RuleSet
from passerelle_schemas.work import WorkItem
from passerelle_translate.errors import RulesInvalidError
from passerelle_translate.preview import preview
from passerelle_translate.rules import load_rules, read_rules
from passerelle_translate.rules.draft import published
from passerelle_translate.translator import translate
from passerelle_translate.unmapped import Unmapped, unmapped, with_proposals
from passerelle_translate.unmapped_told import proposals_yaml, unmapped_lines
from tests.translate.examples import CREATED, SOURCE, observed, rules, telling
from tests.translate.families import run
from tests.translate.folding import fold_all
from tests.translate.rule_sets import pairs
from tests.translate.rules_folder import written
from tests.translate.test_family import histories as forests


def _item(number: int, **fields: Any) -> WorkItem:  # noqa: ANN401 - of a snapshot
    shown = {"key": f"OPS-{number}", "project": "OPS", "type_name": "Task"} | fields
    item = fold_all([telling(observed(CREATED, **shown), item=f"{SOURCE}:{number}")])
    assert item is not None
    return item


def _is_exact(items: Sequence[WorkItem], old: RuleSet, found: Unmapped) -> None:
    """With all proposals, just the items that they name and their heirs change."""
    told = preview(items, old, with_proposals(old, found.proposals))
    changed = {each.item.id for each in told.changed}
    named = {item.id for proposal in found.proposals for item in proposal.items}
    assert changed == named | {item.id for item in found.heirs}
    assert {each.old.state for each in told.changed} <= {State.UNMAPPED}
    left = {each.id for each in told.new if each.state is State.UNMAPPED}
    assert left == {item.id for item in found.left}
    assert found.count == told.before.unmapped


_projects = st.sampled_from(["OPS", "PAY", "X"])
_worlds = st.lists(
    st.fixed_dictionaries(
        {
            "project": _projects,
            "type_name": st.sampled_from(["Task", "Bug", "Story"]),
            "labels": st.lists(
                st.sampled_from(["a", "A", "b", "noise", "urgent", "\u202ex"]),
                max_size=2,
            ).map(tuple),
            "components": st.sampled_from([(), ("web",), ("api", "web")]),
            "parent": st.none()
            | st.integers(0, 9).map(
                lambda n: ItemRef(id=f"{SOURCE}:{n}", key=f"OPS-{n}")
            ),
        }
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(_worlds, pairs)
def test_proposals_change_what_they_say_and_nothing_else(
    world: list[dict[str, Any]], both: tuple[RuleSet, RuleSet]
) -> None:
    items = [_item(number, **fields) for number, fields in enumerate(world)]
    _is_exact(items, both[0], unmapped(items, both[0]))


@settings(max_examples=60, deadline=None)
@given(forests, pairs)
def test_families_keep_what_they_inherit(
    history: list[Facts], both: tuple[RuleSet, RuleSet]
) -> None:
    """A proposal that would come between an heir and its ancestor is not made."""
    old = both[0]
    items = list(run(history, partial(translate, rules=old)).items().values())
    _is_exact(items, old, unmapped(items, old))


def test_the_largest_group_that_is_apart_from_mapped_work_comes_first() -> None:
    mapping = MappingRule(name="Bugs", match=Match(type=("Bug",)), department="finance")
    items = [
        *(_item(n) for n in range(5)),
        *(_item(n, labels=("Infra",), project="PAY") for n in range(10, 13)),
        _item(20, type_name="Bug"),
        _item(21, type_name="Bug", project="PAY"),
        _item(30, project="ALONE"),
    ]
    found = unmapped(items, rules(mapping))
    tasks, infra = found.proposals
    assert tasks.rule.match == Match(project=("OPS",), type=("Task",))
    assert (len(tasks.items), tasks.stands_last) == (5, False)
    assert (tasks.rule.department, tasks.department_of) == ("finance", 1)
    assert len(infra.items) == 3
    assert [item.id for item in found.left] == [f"{SOURCE}:30"]
    _is_exact(items, rules(mapping), found)


def test_what_looks_like_mapped_work_is_caught_by_a_rule_that_stands_last() -> None:
    mapping = MappingRule(
        name="Drafts", match=Match(title=("draft",)), department="payments"
    )
    items = [_item(1, title="A draft"), *(_item(n) for n in range(2, 5))]
    (proposal,) = unmapped(items, rules(mapping)).proposals
    assert proposal.stands_last
    assert proposal.rule.match == Match(project=("OPS",))
    assert len(proposal.items) == 3


def test_the_file_can_be_tried_and_does_what_it_says(tmp_path: Path) -> None:
    """Whatever a label is called, the rule that is read is the rule that was meant."""
    folder = written(tmp_path / "rules")
    old = published(
        load_rules(folder), None, author="", reason="", effective_from=CREATED
    )
    names = ("no", "a: b", "# x", "«œuvre»", "'q\"", "- 1", "10", "null", "@a", "{x}")
    items = [
        _item(n * 10 + k, labels=(name,), project=f"P{n}", title="\u202e<b>\x07")
        for n, name in enumerate(names)
        for k in range(2)
    ] + [_item(900 + n, project=f"P{n}", labels=("noise",)) for n in range(len(names))]
    found = unmapped(items, old)
    assert len(found.proposals) == len(names)
    file = tmp_path / "proposed.yaml"
    file.write_text(proposals_yaml(found.proposals), encoding="utf-8")
    tried = read_rules(folder, tried=file).draft
    assert tried.mapping == with_proposals(old, found.proposals).mapping
    told = "\n".join(unmapped_lines(found, 3))
    assert "\u202e" not in told
    assert "… and 7 more groups; --most 10 tells them." in told


def test_nothing_unmapped_is_a_sentence_and_a_file_of_no_rules() -> None:
    found = unmapped([_item(1, project="PAY")], rules())
    assert list(unmapped_lines(found, 5)) == ["No work is unmapped; 1 item known."]
    assert proposals_yaml(found.proposals).endswith("mapping: []\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("glossary: []\nmapping: []\n", "What is tried is rules of `mapping` alone"),
        ("", "No such file"),
    ],
)
def test_only_a_file_of_mapping_rules_can_be_tried(
    text: str, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "more.yaml"
    if text:
        file.write_text(text)
    with pytest.raises(RulesInvalidError, match=said):
        read_rules(written(tmp_path / "rules"), tried=file)
