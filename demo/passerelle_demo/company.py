"""Malleposte, an invented French mail-order company: who, where, on which day.

Nobody and nothing here exists. The people stand in the trackers' answers, as they do
in every real tracker, and must never reach a page.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

COMPANY = "Malleposte"
ZONE = ZoneInfo("Europe/Paris")
TODAY = datetime(2026, 11, 23, 6, 0, tzinfo=ZONE).astimezone(UTC)
"""The morning on which the demo happens: Monday of week 48."""
WEEK = "2026-W47"
"""The week that is reported that morning."""

JIRA_SOURCE = "jira-malleposte"
GITHUB_SOURCE = "github-malleposte"
JIRA_SITE = "https://jira.malleposte.example"
GITHUB_SITE = "https://github.malleposte.example"
GITHUB_API = "https://api.github.malleposte.example"
ORGANISATION = "malleposte"


@dataclass(frozen=True, slots=True)
class Person:
    """An account of both trackers."""

    number: int
    name: str
    login: str

    @property
    def email(self) -> str:
        """An address in a domain that never exists."""
        return f"{self.login}@malleposte.example"

    @property
    def account_id(self) -> str:
        """Jira Cloud's account id."""
        return f"712020:{self.number:08x}-4d41-4c4c-8e50-{self.number * 7919:012x}"


PEOPLE = tuple(
    Person(5_200_000 + 37 * n, name, login)
    for n, (name, login) in enumerate(
        (
            ("Anaïs Quintrec", "aquintrec"),
            ("Bastien Orvault", "bastien-orvault"),
            ("Clémence Haudry", "chaudry"),
            ("Dimitri Valsecq", "dvalsecq"),
            ("Éloïse Tarnier", "eloise-t"),
            ("Farid Benslama", "fbenslama"),
            ("Gwenn Kerdavid", "gwenn-k"),
            ("Hugo Maréval", "hmareval"),
            ("Ioana Petrascu", "ipetrascu"),
            ("Jun Okabe", "junokabe"),
            ("Léa Montcuq", "lea-montcuq"),
            ("Mamadou Sarré", "msarre"),
        )
    )
)
PASSERELLE = Person(5_900_001, "Passerelle (lecture seule)", "passerelle-bot")
"""The account with which Passerelle reads."""


@dataclass(frozen=True, slots=True)
class Project:
    """A Jira project."""

    id: int
    key: str
    name: str
    components: tuple[str, ...]


PROJECTS = (
    Project(10001, "PAY", "Paiements", ("Caisse", "Back-office paiement")),
    Project(10002, "LOG", "Logistique", ("Entrepôt", "Transport")),
    Project(10003, "SVC", "Service client", ("Poste conseiller", "Messagerie")),
    Project(10004, "FIN", "Finance", ("Comptabilité", "Fiscalité")),
    Project(10005, "OPS", "Exploitation", ("Sécurité", "Socle", "Paiement", "Site")),
)


@dataclass(frozen=True, slots=True)
class Status:
    """A Jira status: its name is French here, its id and category are not."""

    id: str
    name: str
    category: str


CATEGORIES = {
    "new": (2, "blue-gray", "À faire"),
    "indeterminate": (4, "yellow", "En cours"),
    "done": (3, "green", "Terminé"),
}
"""Jira's own three categories: id, colour and French name."""

TO_DO = Status("10000", "À faire", "new")
DOING = Status("3", "En cours", "indeterminate")
REVIEW = Status("10010", "En revue", "indeterminate")
ACCEPTANCE = Status("10013", "Recette", "indeterminate")
DONE = Status("10002", "Terminé", "done")
LIVE = Status("10011", "En production", "done")
DROPPED = Status("10012", "Abandonné", "done")
STATUSES = (TO_DO, DOING, REVIEW, ACCEPTANCE, DONE, LIVE, DROPPED)


@dataclass(frozen=True, slots=True)
class IssueType:
    """A Jira issue type, named in French as the site's language is."""

    id: str
    name: str
    level: int


EPIC = IssueType("10100", "Epic", 1)
STORY = IssueType("10101", "Récit", 0)
TASK = IssueType("10102", "Tâche", 0)
BUG = IssueType("10104", "Bug", 0)
INCIDENT = IssueType("10105", "Incident", 0)
ISSUE_TYPES = (EPIC, STORY, TASK, BUG, INCIDENT)


@dataclass(frozen=True, slots=True)
class Repository:
    """A GitHub repository of the organisation."""

    id: int
    name: str
    says: str
    born: datetime

    @property
    def full_name(self) -> str:
        """`owner/name`, as mapping rules write it."""
        return f"{ORGANISATION}/{self.name}"


def _born(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 9, 30, tzinfo=UTC)


REPOSITORIES = (
    Repository(
        771_204_118, "boutique", "Site marchand et appli mobile", _born(2024, 11, 18)
    ),
    Repository(
        771_204_533, "entrepot", "WMS, transport, étiquettes", _born(2024, 11, 25)
    ),
    Repository(
        798_310_027, "espace-conseiller", "Poste de travail du SAV", _born(2025, 2, 3)
    ),
    Repository(798_355_912, "plateforme", "Terraform, CI, socle", _born(2025, 2, 10)),
)
