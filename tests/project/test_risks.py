"""One risk is one file, one test file, one section, one cause, and its words.

docs/adding-a-risk.md leads here: what is missing is named by the test that fails.
"""

import re
from importlib.resources import files

import pytest

from passerelle_report.risks import cause_of
from passerelle_schemas.business import RiskKind
from passerelle_schemas.facts import Language
from passerelle_schemas.limits import Limits
from passerelle_translate.explain import explain, render_explanation
from passerelle_translate.explain_risks import held
from tests.project.tree import ROOT, tracked
from tests.translate.examples import DOING, folded, observed, on, rules

RISKS = ROOT / "services" / "translate" / "passerelle_translate" / "risks"
SHARED = {"__init__", "situation", "silences"}
"""What the risks have in common."""
HEADINGS = ("What it says", "Why it matters", "Severity", "Holds", "Silent", "Example")
KINDS = pytest.mark.parametrize("kind", list(RiskKind))


@KINDS
def test_a_risk_has_its_file_and_its_test(kind: RiskKind) -> None:
    assert (RISKS / f"{kind.value}.py").is_file()
    assert [f for f in tracked() if f.name == f"test_{kind.value}.py"]


@KINDS
def test_a_risk_has_its_section_with_every_heading(kind: RiskKind) -> None:
    docs = (ROOT / "docs" / "risks.md").read_text(encoding="utf-8")
    sections = docs.split("\n## ")[1:]
    (section,) = [s for s in sections if s.startswith(f"{kind.value}\n")]
    assert tuple(re.findall(r"^\*\*(.+)\.\*\*$", section, re.MULTILINE)) == HEADINGS


def test_every_file_of_a_risk_is_a_risk() -> None:
    found = {file.stem for file in RISKS.glob("*.py")} - SHARED
    assert found == {kind.value for kind in RiskKind}


@pytest.mark.parametrize("language", Language)
@KINDS
def test_a_risk_has_its_messages(kind: RiskKind, language: Language) -> None:
    """As a cause, as the reason of a status, and as the headline of a page."""
    name = f"{language.value}.ftl"
    written = (files("passerelle_report.wording") / name).read_text(encoding="utf-8")
    needed = (
        f"cause-{cause_of(kind).value}",
        f"reason-risk-{kind.value}",
        f"headline-risk-{kind.value}",
    )
    missing = [n for n in needed if not re.search(rf"^{n} = ", written, re.MULTILINE)]
    assert not missing, name


def test_an_explanation_has_words_of_its_own_for_each_risk() -> None:
    assert len({held(kind) for kind in RiskKind}) == len(RiskKind)


def test_an_explanation_tells_every_limit() -> None:
    own = Limits(stalled_after_days=7)
    item = folded(observed(on(1, 5), status=DOING, type_name="Story"))
    text = render_explanation(explain(item, rules(limits=own)))
    for name, value in own.model_dump().items():
        assert f"{name} {value}" in text, text
