"""The objectives: status and cause, range against promise, what lateness costs."""

from collections.abc import Iterator, Sequence

from passerelle_report.charts.ranges import Axis
from passerelle_report.contents import (
    Forecast,
    Need,
    Objective,
    Progress,
    Promise,
    Reason,
    ReasonKind,
    RefusedBecause,
    Status,
)
from passerelle_report.wording.front import tag_of
from passerelle_report.wording.names import Names
from passerelle_report.wording.timeline import BACK, axis_of, chart, earlier
from passerelle_report.wording.typography import tied
from passerelle_report.wording.view import (
    Bar,
    CompactObjective,
    ObjectivesView,
    ObjectiveView,
    Sentence,
)
from passerelle_schemas.business import RiskKind


def objectives(names: Names, *, full: int, listed: int, words: bool) -> ObjectivesView:
    """Say the first *full* objectives at length, the next *listed* in a line each.

    *words*: with what the teams say. The rest is counted.
    """
    told, voice = names.report.objectives, names.voice
    axis = axis_of(names)
    large = tuple(_full(names, o, axis, words=words) for o in told[:full])
    rest = told[full + listed :]
    return ObjectivesView(
        title=voice.say("h-objectives"),
        full=large,
        compact=tuple(_compact(names, o) for o in told[full : full + listed]),
        note=_note(names, rest),
        trust_label=voice.say("trust"),
        trust=_trust(names) if told else None,
        legend=_legend(names, told[:full]) if large else None,
    )


def _note(names: Names, rest: tuple[Objective, ...]) -> str | None:
    if not names.report.objectives:
        return names.voice.say("objectives-none")
    if not rest:
        return None
    alike = {o.status for o in rest}
    if len(alike) > 1:
        return names.voice.say("objectives-more-mixed", count=len(rest))
    status = names.voice.say(f"status-{rest[0].status.value}").lower()
    return names.voice.say("objectives-more", count=len(rest), status=status)


def _legend(names: Names, told: Sequence[Objective]) -> str:
    """Every sign that stands on the page, and no other."""
    refused = {RefusedBecause.NOTHING_REMAINS}
    signs = {
        "flag": any(o.promise and o.promise.outcome not in BACK for o in told),
        "earlier": any(o.promise and earlier(o.promise) for o in told),
        "range": any(o.forecast for o in told),
        "before": any(o.forecast and o.before for o in told),
        "refused": any(o.refusal and o.refusal.because not in refused for o in told),
        "added": any(o.progress.added for o in told),
    }
    goes_on = names.goes_on()
    shown = [
        names.voice.say(f"legend-{sign}", **goes_on)
        for sign, there in signs.items()
        if there
    ]
    return " ".join(shown)


def _full(names: Names, told: Objective, axis: Axis, *, words: bool) -> ObjectiveView:
    total = told.progress.total
    return ObjectiveView(
        short=names.first(told.subject),
        name=tied(names.name(told.subject)),
        tag=tag_of(names, told, told.status),
        reason=names.told(reason(names, told), told.refs),
        text=tuple(_text(names, told)),
        said=_said(names, told) if words else None,
        chart=chart(names, told, axis),
        bar=Bar(
            done=100 * told.progress.finished / total,
            added=_hatched(told.progress),
        )
        if total
        else None,
        progress=_progress(names, told),
        compare=_compare(names, told),
    )


_LEAST_HATCHED = 5.0


def _hatched(progress: Progress) -> float:
    """The share that was added this week, wide enough to be seen from one task on."""
    added = 100 * min(progress.added, progress.open) / progress.total
    left = 100 * progress.open / progress.total
    return min(left, max(added, _LEAST_HATCHED)) if added else 0.0


def _said(names: Names, told: Objective) -> Sentence | None:
    """The team's own word with its day, where it wrote one in this language."""
    voice = names.voice
    for word in told.said:
        if word.language is voice.language:
            text = voice.set(word.text)
            key = "quoted-before-stop" if word.before_stop else "quoted"
            quoted = voice.say(
                key,
                words=text,
                on=voice.day(word.on),
                still=voice.span(told.still_days),
            )
            return names.told(quoted, told.said_refs)
    return None


def reason(names: Names, told: Objective) -> str:
    """The cause of a status, in one sentence."""
    why, voice = told.reason, names.voice
    if why.kind is ReasonKind.REFUSED and why.refusal:
        return names.refusal(why.refusal)
    return voice.say(
        f"reason-{_key(why, told)}",
        chance=names.chance(why.chance) if why.chance else "",
        due=voice.day(why.due) if why.due else "",
        on=_on(names, told.promise),
        days=why.days or 0,
        span=voice.span(abs(why.days)) if why.days else "",
        still=voice.span(told.still_days),
        count=why.count or 0,
        total=why.total or 0,
        percent=why.percent or 0,
        other=names.other(why.other),
    )


def _on(names: Names, promise: Promise | None) -> str:
    """The day that a reason may tell of a promise: its end, or its last move."""
    day = promise and (promise.on or promise.moved_on)
    return names.voice.day(day) if day else ""


def _key(why: Reason, told: Objective) -> str:
    promise = told.promise
    if why.kind is ReasonKind.FINISHED and why.days is not None:
        way = "late" if why.days > 0 else "early" if why.days < 0 else "in-time"
        return f"finished-{way}"
    if why.kind is ReasonKind.PASSED and promise and not promise.postponed:
        return "passed-first"
    if why.kind is ReasonKind.CHANCE:
        return _chance_key(told)
    if why.kind is ReasonKind.RISK and why.risk:
        own = promise is not None and promise.postponed > 0 and why.due is not None
        part = why.risk is RiskKind.PROMISE_MOVED and not own
        return f"risk-{why.risk.value}{'-part' if part else ''}"
    return why.kind.value


def _chance_key(told: Objective) -> str:
    """A date given this week and already in danger says so; a stall is told."""
    moved = told.promise is not None and told.promise.moved_on is not None
    new = moved and told.status is not Status.ON_COURSE
    still = "-still" if told.still_days else ""
    return f"chance-new{still}" if new else f"chance{still}"


def _text(names: Names, told: Objective) -> list[str]:
    """The range in words, else why there is none; what lateness costs the reader."""
    text = []
    if told.forecast:
        text.append(_expected(names, told.forecast, told.still_days))
    elif told.refusal and told.reason.kind not in {
        ReasonKind.REFUSED,
        ReasonKind.FINISHED,
        ReasonKind.ALL_TASKS_FINISHED,
        ReasonKind.DROPPED,
        ReasonKind.TOO_OLD,
        ReasonKind.NEVER_READ,
    }:
        why = names.refusal(told.refusal)
        text.append(names.voice.say("no-date", why=why))
    if told.need:
        text.append(_needed(names, told.need))
    if told.lateness_costs and told.status is not Status.ON_COURSE:
        costs = told.lateness_costs.in_(names.voice.language)
        text.append(names.voice.set(costs))
    return [tied(sentence) for sentence in text]


def _needed(names: Names, need: Need) -> str:
    """What meeting a date takes, beside what was finished lately."""
    return names.voice.say(
        "need",
        due=names.voice.day(need.due),
        tasks=need.tasks,
        weeks=need.weeks,
        finished=need.finished,
        past=need.past,
    )


def _expected(names: Names, given: Forecast, still_days: int) -> str:
    """The range with what it was drawn from: what was finished, what was added."""
    voice = names.voice
    pace = voice.say("pace", finished=given.finished, added=given.added)
    return voice.say(
        "forecast-range-still" if still_days else "forecast-range",
        expected=voice.day(given.range.expected),
        cautious=voice.day(given.range.cautious),
        weeks=given.weeks,
        pace=pace,
    )


def _progress(names: Names, told: Objective) -> str:
    progress = told.progress
    if not progress.total:
        return names.voice.say("progress-none")
    return names.voice.say(
        "progress",
        finished=progress.finished,
        total=progress.total,
    )


def _changes(names: Names, told: Progress) -> Iterator[str]:
    """What makes this week's numbers of last week's, so that a reader can add up."""
    voice = names.voice
    yield voice.say("change-finished", count=told.finished_this_week)
    if told.reopened_this_week:
        yield voice.say("change-reopened", count=told.reopened_this_week)
    yield voice.say("change-added", count=told.added)
    if told.taken_up_this_week:
        yield voice.say("change-taken_up", count=told.taken_up_this_week)
    if told.withdrawn_this_week:
        yield voice.say(
            "change-withdrawn",
            count=told.withdrawn_this_week,
            finished=told.withdrawn_finished,
        )


def _compare(names: Names, told: Objective) -> str:
    """What the week changed, the promise and its first date, and the expected date."""
    parts = [_week(names, told), _promised(names, told.promise), _shift(names, told)]
    return " ".join(part for part in parts if part)


def _week(names: Names, told: Objective) -> str:
    progress = told.progress
    if not progress.total and not progress.withdrawn_this_week:
        return ""
    changes = ", ".join(_changes(names, progress))
    return names.voice.say("progress-week", changes=changes)


def _promised(names: Names, promise: Promise | None) -> str:
    voice = names.voice
    if promise is None:
        return voice.say("compare-none")
    first = voice.day(promise.first)
    if promise.outcome in BACK:
        return voice.say("compare-back", first=first)
    if promise.on:
        on = voice.day(promise.on)
        return voice.say("compare-promise-kept-on", first=first, on=on)
    if promise.moved_on and promise.moved_from and promise.moved_from < promise.latest:
        return voice.say(
            "compare-moved-again" if promise.postponed > 1 else "compare-moved",
            first=first,
            on=voice.day(promise.moved_on),
            was=voice.day(promise.moved_from),
            due=voice.day(promise.latest),
        )
    if promise.postponed:
        times = names.times(promise.postponed)
        return voice.say("compare-postponed", first=first, times=times)
    return voice.say("compare-promise", due=voice.day(promise.latest))


def _shift(names: Names, told: Objective) -> str:
    voice, days = names.voice, told.shift_days
    if told.status_before is None:
        return voice.say("compare-new")
    if days:
        key = "compare-later" if days > 0 else "compare-sooner"
        return voice.say(key, span=voice.span(abs(days)))
    if told.status_before is not told.status:
        before = voice.say(f"status-{told.status_before.value}")
        return voice.say("compare-status", status=before)
    if told.reason.kind is ReasonKind.FINISHED:
        return ""
    if told.before is None:
        key = "no-date-before" if told.forecast else "no-date-either"
        return voice.say(f"compare-{key}")
    return voice.say("compare-same")


def _compact(names: Names, told: Objective) -> CompactObjective:
    text = reason(names, told)
    if told.forecast and told.status is Status.ON_COURSE:
        given = told.forecast.range
        free = "" if told.promise else "-free"
        text = names.voice.say(
            f"compact-forecast{free}",
            expected=names.voice.day(given.expected),
            cautious=names.voice.day(given.cautious),
            due=names.voice.day(told.promise.latest) if told.promise else "",
        )
    return CompactObjective(
        short=names.first(told.subject),
        name=names.name(told.subject),
        tag=tag_of(names, told, told.status),
        text=names.told(text, told.refs),
    )


def _trust(names: Names) -> Sentence:
    kept, voice = names.report.ledger.kept, names.voice
    first = (
        voice.say("trust-kept", kept=kept.kept, due=kept.due)
        if kept.due
        else voice.say("trust-none")
    )
    if not any(o.forecast for o in names.report.objectives):
        return names.told(first, kept.refs)
    record = voice.say("trust-record")
    return names.told(f"{first} {record}", kept.refs)
