"""What the CTO writes is what the published rule set says."""

from datetime import date
from pathlib import Path

import pytest

from passerelle_schemas.business import RiskKind
from passerelle_schemas.limits import Limits, ObjectiveLimits
from passerelle_schemas.rules import Bilingual, Objective, RuleSet, Weekday
from passerelle_translate.rules import RuleDraft, load_rules
from passerelle_translate.rules.forms import bounds_of
from passerelle_translate.translator import translate
from tests.translate.examples import (
    DOING,
    TO_DO,
    both,
    folded,
    observed,
    on,
    rules,
    status,
)
from tests.translate.rules_folder import RULES, written

OBJECTIVE = """\
    sponsor: finance
    why: {fr: Un achat sur cinq s’arrête au paiement., en: One in five stops there.}
    success: {fr: Huit achats sur dix aboutissent., en: Eight in ten get through.}
    weight: 5
    limits: {stalled_after_days: 7, serious_slip_days: 3}
"""
DEPARTMENT = """\
    recipients: [direction@verdier.example, "payments.list@verdier.example"]
    time_zone: America/Montreal
    report_day: tuesday
"""
CAPABILITY = """\
capabilities:
  till:
    name: {fr: Caisse, en: Till}
    serves: {fr: L’encaissement en boutique., en: Taking money in the shop.}
"""


@pytest.fixture
def draft(tmp_path: Path) -> RuleDraft:
    text = RULES.replace("  finance:\n", f"{DEPARTMENT}  finance:\n", 1)
    text = text.replace("mapping:\n", f"{OBJECTIVE}{CAPABILITY}mapping:\n", 1)
    return load_rules(written(tmp_path, text))


def test_a_department_says_where_and_when_it_reads(draft: RuleDraft) -> None:
    payments, finance = draft.departments
    assert payments.recipients == (
        "direction@verdier.example",
        "payments.list@verdier.example",
    )
    assert payments.time_zone == "America/Montreal"
    assert payments.report_day is Weekday.TUESDAY
    assert (finance.recipients, finance.time_zone) == ((), None)
    assert finance.report_day is Weekday.MONDAY


def test_an_objective_says_for_whom_why_and_how_much_it_counts(
    draft: RuleDraft,
) -> None:
    (objective,) = draft.objectives
    assert (objective.sponsor, objective.weight) == ("finance", 5)
    assert objective.why is not None
    assert objective.why.en == "One in five stops there."
    assert objective.success is not None
    assert objective.success.fr == "Huit achats sur dix aboutissent."
    own = ObjectiveLimits(stalled_after_days=7, serious_slip_days=3)
    assert objective.limits == own


def test_a_capability_says_which_part_of_the_business_it_is(draft: RuleDraft) -> None:
    (till,) = draft.capabilities
    meant = Bilingual(fr="L’encaissement en boutique.", en="Taking money in the shop.")
    assert till.serves == meant


def test_what_is_said_counts_as_content(draft: RuleDraft, tmp_path: Path) -> None:
    bare = load_rules(written(tmp_path / "bare"))
    assert draft.content_hash != bare.content_hash


def _stalled(of: RuleSet) -> set[date]:
    begun = on(3, 1, 15)
    item = folded(observed(type_name="Story"), status(begun, TO_DO, DOING))
    meaning = translate(item, of)
    assert meaning is not None
    return {r.since.date() for r in meaning.risks if r.kind is RiskKind.STALLED}


def test_the_limits_of_an_objective_are_obeyed_before_its_departments() -> None:
    plain = Objective(
        id="pay-in-three", department="payments", name=both("n"), short=both("s")
    )
    own = plain.model_copy(update={"limits": ObjectiveLimits(stalled_after_days=3)})
    payments = Limits(stalled_after_days=9)
    common = rules(objectives=(plain,), limits=Limits(stalled_after_days=14))
    assert _stalled(common) == {date(2026, 3, 16)}
    assert _stalled(rules(objectives=(plain,), limits=payments)) == {date(2026, 3, 11)}
    assert _stalled(rules(objectives=(own,), limits=payments)) == {date(2026, 3, 5)}
    assert common.limits_of("payments", "unknown") == common.limits


def test_every_limit_of_an_objective_has_the_bounds_of_the_common_one() -> None:
    for name, field in ObjectiveLimits.model_fields.items():
        common = Limits.model_fields[name]
        own = bounds_of(field.rebuild_annotation())
        assert own == bounds_of(common.rebuild_annotation()), name
    # These are of an edition, or of several objectives, and of no single one.
    assert set(Limits.model_fields) - set(ObjectiveLimits.model_fields) == {
        "unmapped_share_to_say",
        "stale_after_hours",
        "waiting_objectives",
    }
