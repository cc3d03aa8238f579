"""What is declared and leads to nothing: objectives without work, and the like."""

from collections.abc import Collection, Iterator, Sequence

from passerelle_translate.rules.nodes import shown
from passerelle_translate.rules.reading import Path, Reader
from passerelle_translate.rules.references import Content, Wrong

_MOST_NAMED = 5


def unused(content: Content, reader: Reader) -> Iterator[Wrong]:
    """Yield objectives, capabilities, departments and teams that no rule leads to."""
    rules = [rule for rule in reader.rules.values() if not rule.exclude]
    objectives = {rule.objective for rule in rules}
    capabilities = {rule.capability for rule in rules}
    idle = {
        section: [each for each in content.get(section, ()) if each.id not in used]
        for section, used in (
            ("objectives", objectives),
            ("capabilities", capabilities),
        )
    }
    yield from _told(
        [("objectives", each.id) for each in idle["objectives"]],
        "No mapping rule leads to {}: no work is ever counted for {them}",
        "Name {them} in a rule, or remove {them}.",
    )
    yield from _told(
        [("capabilities", each.id) for each in idle["capabilities"]],
        "No mapping rule leads to {}",
        "Name {them} in a rule, or remove {them}.",
    )
    reached = _reached(content, objectives | capabilities, reader)
    yield from _told(
        [
            ("departments", each.id)
            for each in content.get("departments", ())
            if each.id not in reached
        ],
        "No mapping rule leads to {}: nothing stands in an edition for {them}",
        "Map work to {them}, or remove {them}.",
    )
    mapping = {rule.team for rule in reader.rules.values()}
    yield from _told(
        [("teams", t.id) for t in content.get("teams", ()) if t.id not in mapping],
        "{} may map work, and no `team_mapping` does",
        "Add rules, or remove {them}.",
    )


def _reached(
    content: Content, named: Collection[str | None], reader: Reader
) -> set[str | None]:
    """Say the departments that some rule leads to, by itself or by what it names."""
    reached: set[str | None] = set()
    for rule in reader.rules.values():
        reached.update((rule.department, *rule.also))
    for section in ("objectives", "capabilities"):
        owners = (e.department for e in content.get(section, ()) if e.id in named)
        reached.update(owners)
    return reached


def _told(places: Sequence[Path], what: str, way_out: str) -> Iterator[Wrong]:
    """Tell all of one kind in one sentence, where the first of them stands."""
    if not places:
        return
    names = [f"`{shown(str(place[1]))}`" for place in places]
    more = len(names) - _MOST_NAMED
    if more > 0:
        names = [*names[:_MOST_NAMED], f"{more} more"]
    told = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    them = "it" if len(places) == 1 else "them"
    yield places[0], what.format(told, them=them), way_out.format(them=them)
