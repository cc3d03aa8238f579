"""The picture of an objective in words: one axis, its flags, its range, its labels."""

from datetime import date, timedelta

from passerelle_report.charts.ranges import Axis, RangeChart
from passerelle_report.contents import (
    Objective,
    Outcome,
    Promise,
    Range,
    RefusedBecause,
)
from passerelle_report.wording.names import Names

BACK = frozenset({Outcome.TAKEN_BACK, Outcome.GONE, Outcome.DROPPED})
"""Outcomes after which no date stands."""
_OLDEST = timedelta(days=150)
_DATES = 4
"""More dates that stand no more than this are told by the first and the last."""


def axis_of(names: Names) -> Axis:
    """One axis for all: from the oldest date shown to the last one, by the month."""
    report = names.report
    days = [report.today - timedelta(days=21), report.today + timedelta(days=45)]
    for told in report.objectives:
        days += _days_of(told)
    start = max(min(days), report.today - _OLDEST).replace(day=1)
    end = max(days) + timedelta(days=max(8, (max(days) - start).days // 16))
    months, month = [], start
    while month < end:
        months.append((month, names.voice.month(month)))
        month = (month + timedelta(days=32)).replace(day=1)
    return Axis(start=start, end=end, months=tuple(months))


def _days_of(told: Objective) -> list[date]:
    days: list[date] = []
    if told.promise:
        days += [told.promise.latest, *told.promise.earlier]
    for given in (told.forecast.range if told.forecast else None, told.before):
        days += [given.expected, given.cautious] if given else []
    return days


def chart(names: Names, told: Objective, axis: Axis) -> RangeChart:
    """Word the picture of one objective, on the axis of the page."""
    report, voice = names.report, names.voice
    given = told.forecast.range if told.forecast else None
    before = told.before if given else None
    promise = told.promise
    back = promise is not None and promise.outcome in BACK
    dates = earlier(promise) if promise else ()
    remains = told.refusal and told.refusal.because is RefusedBecause.NOTHING_REMAINS
    return RangeChart(
        axis=axis,
        today=report.today,
        today_label=voice.say("today-label"),
        target=promise.latest if promise and not back else None,
        earlier=dates,
        target_label=_target(names, promise),
        range=(given.expected, given.cautious) if given else None,
        range_label=_range_label(names, told),
        before=(before.expected, before.cautious) if before else None,
        alt=_alt(names, told),
        settled=bool(remains),
    )


def earlier(promise: Promise) -> tuple[date, ...]:
    """The dates that stand no more."""
    back = promise.outcome in BACK
    return (*promise.earlier, *((promise.latest,) if back else ()))


def _range_label(names: Names, told: Objective) -> str:
    if told.forecast is None:
        return names.voice.say("no-range-label")
    given = told.forecast.range
    return names.voice.say(
        "range-label-still" if told.still_days else "range-label",
        expected=names.voice.short_day(given.expected),
        cautious=names.voice.short_day(given.cautious),
    )


def _target(names: Names, promise: Promise | None) -> str:
    voice = names.voice
    if promise is None:
        return voice.say("target-none")
    latest = voice.short_day(promise.latest)
    given = list(map(voice.short_day, earlier(promise)))
    if len(given) > _DATES:
        given = [given[0], "…", given[-1]]
    dates = ", ".join(given)
    if promise.outcome in BACK:
        return voice.say("target-label-back", dates=dates)
    if promise.earlier:
        return voice.say("target-label-was", dates=dates, latest=latest)
    return voice.say("target-label", dates=latest)


def _alt(names: Names, told: Objective) -> str:
    """What the picture says, for who does not see it."""
    voice, promise = names.voice, told.promise
    parts = [f"{names.first(told.subject)}."]
    if told.forecast:
        parts.append(_dated(names, "chart-alt-range", told.forecast.range))
        if told.before:
            parts.append(_dated(names, "chart-alt-before", told.before))
    else:
        parts.append(voice.say("chart-alt-none"))
    if promise:
        parts.append(voice.say("chart-alt-promise", due=voice.day(promise.latest)))
        if promise.earlier:
            dates = voice.listed([voice.day(day) for day in promise.earlier])
            parts.append(voice.say("chart-alt-earlier", dates=dates))
    else:
        parts.append(voice.say("chart-alt-free"))
    return " ".join(parts)


def _dated(names: Names, key: str, given: Range) -> str:
    return names.voice.say(
        key,
        expected=names.voice.day(given.expected),
        cautious=names.voice.day(given.cautious),
    )
