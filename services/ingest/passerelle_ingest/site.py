"""What normalising needs to know of a source beside the delivery itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from passerelle_ingest.settings import SourceSettings
from passerelle_schemas.facts import StatusRef


@dataclass(frozen=True, slots=True)
class Site:
    """A source as we know it now. Knowing more never changes what a fact's id is."""

    source: SourceSettings
    repositories: Mapping[str, int] = field(default_factory=dict)
    """GitHub: ids of known repositories by `owner/name` in lower case."""
    statuses: Mapping[str, StatusRef] = field(default_factory=dict)
    """Jira: each status by its id, with its category."""
    ranks: frozenset[str] = frozenset()
    """Jira: the ids and names of fields that order a list, whatever they are called."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What the tracker calls each followed project now, by its name in the settings in
    lower case. Projects and repositories are renamed, and old names lead to them."""
    issue_ids: Mapping[str, str] = field(default_factory=dict)
    """Jira: ids of epics by their key, for the epic-link field; empty for an epic that
    was asked for and is not visible to us."""

    def with_repository(self, name: str, repository_id: int) -> "Site":
        """Know one more repository."""
        known = dict(self.repositories) | {name.lower(): repository_id}
        return replace(self, repositories=known)

    def with_name(self, project: str, name: str) -> "Site":
        """Know what a followed project is called now."""
        return replace(self, names=dict(self.names) | {project.lower(): name})

    def with_name_before(self, project: str, name: str) -> "Site":
        """Believe the *name* that was told before where nobody tells one now.

        A project that could not be asked for is not called as the settings say again.
        """
        if not name or project.lower() in self.names:
            return self
        return self.with_name(project, name)

    def name_of(self, project: str) -> str:
        """What a followed project is called now, as far as we know."""
        return self.names.get(project.lower(), project)

    def follows(self, name: str) -> bool:
        """Whether a project of that name is followed, under this name or an old one."""
        now = (known.casefold() for known in self.names.values())
        return self.source.follows(name) or name.casefold() in now

    def with_issues(self, ids: Mapping[str, str]) -> "Site":
        """Know more issues by their key."""
        return replace(self, issue_ids=dict(self.issue_ids) | dict(ids))
