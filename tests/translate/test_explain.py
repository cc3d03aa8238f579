"""An explanation names every step and what decided it."""

from hypothesis import given

from passerelle_schemas.business import PromiseOrigin
from passerelle_schemas.facts import (
    ChangeState,
    Facts,
    Language,
    MarkedLine,
    NoteKind,
    Target,
)
from passerelle_schemas.rules import MappingRule, Match
from passerelle_translate.explain import explain, render_explanation
from passerelle_translate.explain_mapping import each_failure
from tests.translate.examples import (
    DOING,
    DONE,
    PAYMENTS,
    TO_DO,
    due,
    folded,
    linked,
    notes,
    observed,
    on,
    rules,
    status,
)
from tests.translate.folding import fold_all
from tests.translate.strategies import histories

OTHER = MappingRule(name="Other", match=Match(project=("OPS",)), department="finance")


def test_it_tells_the_whole_way() -> None:
    moved = due(on(1, 20), on(3, 1).date(), on(3, 31).date())
    item = folded(
        observed(on(2, 1), status=DONE, due=on(3, 31).date(), title="Secret title"),
        status(on(1, 5), TO_DO, DOING),
        status(on(2, 1), DOING, DONE),
        moved,
        linked(on(1, 30), ChangeState.OPEN),
    )
    text = render_explanation(explain(item, rules(OTHER, PAYMENTS)))
    for told in (
        "PAY-1 (Epic, jira-verdier): jira-verdier:10001",
        "rule set 1, first known 2026-01-05 12:05Z",
        "kind of work: new, because nothing says otherwise",
        "2 status changes, 1 due date move, 1 state of a pull request",
        "  - Other: no, `project` does not hold",
        "  - Instalments: yes, mapped",
        "    objective pay-in-three",
        "  2026-02-01 12:00Z  Terminé (10002): finished, by category done",
        "  2026-01-30 12:00Z  in review",
        "  behind it: shop#7, open",
        "  2026-01-20 12:00Z  2026-03-31",
        "  promise_moved (high), 2026-03-01 → 2026-03-31, 30 days: from 2026-01-20",
        "    limit serious_slip_days 14",
        f"    promised by fact {moved.id}, on 2026-01-20 12:00Z",
        "promises, by its own due date:",
        f"  2026-01-20 12:00Z  2026-03-31, by fact {moved.id}",
    ):
        assert told in text, text
    assert "Secret" not in text
    assert "finished\n" not in text.split("stages,")[1]


def test_the_lines_for_the_business_are_told() -> None:
    line = MarkedLine(
        kind=NoteKind.BUSINESS, language=Language.FRENCH, text="Payer en trois fois."
    )
    item = folded(observed(on(1, 5)), notes(on(1, 6), "description", line))
    text = render_explanation(explain(item, rules(PAYMENTS)))
    assert "lines for the business:\n  2026-01-06 12:00Z  fr: Payer en trois" in text
    assert "facts: 1 note" in text


def test_an_item_that_was_never_shown_is_explained_too() -> None:
    item = folded(status(on(1, 5), TO_DO, DOING))
    assert "no tracker ever showed it" in render_explanation(explain(item, rules()))


def test_a_silence_is_told_with_its_limit_and_what_moved_last() -> None:
    begun = status(on(1, 5), TO_DO, DOING)
    item = folded(observed(on(1, 5), status=DOING, type_name="Story"), begun)
    text = render_explanation(explain(item, rules()))
    assert (
        "    limit stalled_after_days 14\n"
        f"    last moved by fact {begun.id}, on 2026-01-05 12:00Z\n"
    ) in text, text


@given(histories)
def test_everything_can_be_explained(history: list[Facts]) -> None:
    item = fold_all(history)
    assert item is not None
    text = render_explanation(explain(item, rules(OTHER, PAYMENTS)))
    assert text == render_explanation(explain(item, rules(OTHER, PAYMENTS)))
    assert item.id in text


def test_it_tells_which_version_says_the_day() -> None:
    version = Target(id="jira-verdier:version/4", name="26.4", due=on(3, 31).date())
    item = folded(shown := observed(on(1, 5), targets=(version,)))
    by_version = rules(PAYMENTS, promise_origins=(PromiseOrigin.VERSION,))
    text = render_explanation(explain(item, by_version))
    assert "promises, by the day of its version:" in text
    told = f"2026-03-31, version 26.4 ({version.id}), by fact {shown.id}"
    assert told in text
    assert "promises" not in render_explanation(explain(item, rules(PAYMENTS)))


def test_rules_that_fail_alike_are_told_together_unless_all_are_asked_for() -> None:
    others = [
        MappingRule(name=f"R{n}", match=Match(project=("X",)), department="finance")
        for n in range(5)
    ]
    late = MappingRule(
        name="Late", match=Match(project=("PAY",), label=("x",)), department="finance"
    )
    explanation = explain(folded(observed(on(1, 5))), rules(*others, late, PAYMENTS))
    told = render_explanation(explanation)
    assert (
        "mapping:\n"
        "  - 5 rules: no, `project` does not hold (R0, R1, R2 and 2 more)\n"
        "  - Late: no, `label` does not hold\n"
        "  - Instalments: yes, mapped\n"
    ) in told, told
    every = render_explanation(explanation, failures=each_failure)
    for number in range(5):
        assert f"  - R{number}: no, `project` does not hold\n" in every


def test_who_published_the_rules_and_why_is_told() -> None:
    text = render_explanation(explain(folded(observed(on(1, 5))), rules()))
    assert "rule set 1 counts from 2026-01-01 09:00Z, by CTO: test\n" in text
