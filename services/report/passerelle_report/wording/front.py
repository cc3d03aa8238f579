"""The masthead and the minute: what a director reads in seconds."""

from passerelle_report.contents import (
    Line,
    Objective,
    Reason,
    ReasonKind,
    Slip,
    Status,
    Trend,
    UnknownKind,
    WeeklyReport,
)
from passerelle_report.likelihood import odds_of_missing
from passerelle_report.status import certain_to_miss
from passerelle_report.wording.names import Names, sure_of_missing
from passerelle_report.wording.say import weeks
from passerelle_report.wording.typography import capitalised
from passerelle_report.wording.view import Masthead, MinuteView, Sentence, Tag
from passerelle_schemas.rules import Bilingual

_SPAN_IN_WEEKS_FROM = 14


def masthead(names: Names, *, unmapped_from: float = 0.0) -> Masthead:
    """Say for whom, from whom, the verdict, its cause, and how fresh the data is."""
    report, voice = names.report, names.voice
    return Masthead(
        addressed=voice.set(report.addressed.in_(voice.language)),
        sender=voice.say("sender"),
        company=report.company,
        week=voice.say(
            "week-line",
            week=_number(report.week),
            **{"from": _from(names), "to": voice.full_day(report.sunday)},
        ),
        tag=tag(names, report.status),
        headline=capitalised(headline(names)),
        because=_because(names),
        fresh=_fresh(names),
        warning=_warning(names),
        notices=tuple(_notices(names, unmapped_from)),
    )


def tag(names: Names, status: Status) -> Tag:
    """A status as shape and word."""
    return Tag(status, names.voice.say(f"status-{status.value}"))


def _number(week: str) -> int:
    return int(week.rpartition("W")[2])


def _from(names: Names) -> str:
    """The Monday, with its month only where the week has two."""
    report, voice = names.report, names.voice
    day = voice.day(report.monday)
    if report.monday.month == report.sunday.month:
        return day.split("\u00a0")[0].split(" ")[0]
    return day


def headline(names: Names) -> str:
    """The verdict's cause as a title; claims no more than was computed."""
    report, voice = names.report, names.voice
    about = next((o for o in report.objectives if o.subject.id == report.about), None)
    if about is None:
        return voice.say("headline-no_objective")
    if report.status is Status.ON_COURSE:
        return _all_well(names, about)
    reason = report.reason
    return voice.say(
        f"headline-{_headline_key(reason, report.status)}",
        short=names.short(about.subject),
        due=voice.day(reason.due) if reason.due else "",
        span=voice.span(reason.days) if reason.days else "",
        sure=_sure(reason),
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
        return names.voice.say("headline-finished")
    return names.voice.say("headline-on-course", count=len(objectives))


def _headline_key(reason: Reason, status: Status) -> str:
    if reason.kind is ReasonKind.CHANCE:
        return f"chance-{status.value}"
    if reason.kind is ReasonKind.RISK and reason.risk:
        return f"risk-{reason.risk.value}"
    return reason.kind.value


def _sure(reason: Reason) -> str:
    """Under 1 chance in 20, "will" claims no more than was computed."""
    if reason.chance is None:
        return "maybe"
    if certain_to_miss(reason.chance):
        return "certain"
    return sure_of_missing(odds_of_missing(reason.chance))


def _because(names: Names) -> str:
    told, voice = names.report.comparison, names.voice
    if told.trend in {Trend.FIRST, Trend.SAME}:
        return voice.say(f"because-{told.trend.value}")
    before = told.status_before or Status.CANNOT_TELL
    plain = "" if told.days else "-plain"
    return voice.say(
        f"because-{told.trend.value}{plain}",
        lost=told.lost,
        gained=told.gained,
        span=voice.span(told.days) if told.days else "",
        before=voice.say(f"status-{before.value}"),
    )


def _fresh(names: Names) -> Sentence:
    fresh, voice = names.report.freshness, names.voice
    refs = names.numbers(fresh.refs)
    trackers = names.trackers()
    if not fresh.places:
        return Sentence(voice.say("fresh-none"))
    if fresh.until is None:
        return Sentence(voice.say("fresh-never", trackers=trackers), refs)
    if fresh.until >= names.report.ends_at:
        day = voice.week_day(names.report.sunday)
        return Sentence(voice.say("fresh-complete", trackers=trackers, day=day), refs)
    day = voice.week_day(fresh.until.astimezone(voice.zone).date())
    return Sentence(
        voice.say(
            "fresh-until", trackers=trackers, day=day, time=voice.time(fresh.until)
        ),
        refs,
    )


def _warning(names: Names) -> str | None:
    """Page one warns of sources that are late."""
    fresh = names.report.freshness
    behind = len(fresh.late) + len(fresh.never)
    if not behind:
        return None
    return names.voice.say("fresh-late", count=behind, total=fresh.places)


def _notices(names: Names, unmapped_from: float) -> list[str]:
    """What else page one says of its data: work that nobody mapped."""
    return [
        names.voice.say("fresh-unmapped", count=told.count, total=told.total)
        for told in names.report.unknowns
        if told.kind is UnknownKind.UNMAPPED
        and told.count >= unmapped_from * told.total
    ]


def minute(names: Names) -> MinuteView:
    """Say what moved forward, and every slip since its first date."""
    report, voice = names.report, names.voice
    told = report.minute
    forward = [line(names, one) for one in told.forward]
    if told.forward_more:
        forward.append(Sentence(voice.say("minute-more", count=told.forward_more)))
    slips = [_slip(names, slip, place) for place, slip in enumerate(told.slips)]
    if told.slips_more:
        slips.append(Sentence(voice.say("slip-more", count=told.slips_more)))
    return MinuteView(
        title=voice.say("h-minute"),
        forward_label=voice.say("minute-forward"),
        forward=tuple(forward) or (Sentence(voice.say("minute-nothing")),),
        slipped_label=voice.say("minute-slipped"),
        slipped=tuple(slips) or (Sentence(voice.say("minute-no-slip")),),
    )


def line(names: Names, told: Line) -> Sentence:
    """A statement on finished work: the team's words, else a plain sentence."""
    refs = names.numbers(told.refs)
    if said := names.own(told.words):
        return Sentence(said if said[-1] in ".!?…" else f"{said}.", refs)
    other = names.voice.say("other-work")
    subject = names.name(told.subject) if told.subject else other
    key = f"line-{told.stage.value}-{told.work.value}"
    return Sentence(names.voice.say(key, subject=subject, count=told.count), refs)


def _slip(names: Names, slip: Slip, place: int) -> Sentence:
    promises = {p.id: p for p in names.report.ledger.promises}
    name = names.told_apart(promises[slip.promise])
    key = "slip-next" if place else "slip-first"
    text = names.voice.say(key, name=name, span=span(names, slip.low, slip.high))
    return Sentence(text, names.numbers(slip.refs))


def span(names: Names, low: int, high: int | None) -> str:
    """As in "18 days", "6 to 9 weeks"."""
    if high is None or (high >= _SPAN_IN_WEEKS_FROM and weeks(low) == weeks(high)):
        return names.voice.span(low)
    if low >= _SPAN_IN_WEEKS_FROM:
        return names.voice.say("slip-span-weeks", low=weeks(low), high=weeks(high))
    if high < _SPAN_IN_WEEKS_FROM:
        return names.voice.say("slip-span-days", low=low, high=high)
    return names.voice.say(
        "slip-span-mixed", low=names.voice.span(low), high=names.voice.span(high)
    )


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
