"""The rules as the one command reads them: words, projects and promises."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from passerelle.rule_history import gone_lines
from passerelle.rules_checked import checked_rules, project_of
from passerelle_translate.errors import RulesInvalidError
from passerelle_translate.rules import published
from tests.translate.rules_folder import RULES, written

SAMPLE = Path(__file__).parents[2] / "rules"
CAPABILITY = """\
capabilities:
  shop:
    name: {fr: Boutique, en: Shop}
    serves: {fr: Toute la vente., en: All of it.}
"""
OBJECTIVE = """\
    why: {fr: Cela paie., en: It pays.}
    success: {fr: On le voit., en: Everybody sees it.}
"""


def _stopped(folder: Path, text: str) -> list[str]:
    with pytest.raises(RulesInvalidError) as raised:
        checked_rules(written(folder, text))
    return [str(mistake) for mistake in raised.value.mistakes]


def _warned(folder: Path, *projects: tuple[str, ...]) -> list[str]:
    read = checked_rules(written(folder), projects=projects)
    return [warning.what for warning in read.warnings]


@pytest.mark.parametrize(
    ("old", "new", "what", "way_out"),
    [
        # in a text that pages print: what stops it, and the way out
        ("en: Shop", "en: Kubernetes", "`Kubernetes` is a word", "glossary"),
        ("fr: Boutique", "fr: Module", "`Module` is a word", "reader's words"),
        ("en: Shop", "en: CRM", "nobody explains `CRM`", "Write it out"),
        ("en: Shop", "en: PAY-49 again", "such as `PAY-49`", "Leave it out"),
        ("en: Shop", "en: Shop v2", "such as `v2`", "Leave it out"),
        ("en: Shop", "en: parseOrder", "such as `parseOrder`", "Leave it out"),
        ("en: Shop", "en: Thank a@b.example", "an address", "Leave it out"),
        ("en: Shop", "en: Ask Nicolas", "`Nicolas` looks like", "team or a desk"),
        ("en: Shop", "en: 店", "No page can print", "Latin letters"),
        ("en: Pay in", "en: Merge PAY-1 in", "`Merge` is a word", "glossary"),
        ("fr: le paiement", "fr: le backend", "`backend` is a word", "glossary"),
        ("{fr: Finances, en", "{fr: FIN-1, en", "such as `FIN-1`", "Leave it out"),
        ("en: For finance", "en: For a@b.example", "an address", "Leave it out"),
        ("{fr: Bureau, en", "{fr: Marie Dupont, en", "a person's name", "desk"),
        ("name: Verdier", "name: x@y.example", "an address", "Leave it out"),
        ("en: All of it.", "en: All CRM.", "nobody explains", "glossary"),
        ("en: It pays.", "en: The backend pays.", "`backend`", "glossary"),
        ("fr: On le voit.", "fr: PAY-3 est clos.", "such as `PAY-3`", "Leave it"),
    ],
)
def test_a_text_that_no_page_may_print_is_a_mistake(
    old: str, new: str, what: str, way_out: str, tmp_path: Path
) -> None:
    good = RULES.replace("mapping:", f"{OBJECTIVE}mapping:") + CAPABILITY
    assert old in good
    text = good.replace(old, new, 1)
    told = _stopped(tmp_path, text)
    line = good[: good.index(old)].count("\n") + 1
    (first, *_) = [one for one in told if what in one]
    assert way_out in first
    assert first.startswith(f"rules.yaml:{line}:")


def test_all_that_stops_a_sentence_is_told_at_once(tmp_path: Path) -> None:
    costs = "the Kubernetes backend v1.2.3 crashes (PAY-123), says john@x.example."
    line = f"    lateness_costs: {{fr: Rien., en: '{costs}'}}\n"
    told = _stopped(tmp_path, RULES.replace("    short:", f"{line}    short:"))
    words = ("Kubernetes", "backend", "v1.2.3", "PAY-123", "john@x.example")
    assert len(told) == len(words)
    for word in words:
        assert [one for one in told if f"`{word}`" in one]


def test_mistakes_of_form_and_of_words_are_told_together(tmp_path: Path) -> None:
    text = RULES.replace("also: finance", "also: finances") + CAPABILITY
    told = _stopped(tmp_path, text.replace("en: Shop", "en: Backend"))
    assert len(told) == 2


@pytest.mark.parametrize(
    "name",
    ["CRM for agents", "The API of partners", "COVID-19 sales", "Espace Marie"],
)
def test_what_the_glossary_explains_may_be_a_name(name: str, tmp_path: Path) -> None:
    terms = "".join(
        f"  - {{word: {{fr: {word}, en: {word}}}, means: {{fr: Cela., en: That.}}}}\n"
        for word in ("CRM", "API", "COVID-19", "Espace Marie")
    )
    text = f"{RULES}{CAPABILITY}glossary:\n{terms}"
    checked_rules(written(tmp_path, text.replace("en: Shop", f"en: {name}")))


@pytest.mark.parametrize("word", ["a@b.example", "PAY-49"])
def test_an_address_or_a_ticket_cannot_be_explained(word: str, tmp_path: Path) -> None:
    term = f"  - {{word: {{fr: {word}, en: x}}, means: {{fr: Cela., en: That.}}}}\n"
    (told,) = _stopped(tmp_path, f"{RULES}glossary:\n{term}")
    assert word in told


def test_a_department_may_have_an_acronym_for_a_name(tmp_path: Path) -> None:
    text = RULES.replace("en: Finance}", "en: HR}").replace("For finance", "For HR")
    name = "name: {fr: Payer en trois fois, en: Pay for HR in three instalments}"
    text = text.replace(
        "name: {fr: Payer en trois fois, en: Pay in three instalments}", name
    )
    assert name in text
    checked_rules(written(tmp_path, text))


@pytest.mark.parametrize(
    ("line", "what", "way_out"),
    [
        ("h-risk: {fr: a, en: b}", "is called `h-risk`", "Did you mean `h-risks`?"),
        ("status-behind: {fr: a, en: b}", "called `status-behind`", "`sender`"),
        ("h-risks: {fr: a, en: The backend}", "`backend` is a word", "glossary"),
        (
            "risk-why: {fr: a, en: Because of all this here}",
            "`risk-why` has room for 20 letters, and this has 24",
            "fewer words",
        ),
    ],
)
def test_only_what_judges_nothing_can_be_said_otherwise(
    line: str, what: str, way_out: str, tmp_path: Path
) -> None:
    (told,) = _stopped(tmp_path, f"{RULES}wording:\n  {line}\n")
    assert what in told
    assert way_out in told
    good = f"{RULES}wording:\n  h-risks: {{fr: Ce qui menace, en: What may fail}}\n"
    (wording,) = checked_rules(written(tmp_path, good)).draft.wording
    assert (wording.id, wording.en) == ("h-risks", "What may fail")


def test_an_address_that_looks_like_a_persons_is_a_warning(tmp_path: Path) -> None:
    told = "    recipients: [marie.dupont@v.example, direction@v.example]\n  finance:\n"
    text = RULES.replace("  finance:\n", told, 1)
    (warning,) = checked_rules(written(tmp_path, text)).warnings
    assert warning.what == "`marie.dupont@v.example` looks like one person's address"
    assert "kept for ever" in warning.way_out


def test_a_target_date_that_has_passed_is_a_warning(tmp_path: Path) -> None:
    text = RULES.replace("    short:", "    target_date: 2026-11-24\n    short:")
    folder = written(tmp_path, text)
    day = date(2026, 11, 24)
    assert checked_rules(folder).warnings == ()
    assert checked_rules(folder, today=day).warnings == ()
    (warning,) = checked_rules(folder, today=day + timedelta(days=1)).warnings
    assert warning.what == "The target date 2026-11-24 has passed"


def test_the_sample_rules_hold_no_mistake_and_no_warning() -> None:
    assert checked_rules(SAMPLE).warnings == ()


def test_a_project_that_no_source_follows_is_a_warning(tmp_path: Path) -> None:
    assert _warned(tmp_path, ("OPS",)) == ["No source follows `PAY`"]
    assert _warned(tmp_path, ("pay",), ("o/r",)) == []


def test_a_source_of_all_projects_leaves_only_likely_mistakes(tmp_path: Path) -> None:
    assert _warned(tmp_path, ("OPS",), ()) == []
    assert _warned(tmp_path, ("PYA",), ()) == ["No source follows `PAY`"]
    assert _warned(tmp_path) == []


def test_a_promise_that_no_tracker_showed_is_a_warning(tmp_path: Path) -> None:
    text = RULES.replace("    short:", "    promised_by: PAY-9\n    short:")
    folder = written(tmp_path, text)
    (warning,) = checked_rules(folder, missing={"PAY-9"}).warnings
    assert "No tracker has shown `PAY-9`" in warning.what
    assert checked_rules(folder, missing={"PAY-8"}).warnings == ()


def test_an_objective_that_was_published_and_is_gone_is_a_warning(
    tmp_path: Path,
) -> None:
    folder = written(tmp_path)
    newest = published(
        checked_rules(folder).draft,
        None,
        author="CTO",
        reason="first",
        effective_from=datetime(2026, 1, 1, tzinfo=UTC),
    )
    assert checked_rules(folder, newest=newest).warnings == ()
    text = RULES.replace("pay-in-three", "instalments")
    (warning,) = checked_rules(written(tmp_path, text), newest=newest).warnings
    assert "Objective `pay-in-three` of version 1 is gone" in warning.what
    assert "Keep the name `pay-in-three`, which `instalments` may be" in warning.way_out
    assert warning.line == RULES.splitlines().index("objectives:") + 2
    changed = checked_rules(folder).draft
    assert list(gone_lines(newest, changed)) == [f"{GONE} {warning.way_out}"]
    assert list(gone_lines(newest, newest)) == []


GONE = (
    "Objective `pay-in-three` is gone: its first date, and each move of it, is told no "
    "more."
)


@pytest.mark.parametrize(
    ("key", "project"),
    [("PAY-1", "PAY"), ("o/r#1", "o/r"), ("o/r/milestone/3", "o/r")],
)
def test_a_key_says_its_project(key: str, project: str) -> None:
    assert project_of(key) == project
