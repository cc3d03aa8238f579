"""The masthead: what a director reads in seconds."""

import re

from passerelle_report.comparison import headlined
from passerelle_report.contents import (
    Objective,
    Reason,
    ReasonKind,
    Shift,
    Status,
    Sure,
    Trend,
    UnknownKind,
    WeeklyReport,
)
from passerelle_report.wording.names import Names
from passerelle_report.wording.typography import NO_BREAK, capitalised
from passerelle_report.wording.view import Masthead, Sentence, Tag
from passerelle_schemas.rules import Bilingual


def masthead(names: Names, *, unmapped_from: float = 0.0) -> Masthead:
    """Say for whom, from whom, the verdict, its cause, and how fresh the data is."""
    report, voice = names.report, names.voice
    start, _ = voice.between(report.monday, report.sunday)
    return Masthead(
        addressed=voice.set(report.addressed.in_(voice.language)),
        sender=voice.say("sender"),
        company=report.company,
        week=voice.say(
            "week-line",
            week=_number(report.week),
            **{"from": start, "to": voice.full_day(report.sunday)},
        ),
        tag=tag_of(names, _about(report), report.status),
        headline=_date_whole(capitalised(headline(names))),
        because=_because(names),
        fresh=_fresh(names),
        running=_running(names),
        warning=_warning(names),
        notices=tuple(_notices(names, unmapped_from)),
    )


def _date_whole(text: str) -> str:
    """No line of a headline ends in an article whose date begins the next."""
    return re.sub(r"\b(le|du|au) (?=\d)", rf"\1{NO_BREAK}", text)


def tag(names: Names, status: Status) -> Tag:
    """A status as shape and word."""
    word = names.voice.say(f"status-{status.value}")
    return Tag(status, word, status.value, names.voice.say("colon"))


def tag_of(names: Names, told: Objective | None, status: Status) -> Tag:
    """The same; what is finished says so, with a shape of its own."""
    if told is None or told.reason.kind is not ReasonKind.FINISHED:
        return tag(names, status)
    joint = names.voice.say("colon") if told.reason.days is None else ""
    return Tag(status, names.voice.say("status-finished"), "finished", joint)


def _number(week: str) -> int:
    return int(week.rpartition("W")[2])


def _about(report: WeeklyReport) -> Objective | None:
    """The objective that decided the status."""
    return next((o for o in report.objectives if o.subject.id == report.about), None)


def headline(names: Names) -> str:
    """The verdict's cause as a title; claims no more than was computed."""
    report, voice = names.report, names.voice
    about = _about(report)
    if about is None:
        return voice.say("headline-no_objective")
    if report.status is Status.ON_COURSE:
        return _all_well(names, about)
    reason = report.reason
    key = _headline_key(reason, report.status)
    if reason.kind is ReasonKind.CHANCE and about.still_days:
        key = "stopped"
    due = reason.due
    if reason.kind is ReasonKind.REFUSED:
        due = about.standing
        key = "refused" if due else "refused-free"
    return voice.say(
        f"headline-{key}",
        short=names.short(about.subject),
        due=voice.day(due) if due else "",
        span=voice.span(about.still_days or reason.days or 0),
        sure=(reason.sure or Sure.MAYBE).value,
        refused=reason.refusal.because.value if reason.refusal else "",
    )


def _all_well(names: Names, about: Objective) -> str:
    objectives = names.report.objectives
    if any(o.status is not Status.ON_COURSE for o in objectives):
        short = names.short(about.subject)
        reason = about.reason
        if reason.kind is ReasonKind.FINISHED:
            return names.voice.say("headline-finished-one", short=short)
        if reason.due is None:
            return names.voice.say("headline-no_promise", short=short)
        day = names.voice.day(reason.due)
        return names.voice.say("headline-chance-on_course", short=short, due=day)
    if all(o.reason.kind is ReasonKind.FINISHED for o in objectives):
        return names.voice.say("headline-finished", count=len(objectives))
    return names.voice.say("headline-on-course", count=len(objectives))


def _headline_key(reason: Reason, status: Status) -> str:
    if reason.kind is ReasonKind.CHANCE:
        return f"chance-{status.value}"
    if reason.kind is ReasonKind.RISK and reason.risk:
        return f"risk-{reason.risk.value}"
    return reason.kind.value


def _because(names: Names) -> str:
    told, voice = names.report.comparison, names.voice
    if told.trend is Trend.MIXED:
        return _mixed(names)
    if told.trend not in {Trend.WORSE, Trend.BETTER}:
        return voice.say(f"because-{told.trend.value}")
    parts = _shifts(names, "lost" if told.trend is Trend.WORSE else "gained", after=[])
    if not parts:
        before = told.status_before or Status.CANNOT_TELL
        word = voice.say(f"status-{before.value}")
        return voice.say(f"because-{told.trend.value}-status", before=word)
    return voice.say(f"because-{told.trend.value}", told=_joined(names, parts))


def _mixed(names: Names) -> str:
    """What moved, each by itself; first that the headline's objective did not."""
    told, voice = names.report.comparison, names.voice
    shifts = [*((s, "lost") for s in told.lost), *((s, "gained") for s in told.gained)]
    shifts.sort(key=lambda one: one[0].subject.id != names.report.about)
    if len(shifts) > _NAMED or not all(shift.days for shift, _ in shifts):
        parts = _shifts(names, "lost", after=[])
        parts += _shifts(names, "gained", after=parts)
        text = voice.say("because-mixed", told=_joined(names, parts))
    else:
        tails = ["since", "apart"]
        parts = [
            voice.say(
                f"shift-{way}-{tail}",
                short=names.short(shift.subject),
                span=voice.span(shift.days),
            )
            for (shift, way), tail in zip(shifts, tails, strict=False)
        ]
        text = parts[0]
        for part in parts[1:]:
            text = voice.say("clauses", head=text, tails=part)
        text = f"{capitalised(text)}."
    return f"{_unmoved(names)}{text}"


def _unmoved(names: Names) -> str:
    """That the headline's objective is where it was, unless it moved or is new."""
    told, about = names.report.comparison, _about(names.report)
    moved = {shift.subject.id for shift in (*told.lost, *told.gained)}
    headline = headlined(names.report.objectives, names.report.about)
    if about is None or moved & headline:
        return ""
    key = "little" if about.shift_days else "unmoved"
    if about.status_before is None:
        key = "new"
    return f"{names.voice.say(f'because-{key}', first=names.first(about.subject))} "


_NAMED = 2
"""More objectives than this are counted in the masthead."""


def _joined(names: Names, parts: list[str]) -> str:
    head, *rest = parts
    for last in rest:
        head = names.voice.say("shifts", head=head, last=last)
    return head


def _shifts(names: Names, way: str, after: list[str]) -> list[str]:
    """Who is expected later or sooner: named while they are few, else counted.

    What stands *after* another one says only what differs from it.
    """
    told, voice = names.report.comparison, names.voice
    shifts = told.lost if way == "lost" else told.gained
    if not shifts:
        return []
    spans = [voice.span(s.days) if s.days else "" for s in shifts]
    if len(shifts) == told.objectives == _NAMED and spans[0] == spans[1] != "":
        return [voice.say(f"shift-{way}-both", span=spans[0])]
    if len(told.lost) + len(told.gained) > _NAMED and len(shifts) > 1:
        plain = "" if all(spans) else "-plain"
        key = f"shift-{way}-many{plain}"
        return [voice.say(key, count=len(shifts), span=spans[0])]
    told_before, parts = bool(after), []
    for shift, span in zip(shifts, spans, strict=True):
        tail = "-plain" if not span else "-too" if told_before else ""
        parts.append(
            voice.say(
                f"shift-{way}{tail}",
                short=names.short(shift.subject),
                span=span,
                **_states(names, shift),
            )
        )
        told_before = bool(span)
    return parts


def _states(names: Names, shift: Shift) -> dict[str, str]:
    """The words for the status of an objective last week and now."""
    about = next(o for o in names.report.objectives if o.subject == shift.subject)
    before = about.status_before or about.status
    return {
        "before": names.voice.say(f"status-{before.value}"),
        "after": names.voice.say(f"status-{about.status.value}"),
    }


def _fresh(names: Names) -> Sentence:
    fresh, voice = names.report.freshness, names.voice
    trackers = names.trackers()
    if not fresh.places:
        return Sentence(voice.say("fresh-none"))
    if fresh.until is None:
        return names.told(voice.say("fresh-never", trackers=trackers), fresh.refs)
    if fresh.until >= names.report.ends_at and not names.report.running:
        day = voice.week_day(names.report.sunday)
        return names.told(
            voice.say("fresh-complete", trackers=trackers, day=day), fresh.refs
        )
    day = voice.week_day(fresh.until.astimezone(voice.zone).date())
    return names.told(
        voice.say(
            "fresh-until", trackers=trackers, day=day, time=voice.time(fresh.until)
        ),
        fresh.refs,
    )


def _running(names: Names) -> str | None:
    """Page one says when its week is not over, and until when it tells it."""
    report, voice = names.report, names.voice
    if not report.running:
        return None
    day = voice.week_day(report.ends_at.astimezone(voice.zone).date())
    return voice.say("running", day=day, time=voice.time(report.ends_at))


def _warning(names: Names) -> str | None:
    """Page one warns of sources that are late."""
    fresh = names.report.freshness
    behind = len(fresh.late) + len(fresh.never)
    if not behind:
        return None
    return names.voice.say("fresh-late", count=behind, total=fresh.places)


_DOUBTED = (UnknownKind.SET_ASIDE, UnknownKind.UNCOMPARED)


def _notices(names: Names, unmapped_from: float) -> list[str]:
    """What else page one says of its data: gaps, and work that nobody mapped."""
    told = []
    kinds = {one.kind for one in names.report.unknowns}
    if not kinds.isdisjoint(_DOUBTED) and not _warning(names):  # which points there
        told.append(names.voice.say("fresh-doubt"))
    return told + [
        names.voice.say("fresh-unmapped", count=one.count, total=one.total)
        for one in names.report.unknowns
        if one.kind is UnknownKind.UNMAPPED and one.count >= unmapped_from * one.total
    ]


def title(report: WeeklyReport, names: Names) -> str:
    """The document's title."""
    return names.voice.say(
        "title",
        name=_in(report.name, names),
        week=_number(report.week),
        year=report.week[:4],
    )


def _in(words: Bilingual, names: Names) -> str:
    return words.in_(names.voice.language)
