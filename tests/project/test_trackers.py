"""A tracker is known wherever one must be known by name.

docs/adding-a-tracker.md lists the places; mypy catches those that are a `match`.
"""

import re

import pytest

from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.table import TRACKERS
from passerelle_report.lexicon import JARGON
from passerelle_report.wording.names import tracker_name
from passerelle_schemas.identity import Tracker
from tests.project.tree import ROOT

GUIDE = (ROOT / "docs" / "adding-a-tracker.md").read_text(encoding="utf-8")
PLACES = re.findall(
    r"^\| `((?:services|docs)/\S+)`(?:, `(\w+)`)? \|", GUIDE, re.MULTILINE
)


@pytest.mark.parametrize("tracker", Tracker)
def test_a_tracker_is_known_by_name(tracker: Tracker) -> None:
    assert tracker in TRACKERS
    assert tracker_name(tracker).casefold() == tracker.value
    assert tracker.value in JARGON
    described = SourceSettings.model_fields["tracker"].description or ""
    assert tracker.value in described
    page = (ROOT / "docs" / "connecting-a-tracker.md").read_text(encoding="utf-8")
    assert f'tracker = "{tracker.value}"' in page


def test_the_places_that_the_guide_names_are_there() -> None:
    assert len(PLACES) > 5
    for path, name in PLACES:
        assert name in (ROOT / path).read_text(encoding="utf-8"), path
