"""The risks: what may go wrong, why, and what it costs the reader."""

from passerelle_report.contents import (
    Cause,
    CauseKind,
    Risk,
    Risks,
    RiskTold,
    Words,
)
from passerelle_report.wording.names import Names
from passerelle_report.wording.typography import capitalised, tied
from passerelle_report.wording.view import RisksView, RiskView


def risks(names: Names, *, shown: int) -> RisksView | None:
    """Say the first risks, so many as are *shown*; that none holds, when none does.

    None when nothing was read: then nobody looked.
    """
    told, voice = names.report.risks, names.voice
    if not names.report.freshness.places:
        return None
    printed = printed_of(told, shown)
    more = told.more + len(told.shown) - len(printed)
    ranked = "risks-ranked" if len(printed) > 1 else ""
    note = " ".join(
        [
            *([voice.say(ranked)] if ranked else []),
            *([voice.say("risks-more", count=more)] if more else []),
        ]
    )
    return RisksView(
        title=voice.say("h-risks"),
        why=voice.say("risk-why"),
        for_you=voice.say("risk-for-you"),
        risks=tuple(_risk(names, risk) for risk in printed),
        note=note if told.shown else voice.say("risks-none"),
    )


def printed_of(told: Risks, most: int) -> tuple[Risk, ...]:
    """The first *most*; a weakness takes the place of the last of them, never none.

    An objective in danger stands on page one as well.
    """
    rest = told.shown[most:]
    weak = [risk for risk in rest if risk.told is RiskTold.NOT_PROTECTED]
    return (*told.shown[: most - len(weak)], *weak)


def quoted(told: Risks, most: int) -> frozenset[Words]:
    """The decisions that the printed risks quote: once on a page is enough."""
    causes = (cause for risk in printed_of(told, most) for cause in risk.causes)
    said = {c.words for c in causes if c.kind is CauseKind.DECIDED}
    return frozenset(said - {Words()})


def _risk(names: Names, told: Risk) -> RiskView:
    voice = names.voice
    free = "" if told.due or told.told is not RiskTold.OVERDUE else "-free"
    title = voice.say(
        f"risk-{told.told.value}{free}",
        subject=names.first(told.subject),
        due=voice.day(told.due) if told.due else "",
        sure=told.sure.value,
        refused=told.refusal.because.value if told.refusal else "",
        count=told.count,
    )
    odds, scale, word = _odds(names, told)
    costs = told.costs.in_(voice.language) if told.costs else ""
    if told.told is RiskTold.NOT_PROTECTED:
        costs = voice.say("cost-not_protected", count=told.count)
    return RiskView(
        title=tied(title),
        why=names.told(_why(names, told.causes), told.refs),
        for_you=tied(capitalised(voice.set(costs) or voice.say("cost-unknown"))),
        odds=odds,
        range=scale,
        word=word,
        low=told.odds.low if told.odds else 0,
        high=told.odds.high if told.odds else 0,
    )


_CERTAIN_FROM = 95


def _odds(names: Names, told: Risk) -> tuple[str, str, str]:
    """The chance of missing the date, of what it is, and the word with its range."""
    voice = names.voice
    if told.odds and told.chance and told.due:
        most = told.odds.low >= _CERTAIN_FROM
        stopped = any(
            o.forecast and o.still_days
            for o in names.report.objectives
            if o.subject.id == told.subject.id
        )
        missed = voice.say(
            "odds-missed",
            due=voice.day(told.due),
            resumes=voice.say("odds-if-resumed") if stopped else "",
        )
        word = voice.say(
            "likelihood-most" if most else "likelihood-range",
            word=voice.say(f"likelihood-{told.odds.word.value}"),
            low=told.odds.low,
            high=told.odds.high,
        )
        return capitalised(names.missed(told.chance)), missed, word
    if told.told is RiskTold.NOT_PROTECTED:
        key = "not-estimated-not_protected"
        return "", voice.say(key, count=told.count), ""
    if told.refusal or told.told is RiskTold.CANNOT_TELL:
        return "", voice.say("not-estimated-refused"), ""
    if told.told is RiskTold.MAY_MISS:
        return "", voice.say("not-estimated-part"), ""
    if told.told is RiskTold.OVERDUE:
        return "", voice.say("not-estimated-passed"), ""
    return "", voice.say("not-estimated-free"), ""


def _why(names: Names, causes: tuple[Cause, ...]) -> str:
    """The causes in one sentence."""
    if not causes:
        return capitalised(names.voice.say("cause-none"))
    known = [one for one in causes if one.kind is not CauseKind.PASSED]
    quoted = [_decision(names, one) for one in known if one.kind is CauseKind.DECIDED]
    told = [one for one in known or causes if one.kind is not CauseKind.DECIDED]
    parts = [_cause(names, cause) for cause in told]
    why = capitalised(" ".join(parts).rstrip("; \u202f\u00a0"))
    return " ".join([*quoted, *([f"{why}."] if why else [])]) or capitalised(
        names.voice.say("cause-none")
    )


def _decision(names: Names, cause: Cause) -> str:
    """A decision in the words of the tracker; else that there is one, and of when."""
    words, voice = names.own(cause.words), names.voice
    on = voice.day(cause.on) if cause.on else ""
    key = "cause-decided" if words else "cause-unquoted"
    if cause.elsewhere:
        key = f"{key}-elsewhere"
    return voice.say(key, words=words or "", on=on)


def _cause(names: Names, cause: Cause) -> str:
    voice = names.voice
    key = cause.kind.value
    moved = {CauseKind.POSTPONED, CauseKind.DATES_POSTPONED}
    if cause.kind is CauseKind.DATES_POSTPONED and cause.due is None:
        key = f"{key}-bare"
    elif cause.kind in moved and cause.to is None:
        key = f"{key}-from"
    return voice.say(
        f"cause-{key}",
        count=cause.count,
        total=cause.total,
        added=cause.added,
        days=cause.days,
        weeks=cause.weeks,
        fresh=cause.fresh,
        limit=cause.limit,
        percent=cause.percent,
        other=names.other(cause.other),
        name=voice.set(cause.name.in_(voice.language)) if cause.name else "",
        on=voice.day(cause.on) if cause.on else "",
        span=voice.span(cause.days),
        due=voice.day(cause.due) if cause.due else "",
        to=voice.day(cause.to) if cause.to else "",
    )
