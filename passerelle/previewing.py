"""What a draft of rules would change, before it counts: of items, and of pages.

Translate says what the items would mean, report what the pages would say of them; the
two meet here, for neither knows the other.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from passerelle.sentences import Differing, differing, lines_of
from passerelle_report.contents import WeeklyReport
from passerelle_report.plain_rules import printable
from passerelle_report.reader import World
from passerelle_report.week import Week
from passerelle_report.weekly import decide
from passerelle_schemas.business import BusinessItem, BusinessObjective
from passerelle_schemas.facts import Language
from passerelle_schemas.rules import Department, RuleSet
from passerelle_translate.objectives.gathered import gathered
from passerelle_translate.objectives.part import part_from
from passerelle_translate.preview import Preview, Previewing, is_lively
from passerelle_translate.standing import Standing, few_pauses

WEEKS = 8
_SAY_EVERY = 5000
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class PageChanged:
    """What the page of one department would say otherwise, in one language."""

    language: Language
    differing: tuple[Differing, ...]
    """Of the newest week."""
    weeks: tuple[tuple[str, int], ...]
    """Each of the weeks, the newest first, and how many sentences of it differ."""


@dataclass(frozen=True, slots=True)
class DepartmentChanged:
    """What a department would read otherwise."""

    department: Department
    only: str = ""
    """"old" or "new" where only one of the rule sets has it."""
    pages: tuple[PageChanged, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether it would read what it reads now."""
        sentences = sum(count for page in self.pages for _, count in page.weeks)
        return not self.only and not sentences


@dataclass(frozen=True, slots=True)
class Previewed:
    """All that a draft would change."""

    old: RuleSet
    new: RuleSet
    """The draft, under the version that it would have."""
    items: Preview
    departments: tuple[DepartmentChanged, ...]
    weeks: tuple[Week, ...]
    """The newest first."""
    since: datetime
    """When the oldest of the weeks begins."""
    broken: int
    """Work items that nobody can read, and that are therefore not here."""

    @property
    def is_same(self) -> bool:
        """Whether neither an item nor a sentence would change."""
        return not self.items.changed and all(d.is_same for d in self.departments)

    @property
    def lively(self) -> int:
        """How many of the items that change a page of the weeks may speak of."""
        return sum(is_lively(each.new, self.since) for each in self.items.changed)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be previewed."""

    old: RuleSet
    new: RuleSet
    history: tuple[RuleSet, ...]
    """The rule sets that counted until now, the old one last."""
    newest: Week
    languages: tuple[Language, ...] = ()
    """Those of the pages; each department's own where none is named."""


def previewed(
    asked: Asked, standing: Standing, world: World, progress: Progress
) -> Previewed:
    """Say what *asked.new* would change; asks no clock and reads nothing."""
    items = _items(asked, standing, progress)
    weeks = tuple(asked.newest.previous(n) for n in range(WEEKS))
    zone = ZoneInfo(asked.old.company.time_zone)
    same = not items.changed and asked.old.content_hash == asked.new.content_hash
    sides = () if same else tuple(_sides(asked, items))
    changed = []
    for department, only in _departments(asked):
        pages: tuple[PageChanged, ...] = ()
        if not (only or same):  # a page is decided from the items and the rules alone
            progress(f"Deciding {WEEKS} weeks of {department.id}, twice …")
            pages = _pages(department, asked, sides, world, weeks)
        changed.append(DepartmentChanged(department, only, pages))
    return Previewed(
        old=asked.old,
        new=asked.new,
        items=items,
        departments=tuple(changed),
        weeks=weeks,
        since=weeks[-1].start(zone),
        broken=standing.broken,
    )


def _items(asked: Asked, standing: Standing, progress: Progress) -> Preview:
    both = Previewing(asked.old, asked.new, standing.said)
    with few_pauses():
        for number, item in enumerate(standing.items.values(), start=1):
            both.look_at(item)
            if number % _SAY_EVERY == 0:
                progress(f"{number} of {len(standing.items)} items translated …")
        return both.result()


def _departments(asked: Asked) -> Iterable[tuple[Department, str]]:
    """Yield each department of both rule sets, and which one alone has it."""
    old = {department.id: department for department in asked.old.departments}
    new = {department.id: department for department in asked.new.departments}
    for name, department in (old | new).items():
        only = "new" if name not in old else "" if name in new else "old"
        yield department, only


def _pages(
    department: Department,
    asked: Asked,
    sides: Sequence["Side"],
    world: World,
    weeks: Sequence[Week],
) -> tuple[PageChanged, ...]:
    decided = [
        [
            _decided(side, world, department.id, week, asked.new.version)
            for side in sides
        ]
        for week in weeks
    ]
    pages = []
    for language in asked.languages or (department.language,):
        found = [_sentences(old, new, language) for old, new in decided]
        counts = ((str(w), len(d)) for w, d in zip(weeks, found, strict=True))
        pages.append(PageChanged(language, found[0], tuple(counts)))
    return tuple(pages)


@dataclass(frozen=True, slots=True)
class Side:
    """The items by one of the rule sets, and what they mean together."""

    items: Sequence[BusinessItem]
    rules: RuleSet
    history: Sequence[RuleSet]
    gathered: Sequence[BusinessObjective]


def _sides(asked: Asked, items: Preview) -> Iterator[Side]:
    """Yield what stands, then what would be."""
    for said, rules, history in (
        (items.old, asked.old, asked.history),
        (items.new, asked.new, (*asked.history, asked.new)),
    ):
        parts = {item.id: part_from(item) for item in said}
        yield Side(said, rules, history, tuple(gathered(parts, rules, history)))


def _decided(
    side: Side, world: World, department: str, week: Week, version: int
) -> WeeklyReport:
    """Decide a page by one side, which names no version: that alone is no change."""
    end = week.end(ZoneInfo(side.rules.company.time_zone))
    report = decide(
        side.items,
        printable(side.rules),
        world.watermarks,
        department,
        week,
        broken=world.broken,
        health=world.health,
        history=_as_if_by(end, side.history),
        gathered=side.gathered,
    )
    return report.model_copy(update={"rule_set": version})


def _as_if_by(end: datetime, history: Sequence[RuleSet]) -> tuple[RuleSet, ...]:
    """Let each rule set count by the *end* of a week, in its order.

    So a date that the draft moves is told as moved, and the first one beside it.
    """
    last = end - timedelta(microseconds=len(history) + 1)
    return tuple(
        rules.model_copy(
            update={
                "effective_from": min(
                    rules.effective_from, last + timedelta(microseconds=number)
                )
            }
        )
        for number, rules in enumerate(history)
    )


def _sentences(
    old: WeeklyReport, new: WeeklyReport, language: Language
) -> tuple[Differing, ...]:
    if old == new:
        return ()
    return differing(lines_of(old, language), lines_of(new, language))
