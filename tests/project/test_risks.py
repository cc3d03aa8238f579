"""One risk is one file, one test file, one section of the docs."""

import pytest

from passerelle_schemas.business import RiskKind
from tests.project.tree import ROOT, tracked

RISKS = ROOT / "services" / "translate" / "passerelle_translate" / "risks"
SHARED = {"__init__", "situation"}
"""What the risks have in common."""


@pytest.mark.parametrize("kind", [kind.value for kind in RiskKind])
def test_a_risk_has_its_file_its_test_and_its_section(kind: str) -> None:
    assert (RISKS / f"{kind}.py").is_file()
    assert [f for f in tracked() if f.name == f"test_{kind}.py"]
    docs = (ROOT / "docs" / "risks.md").read_text(encoding="utf-8")
    assert f"\n## {kind}\n" in docs


def test_every_file_of_a_risk_is_a_risk() -> None:
    found = {file.stem for file in RISKS.glob("*.py")} - SHARED
    assert found == {kind.value for kind in RiskKind}
