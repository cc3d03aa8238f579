"""The verdict: every item of every tracker, as it truly is against as it is known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from passerelle_schemas.work import WorkItem
from tests.drill.book import Book
from tests.drill.comparing import differences
from tests.drill.seams import TrueItem, Truthful

MOST_SAID = 25


@dataclass(frozen=True, slots=True)
class Verdict:
    """What escaped, by item."""

    items: int
    gone: int
    escaped: Mapping[str, list[str]]
    known: Mapping[str, WorkItem] = field(default_factory=dict, repr=False)
    """What was held against the truth."""
    figures: Sequence[str] = ()
    """What ingest says of itself and is not so."""

    @property
    def is_well(self) -> bool:
        """Whether nothing escaped, of something."""
        return self.items > 0 and not self.escaped


def judged(trackers: Iterable[Truthful], known: Mapping[str, WorkItem]) -> Verdict:
    """Hold all that is true against all that is *known*."""
    true = all_true(tuple(trackers))
    escaped = {
        item: found
        for item, one in true.items()
        if (found := differences(one, known.get(item)))
    }
    for item in known:
        if item not in true:
            escaped[item] = ["it is known and never was"]
    gone = sum(bool(one.gone) for one in true.values())
    return Verdict(len(true), gone, escaped, known)


def all_true(trackers: tuple[Truthful, ...]) -> dict[str, TrueItem]:
    """Say what is true of all trackers, each told what the others name of it."""
    found: dict[str, TrueItem] = {}
    for tracker in trackers:
        found.update(tracker.truth())
    places = {key: item for tracker in trackers for key, item in tracker.keys().items()}
    for tracker in trackers:
        for key, named in tracker.mentions().items():
            one = found.get(places.get(key, ""))
            if one is not None and one.changes is not None:
                found[one.id] = replace(one, changes=one.changes | named)
        for key, days in tracker.worked().items():
            one = found.get(places.get(key, ""))
            if one is not None and one.touched is not None:
                found[one.id] = replace(one, touched=one.touched | days)
    return found


def words(verdict: Verdict, book: Book) -> list[str]:
    """Say N by kind, what never struck, and what escaped."""
    struck = book.struck
    lines = [f"  {times:5} x {kind}" for kind, times in struck.items() if times]
    never = [kind.value for kind, times in struck.items() if not times]
    if never:
        lines.append(f"  never struck in this run: {', '.join(never)}")
    for item, found in sorted(verdict.escaped.items())[:MOST_SAID]:
        lines += [f"  {item}: {words}" for words in found[:4]]
    if (more := len(verdict.escaped) - MOST_SAID) > 0:
        lines.append(f"  and {more} items more")
    lines += [f"  said of itself: {figure}" for figure in verdict.figures]
    lines.append(
        f"{verdict.items} items, {verdict.gone} of them gone: "
        f"{len(verdict.escaped)} of {book.total} faults escaped"
    )
    return lines
