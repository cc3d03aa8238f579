"""Reads the rules as everything here reads them: by their form, words and projects."""

import difflib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from passerelle.rule_history import LOST, kept_by
from passerelle.rule_words import Place, Wrong, unprintable
from passerelle_kafka.settings import KafkaSettings
from passerelle_report.people import person_in
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.targets import vanished
from passerelle_translate.idle import Idle
from passerelle_translate.lookup import missing_keys
from passerelle_translate.rules import RuleDraft, RulesRead, read_rules

Projects = Sequence[Collection[str]]
"""Those that each source follows; a source that names none follows all."""


def checked_rules(  # noqa: PLR0913 - each is known elsewhere, and may be unknown
    folder: Path,
    *,
    projects: Projects = (),
    missing: Collection[str] = (),
    newest: RuleSet | None = None,
    today: date | None = None,
    idle: Idle | None = None,
    tried: Path | None = None,
) -> RulesRead:
    """Read *folder*; raises RulesInvalidError with every mistake at its place.

    The mapping rules of a file that is *tried* stand behind those of the folder.

    Warns of projects that no source follows, of promises that are carried by the
    *missing* keys, which no tracker showed, and of objectives that only the *newest*
    published rule set has; of target dates before *today*; and of rules that are *idle*
    over all work items.
    """

    def doubtful(words: Mapping[Place, Any]) -> Iterator[Wrong]:
        yield from _unfollowed(words, projects)
        yield from _unseen(words, missing)
        yield from _gone(words, newest)
        yield from _persons(words)
        yield from _passed(words, today)
        yield from _idle(words, idle)

    return read_rules(folder, wrong=unprintable, doubtful=doubtful, tried=tried)


async def missing_promises(
    kafka: KafkaSettings, draft: RuleDraft
) -> frozenset[str] | None:
    """Say by which keys objectives are promised that no tracker has shown.

    None where no work item is known at all. Raises BrokerAwayError.
    """
    promised = [o.promised_by for o in draft.objectives if o.promised_by]
    return await missing_keys(kafka, promised) if promised else frozenset()


def _unseen(words: Mapping[Place, Any], missing: Collection[str]) -> Iterator[Wrong]:
    for place, word in words.items():
        promise = place[:1] == ("objectives",) and place[2:] == ("promised_by",)
        if promise and word in missing:
            what = f"No tracker has shown `{word}`: its promise is on no page"
            yield place, what, "Correct the key, or read its project first."


def _gone(words: Mapping[Place, Any], newest: RuleSet | None) -> Iterator[Wrong]:
    """Yield objectives that were published and are not written any more."""
    if newest is None:
        return
    places = {place[1]: place for place in words if place[:1] == ("objectives",)}
    names = [str(name) for name in places]
    for name in vanished(newest, names):
        where = next(iter(places.values()), ("objectives",))[:1]
        what = f"Objective `{name}` of version {newest.version} is gone: {LOST}"
        yield where, what, kept_by(name, newest, names)


def _persons(words: Mapping[Place, Any]) -> Iterator[Wrong]:
    """Yield recipients that look like one person: what is published is never lost."""
    for place, word in words.items():
        if place[:1] == ("departments",) and place[2:3] == ("recipients",):
            name = re.sub(r"[._+-]+", " ", str(word).partition("@")[0]).title()
            if person_in(name):
                what = f"`{word}` looks like one person's address"
                out = "Name a list or a desk: published rules are kept for ever."
                yield place, what, out


def _passed(words: Mapping[Place, Any], today: date | None) -> Iterator[Wrong]:
    for place, word in words.items():
        if place[:1] != ("objectives",) or place[2:] != ("target_date",):
            continue
        if today is not None and word < today:
            what = f"The target date {word} has passed"
            out = "Say the date that counts now; pages go on telling the first one."
            yield place, what, out


def _idle(words: Mapping[Place, Any], idle: Idle | None) -> Iterator[Wrong]:
    """Tell in one sentence each which rules matched no item, where the first is."""
    if idle is None:
        return
    places = {
        str(word): place[:-1]
        for place, word in words.items()
        if place[0] in {"mapping", "team_mapping"} and place[-1] == "name"
    }
    told = [(places[name], f"`{name}`") for name in idle.mapping if name in places]
    told_by = {"mapping": told}
    told_by["stages"] = [
        (("stages", number), f"rule {number + 1}") for number in idle.stages
    ]
    for section, found in told_by.items():
        if found:
            names = [name for _, name in found]
            more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
            what = f"Of `{section}`, {', '.join(names[:_MOST])}{more} matched none of "
            what += f"the {idle.items} work items read so far"
            yield found[0][0], what, "Correct or remove what is not for work to come."


_MOST = 5
"""Rules that are named; the rest is counted."""


def _unfollowed(words: Mapping[Place, Any], projects: Projects) -> Iterator[Wrong]:
    """Yield each project that is named and that no source follows, where it is first.

    Where a source follows all projects, only what resembles a known one is told.
    """
    known = {_as_written(p).casefold(): _as_written(p) for own in projects for p in own}
    everything = any(not own for own in projects)
    places: dict[str, list[Place]] = {}
    for place, project in _named(words):
        if known.get(project.casefold()) != project and not _is_a_case(project, known):
            places.setdefault(project, []).append(place)
    for project, found in places.items():
        near = _nearest(project, known)
        if known and (near or not everything):
            others = f", which {len(found)} rules name" if len(found) > 1 else ""
            what = f"No source follows `{project}`{others}"
            way_out = f"Did you mean `{near}`?" if near else "Add it to its source."
            yield found[0], what, way_out


def _is_a_case(project: str, known: Mapping[str, str]) -> bool:
    """Whether it is a repository that the settings write with other capitals."""
    return "/" in project and project.casefold() in known


def _nearest(project: str, known: Mapping[str, str]) -> str | None:
    """Say the project that was probably meant; owners alone make no likeness."""
    folded = project.casefold()[:100]
    likeness = 0.85 if "/" in project else 0.6
    (near,) = difflib.get_close_matches(folded, known, n=1, cutoff=likeness) or (None,)
    return known[near] if near else None


def _named(words: Mapping[Place, Any]) -> Iterator[tuple[Place, str]]:
    """Yield every project that the rules name, also by the key of an item."""
    for place, word in words.items():
        match place:
            case (str(section), *_, "match" | "not", "project", int()) if (
                section in _MATCHES
            ):
                yield place, str(word)
            case ("teams", _, "projects", int()):
                yield place, str(word)
            case (
                "mapping" | "team_mapping",
                *_,
                "match" | "not",
                "ancestor",
                int(),
            ) | ("objectives", _, "promised_by"):
                yield place, project_of(str(word))


_MATCHES = frozenset({"mapping", "team_mapping", "kinds"})


def _as_written(project: str) -> str:
    """Say a project as its tracker does: Jira's keys in capitals, GitHub's as is."""
    return project if "/" in project else project.upper()


def project_of(key: str) -> str:
    """Say the project or repository in a key as people know it."""
    if "/" not in key:
        return key.rpartition("-")[0]
    owner, _, rest = key.partition("/")
    return f"{owner}/{rest.partition('#')[0].partition('/')[0]}"
