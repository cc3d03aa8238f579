"""Page two, the record: what was delivered, promised, and what may go wrong."""

from passerelle_report.charts.kept import KeptChart
from passerelle_report.contents import (
    Cause,
    CauseKind,
    Line,
    Outcome,
    Promise,
    Risk,
    RiskTold,
)
from passerelle_report.wording.front import line
from passerelle_report.wording.names import Names, sure_of_missing
from passerelle_report.wording.typography import capitalised
from passerelle_report.wording.view import (
    DeliveredColumn,
    DeliveredView,
    PromiseRow,
    PromisesView,
    RisksView,
    RiskView,
    Sentence,
)


def delivered(names: Names) -> DeliveredView | None:
    """Say what can be used and what is only finished; None when it is nothing."""
    told, voice = names.report.delivered, names.voice
    if not told.usable and not told.finished:
        return None
    return DeliveredView(
        title=voice.say("h-delivered"),
        usable=_column(names, "h-usable", told.usable, told.usable_more),
        finished=_column(names, "h-finished", told.finished, told.finished_more),
    )


def _column(
    names: Names, title: str, lines: tuple[Line, ...], more: int
) -> DeliveredColumn:
    none = (Sentence(names.voice.say("delivered-none")),)
    return DeliveredColumn(
        title=names.voice.say(title),
        lines=tuple(line(names, one) for one in lines) or none,
        more=names.voice.say("delivered-more", count=more) if more else None,
    )


def promises(names: Names, *, rows: int) -> PromisesView:
    """Say the ledger in at most so many *rows*; the rest is counted."""
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
        rows=tuple(_row(names, p) for p in told.promises[:shown]),
        more=note,
        kept=_kept(names) if told.promises else None,
        kept_label=voice.say("kept-label") if told.kept.due else None,
        chart=_chart(names) if told.kept.due else None,
    )


def _row(names: Names, told: Promise) -> PromiseRow:
    return PromiseRow(
        name=Sentence(names.promise(told), names.numbers(told.refs)),
        first=names.voice.table_day(told.first),
        latest=_latest(names, told),
        outcome=_outcome(names, told),
        mark=told.mark,
    )


_LATEST = {
    Outcome.DROPPED: "latest-dropped",
    Outcome.TAKEN_BACK: "latest-taken_back",
    Outcome.GONE: "latest-gone",
}


def _latest(names: Names, told: Promise) -> str:
    if told.outcome in {Outcome.KEPT, Outcome.LATE}:
        word = "delivered" if told.usable else "finished"
        return names.voice.say(f"latest-{word}")
    if key := _LATEST.get(told.outcome):
        return names.voice.say(key)
    return names.voice.table_day(told.latest)


def _outcome(names: Names, told: Promise) -> str:
    voice = names.voice
    return voice.say(
        f"outcome-{_outcome_key(told)}",
        span=voice.span(abs(told.days)),
        times=names.times(told.postponed),
        on=voice.day(told.on) if told.on else "",
    )


def _outcome_key(told: Promise) -> str:
    if told.outcome is Outcome.KEPT:
        use = "kept" if told.usable else "kept-finished"
        return f"{use}-early" if told.days < 0 else use
    if told.outcome is Outcome.LATE and not told.usable:
        return "late-finished"
    return told.outcome.value


def _kept(names: Names) -> Sentence:
    kept, voice = names.report.ledger.kept, names.voice
    if not kept.due:
        return Sentence(voice.say("kept-none"))
    text = voice.say("kept", kept=kept.kept, due=kept.due)
    if kept.due_before:
        before = voice.say("kept-before", kept=kept.kept_before, due=kept.due_before)
        text = f"{text} {before}"
    return Sentence(text, names.numbers(kept.refs))


def _chart(names: Names) -> KeptChart:
    kept, voice = names.report.ledger.kept, names.voice
    missed = kept.due - kept.kept
    return KeptChart(
        weeks=tuple((week.kept, week.missed) for week in kept.weeks),
        kept_label=voice.say("kept-row", count=kept.kept),
        missed_label=voice.say("missed-row", count=missed),
        first_label=voice.short_day(kept.weeks[0].monday).replace("ᵉʳ", "er"),
        last_label=voice.say("kept-now"),
        alt=voice.say("kept-alt", kept=kept.kept, missed=missed),
    )


def risks(names: Names, *, shown: int) -> RisksView | None:
    """Say the first risks, so many as are *shown*; None when there is none."""
    told, voice = names.report.risks, names.voice
    if not told.shown:
        return None
    more = told.more + len(told.shown[shown:])
    return RisksView(
        title=voice.say("h-risks"),
        why=voice.say("risk-why"),
        for_you=voice.say("risk-for-you"),
        risks=tuple(_risk(names, risk) for risk in told.shown[:shown]),
        note=voice.say("risks-more", count=more) if more else voice.say("risks-ranked"),
    )


def _risk(names: Names, told: Risk) -> RiskView:
    voice = names.voice
    free = "" if told.due or told.told is not RiskTold.OVERDUE else "-free"
    title = voice.say(
        f"risk-{told.told.value}{free}",
        subject=names.first(told.subject),
        due=voice.day(told.due) if told.due else "",
        sure=sure_of_missing(told.odds),
    )
    odds, scale = _odds(names, told)
    return RiskView(
        title=title,
        why=Sentence(_why(names, told.causes), names.numbers(told.refs)),
        for_you=capitalised(
            voice.set(told.costs.in_(voice.language))
            if told.costs
            else voice.say("cost-unknown")
        ),
        odds=odds,
        range=scale,
        low=told.odds.low if told.odds else 0,
        high=told.odds.high if told.odds else 0,
    )


def _odds(names: Names, told: Risk) -> tuple[str, str]:
    voice = names.voice
    if told.odds:
        word = voice.say(f"likelihood-{told.odds.word.value}")
        scale = voice.say("likelihood-range", low=told.odds.low, high=told.odds.high)
        return word, scale
    if told.refusal:
        why = names.refusal(told.refusal)
    elif told.told is RiskTold.MAY_MISS:
        why = voice.say("not-estimated-part")
    else:
        why = voice.say("not-estimated-state")
    return "", voice.say("not-estimated", why=why)


def _why(names: Names, causes: tuple[Cause, ...]) -> str:
    """The causes in one sentence."""
    if not causes:
        return capitalised(names.voice.say("cause-none"))
    parts = [_cause(names, cause) for cause in causes]
    return capitalised(" ".join(parts).rstrip("; \u202f\u00a0") + ".")


def _cause(names: Names, cause: Cause) -> str:
    voice = names.voice
    key = cause.kind.value
    if cause.kind is CauseKind.DATES_POSTPONED and cause.due is None:
        key = CauseKind.PASSED.value
    return voice.say(
        f"cause-{key}",
        count=cause.count,
        total=cause.total,
        days=cause.days,
        weeks=cause.weeks,
        span=voice.span(cause.days),
        due=voice.day(cause.due) if cause.due else "",
    )
