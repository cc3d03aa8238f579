"""The story of Malleposte: everything that happened in its trackers, told once."""

from passerelle_demo.story.events import Event
from passerelle_demo.story.releases import releases_of
from passerelle_demo.story.telling import STORIES


def the_story() -> tuple[Event, ...]:
    """Return everything that happened until this morning, in order. Always the same."""
    told = [event for story in STORIES for event in story()]
    told += releases_of(told)
    return tuple(sorted(told, key=lambda event: event.at))
