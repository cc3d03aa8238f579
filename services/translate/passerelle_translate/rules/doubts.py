"""What may be meant so, and probably is not.

Each is told only where it can be proven from the rules themselves.
"""

from collections.abc import Iterator
from itertools import combinations

from passerelle_translate.rules.idle import unused
from passerelle_translate.rules.nodes import shown
from passerelle_translate.rules.overlaps import impossible, overlapping, self_denying
from passerelle_translate.rules.reading import Path, Reader
from passerelle_translate.rules.references import Content, Wrong
from passerelle_translate.rules.shadows import Rule, shadowed
from passerelle_translate.rules.teams import confined


def doubts(content: Content, reader: Reader) -> Iterator[Wrong]:
    """Yield what is doubtful in rules that hold no mistake."""
    mapping = [
        Rule(path, rule.match, rule.unless, rule.name)
        for path, rule in zip(
            reader.rules, confined(content, reader.rules.values()), strict=True
        )
    ]
    yield from shadowed(mapping, reader)
    for section in ("kinds", "stages"):
        numbered = enumerate(content.get(section, ()))
        matches = [
            Rule((section, number), getattr(rule, "match", rule))
            for number, rule in numbered
        ]
        yield from shadowed(matches, reader)
    yield from self_denying(mapping)
    yield from impossible(mapping)
    yield from impossible(
        Rule(("kinds", number, "match"), rule.match)
        for number, rule in enumerate(content.get("kinds", ()))
    )
    yield from overlapping(content, reader, mapping)
    yield from unused(content, reader)
    yield from _alike_projects(reader)


def _alike_projects(reader: Reader) -> Iterator[Wrong]:
    """Yield a project that one rule names, and others name with two letters swapped."""
    told: dict[str, list[Path]] = {}
    for path, word in reader.words.items():
        match path:
            case ("mapping" | "kinds", int(), "match" | "not", "project", int()) | (
                "team_mapping",
                _,
                int(),
                "match" | "not",
                "project",
                int(),
            ):
                told.setdefault(str(word), []).append(path)
    for one, other in combinations(told, 2):
        if one != other and _swapped(one, other):
            rare, common = sorted((one, other), key=lambda name: len(told[name]))
            if len(told[rare]) < len(told[common]):
                what = f"Only here is a project called `{shown(rare)}`"
                yield told[rare][0], what, f"Did you mean `{shown(common)}`?"


def _swapped(one: str, other: str) -> bool:
    """Whether two names differ by case, or by two letters beside each other."""
    one, other = one.casefold(), other.casefold()
    if one == other:
        return True
    differ = [
        n for n, pair in enumerate(zip(one, other, strict=False)) if len({*pair}) > 1
    ]
    if len(one) != len(other) or len(differ) != 2:  # noqa: PLR2004 - two letters
        return False
    first, second = differ
    return (
        second == first + 1 and one[first] + one[second] == other[second] + other[first]
    )
