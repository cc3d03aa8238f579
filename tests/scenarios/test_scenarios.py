"""Every story is told as its author says, however the seed has it told."""

import os
from collections import Counter
from collections.abc import Sequence

import pytest

from passerelle_schemas.business import RiskKind
from tests.project.tree import ROOT
from tests.scenarios.bridge import Manner
from tests.scenarios.reading import stories
from tests.scenarios.scores import Run, run
from tests.scenarios.showing import table
from tests.scenarios.story import JIRA, Story, World

STORIES = stories()
DOCS = ROOT / "docs" / "risks.md"
SEEDS = (*range(len(Manner)), 2 * len(Manner) - 1)
"""Each manner of telling once, and any of them mixed twice."""
LEAST = 40
_CANNOT = {RiskKind.SINGLE_POINT_OF_FAILURE: {World.GITHUB}}
"""The one repository of the stories is the software, and no part of it."""


@pytest.fixture(scope="module")
def runs() -> list[Run]:
    return [run(s, world, seed) for s in STORIES for world in s.told for seed in SEEDS]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: str(story.name))
def test_it_is_told_as_it_is(story: Story, runs: Sequence[Run]) -> None:
    found = [
        f"{done.world}, seed {done.seed}: {one.of} of {one.where}: {one.what}"
        for done in runs
        if done.story is story and not done.is_known
        for one in done.differences
    ]
    assert not found, "\n".join([story.place, *dict.fromkeys(found)])


def test_there_are_enough_of_them_and_half_are_silent() -> None:
    assert len(STORIES) >= LEAST
    assert 2 * sum(story.is_silent for story in STORIES) >= len(STORIES)
    worlds = Counter(world for story in STORIES for world in story.told)
    assert all(worlds[world] >= LEAST for world in World)


@pytest.mark.parametrize("kind", RiskKind)
def test_each_risk_is_told_and_nearly_told(kind: RiskKind) -> None:
    telling = [story for story in STORIES if kind in story.kinds]
    assert len(telling) > 1
    worlds = {World.GITHUB, *JIRA} - _CANNOT.get(kind, set())
    assert {w for s in telling for w in s.told} >= worlds
    assert sum(kind in story.near for story in STORIES) > 1


def test_what_a_story_comes_near_to_is_not_what_it_tells() -> None:
    assert not [story.place for story in STORIES if story.near & story.kinds]


def test_the_figures_are_those_of_the_documentation(
    runs: Sequence[Run], capsys: pytest.CaptureFixture[str]
) -> None:
    """`PASSERELLE_ACCEPT=1 pytest tests/scenarios` writes them."""
    lines = "\n".join(table(STORIES, runs))
    with capsys.disabled():
        print(f"\n{lines}")  # noqa: T201 - figures to read
    text = DOCS.read_text(encoding="utf-8")
    before, mark, rest = text.partition("`make accept` writes it -->\n")
    old, end, after = rest.partition("<!-- end -->")
    assert mark
    assert end
    if os.environ.get("PASSERELLE_ACCEPT"):
        new = f"{before}{mark}{lines}\n{end}{after}"
        DOCS.write_text(new, encoding="utf-8")
    else:
        assert old == f"{lines}\n", "PASSERELLE_ACCEPT=1 pytest tests/scenarios"
