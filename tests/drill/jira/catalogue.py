"""What an administrator set up on the simulated site: names are renamed, ids stay."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Status:
    """A status; several share a category."""

    id: str
    name: str
    category: str


@dataclass(frozen=True, slots=True)
class IssueType:
    """A type of issue, by its level in the hierarchy."""

    id: str
    name: str
    level: int


@dataclass(frozen=True, slots=True)
class Project:
    """A project. *hidden* ones are not for our account to see."""

    id: int
    key: str
    name: str
    followed: bool = True
    hidden: bool = False
    by_epic_link: bool = False
    """Whether its issues name their epic in the old custom field, and no parent."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a project."""

    id: str
    project: str
    name: str
    day: date | None
    released: bool = False


EPIC, STORY, TASK, BUG, SUBTASK = "10000", "10001", "10002", "10004", "10003"
EPIC_LINK = "customfield_10014"
OPTION = "customfield_10042"
RANK = "customfield_10019"
"""What orders a board: to drag a card is no work."""

TYPES = (
    IssueType(EPIC, "Épopée", 1),
    IssueType(STORY, "Récit", 0),
    IssueType(TASK, "Tâche", 0),
    IssueType(BUG, "Anomalie", 0),
    IssueType(SUBTASK, "Sous-tâche", -1),
)
STATUSES = (
    Status("1", "Ouvert", "new"),
    Status("10010", "À trier", "new"),
    Status("3", "En cours", "indeterminate"),
    Status("10020", "En revue", "indeterminate"),
    Status("10021", "Bloqué", "indeterminate"),
    Status("6", "Terminé", "done"),
    Status("10030", "Livré", "done"),
    Status("10031", "Abandonné", "done"),
)
PROJECTS = (
    Project(10100, "TO", "Turin Office"),
    Project(10101, "AND", "Android"),
    Project(10102, "PAY", "Paiements"),
    Project(10103, "OLD", "Ancien socle", by_epic_link=True),
    Project(10104, "OUT", "Archives", followed=False),
    Project(10105, "VEIL", "Direction", followed=False, hidden=True),
)
RENAMED = ("AND", "ANDROID")
"""The project that gets another key, which is no word of JQL."""
FRAIL = "PAY"
"""The project whose permission is lost, and comes back."""
FIELD_NAMES = {
    "summary": "Résumé",
    "status": "Statut",
    "duedate": "Date d’échéance",
    "labels": "Étiquettes",
    "components": "Composants",
    "fixVersions": "Versions corrigées",
    "parent": "Parent",
    "description": "Description",
    "project": "Projet",
    "issuekey": "Clé",
    "issuelinks": "Lien",
    RANK: "Classement",
    EPIC_LINK: "Lien d’épopée",
    OPTION: "Gravité client",
}
COMPONENTS = ("api", "écran", "lots", "factures")
OPTIONS = ("Haute", "Moyenne", "Basse")
LABELS = ("dette", "client", "sécurité", "été", "q4")


def versions() -> tuple[Version, ...]:
    """Three versions of each followed project."""
    return tuple(
        Version(
            str(20000 + 10 * n + k),
            project.key,
            f"{project.key} {2 + k}.0",
            date(2026, 11 + (k > 0), 5 + 7 * k),
        )
        for n, project in enumerate(p for p in PROJECTS if p.followed)
        for k in range(3)
    )
