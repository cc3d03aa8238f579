"""What a page is made of once it is worded: strings, references, pictures."""

from dataclasses import dataclass, field

from passerelle_report.charts.kept import KeptChart
from passerelle_report.charts.ranges import RangeChart
from passerelle_report.contents import Mark, Status


@dataclass(frozen=True, slots=True)
class Sentence:
    """Text, and the numbers of its evidence."""

    text: str
    refs: tuple[int, ...] = ()
    stop: str = ""
    """What follows the numbers: in French they stand before the full stop."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A status as a shape and a word."""

    status: Status
    word: str
    shape: str
    """The name of its shape: the status, or "finished"."""
    joint: str
    """What stands between the word and its reason: a colon or nothing."""


@dataclass(frozen=True, slots=True)
class Masthead:
    """The first ten seconds."""

    addressed: str
    sender: str
    company: str
    week: str
    tag: Tag
    headline: str
    because: str
    fresh: Sentence
    running: str | None = None
    warning: str | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MinuteView:
    """The first minute."""

    title: str
    forward_label: str
    forward: tuple[Sentence, ...]
    incidents_label: str
    incidents: tuple[Sentence, ...]
    security_label: str
    security: Sentence | None
    slipped_label: str
    slipped: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar beside its figures: a decoration, in percent of its width."""

    done: float
    added: float


@dataclass(frozen=True, slots=True)
class ObjectiveView:
    """One objective in full."""

    short: str
    """Its name all over the page."""
    name: str
    """What the department will be able to do."""
    tag: Tag
    reason: Sentence
    text: tuple[str, ...]
    said: Sentence | None
    chart: RangeChart
    bar: Bar | None
    progress: str
    compare: str


@dataclass(frozen=True, slots=True)
class CompactObjective:
    """One objective in one line."""

    short: str
    name: str
    tag: Tag
    text: Sentence


@dataclass(frozen=True, slots=True)
class ObjectivesView:
    """All objectives, the worst first."""

    title: str
    full: tuple[ObjectiveView, ...]
    compact: tuple[CompactObjective, ...]
    note: str | None
    trust_label: str
    trust: Sentence | None
    legend: str | None


@dataclass(frozen=True, slots=True)
class LineGroup:
    """Lines that belong together, and to what."""

    title: str
    lines: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class DeliveredView:
    """What the week finished."""

    title: str
    incidents: LineGroup | None
    usable: LineGroup | None
    finished: LineGroup | None
    steps: tuple[LineGroup, ...]
    """One group for each objective that is not reached."""
    upkeep: Sentence | None
    reopened: Sentence | None
    counts: str
    note: str | None
    """How much the page leaves out, and where that is: said once."""

    @property
    def columns(self) -> tuple[LineGroup, ...]:
        """What can be used and what is only finished: what there is of both."""
        return tuple(group for group in (self.usable, self.finished) if group)


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A line of the ledger."""

    name: Sentence
    brings: str | None
    """The team's own line."""
    first: str
    latest: str
    outcome: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class PromisesView:
    """The ledger."""

    title: str
    heads: tuple[str, str, str, str]
    rows: tuple[PromiseRow, ...]
    legend: tuple[tuple[Mark, str], ...]
    more: str | None
    kept: Sentence | None
    kept_label: str | None
    chart: KeptChart | None


@dataclass(frozen=True, slots=True)
class RiskView:
    """One risk."""

    title: str
    why: Sentence
    for_you: str
    odds: str
    """How often the date is missed."""
    range: str
    """Of what that is the chance, or why there is none."""
    word: str
    """The likelihood in a word, with its range."""
    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class RisksView:
    """The few that matter."""

    title: str
    why: str
    for_you: str
    risks: tuple[RiskView, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word and what it means."""

    word: str
    means: str


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One entry: where a statement comes from."""

    number: int
    lead: str
    carrier: tuple[str, str] | None
    keys: tuple[tuple[str, str], ...]
    """Each key with its address, which may be empty."""
    rest: str


@dataclass(frozen=True, slots=True)
class PageView:
    """A whole edition in one language."""

    language: str
    title: str
    foot: str
    colon: str
    percent: str
    masthead: Masthead
    minute: MinuteView
    objectives: ObjectivesView
    delivered: DeliveredView | None
    promises: PromisesView
    risks: RisksView | None
    unknown_title: str
    unknown: tuple[Sentence, ...]
    words_title: str
    words: tuple[Term, ...]
    purposes_title: str
    purposes: tuple[Term, ...]
    evidence_title: str
    evidence_intro: str
    evidence: tuple[EvidenceLine, ...]
    evidence_columns: int
    more_title: str
    more: str
    degraded: str | None = field(default=None)
