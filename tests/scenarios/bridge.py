"""Tells a story through ingest and translate, in memory, as a seed has it told.

What the seed moves must not matter: which of webhook, poll and backfill tells of a
change, and how often; the order and the parts in which it arrives; ids, titles, time
zones; and what else happens meanwhile.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from random import Random

from passerelle_ingest.delivery import Delivery
from passerelle_ingest.outcomes import Silence, Told
from passerelle_ingest.telling import readdressed
from passerelle_ingest.trackers.table import TRACKERS, normalised
from passerelle_schemas.business import BusinessItem
from passerelle_schemas.deliveries import RawDelivery, Way
from passerelle_schemas.facts import Facts
from passerelle_schemas.identity import Tracker, is_by_key
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.work import WorkItem
from tests.drill.seams import Post
from tests.scenarios.company import GITHUB, JIRA, sources
from tests.scenarios.github_side import GitHubSide
from tests.scenarios.jira_side import JiraSide
from tests.scenarios.reading import StoryError
from tests.scenarios.side import Happened, Side, dice
from tests.scenarios.story import Asked, Line, Story, World
from tests.translate.families import STEP, Workers

Translate = Callable[[WorkItem, RuleSet], BusinessItem | None]
_LEAST = timedelta(minutes=4)
"""Between two things that happen."""
_POSTED = timedelta(seconds=2)
"""How long one webhook takes; those of one change come one after the other."""
_HALF = 0.5
_SOON = timedelta(seconds=45)
"""How long a poll that comes at once lets things settle."""


_UNKEPT = re.compile(r"is deleted|is given another workflow|^milestone|is released to")
"""After such a line nobody can look up any more what was before: we were there."""


class Manner(Enum):
    """How the bridge is told in one run."""

    WEBHOOKS = auto()
    POLLS = auto()
    BACKFILL = auto()
    ANYHOW = auto()


@dataclass
class Telling:
    """One story in one world, as one seed has it told."""

    story: Story
    world: World
    seed: int
    rng: Random = field(init=False)
    untold: bool = False
    """Whether something happened that only a later reading can tell."""

    def __post_init__(self) -> None:
        self.rng = dice(self.seed, self.world, self.story.name)
        self.manner = list(Manner)[self.seed % len(Manner)]
        known = sources(self.world)
        named = (self.seed, self.story.name)
        self.jira = JiraSide(known[JIRA], named)
        self.github = GitHubSide(known[GITHUB], named, self.jira.key_of)
        self.sides: Mapping[str, Side] = {JIRA: self.jira, GITHUB: self.github}

    def by_then(self) -> Iterator[tuple[Asked, list[Facts]]]:
        """Yield each instant asked with what was told since the one before."""
        waiting = list(self.story.told[self.world])
        for asked in self.story.asked_in(self.world):
            facts: list[Facts] = []
            while waiting and waiting[0].at <= asked.at:
                line = waiting.pop(0)
                if self.untold and _UNKEPT.search(line.words):
                    facts += self._all(line.at - _SOON)
                facts += self._told(self._happen(line))
                until = waiting[0].at if waiting else asked.at
                facts += self._noise(line.at, min(until, asked.at))
            if self.untold or self.rng.random() < 0.3:
                facts += self._all(asked.at)
            yield asked, list(self._in_parts(facts))

    def id_of(self, name: str) -> str:
        """The id of what the story calls so."""
        for side in self.sides.values():
            if name in side.ids:
                return side.ids[name]
        raise StoryError(f"{self.story.place}: nobody is called {name}")

    def _happen(self, line: Line) -> Happened:
        for side in self.sides.values():
            if happened := side.happen(line):
                return happened
        raise StoryError(f"{line.place}: no tracker understands {line.words!r}")

    def _noise(self, after: datetime, before: datetime) -> Iterator[Facts]:
        """Let something happen that matters to nobody, somewhere between."""
        while self.rng.random() < 0.4 and before - after > 3 * _LEAST:
            minutes = (before - after) // timedelta(minutes=1)
            after += timedelta(minutes=self.rng.randint(5, minutes - 4))
            side = self.sides[self.rng.choice((JIRA, GITHUB))]
            happened = side.noise(after) if side.all() else None
            if happened:
                yield from self._told(happened)

    def _told(self, happened: Happened) -> Iterator[Facts]:
        """Yield what is told of it by and by."""
        hooks, polled = self._ways(happened)
        if not (hooks or polled):
            self.untold = True
        for _ in range(hooks):
            for number, post in enumerate(happened.posts, start=1):
                yield from self._heard(post, happened.at + number * _POSTED)
        if polled:
            for item in happened.shows:
                yield from self._read(item, Way.POLL, happened.at + _SOON)

    def _ways(self, happened: Happened) -> tuple[int, bool]:
        """Say how often webhooks tell of it, and whether somebody looks at once."""
        twice = 1 + (self.rng.random() < 0.2)
        heard, looked = self.rng.random() < 0.6, self.rng.random() < 0.5
        match self.manner:
            case _ if not happened.shows:
                ways = (twice, False)
            case _ if not happened.posts:
                ways = (0, True)
            case Manner.WEBHOOKS:
                ways = (twice, False)
            case Manner.POLLS:
                ways = (0, True)
            case Manner.BACKFILL if happened.is_kept:
                ways = (0, False)
            case _ if heard or looked or happened.is_kept:
                ways = (heard * twice, looked)
            case _:
                ways = (twice, False)
        return ways

    def _heard(self, post: Post, at: datetime) -> Iterator[Facts]:
        """Yield what a webhook tells, and what it makes ingest read."""
        side = self.sides[post.source]
        headers = {name.lower(): value for name, value in post.headers.items()}
        speaks = TRACKERS[side.site.source.tracker]
        delivery: Delivery = speaks.opened(post.source, headers, post.body, at)
        outcome = normalised(delivery, side.site)
        if isinstance(outcome, Silence):
            return
        yield from self._settled(outcome)
        for item in outcome.needs_refetch:
            yield from self._read(item, Way.POLL, at + _SOON)

    def _all(self, at: datetime) -> Iterator[Facts]:
        """Yield what a reading of everything tells."""
        self.untold = False
        for side in self.sides.values():
            for item in side.all():
                yield from self._read(item, Way.BACKFILL, at)

    def _read(self, item: str, way: Way, at: datetime) -> Iterator[Facts]:
        source = item.partition(":")[0]
        tracker = Tracker.GITHUB if source == GITHUB else Tracker.JIRA
        origin = RawDelivery(
            id=f"reading at {at.isoformat()}",
            source=source,
            tracker=tracker,
            project="-",
            event="/rest",
            way=way,
            received_at=at,
        )
        told = self.sides[source].read(item, origin)
        yield from self._settled(told) if told else ()

    def _settled(self, told: Told) -> Iterator[Facts]:
        """Yield facts, those addressed to a key brought to the issue that it means."""
        for facts in told.facts:
            if not is_by_key(facts.item):
                yield facts
            elif meant := self.jira.id_of_key(facts.item.rpartition(":")[2]):
                yield readdressed(facts, meant, project=facts.project)

    def _in_parts(self, told: Sequence[Facts]) -> Iterator[Facts]:
        """Yield them in another order, some in two parts and some twice."""
        shuffled = self.rng.sample(told, len(told))
        for facts in shuffled:
            if self.rng.random() < 0.1:
                yield facts
            if len(facts.facts) > 1 and self.rng.random() < 0.3:
                mixed = self.rng.sample(facts.facts, len(facts.facts))
                cut = self.rng.randint(1, len(mixed) - 1)
                for part in (mixed[:cut], mixed[cut:]):
                    yield facts.model_copy(update={"facts": tuple(part)})
            else:
                yield facts


def meanings(
    telling: Telling, rules: RuleSet, translate: Translate
) -> Iterator[tuple[Asked, Mapping[str, BusinessItem]]]:
    """Yield, for each instant asked, what every item means by then.

    Half of the tellings go on from what they held, the others begin again from all.
    """
    goes_on = telling.rng.random() < _HALF
    workers, so_far = _workers(rules, translate), list[Facts]()
    for asked, facts in telling.by_then():
        so_far += facts
        if not goes_on:
            workers = _workers(rules, translate)
            facts = telling.rng.sample(so_far, len(so_far))  # noqa: PLW2901 - all of it
        workers.say(facts)
        for _ in range(telling.rng.randrange(8)):
            workers.step(telling.rng.randrange(3), telling.rng.randint(1, STEP))
        workers.until_silence(size=64)
        yield asked, workers.meanings()


def _workers(rules: RuleSet, translate: Translate) -> Workers:
    return Workers(lambda item: translate(item, rules))
