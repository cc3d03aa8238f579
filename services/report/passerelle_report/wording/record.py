"""Page two, the record: what was finished, and what was promised."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from passerelle_report.alike import (
    FINISHED,
    INCIDENTS_LISTED,
    STEPS,
    USABLE,
    merged,
)
from passerelle_report.charts.kept import KeptChart
from passerelle_report.contents import (
    DeliveredCounts,
    Line,
    Mark,
    Outcome,
    Promise,
    Reopened,
    Subject,
    Words,
)
from passerelle_report.wording.minute import count, incident, line, step, upkeep
from passerelle_report.wording.names import Names
from passerelle_report.wording.typography import tied
from passerelle_report.wording.view import (
    DeliveredView,
    LineGroup,
    PromiseRow,
    PromisesView,
    Sentence,
)


def delivered(names: Names) -> DeliveredView | None:
    """Say what can be used and what is only finished; None when it is nothing."""
    told, voice = names.report.delivered, names.voice
    if not told.every and told.reopened is None:
        return None
    incidents, usable, finished, steps = printed = _printed(names)
    more = count(told.every) - sum(map(count, (*printed, told.upkeep)))
    return DeliveredView(
        title=voice.say("h-delivered"),
        incidents=_incidents(names, incidents),
        usable=_column(names, "h-usable", usable),
        finished=_column(names, "h-finished", finished),
        steps=_steps(names, steps),
        upkeep=upkeep(names),
        reopened=_reopened(names, told.reopened) if told.reopened else None,
        counts=_counts(names, told.counts) if told.every else "",
        note=voice.say("delivered-rest", count=more) if more else None,
    )


def _incidents(names: Names, lines: Sequence[Line]) -> LineGroup | None:
    if not lines:
        return None
    told = tuple(names.told(incident(names, one), one.refs) for one in lines)
    return LineGroup(names.voice.say("h-incidents"), told)


def _printed(names: Names) -> tuple[tuple[Line, ...], ...]:
    """Incidents, what is usable, what is finished, steps: as this language prints."""
    told, language = names.report.delivered, names.voice.language
    return (
        merged(told.incidents[: told.incidents_shown], language)[:INCIDENTS_LISTED],
        merged(told.usable[: told.usable_shown], language)[:USABLE],
        merged(told.finished[: told.finished_shown], language)[:FINISHED],
        merged(told.steps[: told.steps_shown], language)[:STEPS],
    )


def _counts(names: Names, told: DeliveredCounts) -> str:
    """How much was finished, and how much came into use: each set with its count."""
    counts = {
        "both": told.finished_and_used,
        "used": told.used_only,
        "finished": told.finished_only,
    }
    said = [
        names.voice.say(f"count-{which}", count=n) for which, n in counts.items() if n
    ]
    return names.voice.say("delivered-counts", told=_claused(names, said))


def _claused(names: Names, said: Sequence[str]) -> str:
    """One after the other, with a semicolon between."""
    text, *rest = said
    for more in rest:
        text = names.voice.say("clauses", head=text, tails=more)
    return text


def _reopened(names: Names, told: Reopened) -> Sentence:
    """What was told as finished before, and is not any more."""
    voice = names.voice
    shorts = ", ".join(names.short(subject) for subject in told.subjects)
    where = voice.say("in-brackets", told=shorts) if shorts else ""
    text = voice.say("delivered-reopened", count=told.count, where=where)
    return names.told(text, told.refs)


def _column(names: Names, title: str, lines: Sequence[Line]) -> LineGroup | None:
    """One column; none where there is nothing to say."""
    told = _lines(names, lines)
    return LineGroup(names.voice.say(title), told) if told else None


def _lines(names: Names, lines: Iterable[Line]) -> tuple[Sentence, ...]:
    return tuple(names.told(line(names, one), one.refs) for one in lines)


def _steps(names: Names, lines: Sequence[Line]) -> tuple[LineGroup, ...]:
    """Steps towards one objective together, under its name."""
    made = []
    for towards, run in groupby(lines, key=lambda one: one.step_towards):
        short = names.short(towards) if towards else ""
        told = _taken(names, towards)
        title = names.voice.say("delivered-steps", short=short, told=told)
        lines_told = tuple(names.told(step(names, one), one.refs) for one in run)
        made.append(LineGroup(title, lines_told))
    return tuple(made)


def _taken(names: Names, towards: Subject | None) -> str:
    """How many steps were finished in the week, and how many only came into use.

    All of them, as page one counts them: those that another line tells as well.
    """
    every = [x for x in names.report.delivered.every if x.step_towards == towards]
    counts = {
        "finished": sum(line.finished_now for line in every),
        "used": sum(line.finished_before for line in every),
    }
    said = [
        names.voice.say(f"steps-{which}", count=n) for which, n in counts.items() if n
    ]
    return _claused(names, said)


def promises(
    names: Names, *, rows: int, quoted: frozenset[Words] = frozenset()
) -> PromisesView:
    """Say the ledger in at most so many *rows*; the rest is counted.

    Decisions that are *quoted* on the page are not quoted here again.
    """
    told, voice = names.report.ledger, names.voice
    shown = min(rows, told.shown)
    more = len(told.promises) - shown
    if not told.promises:
        note: str | None = voice.say("promises-none")
    else:
        note = voice.say("promises-more", count=more) if more else None
    return PromisesView(
        title=voice.say("h-promises"),
        heads=(
            voice.say("promises-what"),
            voice.say("promises-first"),
            voice.say("promises-latest"),
            voice.say("promises-stands"),
        ),
        rows=tuple(_row(names, p, quoted) for p in told.promises[:shown]),
        legend=tuple(
            (mark, voice.say(f"mark-{mark.value}"))
            for mark in Mark
            if any(p.mark is mark for p in told.promises[:shown])
        ),
        more=note,
        kept=_kept(names) if told.promises else None,
        kept_label=tied(voice.say("kept-label")) if told.kept.due else None,
        chart=_chart(names) if told.kept.due else None,
    )


def _row(names: Names, told: Promise, quoted: frozenset[Words]) -> PromiseRow:
    return PromiseRow(
        name=names.told(names.promise(told), told.refs),
        brings=names.own(told.words),
        first=names.voice.table_day(told.first),
        latest=_latest(names, told),
        outcome=_outcome(names, told, quoted),
        mark=told.mark,
    )


_ENDED = frozenset(
    {
        Outcome.KEPT,
        Outcome.LATE,
        Outcome.DROPPED,
        Outcome.TAKEN_BACK,
        Outcome.GONE,
    }
)


def _latest(names: Names, told: Promise) -> str:
    """The date that stands now; none once the promise has ended."""
    if told.outcome in _ENDED:
        return names.voice.say("latest-ended")
    if told.outcome is Outcome.PASSED:
        return names.voice.say("latest-none")
    return names.voice.table_day(told.latest)


def _outcome(names: Names, told: Promise, quoted: frozenset[Words]) -> str:
    """What became of it, how often it was postponed, and when it is expected."""
    voice = names.voice
    head = voice.say(
        f"outcome-{_outcome_key(told)}",
        span=voice.span(abs(told.days)),
        on=voice.day(told.on) if told.on else "",
    )
    if tails := list(_tails(names, told)):
        head = voice.say("clauses", head=head, tails=", ".join(tails))
    if told.decided_on and told.decided not in quoted:
        words = names.own(told.decided)
        head = voice.say(
            "decision" if words else "decision-unquoted",
            outcome=head,
            on=voice.day(told.decided_on),
            words=words or "",
        )
    return tied(head)


def _tails(names: Names, told: Promise) -> Iterator[str]:
    voice, outlook = names.voice, names.outlook(told)
    if told.postponed:
        yield voice.say("outcome-times", times=names.times(told.postponed))
    if told.on is None and outlook and outlook.forecast:
        expected = voice.day(outlook.forecast.range.expected)
        resumes = voice.say("if-resumed") if outlook.still_days else ""
        yield voice.say("outcome-expected", expected=expected, resumes=resumes)
    elif told.outcome is Outcome.PASSED:
        yield voice.say("outcome-no-date")
    elif told.on is None and outlook and outlook.refusal:
        yield voice.say("outcome-unknown")


def _outcome_key(told: Promise) -> str:
    if told.outcome is Outcome.KEPT:
        use = "kept" if told.usable else "kept-finished"
        return f"{use}-early" if told.days < 0 else use
    if told.outcome is Outcome.LATE and not told.usable:
        return "late-finished"
    if told.outcome is Outcome.PASSED and told.mark is Mark.OPEN:
        return "passed-early"
    if told.outcome is Outcome.PASSED and not told.days:
        return "passed-today"
    return told.outcome.value


def _kept(names: Names) -> Sentence:
    kept, voice = names.report.ledger.kept, names.voice
    text = voice.say("kept-none")
    if kept.due:
        text = voice.say("kept", kept=kept.kept, due=kept.due)
    if kept.open:
        key = "kept-open" if kept.due else "kept-open-only"
        more = voice.say(key, count=kept.open, postponed=kept.open_postponed)
        text = f"{text} {more}"
    if kept.due_before:
        before = voice.say("kept-before", kept=kept.kept_before, due=kept.due_before)
        text = f"{text} {before}"
    return names.told(text, kept.refs)


_AWAITED = frozenset({Outcome.PASSED, Outcome.POSTPONED_PAST})
"""Not kept, and not ended: with a new date or without."""


def _chart(names: Names) -> KeptChart:
    kept, voice = names.report.ledger.kept, names.voice
    counts: dict[str, int] = {}
    for one in kept.missed:
        key = "awaited" if one.outcome in _AWAITED else one.outcome.value
        counts[key] = counts.get(key, 0) + one.count
    missed = ", ".join(
        voice.say(f"missed-{key}", count=count) for key, count in counts.items()
    )
    return KeptChart(
        weeks=tuple((week.kept, week.missed) for week in kept.weeks),
        kept_label=voice.say("kept-row", count=kept.kept),
        missed_label=missed,
        first_label=voice.short_day(kept.weeks[0].monday),
        last_label=voice.say("kept-now"),
        alt=voice.say(
            "kept-alt" if missed else "kept-alt-all", kept=kept.kept, missed=missed
        ),
    )
