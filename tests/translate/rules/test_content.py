"""What the hash of a rule set counts, and what an upgrade must not change."""

from pathlib import Path
from typing import Any

import pytest

from passerelle_schemas.limits import Limits
from passerelle_schemas.rules import Department
from passerelle_translate.rules import RuleDraft, load_rules
from tests.translate.rules_folder import RULES, written

FIRST_HASH = "cd8604262bef39e04870a6e705c933ae658d4bbd662a20a0a85866424d1a4012"
"""Of the rules below, as the first Passerelle published them."""

MORE = """\
capabilities:
  checkout: {name: {fr: Caisse, en: Checkout}, department: payments}
kinds:
  - {work: repair, match: {label: bug}}
stages:
  - {stage: in_review, tracker: jira, status: "10105"}
limits: {unmapped_share_to_say: 0.1}
department_limits:
  finance: {stalled_after_days: 10}
glossary:
  - word: {fr: prélèvement, en: direct debit}
    means: {fr: Un paiement que la banque tire du compte., en: A payment.}
"""


class LaterLimits(Limits):
    """Limits as a later Passerelle knows them."""

    of_tomorrow_days: int = 5


class LaterDepartment(Department):
    """A department as a later Passerelle knows it."""

    of_tomorrow: tuple[str, ...] = ()


class LaterDraft(RuleDraft):
    """A rule set as a later Passerelle knows it."""

    departments: tuple[LaterDepartment, ...]
    limits: LaterLimits = LaterLimits()
    of_tomorrow: tuple[str, ...] = ()


@pytest.fixture
def draft(tmp_path: Path) -> RuleDraft:
    return load_rules(written(tmp_path, RULES + MORE))


def later(draft: RuleDraft, **fields: Any) -> LaterDraft:  # noqa: ANN401 - any field
    """Read the same rules with a program that knows more."""
    return LaterDraft.model_validate(draft.model_dump() | fields)


def test_the_hash_is_what_the_first_program_published(draft: RuleDraft) -> None:
    assert draft.content_hash == FIRST_HASH


def test_an_upgrade_alone_makes_no_new_version(draft: RuleDraft) -> None:
    assert later(draft).content_hash == FIRST_HASH


@pytest.mark.parametrize(
    "told",
    [
        {"of_tomorrow": ("payments",)},
        {"limits": {"of_tomorrow_days": 7, "unmapped_share_to_say": 0.1}},
    ],
)
def test_what_was_added_counts_once_it_is_said(
    draft: RuleDraft, told: dict[str, Any]
) -> None:
    assert later(draft, **told).content_hash != FIRST_HASH


def test_what_was_added_to_an_entry_counts_once_it_is_said(draft: RuleDraft) -> None:
    departments = [
        department.model_dump() | {"of_tomorrow": ("direction",)}
        for department in draft.departments
    ]
    assert later(draft, departments=departments).content_hash != FIRST_HASH
