"""Both trackers of a run."""

from collections.abc import Mapping
from pathlib import Path

from tests.drill.book import Book
from tests.drill.github.tracker import GitHubTracker
from tests.drill.jira.catalogue import RENAMED
from tests.drill.jira.tracker import Deployment, JiraTracker
from tests.drill.seams import Tracker


def both(book: Book, folder: Path) -> Mapping[str, Tracker]:
    """Make a GitHub whose pull requests name issues of a Jira beside it."""
    deployment: Deployment = "cloud" if book.seed % 2 else "datacenter"
    jira = JiraTracker("jira-drill", book, folder, deployment=deployment)

    def keys() -> list[str]:
        """Those by which ingest knows the projects: of a renamed one, the old ones."""
        new = f"{RENAMED[1]}-"
        return [key for key in jira.nameable() if not key.startswith(new)]

    github = GitHubTracker("github-drill", book, folder, keys)
    return {github.source: github, jira.source: jira}
