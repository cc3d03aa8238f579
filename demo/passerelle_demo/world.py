"""The world: both trackers in the state to which the story has brought them.

A world is made from the story alone, so two worlds are equal; later events (this
morning's, or those of a drill) are applied to it in the same way as the first ones.
Faults of the network are no part of it: they are laid over the servers.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from passerelle_demo import github_records, jira_state
from passerelle_demo.github_state import GitHubState
from passerelle_demo.jira_state import JiraState
from passerelle_demo.story import the_story
from passerelle_demo.story.events import Event, JiraCreated, ProjectMoved

Change = jira_state.Change | github_records.Change

_HANDLE = re.compile(r"\{([a-z0-9-]+)\}")


class World:
    """The state of the two trackers, which only events change."""

    def __init__(self, reserved: Mapping[str, frozenset[int]]) -> None:
        self._keys: dict[str, str] = {}
        self.jira = JiraState(reserved, self.named, self._keys.__setitem__)
        self.github = GitHubState(self.named, self._keys.__setitem__)

    @classmethod
    def of(cls, story: Iterable[Event]) -> "World":
        """Return the world in which *story*, which is in order, has happened."""
        events = tuple(story)
        world = cls(_reserved_numbers(events))
        for event in events:
            world.apply(event)
        return world

    def apply(self, event: Event) -> Change:
        """Let *event* happen, and say what it changed."""
        if self.jira.speaks_of(event):
            return self.jira.apply(event)
        return self.github.apply(event)

    def named(self, text: str) -> str:
        """Replace each known `{handle}` of *text* by its key or number."""
        return _HANDLE.sub(lambda found: self._keys.get(found[1], found[0]), text)


def this_morning() -> World:
    """Return the world of Monday, 06:00, before the last deliveries came."""
    return World.of(the_story())


def _reserved_numbers(events: Iterable[Event]) -> dict[str, frozenset[int]]:
    cited: dict[str, set[int]] = defaultdict(set)
    for event in events:
        if isinstance(event, JiraCreated) and event.number:
            cited[event.project].add(event.number)
        elif isinstance(event, ProjectMoved) and event.number:
            cited[event.to].add(event.number)
    return {project: frozenset(numbers) for project, numbers in cited.items()}
