"""Why an item means what it means: every step, with what decided it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from passerelle_schemas.business import (
    BusinessItem,
    BusinessObjective,
    Stage,
    State,
)
from passerelle_schemas.facts import Language
from passerelle_schemas.limits import Limits
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.text import cleaned
from passerelle_schemas.work import WorkItem
from passerelle_translate.claims import StageSaid, claims_of
from passerelle_translate.clocks import righted
from passerelle_translate.explain_mapping import Failures, failures_together
from passerelle_translate.explain_risks import at, risk_told, whole_told
from passerelle_translate.inheritance import ancestors_mapped
from passerelle_translate.kinds import kind_of_work
from passerelle_translate.kinship import LONGEST, Above, Chain, chain_of
from passerelle_translate.mapping import Matched, Subject, mapped
from passerelle_translate.promises_told import promises_told
from passerelle_translate.translator import translate


@dataclass(frozen=True, slots=True)
class Explanation:
    """What an item means, and what led to it."""

    item: WorkItem
    meaning: BusinessItem | None
    claims: tuple[StageSaid, ...]
    """What the tracker's status claimed, and which rule read it so."""
    matched: Matched
    chain: Chain
    above: tuple[tuple[Above, Matched], ...]
    """Each ancestor, the nearest first, and what the mapping says of it."""
    work_because: str
    limits: Limits
    """Those that hold for the item's department and objective."""
    rules: RuleSet
    """Those by which it means that."""
    objective: BusinessObjective | None = None
    """What all items of its objective mean together, where that is known."""


def explain(
    item: WorkItem,
    rules: RuleSet,
    objectives: Mapping[str, BusinessObjective] = MappingProxyType({}),
) -> Explanation:
    """Trace what *item* means by *rules*; pure and deterministic.

    *objectives* are what all items of each mean together, by their names.
    """
    item = righted(item)
    meaning = translate(item, rules)
    chain = chain_of(item)
    subject = Subject.of(item, chain)
    matched = mapped(subject, rules)
    return Explanation(
        item=item,
        meaning=meaning,
        claims=claims_of(item, rules),
        matched=matched,
        chain=chain,
        above=tuple(ancestors_mapped(item, chain, rules)),
        work_because=kind_of_work(subject, matched.rule, rules)[1],
        limits=rules.limits_of(
            meaning.department if meaning else None,
            meaning.objective if meaning else None,
        ),
        rules=rules,
        objective=objectives.get(meaning.objective or "") if meaning else None,
    )


Barred = Callable[[str, Language], str | None]
"""Says why a line that a team wrote stands on no page; None when it may."""


def render_explanation(
    explanation: Explanation,
    *,
    barred: Barred = lambda _text, _language: None,
    failures: Failures = failures_together,
) -> str:
    """Write an explanation as plain text, one thing a line.

    It is for the CTO and the teams: it names statuses and keys, never a person, and
    leaves the title out. A line that is *barred* from the pages is not told here
    either, but why.
    """
    meaning = explanation.meaning
    if meaning is None:
        return (
            f"{explanation.item.id}: facts came, but no tracker ever showed it. "
            "It will mean something once a poll or a backfill has read it."
        )
    sections = (
        _head(explanation, meaning),
        _version(explanation.rules),
        _facts(explanation.item),
        _mapping(explanation, failures),
        _ancestors(explanation, meaning),
        _given(meaning),
        _claims(explanation),
        _stages(meaning),
        promises_told(meaning.promises, explanation.item),
        _lines(meaning, barred),
        _risks(explanation, meaning),
        _whole(explanation),
    )
    return "\n".join(line for section in sections for line in section)


def _head(explanation: Explanation, meaning: BusinessItem) -> Iterator[str]:
    yield f"{meaning.key} ({meaning.type_name}, {meaning.source}): {meaning.id}"
    yield f"rule set {meaning.rule_set}, first known {at(meaning.learned_at)}"
    if meaning.removed and meaning.removed_at:
        yield f"removed ({meaning.removed.value}) {at(meaning.removed_at)}"
    yield f"kind of work: {meaning.work.value}, because {explanation.work_because}"


def _version(rules: RuleSet) -> Iterator[str]:
    by = cleaned(rules.author, limit=60) or "nobody named"
    reason = cleaned(rules.reason, limit=500) or "no reason given"
    since = at(rules.effective_from)
    yield f"rule set {rules.version} counts from {since}, by {by}: {reason}"


def _facts(item: WorkItem) -> Iterator[str]:
    counts = {
        ("status change", "status changes"): item.statuses,
        ("due date move", "due date moves"): item.due_dates,
        ("move in or out of a plan", "moves in or out of plans"): item.plans,
        ("parent", "parents"): item.parents,
        ("key change", "key changes"): item.keys,
        ("touched day", "touched days"): item.touched,
        ("state of a pull request", "states of pull requests"): item.changes,
        ("release", "releases"): item.releases,
        ("note", "notes"): item.notes,
        ("unknown fact", "unknown facts"): item.unknown_facts,
    }
    told = ", ".join(
        f"{len(found)} {one if len(found) == 1 else more}"
        for (one, more), found in counts.items()
        if found
    )
    yield f"facts: {told or 'one snapshot'}"


def _mapping(explanation: Explanation, failures: Failures) -> Iterator[str]:
    yield "mapping:"
    yield from failures(explanation.matched.tried)
    rule = explanation.matched.rule
    if rule is None:
        yield "  no rule matches it"
    else:
        by = f", written by team {rule.team}" if rule.team else ""
        yield f"  - {rule.name}: yes, {explanation.matched.state.value}{by}"
        if rule.team and explanation.meaning and explanation.meaning.inherited_from:
            yield "    but the CTO's rule for what is above it counts first"


def _ancestors(explanation: Explanation, meaning: BusinessItem) -> Iterator[str]:
    """Tell the way up, and which ancestor gives what the item has not of its own."""
    chain, giver = explanation.chain, meaning.inherited_from
    if chain.above:
        yield "above it, the nearest first:"
    for above, matched in explanation.above:
        name = matched.rule.name if matched.rule else ""
        told = {
            State.MAPPED: f"{name}: mapped",
            State.EXCLUDED: f"{name}: excluded, passed over",
            State.UNMAPPED: "no rule matches it",
        }[matched.state]
        if above.told is None or above.told.snapshot is None:
            told = "nothing was heard of it"
        gives = giver is not None and above.ref.id == giver.id
        yield f"  - {above.ref.key}: {told}{', and gives this' if gives else ''}"
    if chain.circle:
        yield f"  the way up meets itself at {chain.circle.key}: it is cut there"
    if chain.is_cut:
        yield f"  no more than {LONGEST} count: the way up is cut here"


def _given(meaning: BusinessItem) -> Iterator[str]:
    giver = f", inherited from {i.key}" if (i := meaning.inherited_from) else ""
    yield f"so it is {meaning.state.value}{giver}"
    for what, name in (
        ("department", meaning.department),
        ("also", ", ".join(meaning.also)),
        ("objective", meaning.objective),
        ("capability", meaning.capability),
    ):
        if name:
            yield f"    {what} {name}"


def _claims(explanation: Explanation) -> Iterator[str]:
    yield "what the tracker says:"
    for claim in explanation.claims:
        stage = claim.stage.value if claim.stage else "as before"
        status = f"{claim.status.name} ({claim.status.id})"
        yield f"  {at(claim.at)}  {status}: {stage}, by {claim.because}"


def _stages(meaning: BusinessItem) -> Iterator[str]:
    yield "stages, held against changes and releases:"
    for reached in meaning.stages:
        yield f"  {at(reached.at)}  {_STAGE[reached.stage]}"
    for change in meaning.changes:
        yield f"  behind it: {change.pull_request.key}, {change.state.value}"


_STAGE = {
    Stage.PLANNED: "planned",
    Stage.STARTED: "started",
    Stage.IN_REVIEW: "in review",
    Stage.FINISHED: "finished",
    Stage.AVAILABLE: "available to users",
    Stage.DROPPED: "dropped",
}


def _lines(meaning: BusinessItem, barred: Barred) -> Iterator[str]:
    notes = [(note.written_at, note.language, note.text) for note in meaning.notes]
    yield from _told("lines for the business:", notes, barred)
    taken = [(told.taken_at, told.language, told.text) for told in meaning.decisions]
    yield from _told("decisions:", taken, barred)


def _told(
    title: str, lines: Iterable[tuple[datetime, Language, str]], barred: Barred
) -> Iterator[str]:
    """Say what teams wrote as a page may print it."""
    for number, (when, language, text) in enumerate(lines):
        if number == 0:
            yield title
        why = barred(text, language)
        said = f"not on any page: {why}" if why else text
        yield f"  {at(when)}  {language.value}: {said}"


def _risks(explanation: Explanation, meaning: BusinessItem) -> Iterator[str]:
    if meaning.risks:
        yield "risks:"
    for risk in meaning.risks:
        yield from risk_told(risk, explanation.limits)
    limits = explanation.limits.model_dump().items()
    yield f"limits: {', '.join(f'{name} {value}' for name, value in limits)}"


def _whole(explanation: Explanation) -> Iterator[str]:
    if explanation.objective is not None:
        yield from whole_told(explanation.objective, explanation.limits)
