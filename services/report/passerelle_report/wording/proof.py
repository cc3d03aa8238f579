"""Page three, the proof: what is not known, words, evidence, whom to ask."""

import re
from collections.abc import Iterable, Iterator

from passerelle_report.contents import (
    DateSaid,
    Evidence,
    EvidenceKind,
    Place,
    Unknown,
    UnknownKind,
)
from passerelle_report.wording.names import Names
from passerelle_report.wording.typography import capitalised
from passerelle_report.wording.view import EvidenceLine, Sentence, Term
from passerelle_schemas.business import WorkKind

KEYS = 5
"""Keys that an entry names; the rest is counted, and stands in the attached data."""


def unknown(names: Names) -> tuple[Sentence, ...]:
    """List what is not known; say so when nothing is."""
    told = names.report.unknowns
    if not told:
        return (Sentence(names.voice.say("unknown-none")),)
    return tuple(
        Sentence(_unknown(names, one), names.numbers(one.refs)) for one in told
    )


def _unknown(names: Names, told: Unknown) -> str:
    voice, key = names.voice, told.kind.value
    if told.kind is UnknownKind.UNMAPPED and told.percent == 0:
        key = f"{key}-small"
    until = min((p.until for p in told.places if p.until), default=told.until)
    return voice.say(
        f"unknown-{key}",
        count=told.count,
        total=told.total,
        share=told.percent,
        short=names.short(told.subject) if told.subject else "",
        why=names.refusal(told.refusal) if told.refusal else "",
        day=voice.week_day(until.astimezone(voice.zone).date()) if until else "",
        time=voice.time(until) if until else "",
    )


def words(names: Names, text: str) -> tuple[Term, ...]:
    """The words that the page uses and a reader may not know.

    *text* is what the page says: a glossary term is listed only where it occurs.
    """
    report, voice = names.report, names.voice
    told = []
    if any(o.forecast for o in report.objectives):
        told += [_term(names, "expected"), _term(names, "cautious")]
    if report.freshness.trackers:
        told.append(_term(names, "tracker"))
    lines = (*report.delivered.usable, *report.delivered.finished)
    if any(one.work is WorkKind.UPKEEP for one in lines):
        told.append(_term(names, "upkeep"))
    for term in report.glossary:
        word = term.word.in_(voice.language)
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE):
            means = voice.set(term.means.in_(voice.language))
            told.append(Term(capitalised(voice.set(word)), _ended(means)))
    return tuple({term.word: term for term in told}.values())


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def _term(names: Names, word: str) -> Term:
    voice = names.voice
    means = (
        voice.say("word-tracker-means", trackers=names.trackers())
        if word == "tracker"
        else voice.say(f"word-{word}-means")
    )
    return Term(voice.say(f"word-{word}"), means)


def intro(names: Names) -> str:
    """How to read the evidence."""
    report, voice = names.report, names.voice
    until = report.freshness.until
    if until is None:
        return voice.say("evidence-intro-never", version=report.rule_set)
    if until >= report.ends_at:
        return voice.say(
            "evidence-intro-end",
            day=voice.week_day(report.sunday),
            version=report.rule_set,
        )
    return voice.say(
        "evidence-intro",
        day=voice.week_day(until.astimezone(voice.zone).date()),
        time=voice.time(until),
        version=report.rule_set,
    )


def evidence(names: Names) -> tuple[EvidenceLine, ...]:
    """The numbered list; identifiers stand here and nowhere else."""
    return tuple(
        EvidenceLine(
            number=number,
            keys=tuple((item.key, item.url) for item in entry.items[:KEYS]),
            rest=_rest(names, entry),
        )
        for number, entry in enumerate(names.report.evidence, start=1)
    )


def _rest(names: Names, entry: Evidence) -> str:
    parts = list(_parts(names, entry))
    more = len(entry.items) - KEYS
    head = names.voice.say("evidence-more", count=more) if more > 0 else ""
    text = " · ".join(parts)
    if head and text:
        return f" {head} · {text}"
    if head:
        return f" {head}"
    return f" · {text}" if entry.items and text else text


def _parts(names: Names, entry: Evidence) -> Iterator[str]:
    voice = names.voice
    if entry.kind is EvidenceKind.LEDGER and entry.since:
        since = voice.day(entry.since)
        yield voice.say("evidence-ledger", count=entry.count, since=since)
    if entry.kind is EvidenceKind.PROMISE:
        if not entry.items:
            yield voice.say("evidence-rules")
        yield from _dates(names, entry.dates)
    if entry.kind is EvidenceKind.OBJECTIVE:
        yield voice.say("evidence-tasks", count=entry.count)
        if entry.weeks:
            yield voice.say("evidence-forecast", runs=entry.runs, weeks=entry.weeks)
    yield from _places(names, entry.places)


def _dates(names: Names, dates: Iterable[DateSaid]) -> Iterator[str]:
    voice = names.voice
    for place, said in enumerate(dates):
        on = voice.short_day(said.on)
        if said.due is None:
            yield voice.say("evidence-taken", on=on)
        else:
            key = "evidence-set" if place else "evidence-given"
            yield voice.say(key, due=voice.short_day(said.due), on=on)


def _places(names: Names, places: Iterable[Place]) -> Iterator[str]:
    voice = names.voice
    for place in places:
        named = f"{names.tracker(place.tracker)} {place.project}"
        if place.until is None:
            yield voice.say("evidence-unread", place=named)
            continue
        day = voice.short_day(place.until.astimezone(voice.zone).date())
        time = voice.time(place.until)
        yield voice.say("evidence-read", place=named, day=day, time=time)
