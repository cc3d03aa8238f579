"""Holds what is told against what is known, and counts how far it is right."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from passerelle_schemas.business import (
    BusinessItem,
    BusinessObjective,
    RiskKind,
    State,
)
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.topics import BUSINESS_ITEMS
from passerelle_translate.objectives.gathered import gathered
from passerelle_translate.objectives.part import Part, part_of
from passerelle_translate.translator import translate
from tests.scenarios.bridge import Telling, Translate, meanings
from tests.scenarios.company import rules_of
from tests.scenarios.story import Answer, Asked, RiskTold, Story, World, told

STAGE, PROMISE, MEANING = "stage", "promise", "objective"
Gather = Callable[[Mapping[str, Part], RuleSet], Iterable[BusinessObjective]]


@dataclass(frozen=True, slots=True)
class Translator:
    """What is proven: from items to what they mean, and to objectives."""

    translate: Translate = translate
    gather: Gather = gathered


HONEST = Translator()


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that was told and is not so, or is so and was not told."""

    of: str
    """Stage, promise, objective, or the kind of a risk."""
    where: str
    what: str


@dataclass
class Figures:
    """How often it was told rightly, wrongly, and not at all; by what it is about."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    runs: int = 0
    asked: int = 0

    def precision(self, of: str) -> float | None:
        """Which share of what is told is so; none when nothing was told."""
        return _share(self.right[of], self.wrong[of])

    def recall(self, of: str) -> float | None:
        """Which share of what is so is told; none when there is nothing to tell."""
        return _share(self.right[of], self.missed[of])

    def add(self, other: "Figures") -> None:
        """Count those of *other* too."""
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed
        self.runs += other.runs
        self.asked += other.asked


def _share(part: int, rest: int) -> float | None:
    return part / (part + rest) if part + rest else None


@dataclass
class Run:
    """One story in one world, told once."""

    story: Story
    world: World
    seed: int
    figures: Figures = field(default_factory=Figures)
    differences: list[Difference] = field(default_factory=list)

    @property
    def is_known(self) -> bool:
        """Whether the story says itself that it is not answered rightly yet."""
        return self.world in self.story.known


def run(story: Story, world: World, seed: int, by: Translator = HONEST) -> Run:
    """Tell *story* as *seed* has it, and hold the answers against what it knows."""
    done = Run(story, world, seed)
    done.figures.runs = 1
    telling, rules = Telling(story, world, seed), rules_of(story.rules)
    objectives = {objective.id for objective in rules.objectives}
    for asked, said in meanings(telling, rules, by.translate):
        done.figures.asked += 1
        wholes = {one.objective: one for one in by.gather(_parts(said), rules)}
        names = {telling.id_of(name): name for name in {*asked.answers} - objectives}
        names |= {name: name for name in objectives}
        for item in sorted({*said, *names}):
            name = names.get(item, item)
            answer = asked.answers.get(name)
            where = f"{name}, on {told(asked.at)}"
            told_of = wholes.get(item) or said.get(item)
            for of, known, told_ in _compared(answer, told_of, asked):
                _count(done, of, where, known, told_)
    return done


def _parts(said: Mapping[str, BusinessItem]) -> dict[str, Part]:
    """Read the items as whoever gathers them does."""
    read = (part_of(BUSINESS_ITEMS.encode(item)) for item in said.values())
    return {part.id: part for part in read if part}


def _count(
    done: Run, of: str, where: str, known: Counter[Hashable], said: Counter[Hashable]
) -> None:
    done.figures.right[of] += (known & said).total()
    for what, how_often in (said - known).items():
        done.figures.wrong[of] += how_often
        done.differences.append(Difference(of, where, f"told, and not so: {what}"))
    for what, how_often in (known - said).items():
        done.figures.missed[of] += how_often
        done.differences.append(Difference(of, where, f"so, and not told: {what}"))


Compared = tuple[str, Counter[Hashable], Counter[Hashable]]


def _compared(
    answer: Answer | None, item: BusinessItem | BusinessObjective | None, asked: Asked
) -> Iterator[Compared]:
    """Yield what is known and what is told, kind by kind.

    Of what a story does not ask for, it is known that no risk is to be told.
    """
    risks = _risks(item, asked) if item else []
    known = answer.risks if answer else frozenset()
    for kind in RiskKind:
        yield (
            kind,
            _words(risk for risk in known if risk.kind is kind),
            _words(risk for risk in risks if risk.kind is kind),
        )
    if answer is None or isinstance(item, BusinessObjective):
        return
    stages = [(r.stage, r.at) for r in item.stages if r.at <= asked.at] if item else []
    yield STAGE, _dated(answer.stages), _dated(stages)
    promises = [(p.due, p.said_at) for p in item.promises] if item else []
    yield PROMISE, _dated(answer.promises), _dated(promises)
    if answer.means:
        yield MEANING, Counter([answer.means]), Counter([_meaning(item)])


def _risks(item: BusinessItem | BusinessObjective, asked: Asked) -> list[RiskTold]:
    """Say the risks that have come by then; what ends later holds."""
    return [
        RiskTold.of(
            one.kind,
            one.severity,
            one.since,
            one.until if one.until and one.until <= asked.at else None,
        )
        for one in item.risks
        if one.since <= asked.at
    ]


def _words(risks: Iterable[RiskTold]) -> Counter[Hashable]:
    return Counter(str(risk) for risk in risks)


def _dated(entries: Iterable[tuple[object, datetime]]) -> Counter[Hashable]:
    """Count the entries of a history; each with its place, for order matters."""
    return Counter(
        f"{number}. {what} on {told(at)}"
        for number, (what, at) in enumerate(entries, start=1)
    )


def _meaning(item: BusinessItem | None) -> str:
    if item is None:
        return "nothing"
    mapped = item.state is State.MAPPED and item.objective
    return mapped or item.state.value
