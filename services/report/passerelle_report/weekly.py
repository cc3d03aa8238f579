"""Decides an edition: from business items to what a department is told, once.

Pure: the same items, rules and watermarks give the same report, whenever it is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from passerelle_report.assessment import Assessed, Assessor, subject
from passerelle_report.comparison import compare
from passerelle_report.contents import (
    Comparison,
    DateSaid,
    Delivered,
    Evidence,
    EvidenceKind,
    Freshness,
    Ledger,
    Objective,
    Outcome,
    Promise,
    Reason,
    ReasonKind,
    Refs,
    Reopened,
    Risks,
    Security,
    Status,
    Subject,
    Unknown,
    WeeklyReport,
)
from passerelle_report.doubts import Doubts, doubts
from passerelle_report.errors import DepartmentUnknownError
from passerelle_report.evidence import Book
from passerelle_report.freshness import freshness
from passerelle_report.known import KnownItem, cut
from passerelle_report.ledger import WEEKS, ledger
from passerelle_report.needs import need
from passerelle_report.plain_rules import capabilities_explained, terms_of
from passerelle_report.progress import beside_last_week, reopened
from passerelle_report.promises import Given, given_by, promise
from passerelle_report.quotes import Quotes
from passerelle_report.risks import Endangered, rank
from passerelle_report.scope import sort_out
from passerelle_report.security import awaited, security
from passerelle_report.slips import slips
from passerelle_report.statements import Writer, delivered, minute
from passerelle_report.status import WORST_FIRST, worst
from passerelle_report.unknowns import Unanswered, unknowns
from passerelle_report.week import Week
from passerelle_report.wholes import awaited_by, wholes_at
from passerelle_schemas.business import BusinessItem, BusinessObjective
from passerelle_schemas.deliveries import Watermark
from passerelle_schemas.facts import Language
from passerelle_schemas.health import SourceHealth
from passerelle_schemas.limits import Limits
from passerelle_schemas.rules import Bilingual, Department, RuleSet

OTHER = Subject(
    id="other",
    name=Bilingual(fr="Autres travaux", en="Other work"),
    short=Bilingual(fr="les autres travaux", en="other work"),
)


def decide(  # noqa: PLR0913 - everything that a report depends on
    items: Sequence[BusinessItem],
    rules: RuleSet,
    watermarks: Sequence[Watermark],
    department: str,
    week: Week,
    *,
    broken: int = 0,
    health: Sequence[SourceHealth] = (),
    history: Sequence[RuleSet] = (),
    gathered: Sequence[BusinessObjective] = (),
) -> WeeklyReport:
    """Decide all that the edition of *department* for *week* says.

    *broken* counts the records that could not be read; *health* is that of the sources
    as it was said last, of which the week's own days are told. *history* holds every
    rule set that was published: what promised an objective before *rules* did;
    *gathered* is what the items of each objective mean together. A week that is not
    over is told as far as it has come. Raises DepartmentUnknownError.
    """
    return _Decision(
        items,
        rules,
        watermarks,
        _department(rules, department),
        week,
        broken,
        health,
        tuple(history),
        gathered,
    ).report()


def _department(rules: RuleSet, wanted: str) -> Department:
    for department in rules.departments:
        if department.id == wanted:
            return department
    raise DepartmentUnknownError(wanted, [d.id for d in rules.departments])


@dataclass
class _Decision:
    """The way from items to a report, step by step."""

    items: Sequence[BusinessItem]
    rules: RuleSet
    watermarks: Sequence[Watermark]
    department: Department
    week: Week
    broken: int
    health: Sequence[SourceHealth]
    history: Sequence[RuleSet]
    gathered: Sequence[BusinessObjective]
    book: Book = field(default_factory=Book)

    def __post_init__(self) -> None:
        self.zone = ZoneInfo(self.rules.company.time_zone)
        self.end = self.week.end(self.zone)
        self.start = self.week.start(self.zone)
        self.capabilities = {c.id: c for c in self.rules.capabilities}
        self.objective_rules = {o.id: o for o in self.rules.objectives}
        self.now = self._assessor(self.week)
        self.before = self._assessor(self.week.previous())
        self.scope = self.now.scope
        self.task_ids = {known.item.id for known in self.scope.tasks}
        self.writer = Writer(
            self.start,
            self.end,
            {language: terms_of(self.rules, language) for language in Language},
            self.subject_of,
            self.book,
            step_towards=self.step_towards,
        )
        self.quotes = Quotes(self.now.known, self.writer, self.zone)

    def report(self) -> WeeklyReport:
        """Put the edition together."""
        assessed = self._assessed()
        objectives = tuple(self._objective(a) for a in assessed)
        promises = self._promises(assessed)
        writer = replace(self.writer, fulfilled=_fulfilled(promises, self.week))
        done = self._delivered(writer, assessed)
        status, reason, about = _overall(objectives)
        fresh = self._fresh_with_refs(self.now.fresh)
        slipped = slips(promises, objectives, about, self.week)
        fixes = awaited(self._deliverable(assessed))
        weak = security(fixes, self.named, self.start, self.zone, self.book)
        risks = self._risks(
            objectives, assessed, promises, (weak, fixes) if weak else None
        )
        report = WeeklyReport(
            department=self.department.id,
            name=self.department.name,
            addressed=self.department.addressed,
            company=self.rules.company.name,
            desk=self.rules.company.desk,
            time_zone=self.rules.company.time_zone,
            week=str(self.week),
            monday=self.week.monday,
            sunday=self.week.sunday,
            ends_at=self.end,
            rule_set=self.rules.version,
            status=status,
            reason=reason,
            about=about,
            comparison=self._comparison(objectives, status),
            freshness=fresh,
            minute=minute(writer, done, weak, slipped),
            objectives=objectives,
            delivered=done,
            ledger=self._ledger(promises),
            risks=risks,
            unknowns=self._unknowns(
                fresh,
                Unanswered(
                    objectives,
                    promises,
                    risks,
                    self.now.known,
                    self._doubts(fresh),
                ),
            ),
            glossary=(*self.rules.glossary, *capabilities_explained(self.rules)),
            wording=self.rules.wording,
            evidence=(),
            unmapped_from=self._limits.unmapped_share_to_say,
            withheld_notes=self._withheld(),
        )
        return report.model_copy(update={"evidence": self.book.ordered(report)})

    def _doubts(self, fresh: Freshness) -> Doubts:
        days = self.week.monday, self.week.sunday
        read = {(mark.source, mark.project) for mark in self.watermarks}
        return doubts(self.health, read, fresh.late, days, self.end)

    @property
    def _limits(self) -> Limits:
        return self.rules.limits_of(self.department.id)

    def _unknowns(
        self, fresh: Freshness, unanswered: Unanswered
    ) -> tuple[Unknown, ...]:
        week = self.start, self.end
        return unknowns(fresh, self.scope.company, unanswered, week, self.book)

    def _risks(
        self,
        objectives: Sequence[Objective],
        assessed: Sequence[Assessed],
        promises: Sequence[Promise],
        weakness: tuple[Security, Sequence[KnownItem]] | None,
    ) -> Risks:
        return rank(
            [
                Endangered(o, a.items, a.still_days, a.wholes)
                for o, a in zip(objectives, assessed, strict=True)
            ],
            [k for k in self.scope.mine if not k.gone],
            self.named,
            self.week,
            self.book,
            promises=promises,
            weakness=weakness,
            weights={o.id: o.weight for o in self.rules.objectives},
            awaited=awaited_by(self.now.wholes, self.rules, self.department.id),
        )

    def _delivered(self, writer: Writer, assessed: Sequence[Assessed]) -> Delivered:
        """What the week brought, and what of earlier weeks was opened again."""
        done = delivered(writer, self._deliverable(assessed))
        back = reopened(self.scope.tasks, self.before.scope.tasks, self.start)
        if not back:
            return done
        subjects = {
            one.id: one
            for known in back
            if (one := self.step_towards(known) or self.named(known))
        }
        told = Reopened(
            count=len(back),
            subjects=tuple(subjects[one] for one in sorted(subjects)),
            refs=self.book.items(back),
        )
        return done.model_copy(update={"reopened": told})

    def named(self, known: KnownItem) -> Subject:
        """What a statement on an item is about, whatever it is."""
        return self.subject_of(known) or OTHER

    def subject_of(self, known: KnownItem) -> Subject | None:
        """What a statement on an item is about: its capability, else its objective."""
        capability = self.capabilities.get(known.item.capability or "")
        if capability:
            name = capability.name
            return Subject(id=f"capability:{capability.id}", name=name, short=name)
        rule = self.objective_rules.get(known.item.objective or "")
        return subject(rule) if rule else None

    def step_towards(self, known: KnownItem) -> Subject | None:
        """The objective that a task belongs to, while tasks of it are open.

        What holds tasks is none, and stands for itself: it has a promise of its own.
        """
        wanted = known.item.objective
        rule = self.objective_rules.get(wanted or "")
        if rule is None or known.item.id not in self.task_ids:
            return None
        mine = rule.department == self.department.id
        tasks = self.scope.tasks if mine else self.scope.company
        open_ = any(t.open and t.item.objective == wanted for t in tasks)
        return subject(rule) if open_ else None

    def _assessor(self, week: Week) -> Assessor:
        end = week.end(self.zone)
        known = cut(self.items, end)
        stale = timedelta(hours=self._limits.stale_after_hours)
        return Assessor(
            known=known,
            scope=sort_out(known, self.rules, self.department.id),
            rules=self.rules,
            department=self.department.id,
            week=week,
            zone=self.zone,
            fresh=freshness(known, self.watermarks, end, stale, broken=self.broken),
            keys=frozenset(item.key for item in self.items),
            history=self.history,
            wholes=wholes_at(self.gathered, known, self.rules, end),
        )

    def _assessed(self) -> tuple[Assessed, ...]:
        """The department's objectives: the worst first, then by weight, as written."""
        mine = [o for o in self.rules.objectives if o.department == self.department.id]
        assessed = [self.now.assess(rule) for rule in mine]
        return tuple(
            sorted(
                assessed,
                key=lambda a: (
                    WORST_FIRST.index(a.status),
                    not a.rule.important,
                    -a.rule.weight,
                ),
            )
        )

    def _objective(self, assessed: Assessed) -> Objective:
        before = self.before.assess(assessed.rule)
        given, past = assessed.forecast, before.forecast
        stopped = assessed.still_days if assessed.progress.open else 0
        words = self.quotes.word(assessed.carrier, stopped)
        said_refs: Refs = ()
        if assessed.carrier and words:
            said_refs = self.book.items([assessed.carrier])
        return Objective(
            subject=subject(assessed.rule),
            important=assessed.rule.important,
            status=assessed.status,
            reason=assessed.reason,
            progress=beside_last_week(
                assessed.progress, assessed.tasks, before.tasks, self.start
            ),
            promise=self._with_refs(assessed.promise, assessed.carrier, assessed.dates),
            forecast=given,
            refusal=assessed.refusal,
            need=need(
                assessed.promise,
                assessed.refusal,
                assessed.progress.open,
                self.week.sunday,
            ),
            before=past.range if past else None,
            status_before=None if before.unknown else before.status,
            shift_days=(given.range.expected - past.range.expected).days
            if given and past
            else None,
            still_days=stopped,
            lateness_costs=assessed.rule.lateness_costs,
            decided=self.quotes.of_standstill(
                subject(assessed.rule), assessed.items, stopped
            ),
            said=words,
            refs=self.book.objective(assessed.tasks, assessed.carrier, given),
            said_refs=said_refs,
            why=assessed.rule.why,
            success=assessed.rule.success,
            sponsor=self._sponsor(assessed.rule.sponsor),
        )

    def _sponsor(self, sponsor: str | None) -> Bilingual | None:
        if sponsor == self.department.id:
            return None
        return next((d.name for d in self.rules.departments if d.id == sponsor), None)

    def _with_refs(
        self, told: Promise | None, known: KnownItem | None, dates: tuple[DateSaid, ...]
    ) -> Promise | None:
        if told is None:
            return None
        refs = self.book.promise(known, dates)
        decided = self.quotes.of_promise(told, known) if known else {}
        return told.model_copy(update={"refs": refs, **decided})

    def _promises(self, assessed: Sequence[Assessed]) -> tuple[Promise, ...]:
        """The objectives' promises, then those of other items, told apart."""
        own = [self._with_refs(a.promise, a.carrier, a.dates) for a in assessed]
        carriers = {o.promised_by for o in self.rules.objectives if o.promised_by}
        # What carried an objective's promise before is told with it.
        carriers |= {
            c.promised_by
            for a in assessed
            if a.promise
            for c in self.now.carried(a.rule)
            if c.promised_by
        }
        others = [
            (known, given)
            for known in self.scope.mine
            if known.item.department == self.department.id
            and known.item.key not in carriers
            and (given := self._given(known))
        ]
        others.sort(key=lambda pair: _by_first_date(pair[1]))
        told = (
            self._with_refs(promise(given, self.week), known, given.dates)
            for known, given in others
        )
        return tuple(p for p in (*own, *told) if p)

    def _given(self, known: KnownItem) -> Given | None:
        named = self.subject_of(known) or OTHER
        return given_by(known, named, self.writer.words_of(known), self.zone)

    def _ledger(self, promises: Sequence[Promise]) -> Ledger:
        told = ledger(promises, self.week)
        since = self.week.previous(WEEKS - 1).monday
        counted = [p for p in promises if p.settled and p.settled >= since]
        refs = self.book.ledger(
            Evidence(
                id="-",
                kind=EvidenceKind.LEDGER,
                count=len(counted),
                before=told.kept.due_before,
                since=since,
            )
        )
        kept = told.kept.model_copy(update={"refs": refs if told.kept.due else ()})
        return told.model_copy(update={"kept": kept})

    def _fresh_with_refs(self, fresh: Freshness) -> Freshness:
        places = {(p.source, p.project): p for p in (*fresh.never, *fresh.late)}
        refs = self.book.sources(tuple(places.values())) if places else ()
        return fresh.model_copy(update={"refs": refs})

    def _comparison(
        self, objectives: Sequence[Objective], status: Status
    ) -> Comparison:
        told = [o for o in objectives if o.important] or list(objectives)
        past = [o.status_before for o in told if o.status_before]
        about = _overall(objectives)[2]
        return compare(objectives, status, worst(past) if past else None, about)

    def _deliverable(self, assessed: Sequence[Assessed]) -> list[KnownItem]:
        """The tasks, and what carries a promise unless tasks of it are open."""
        unfinished = {a.rule.promised_by for a in assessed if a.progress.open}
        return [
            known
            for known in self.scope.mine
            if known.item.id in self.task_ids
            or (known.promises and not known.gone and known.item.key not in unfinished)
        ]

    def _withheld(self) -> int:
        week = [k for k in self.scope.tasks if k.done_at and k.done_at >= self.start]
        return self.writer.withheld(week)


def _fulfilled(promises: Sequence[Promise], week: Week) -> dict[str, Promise]:
    """The promises whose work was done this week, in time or late."""
    done = {Outcome.KEPT, Outcome.LATE}
    return {
        p.id: p for p in promises if p.outcome in done and p.on and p.on >= week.monday
    }


def _by_first_date(given: Given) -> tuple[str, date, str]:
    first = next(said.due for said in given.dates if said.due)
    return given.subject.id, first, given.id


def _overall(
    objectives: Sequence[Objective],
) -> tuple[Status, Reason, str | None]:
    """The worst of the important objectives decides; objectives come sorted."""
    if not objectives:
        return Status.CANNOT_TELL, Reason(kind=ReasonKind.NO_OBJECTIVE), None
    decides = next((o for o in objectives if o.important), objectives[0])
    return decides.status, decides.reason, decides.subject.id
