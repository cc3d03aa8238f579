"""What the drill's GitHub is made of, and the log that its truth is made from."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date, datetime

WEB = "https://git.drill.example"


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the log of an item: an entry of a part of its truth.

    With a *delivery*, only that webhook ever tells it: no REST answer does.
    """

    part: str
    entry: Hashable
    delivery: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A marked line, and how it is written in a text."""

    kind: str
    language: str
    text: str

    @property
    def written(self) -> str:
        """The line with its mark."""
        marks = {
            ("business", "en"): "Business:",
            ("business", "fr"): "**Métier :**",
            ("decision", "en"): "> Decision:",
            ("decision", "fr"): "Décision :",
        }
        return f"{marks[self.kind, self.language]} {self.text}"

    @property
    def plain(self) -> tuple[str, str, str]:
        """As the truth writes it."""
        return self.kind, self.language, self.text


@dataclass(slots=True)
class Text:
    """A body: prose, references and marked lines."""

    prose: str = ""
    lines: list[Line] = field(default_factory=list)

    @property
    def body(self) -> str:
        """What the tracker shows."""
        return "\n\n".join([self.prose, *(line.written for line in self.lines)])

    @property
    def plain(self) -> tuple[tuple[str, str, str], ...]:
        """Its marked lines, as the truth writes them."""
        return tuple(line.plain for line in self.lines)


@dataclass(slots=True)
class Happened:
    """An event of a timeline."""

    id: int
    kind: str
    at: datetime
    text: Text | None = None
    edited_at: datetime | None = None
    reason: str | None = None
    other: "Numbered | None" = None
    label: str | None = None


@dataclass(slots=True)
class Pull:
    """What only a pull request has."""

    branch: str
    draft: bool
    merged_at: datetime | None = None
    fixes: list["Numbered"] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    """Keys of another tracker."""


@dataclass(slots=True)
class Milestone:
    """A name with a day."""

    repo: "Repo"
    number: int
    title: str
    text: Text
    created: datetime
    updated: datetime
    due: date | None
    closed_at: datetime | None = None
    gone: bool = False
    log: list[Said] = field(default_factory=list)
    due_hour: int = 8
    """Midnight in San Francisco: 8 in UTC, 7 in summer."""

    @property
    def id(self) -> str:
        return f"{self.repo.source}:{self.repo.id}/milestone/{self.number}"


@dataclass(slots=True)
class Release:
    """A tag with notes that name what is in it."""

    repo: "Repo"
    number: int
    tag: str
    named: list["Numbered"]
    created: datetime
    published: datetime | None
    updated: datetime
    prerelease: bool = False
    gone: bool = False
    log: list[Said] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"{self.repo.source}:{self.repo.id}/release/{self.number}"

    @property
    def body(self) -> str:
        return "\n".join(f"- it does more now (#{n.number})" for n in self.named)

    @property
    def includes(self) -> bool:
        """Whether what it names is in everybody's hands."""
        return self.published is not None and not (self.prerelease or self.gone)


@dataclass(slots=True)
class Numbered:
    """An issue or a pull request."""

    repo: "Repo"
    number: int
    title: str
    text: Text
    created: datetime
    updated: datetime
    labels: list[str] = field(default_factory=list)
    milestone: Milestone | None = None
    closed_at: datetime | None = None
    reason: str | None = None
    parent: "Numbered | None" = None
    pull: Pull | None = None
    timeline: list[Happened] = field(default_factory=list)
    gone: frozenset[str] = frozenset()
    log: list[Said] = field(default_factory=list)
    held: tuple[datetime, dict[str, object]] | None = None
    """Until when lists show it as it was, and how that is."""

    @property
    def id(self) -> str:
        return f"{self.repo.source}:{self.repo.id}#{self.number}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def status(self) -> str:
        """The id of its status, in the words of the contract."""
        if self.pull is None:
            return "open" if self.is_open else f"closed:{self.reason}"
        if self.pull.merged_at:
            return "merged"
        if not self.is_open:
            return "closed"
        return "draft" if self.pull.draft else "open"


@dataclass(slots=True)
class Repo:
    """A repository."""

    source: str
    id: int
    full_name: str
    followed: bool = True
    numbered: dict[int, Numbered] = field(default_factory=dict)
    left: dict[int, str] = field(default_factory=dict)
    """Numbers that are no longer there: `deleted`, or `repository id#number`."""
    old_name: str = ""
    """What it was called before; asked for by that, it says where it is."""
    milestones: dict[int, Milestone] = field(default_factory=dict)
    releases: dict[int, Release] = field(default_factory=dict)
    last_number: int = 0
