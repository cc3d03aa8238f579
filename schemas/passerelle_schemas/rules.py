"""A rule set: what belongs to what, how much is too much, and what it is called.

The CTO writes it as YAML in `rules/`; this is the form in which it is published on
`business.rules.v1`. Writing is strict (a typo is an error), reading is tolerant.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from passerelle_schemas.business import PromiseOrigin, Stage, WorkKind
from passerelle_schemas.contract import Contract, Instant
from passerelle_schemas.facts import Language, StatusCategory
from passerelle_schemas.identity import ItemKind, SourceId, Tracker
from passerelle_schemas.limits import Limits, ObjectiveLimits

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
"""A name that rules refer to: `payments`, `online-checkout`."""
_WORD = r"[^\s@<>,;\"()]+"
Address = Annotated[
    str, Field(max_length=254, pattern=rf"^{_WORD}@{_WORD}\.[^\s@<>,;\"().]+$")
]
"""Where an edition is sent: `payments@verdier.example`."""


class Bilingual(Contract):
    """The same words in both languages."""

    fr: Annotated[str, Field(min_length=1, max_length=300)]
    en: Annotated[str, Field(min_length=1, max_length=300)]

    def in_(self, language: Language) -> str:
        """Say it in *language*."""
        return self.fr if language is Language.FRENCH else self.en


class Desk(Contract):
    """Who can tell more: a desk, never a person."""

    name: Bilingual
    address: str


class Company(Contract):
    """Whose departments these are."""

    name: str
    time_zone: str = "Europe/Paris"
    desk: Desk


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class Department(Contract):
    """A reader."""

    id: Slug
    name: Bilingual
    """As in "Customer service", « Service client »."""
    addressed: Bilingual
    """As in "For customer service", « Pour le service client »."""
    language: Language = Language.FRENCH
    recipients: tuple[Address, ...] = ()
    """Where its editions are sent: the address of a desk or a list, of no person."""
    time_zone: str | None = None
    """Where its report day begins; the company's zone unless said otherwise."""
    report_day: Weekday = Weekday.MONDAY
    """The day on which the edition of the week before is made."""
    promises_from: tuple[PromiseOrigin, ...] = ()
    """What says the days that it is promised; as for the company, where none is said.
    """


class Objective(Contract):
    """What a department wants by a date."""

    id: Slug
    department: Slug
    name: Bilingual
    """What the department will be able to do: a verb and its object."""
    short: Bilingual
    """The same as a noun with its article, for use inside a sentence."""
    promised_by: str | None = None
    """The key of the work item whose due date is the promise."""
    target_date: date | None = None
    """The promise, where no work item carries it."""
    important: bool = True
    """Whether it decides the department's status."""
    lateness_costs: Bilingual | None = None
    """What lateness costs the reader, a whole sentence in the CTO's words."""
    sponsor: Slug | None = None
    """The department that asked for it, where another one carries it."""
    why: Bilingual | None = None
    """What it is good for: a whole sentence."""
    success: Bilingual | None = None
    """By what everybody will see that it is reached: a whole sentence."""
    weight: Annotated[int, Field(ge=1, le=9)] = 1
    """What counts more, among objectives that stand alike, is told first."""
    limits: ObjectiveLimits = ObjectiveLimits()
    """How much is too much for it, where its department's limits do not fit."""


class Capability(Contract):
    """A part of the business that software serves."""

    id: Slug
    name: Bilingual
    """As a heading, without article: "Online checkout", « Paiement en ligne »."""
    department: Slug | None = None
    serves: Bilingual | None = None
    """Which part of the business it is, in words that explain the name."""


Words = tuple[str, ...]


class Match(Contract):
    """Conditions on a work item: all that are given hold; a list means any of."""

    tracker: tuple[Tracker, ...] = ()
    source: tuple[SourceId, ...] = ()
    project: Words = ()
    kind: tuple[ItemKind, ...] = ()
    type: Words = ()
    """Type id or type name."""
    label: Words = ()
    component: Words = ()
    status_category: tuple[StatusCategory, ...] = ()
    title: Words = ()
    """Whole words of the title, whatever their case."""
    target: Words = ()
    """The name of a milestone or version it is planned for."""
    ancestor: Words = ()
    """Its own key or the key of a known ancestor."""
    field: tuple[str, ...] = ()
    """Custom field and value, as `customfield_10042=Checkout`."""


class MappingRule(Contract):
    """One line of the mapping. The first that matches wins."""

    name: str
    match: Match
    unless: Match | None = None
    """Does not apply where this matches (`not` in YAML)."""
    department: Slug | None = None
    also: tuple[Slug, ...] = ()
    objective: Slug | None = None
    capability: Slug | None = None
    work: WorkKind | None = None
    exclude: bool = False
    """The item means nothing for the business, on purpose."""
    team: Slug | None = None
    """Which team wrote it; the CTO where none did."""


class Team(Contract):
    """Those who map their own work, inside the limits that the CTO sets here."""

    id: Slug
    projects: Annotated[Words, Field(min_length=1)]
    """Whose work it may map."""
    departments: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """For whom it may do so."""
    objectives: tuple[Slug, ...] = ()
    """Which it may map to; any of its departments, where none is named."""
    capabilities: tuple[Slug, ...] = ()
    """Which it may map to; any of its departments, where none is named."""


class KindRule(Contract):
    """Says what the effort goes to, where the mapping did not. First match wins."""

    work: WorkKind
    match: Match


class StageRule(Contract):
    """Says which stage a status is. First match wins."""

    stage: Stage
    tracker: tuple[Tracker, ...] = ()
    source: tuple[SourceId, ...] = ()
    kind: tuple[ItemKind, ...] = ()
    status: Words = ()
    """Status ids."""
    category: tuple[StatusCategory, ...] = ()


class Saying(StrEnum):
    """What a label, a status or a field says of work, where a sign rule names it."""

    ON_COURSE = "on_course"
    BLOCKED = "blocked"


class SignRule(Contract):
    """Names what says of work how it goes. All conditions hold; a list is any of."""

    says: Saying
    tracker: tuple[Tracker, ...] = ()
    source: tuple[SourceId, ...] = ()
    label: Words = ()
    status: Words = ()
    """Status ids."""
    field: tuple[str, ...] = ()
    """Custom field and value, as `customfield_10042=Green`."""


class DepartmentLimits(Contract):
    """Limits of one department, in place of the common ones."""

    department: Slug
    limits: Limits


class Wording(Bilingual):
    """A fixed line of a page, in the company's own words."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,59}$")]


class GlossaryTerm(Contract):
    """A word that a page may use, and what it means."""

    word: Bilingual
    means: Bilingual


class RuleSet(Contract):
    """A whole, validated rule set."""

    version: Annotated[int, Field(ge=1)]
    content_hash: str
    """SHA-256 of the rules without version, author, reason and dates."""
    author: str = ""
    """A role, never a person's name."""
    reason: str = ""
    effective_from: Instant
    company: Company
    departments: tuple[Department, ...]
    objectives: tuple[Objective, ...] = ()
    capabilities: tuple[Capability, ...] = ()
    mapping: tuple[MappingRule, ...] = ()
    kinds: tuple[KindRule, ...] = ()
    stages: tuple[StageRule, ...] = ()
    promise_kinds: tuple[ItemKind, ...] = (ItemKind.MILESTONE, ItemKind.VERSION)
    promise_types: Words = ("Epic",)
    """Kinds and types of work item whose due date is a promise to the department."""
    limits: Limits = Limits()
    department_limits: tuple[DepartmentLimits, ...] = ()
    glossary: tuple[GlossaryTerm, ...] = ()
    signs: tuple[SignRule, ...] = ()
    teams: tuple[Team, ...] = ()
    """Who else maps work; the rules of teams stand behind the CTO's in `mapping`."""
    promise_origins: tuple[PromiseOrigin, ...] = (PromiseOrigin.DUE,)
    """What says the days that are promised, of the items that carry promises."""

    wording: tuple[Wording, ...] = ()
    """Which fixed lines of a page say it otherwise."""

    def promises_from(self, department: str | None) -> tuple[PromiseOrigin, ...]:
        """What says the days that *department* is promised."""
        own = (d.promises_from for d in self.departments if d.id == department)
        return next(own, ()) or self.promise_origins

    def limits_of(self, department: str | None, objective: str | None = None) -> Limits:
        """The limits that hold for work of *department* towards *objective*."""
        own = (d.limits for d in self.department_limits if d.department == department)
        limits = next(own, self.limits)
        for one in self.objectives:
            if one.id == objective:
                return one.limits.in_place_of(limits)
        return limits
