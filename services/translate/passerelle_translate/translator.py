"""What a work item means for a department: pure, deterministic, and without a clock."""

from datetime import date
from zoneinfo import ZoneInfo

from passerelle_schemas.business import (
    BusinessItem,
    ChangeSeen,
    PromisedDate,
    RiskEpisode,
    SaidOnCourse,
    State,
)
from passerelle_schemas.identity import Tracker
from passerelle_schemas.rules import MappingRule, RuleSet, Saying
from passerelle_schemas.work import LinkedChange, Observation, WorkItem
from passerelle_translate.claims import claims_of
from passerelle_translate.clocks import righted
from passerelle_translate.histories import (
    ancestor_of,
    key_of,
    touched_days,
)
from passerelle_translate.inheritance import inherited
from passerelle_translate.kinds import kind_of_work
from passerelle_translate.kinship import chain_of
from passerelle_translate.mapping import Subject, department_of, folded, state_of
from passerelle_translate.notes import decisions_of, notes_of
from passerelle_translate.promises import promises_of
from passerelle_translate.ready import ready, rule_of
from passerelle_translate.risks import risks_of
from passerelle_translate.risks.situation import Situation
from passerelle_translate.signs import said_by_signs
from passerelle_translate.stages import changes_of, gone_from, removed_at, stages_from
from passerelle_translate.witnesses import Witnesses


def translate(item: WorkItem, rules: RuleSet) -> BusinessItem | None:
    """Say what *item* means by *rules*.

    None while the tracker never showed the item: then there is nothing to say yet.
    """
    if (observed := item.observed) is None:
        return None
    item = righted(item)
    chain = chain_of(item)
    subject = Subject.of(item, chain)
    own = rule_of(subject, rules)
    heir = inherited(item, chain, rules, own)
    rule = heir.rule if heir else own
    state = state_of(rule)
    meant = rule if state is State.MAPPED else None
    department = department_of(meant, rules) if meant else None
    objective = meant.objective if meant else None
    situation = situation_of(item, rules, department, objective)
    gone = gone_from(item)
    days = situation.touched
    return BusinessItem(
        **_identity(item, observed),
        rule_set=rules.version,
        state=state,
        rule=rule.name if rule else None,
        inherited_from=heir.ancestor if heir else None,
        department=department,
        also=_others(meant, department),
        objective=objective,
        capability=meant.capability if meant else None,
        work=kind_of_work(subject, own, rules)[0],
        learned_at=item.learned_at,
        touched_until=max(days) if days else None,
        stages=situation.stages,
        promises=situation.promises,
        risks=risks_that_matter(state, situation),
        notes=notes_of(item),
        decisions=decisions_of(item),
        changes=_changes(item),
        ancestor=ancestor_of(item),
        components=observed.snapshot.components,
        blocked_by=observed.snapshot.blocked_by,
        on_course=_on_course(situation),
        removed=gone.removed if gone else None,
        removed_at=gone.happened_at if gone else None,
    )


def situation_of(
    item: WorkItem,
    rules: RuleSet,
    department: str | None,
    objective: str | None = None,
) -> Situation:
    """Say what the risks look at; raises ValueError for an item never observed."""
    if item.observed is None:
        never = f"{item.id} was never observed"
        raise ValueError(never)
    binds = carries_promises(item, item.observed, rules)
    claims = claims_of(item, rules)
    return Situation(
        created_at=item.observed.snapshot.created_at,
        stages=stages_from(item, rules, claims),
        promises=_promised(item, rules, department) if binds else (),
        touched=touched_days(item),
        removed_at=removed_at(item),
        limits=rules.limits_of(department, objective),
        zone=ZoneInfo(rules.company.time_zone),
        witnesses=Witnesses(item),
        claims=claims,
        changes=changes_of(item) if item.changes else (),
        on_course=said_by_signs(item, rules, Saying.ON_COURSE),
        blocked=said_by_signs(item, rules, Saying.BLOCKED),
        release_due=_release_due(item, item.observed),
        gathers=binds,
    )


def _promised(
    item: WorkItem, rules: RuleSet, department: str | None
) -> tuple[PromisedDate, ...]:
    zone = ZoneInfo(rules.company.time_zone)
    return promises_of(item, rules.promises_from(department), zone)


def risks_that_matter(state: State, situation: Situation) -> tuple[RiskEpisode, ...]:
    """Say the risks; what was excluded on purpose endangers nobody."""
    if state is State.EXCLUDED:
        return ()
    return risks_of(situation)


def _on_course(situation: Situation) -> tuple[SaidOnCourse, ...]:
    """Say when all was said to be well with a whole, which is held against its parts.

    Of single work `declared_against_evidence` has told it by now.
    """
    if not situation.gathers:
        return ()
    return tuple(
        SaidOnCourse(since=said.start, until=said.end)
        for said in situation.while_on_course()
    )


def carries_promises(item: WorkItem, observed: Observation, rules: RuleSet) -> bool:
    """Whether this kind of item carries promises: epics, milestones, versions."""
    shown, known = observed.snapshot, ready(rules)
    return (
        shown.kind in rules.promise_kinds
        or folded(shown.type_id) in known.promise_types
        or folded(shown.type_name) in known.promise_types
        or key_of(item) in known.carriers
    )


def _release_due(item: WorkItem, observed: Observation) -> date | None:
    """Say the day of the last version that it is planned for; none once one is out.

    A version without a day is a drawer ("next", "master"), which nobody promised to
    release, and a milestone of GitHub is never released.
    """
    planned = observed.snapshot.targets
    if item.tracker is not Tracker.JIRA or any(target.released for target in planned):
        return None
    return max((target.due for target in planned if target.due), default=None)


def _identity(item: WorkItem, observed: Observation) -> dict[str, object]:
    shown = observed.snapshot
    return {
        "id": item.id,
        "key": key_of(item),
        "url": shown.url,
        "source": item.source,
        "tracker": item.tracker,
        "project": shown.project,
        "kind_of_item": shown.kind,
        "type_name": shown.type_name,
        "created_at": shown.created_at,
    }


def _others(rule: MappingRule | None, department: str | None) -> tuple[str, ...]:
    """Say the other departments, each once, in written order."""
    if rule is None:
        return ()
    return tuple(dict.fromkeys(other for other in rule.also if other != department))


def _changes(item: WorkItem) -> tuple[ChangeSeen, ...]:
    """Say the last state of each pull request behind the item."""
    last: dict[str, LinkedChange] = {}
    for change in sorted(item.changes, key=lambda c: (c.happened_at, c.fact)):
        last[change.pull_request.id] = change
    return tuple(
        ChangeSeen(pull_request=change.pull_request, state=change.state)
        for _, change in sorted(last.items())
    )
