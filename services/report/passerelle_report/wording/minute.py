"""The minute: what moved forward, and every slip by its dates."""

from collections.abc import Iterable
from datetime import date, timedelta

from passerelle_report.alike import FORWARD, INCIDENTS, merged
from passerelle_report.contents import (
    Line,
    Outcome,
    Promise,
    Security,
    Slip,
    SlipKind,
)
from passerelle_report.wording.names import Names
from passerelle_report.wording.typography import capitalised
from passerelle_report.wording.view import MinuteView, Sentence
from passerelle_schemas.business import Stage


def minute(names: Names) -> MinuteView:
    """Say what moved forward, and every slip since its first date."""
    told, voice = names.report.minute, names.voice
    slips = [_slip(names, slip) for slip in told.slips]
    if told.slips_more:
        slips.append(names.told(voice.say("slip-more", count=told.slips_more)))
    return MinuteView(
        title=voice.say("h-minute"),
        forward_label=voice.say("minute-forward"),
        forward=_forward(names),
        incidents_label=voice.say("minute-incidents", count=len(told.incidents)),
        incidents=_incidents(names),
        security_label=voice.say("minute-security"),
        security=_security(names, told.security) if told.security else None,
        slipped_label=voice.say("minute-slipped"),
        slipped=tuple(slips) or (Sentence(voice.say("minute-no-slip")),),
    )


def _incidents(names: Names) -> tuple[Sentence, ...]:
    told = names.report.minute
    lines = merged(told.incidents, names.voice.language)[:INCIDENTS]
    said = [names.told(incident(names, one), one.refs) for one in lines]
    more = count(told.incidents) + told.incidents_more - count(lines)
    if more:
        words = names.voice.say("minute-incidents-more", count=more)
        said.append(names.told(words))
    return tuple(said)


def _security(names: Names, told: Security) -> Sentence:
    """The security fixes that are not in place: ready ones, and those that are not."""
    voice = names.voice
    ready = voice.say("security-ready", count=told.ready)
    text = ready if told.ready else voice.say("security-open", count=told.open)
    if told.ready and told.open:
        text = voice.say("security-both", ready=ready, open=told.open)
    where = ", ".join(names.name(subject) for subject in told.subjects)
    said = voice.say("security-told", told=capitalised(text), where=where)
    return names.told(said, told.refs)


def _forward(names: Names) -> tuple[Sentence, ...]:
    """What moved forward, and how much else; upkeep when there is nothing but that."""
    told = names.report.minute
    lines = merged(told.forward, names.voice.language)[:FORWARD]
    every = count(told.forward) + told.forward_more
    if not lines:
        return _nothing_told(names, every)
    sentences = [names.told(_step(names, one), one.refs) for one in lines]
    if more := every - count(lines):
        sentences.append(names.told(names.voice.say("minute-more", count=more)))
    return tuple(sentences)


def _nothing_told(names: Names, every: int) -> tuple[Sentence, ...]:
    """Upkeep where there is nothing but that; else how much there is, on page two."""
    idle = upkeep(names)
    if idle and every == count(names.report.delivered.upkeep):
        return (idle,)
    if every:
        return (names.told(names.voice.say("minute-all", count=every)),)
    key = "only-incidents" if names.report.minute.incidents else "nothing"
    return (Sentence(names.voice.say(f"minute-{key}")),)


def count(lines: Iterable[Line]) -> int:
    """How many tasks *lines* tell of."""
    return sum(line.count for line in lines)


def line(names: Names, told: Line) -> str:
    """A statement on finished work: the team's words, else a plain sentence."""
    if said := names.own(told.words):
        said = capitalised(said)
        text = said if said[-1] in ".!?…" else f"{said}."
    else:
        other = names.voice.say("other-work")
        subject = names.name(told.subject) if told.subject else other
        key = f"line-{told.stage.value}-{told.work.value}"
        text = names.voice.say(key, subject=subject, count=told.count)
    return _with(text, _fulfilled(names, told))


def incident(names: Names, told: Line) -> str:
    """The same of an incident: whether its remedy is in place, where it is not."""
    text = line(names, told)
    if names.own(told.words) is None or told.stage is not Stage.FINISHED:
        return text
    return _with(text, names.voice.say("line-remedy-finished"))


def upkeep(names: Names) -> Sentence | None:
    """Upkeep in one sentence: how much, where, and that nothing is asked."""
    told, voice = names.report.delivered.upkeep, names.voice
    if not told:
        return None
    places = dict.fromkeys(names.name(one.subject) for one in told if one.subject)
    where = voice.say("in-brackets", told=", ".join(places)) if places else ""
    text = voice.say("delivered-upkeep", count=count(told), where=where)
    return names.told(text, tuple(ref for one in told for ref in one.refs))


def step(names: Names, told: Line) -> str:
    """The same, and whether it is in use; our own sentences say so by themselves."""
    text = line(names, told)
    if names.own(told.words) is None:
        return text
    return _with(text, names.voice.say(f"line-step-{told.stage.value}"))


def _step(names: Names, told: Line) -> str:
    """A line of the minute: whether it is in use, where it is not or is a step.

    A step says towards what.
    """
    if told.step_towards is None:
        waits = told.stage is Stage.FINISHED
        return step(names, told) if waits else line(names, told)
    if told.step_towards == told.subject:
        return step(names, told)
    more = [names.voice.say("line-step", short=names.short(told.step_towards))]
    if names.own(told.words) is not None:
        more.append(names.voice.say(f"line-step-{told.stage.value}"))
    return _with(line(names, told), ", ".join(more))


def _with(text: str, more: str) -> str:
    """Put *more* before the full stop, in the brackets that are there or in its own."""
    if not more:
        return text
    stop = text[-1] if text[-1] == "." else ""
    bare = text.removesuffix(".")
    if bare.endswith(")"):
        return f"{bare[:-1]}, {more}){stop}"
    return f"{bare} ({more}){stop}"


def _fulfilled(names: Names, told: Line) -> str:
    """Which promise a line fulfils, and when."""
    found = [p for p in names.report.ledger.promises if p.id == told.promise]
    if not found:
        return ""
    days = found[0].days
    key = "late" if days > 0 else "early" if days < 0 else "kept"
    return names.voice.say(
        f"line-promise-{key}",
        first=names.voice.day(found[0].first),
        span=names.voice.span(abs(days)),
    )


def _slip(names: Names, slip: Slip) -> Sentence:
    voice = names.voice
    promise = next(p for p in names.report.ledger.promises if p.id == slip.promise)
    passed = slip.kind is SlipKind.PASSED
    first = min(promise.first, promise.latest) if passed else promise.first
    text = voice.say(
        f"slip-{_slip_key(slip, promise)}",
        name=names.promise(promise),
        span=voice.span(slip.low),
        first=voice.day(first),
        due=voice.day(promise.latest),
        ends=_ends(names, promise.first, slip),
        on=voice.day(promise.on) if promise.on else "",
        resumes=voice.say("slip-if-resumed") if slip.if_resumed else "",
    )
    return names.told(text, slip.refs)


def _ends(names: Names, first: date, slip: Slip) -> str:
    """The expected and the cautious date, each with its days since the first one."""
    if slip.high is None:
        return ""
    voice = names.voice
    promise = next(p for p in names.report.ledger.promises if p.id == slip.promise)
    key = "slip-ends-first" if promise.first != promise.latest else "slip-ends"
    return voice.say(
        key if slip.low != slip.high else f"{key}-one",
        expected=voice.day(first + timedelta(days=slip.low)),
        low=voice.span(slip.low),
        cautious=voice.day(first + timedelta(days=slip.high)),
        high=voice.span(slip.high),
    )


def _slip_key(slip: Slip, told: Promise) -> str:
    """Each kind has words of its own; what happened this week says so."""
    kind, now = slip.kind, told.moved_from is not None and told.moved_from < told.latest
    if kind is SlipKind.EXPECTED:
        return _expected_key(told, now=now)
    if kind is SlipKind.POSTPONED and now:
        return "postponed-again" if told.postponed > 1 else "postponed-now"
    if kind is SlipKind.LATE and not told.usable:
        return "late-finished"
    if kind is SlipKind.PASSED and not told.days:
        return "passed-today"
    return kind.value


def _expected_key(told: Promise, *, now: bool) -> str:
    if now and told.outcome is not Outcome.PASSED:
        return "expected-now" if told.postponed > 1 else "expected-moved"
    return "expected-first" if told.first != told.latest else "expected"
