"""Tells what became of the rule sets, and what a new one changes, in sentences."""

import difflib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from passerelle.saying_why import shown
from passerelle_schemas.effect import Reign, Standing, effective_at, reigns
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.targets import vanished
from passerelle_schemas.text import cleaned
from passerelle_translate.rule_book import newest
from passerelle_translate.rules import RuleDraft
from passerelle_translate.rules.differences import differences

SHORT = 12
"""Digits of a content hash that tell it from all others in a history."""
_LONGEST = 2000
"""Letters of one line."""


def published_lines(
    before: Sequence[RuleSet], rules: RuleSet, now: datetime
) -> Iterator[str]:
    """Tell that *rules* follow *before*, from when they count, and what they change."""
    zone = ZoneInfo(rules.company.time_zone)
    yield f"Version {rules.version} is published, content {rules.content_hash[:SHORT]}."
    yield _from_when(before, rules, now, zone)
    was = {reign.rules.version: reign for reign in reigns(before)}
    for reign in reigns([*before, rules]):
        earlier = was.get(reign.rules.version)
        if reign.never and earlier and not earlier.never:
            planned = shown(reign.rules.effective_from, zone)
            number = reign.rules.version
            yield f"Version {number}, planned for {planned}, will never count."
    last = newest(before)
    if last is not None:
        yield from difference_lines(f"version {last.version}", last, rules)
        yield from gone_lines(last, rules)


def gone_lines(old: RuleSet, new: RuleDraft | RuleSet) -> Iterator[str]:
    """Tell the objectives of *old* that *new* does not have, and how to mend it."""
    names = [objective.id for objective in new.objectives]
    for name in vanished(old, names):
        yield f"Objective `{name}` is gone: {LOST}. {kept_by(name, old, names)}"


LOST = "its first date, and each move of it, is told no more"
"""What it costs to leave an objective out, or to call it otherwise."""


def kept_by(name: str, old: RuleSet, names: Sequence[str]) -> str:
    """Say how the history of an objective that is gone is kept."""
    known = {objective.id for objective in old.objectives}
    new = [other for other in names if other not in known]
    near = difflib.get_close_matches(name, new, n=1) or new[:1]
    called = f", which `{near[0]}` may be now" if near else ""
    return f"Keep the name `{name}`{called}: what a page calls it may change."


def _from_when(
    before: Sequence[RuleSet], rules: RuleSet, now: datetime, zone: ZoneInfo
) -> str:
    if rules.effective_from <= now:
        return "It counts from now on; the workers translate every item again."
    at = shown(rules.effective_from, zone)
    until = effective_at(before, now)
    if until is None:
        return f"It counts from {at} on, and until then as well: it is the first."
    return f"It will count from {at} on; until then version {until.version} does."


def difference_lines(
    name: str, old: RuleDraft | RuleSet, new: RuleDraft | RuleSet
) -> Iterator[str]:
    """Tell what *new* says otherwise than *old*, which is called *name*."""
    found = differences(old, new)
    if not found:
        yield f"It says the same as {name}."
        return
    yield f"{_counted(len(found), 'change')} against {name}:"
    for difference in found:
        yield f"  {cleaned(str(difference), limit=_LONGEST)}"


def history_lines(rule_sets: Sequence[RuleSet], now: datetime) -> Iterator[str]:
    """Tell each version, the newest first: how it stands, when, by whom, and why."""
    known = reigns(rule_sets)
    zone = ZoneInfo(known[-1].rules.company.time_zone)
    for reign in reversed(known):
        rules = reign.rules
        by = cleaned(rules.author, limit=60) or "nobody named"
        reason = cleaned(rules.reason, limit=500) or "no reason given"
        yield (
            f"version {rules.version}, {_standing(reign, now, zone)}, "
            f"content {rules.content_hash[:SHORT]}, by {by}: {reason}"
        )


def _standing(reign: Reign, now: datetime, zone: ZoneInfo) -> str:
    begins = shown(reign.rules.effective_from, zone)
    match reign.at(now):
        case Standing.PLANNED:
            return f"planned for {begins}"
        case Standing.NEVER:
            return f"never in force (was to be from {begins})"
        case Standing.IN_FORCE:
            return f"in force since {begins}"
        case Standing.PAST:
            ended = shown(reign.until, zone) if reign.until else ""
            return f"in force from {begins} until {ended}"


def history_json(rule_sets: Sequence[RuleSet], now: datetime) -> Iterator[str]:
    """Tell the same, one JSON object a version."""
    for reign in reversed(reigns(rule_sets)):
        rules = reign.rules
        told = rules.model_dump(
            mode="json",
            include={"version", "content_hash", "author", "reason", "effective_from"},
        )
        until = reign.until.isoformat() if reign.until else None
        told |= {"standing": reign.at(now).value, "until": until}
        yield json.dumps(told, ensure_ascii=True)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
