"""Page three, the proof: what is not known, words, evidence, whom to ask."""

import re
from collections.abc import Iterable, Iterator

from passerelle_report.contents import (
    DateSaid,
    Evidence,
    EvidenceKind,
    Objective,
    Place,
    Status,
    Unknown,
    UnknownKind,
)
from passerelle_report.status import BEHIND_UNDER, ON_COURSE_FROM
from passerelle_report.wording.names import Names
from passerelle_report.wording.typography import capitalised
from passerelle_report.wording.view import EvidenceLine, Sentence, Term
from passerelle_schemas.business import WorkKind


def unknown(names: Names) -> tuple[Sentence, ...]:
    """List what is not known; say so when nothing is."""
    told = names.report.unknowns
    if not told:
        return (Sentence(names.voice.say("unknown-none")),)
    return tuple(names.told(_unknown(names, one), one.refs) for one in told)


def _unknown(names: Names, told: Unknown) -> str:
    voice, key = names.voice, told.kind.value
    if told.kind is UnknownKind.UNMAPPED and told.percent == 0:
        key = f"{key}-small"
    if told.kind is UnknownKind.STOOD_STILL and told.decided_on:
        key = f"{key}-before"
    until = min((p.until for p in told.places if p.until), default=told.until)
    said = voice.say(
        f"unknown-{key}",
        count=told.count,
        total=told.total,
        share=told.percent,
        short=names.short(told.subjects[0]) if told.subjects else "",
        first=capitalised(voice.listed([names.short(s) for s in told.subjects])),
        due=voice.day(told.due) if told.due else "",
        on=voice.day(told.decided_on) if told.decided_on else "",
        span=voice.span(told.count),
        why=names.refusal(told.refusal) if told.refusal else "",
        day=voice.week_day(until.astimezone(voice.zone).date()) if until else "",
        time=voice.time(until) if until else "",
    )
    waited = voice.say("unknown-waited", hours=told.hours) if told.hours else ""
    return f"{said} {waited}".rstrip()


def words(names: Names, text: str) -> tuple[Term, ...]:
    """The words that the page uses and a reader may not know.

    *text* is what the page says: a glossary term is listed only where it occurs.
    """
    report, voice = names.report, names.voice
    told = []
    if any(o.forecast for o in report.objectives):
        told += [_term(names, "expected"), _term(names, "cautious")]
    statuses = {report.status, *(o.status for o in report.objectives)}
    told += [_status(names, status) for status in _EXPLAINED if status in statuses]
    if report.freshness.trackers:
        told.append(_term(names, "tracker"))
    if any(one.work is WorkKind.UPKEEP for one in report.delivered.shown):
        told.append(_term(names, "upkeep"))
    for term in report.glossary:
        word = term.word.in_(voice.language)
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE):
            means = voice.set(term.means.in_(voice.language))
            told.append(Term(capitalised(voice.set(word)), _ended(means)))
    return tuple({term.word: term for term in told}.values())


def purposes(names: Names) -> tuple[Term, ...]:
    """What each objective is for, who asked for it, and by what it shows."""
    told = []
    for objective in names.report.objectives:
        means = " ".join(_purpose(names, objective))
        if means:
            told.append(Term(names.first(objective.subject), means))
    return tuple(told)


def _purpose(names: Names, objective: Objective) -> Iterator[str]:
    voice = names.voice
    if objective.why:
        yield _ended(voice.set(objective.why.in_(voice.language)))
    if objective.success:
        success = _ended(objective.success.in_(voice.language))
        yield voice.say("purpose-success", success=success)
    if objective.sponsor:
        department = objective.sponsor.in_(voice.language)
        yield voice.say("purpose-sponsor", department=department)


_EXPLAINED = (Status.BEHIND, Status.AT_RISK)
"""The others say on page one what they mean."""


def _status(names: Names, status: Status) -> Term:
    """What a status means, by the limits that decide it."""
    voice = names.voice
    means = voice.say(
        f"word-{status.value}-means",
        least=BEHIND_UNDER,
        most=ON_COURSE_FROM - 1,
    )
    return Term(voice.say(f"status-{status.value}"), means)


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def _term(names: Names, word: str) -> Term:
    voice = names.voice
    means = voice.say(
        f"word-{word}-means", trackers=names.trackers(), **names.goes_on()
    )
    return Term(voice.say(f"word-{word}"), means)


def intro(names: Names) -> str:
    """How to read the evidence."""
    report, voice = names.report, names.voice
    until = report.freshness.until
    if until is None:
        return voice.say("evidence-intro-never", version=report.rule_set)
    if until >= report.ends_at and not report.running:
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


def evidence(names: Names, keys: int) -> tuple[EvidenceLine, ...]:
    """The numbered list; identifiers stand here and nowhere else."""
    return tuple(
        _line(names, number, entry, keys)
        for number, entry in enumerate(names.report.evidence, start=1)
    )


def _line(names: Names, number: int, entry: Evidence, keys: int) -> EvidenceLine:
    carrier = entry.carrier
    return EvidenceLine(
        number=number,
        lead=_lead(names, entry),
        carrier=(carrier.key, carrier.url) if carrier else None,
        keys=tuple((item.key, item.url) for item in entry.items[:keys]),
        rest=_rest(names, entry, keys),
    )


def _lead(names: Names, entry: Evidence) -> str:
    """How many tasks a page counts; the item that carries the promise is none."""
    if entry.kind is not EvidenceKind.OBJECTIVE:
        return ""
    tasks = names.voice.say("evidence-tasks", count=entry.count)
    if entry.carrier:
        lead = names.voice.say("evidence-and", tasks=tasks)
        return f"{lead} "
    return tasks


def _rest(names: Names, entry: Evidence, keys: int) -> str:
    """What follows the keys; no line begins or ends with a bare mark."""
    text = ", ".join(_parts(names, entry))
    more = len(entry.items) - keys
    head = names.voice.say("evidence-more", count=more) if more > 0 else ""
    head = f" {head}" if head else ""
    if not text:
        return head
    joint = names.voice.say("evidence-joint") if entry.items or entry.carrier else ""
    return f"{head}{joint}{' ' if joint else ''}{text}"


def _parts(names: Names, entry: Evidence) -> Iterator[str]:
    voice = names.voice
    if entry.kind is EvidenceKind.LEDGER and entry.since:
        since = voice.day(entry.since)
        until = voice.day(names.report.today)
        yield voice.say("evidence-ledger", count=entry.count, since=since, until=until)
        if entry.before:
            yield voice.say("evidence-ledger-before", count=entry.before)
    yield from _dates(names, entry.dates)
    if entry.dropped:
        yield voice.say("evidence-dropped", count=entry.dropped)
    given = next(
        (o.forecast for o in names.report.objectives if entry.id in o.refs), None
    )
    if given:
        yield voice.say(
            "evidence-forecast",
            runs=given.runs,
            weeks=given.weeks,
            finished=given.finished,
            added=given.added,
        )
    yield from _places(names, entry.places)


def _dates(names: Names, dates: Iterable[DateSaid]) -> Iterator[str]:
    voice = names.voice
    for place, said in enumerate(dates):
        if said.on is None:
            due = voice.short_day(said.due) if said.due else ""
            yield voice.say("evidence-rules", due=due)
            continue
        on = voice.short_day(said.on)
        if said.due is None:
            told = voice.say("evidence-taken", on=on)
        else:
            key = "evidence-set" if place else "evidence-given"
            told = voice.say(key, due=voice.short_day(said.due), on=on)
        if said.rules:
            told = voice.say("evidence-by-rules", told=told, version=said.rules)
        yield told


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
