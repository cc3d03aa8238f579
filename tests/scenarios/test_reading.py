"""A story that cannot be read says where, and what is wrong."""

from pathlib import Path

import pytest

from tests.scenarios.bridge import Manner, Telling
from tests.scenarios.reading import StoryError, stories
from tests.scenarios.story import World

WHOLE = """\
== One
jira
  2 Mar          Story A is opened
on 3 Mar
  A  planned 2 Mar
"""


def read(folder: Path, text: str) -> None:
    (folder / "one.story").write_text(text, encoding="utf-8")
    for story in stories(folder):
        for world in story.told:
            list(Telling(story, world, seed=1).by_then())


def test_a_whole_story_is_read(tmp_path: Path) -> None:
    read(tmp_path, WHOLE)


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("== One\n", "", "no story has begun"),
        ("jira\n", "redmine\n", "'redmine' is no world"),
        ("2 Mar          S", "2 Mar S", "say when and what"),
        ("is opened", "is born", "no tracker understands 'Story A is born'"),
        ("is opened", "is opened, dew 3 Mar", "'dew' is nothing"),
        ("on 3 Mar\n  A  planned 2 Mar\n", "", "asks nothing"),
        ("on 3 Mar\n", "on 3 Mar in github\n", "nothing is asked in jira cloud"),
        ("planned 2 Mar", "plannned 2 Mar", "'plannned 2 Mar' says no answer"),
        ("planned 2 Mar", "planned 2 Mar\n     stalled since 2 Mar", "says no answer"),
        ("planned 2 Mar", "promised 3 Mar on 2 Mar", "through which stages"),
        ("Story A is opened\n", "Story A is opened\n  1 Mar  A due 3 Mar\n", "order"),
        (WHOLE, WHOLE + WHOLE, "One: told twice"),
    ],
)
def test_what_is_wrong_is_said(
    tmp_path: Path, wrong: str, right: str, said: str
) -> None:
    assert wrong in WHOLE
    with pytest.raises(StoryError) as error:
        read(tmp_path, WHOLE.replace(wrong, right))
    assert said in str(error.value)


def test_seeds_move_what_must_not_matter() -> None:
    """Ways, ids and the parts in which it comes differ; else they prove nothing."""
    (story,) = (s for s in stories() if s.name == "The whole way of a task")
    ways, ids, told = set(), set(), set()
    for seed in range(len(Manner)):
        telling = Telling(story, World.CLOUD, seed)
        facts = [one for _, some in telling.by_then() for one in some]
        ways.add(frozenset(one.way for one in facts))
        ids.add(telling.id_of("A"))
        told.add(len(facts))
    assert len(ways) > 2
    assert len(ids) == len(Manner)
    assert len(told) > 2
