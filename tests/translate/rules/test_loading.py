"""Good rules become a draft, a draft a version."""

import re
from datetime import date
from pathlib import Path

from passerelle_schemas.business import PromiseOrigin, Stage, WorkKind
from passerelle_schemas.identity import ItemKind
from passerelle_schemas.rules import RuleSet
from passerelle_translate.rules import RuleDraft, load_rules, published, read_rules
from tests.translate.examples import CREATED
from tests.translate.rules_folder import RULES, written

ROOT = Path(__file__).parents[3]


def _draft(folder: Path, text: str = RULES) -> RuleDraft:
    return load_rules(written(folder, text))


def _version(draft: RuleDraft, previous: RuleSet | None = None) -> RuleSet:
    return published(
        draft, previous, author="CTO", reason="test", effective_from=CREATED
    )


def test_the_form_in_the_docs_is_the_form(tmp_path: Path) -> None:
    """What docs/rules.md shows can be loaded, and means what it says there."""
    docs = (ROOT / "docs" / "rules.md").read_text()
    examples = re.findall(r"```yaml\n(.*?)```", docs, re.DOTALL)
    for number, example in enumerate(examples):
        (tmp_path / f"{number}.yaml").write_text(example)
    read = read_rules(tmp_path)
    draft = read.draft
    excluded, instalments, till = draft.mapping
    assert (till.team, till.match.project) == ("till", ("PAY", "verdier/shop"))
    assert excluded.exclude
    assert instalments.match.label == ("instalments", "pay-in-3")
    assert instalments.unless is not None
    assert instalments.unless.title == ("draft", "wip")
    assert (instalments.also, instalments.work) == (("finance",), WorkKind.NEW)
    assert draft.stages[1].status == ("10300",)
    assert draft.stages[0].stage is Stage.IN_REVIEW
    assert draft.promise_kinds == (ItemKind.MILESTONE, ItemKind.VERSION)
    assert draft.promise_types == ("Epic", "Initiative")


def test_departments_inherit_the_limits_they_do_not_say(tmp_path: Path) -> None:
    text = RULES + (
        "limits: {stalled_after_days: 7, serious_slip_days: 30}\n"
        "department_limits:\n  payments: {stalled_after_days: 10}\n"
    )
    rules = _version(_draft(tmp_path, text))
    own = rules.limits_of("payments")
    assert (own.stalled_after_days, own.serious_slip_days) == (10, 30)
    assert rules.limits_of("finance").stalled_after_days == 7


def test_a_department_may_be_promised_days_of_its_own_origin(tmp_path: Path) -> None:
    due, version, sprint = (PromiseOrigin(o) for o in ("due", "version", "sprint"))
    assert _version(_draft(tmp_path)).promises_from("payments") == (due,)
    text = RULES.replace("  finance:\n", "  finance:\n    promises_from: sprint\n", 1)
    assert text != RULES
    rules = _version(_draft(tmp_path, text + "promises: {from: [version, due]}\n"))
    assert rules.promises_from("payments") == (version, due)
    assert rules.promises_from(None) == (version, due)
    assert rules.promises_from("finance") == (sprint,)
    assert rules.promise_types == ("Epic",)


def test_text_is_taken_as_it_is_written(tmp_path: Path) -> None:
    text = (
        RULES + "  - {name: 007, match: {label: [no, 2026-11-30, 1e3]}, exclude: on}\n"
    )
    text = text.replace("exclude: on", "exclude: yes")
    rule = _draft(tmp_path, text).mapping[-1]
    assert rule.name == "007"
    assert rule.match.label == ("no", "2026-11-30", "1e3")


def test_a_day_is_a_day(tmp_path: Path) -> None:
    text = RULES.replace("    short:", "    target_date: 2026-12-15\n    short:")
    assert _draft(tmp_path, text).objectives[0].target_date == date(2026, 12, 15)


def test_files_and_layout_do_not_count_as_content(tmp_path: Path) -> None:
    whole = _draft(tmp_path / "one")
    split = tmp_path / "two"
    start = RULES.index("mapping:")
    written(split, "# a comment\n" + RULES[:start])
    (split / "another.yaml").write_text(
        RULES[start:].replace("also: finance", "also: [finance]")
    )
    (split / "empty.yaml").write_text("# nothing\n")
    assert load_rules(split).content_hash == whole.content_hash


def test_what_follows_a_rule_set_has_the_next_version(tmp_path: Path) -> None:
    first = _version(_draft(tmp_path))
    assert (first.version, len(first.content_hash)) == (1, 64)
    changed = _draft(tmp_path, RULES.replace("project: PAY", "project: OPS"))
    second = _version(changed, first)
    assert second.version == 2
    assert second.content_hash != first.content_hash


def test_a_draft_holds_everything_a_rule_set_holds() -> None:
    of_its_life = {"version", "content_hash", "author", "reason", "effective_from"}
    assert set(RuleSet.model_fields) == set(RuleDraft.model_fields) | of_its_life
