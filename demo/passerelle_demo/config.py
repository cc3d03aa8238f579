"""How to follow this company: the settings of its two sources. All secrets are fake."""

from typing import Any

from passerelle_demo.company import (
    GITHUB_SITE,
    GITHUB_SOURCE,
    JIRA_SITE,
    JIRA_SOURCE,
    PASSERELLE,
    PROJECTS,
    REPOSITORIES,
)

JIRA_EMAIL = PASSERELLE.email
JIRA_TOKEN = "demo-jira-token-not-a-secret"  # noqa: S105 - an invented company's
JIRA_SECRET = "demo-jira-webhook-not-a-secret"  # noqa: S105 - the same
GITHUB_TOKEN = "demo-github-token-not-a-secret"  # noqa: S105 - the same
GITHUB_SECRET = "demo-github-webhook-not-a-secret"  # noqa: S105 - the same


def sources(*, jira_url: str, github_url: str) -> tuple[dict[str, Any], ...]:
    """Return both sources in the form of ingest's `SourceSettings`."""
    return (
        {
            "id": JIRA_SOURCE,
            "tracker": "jira",
            "deployment": "cloud",
            "api_url": jira_url,
            "web_url": JIRA_SITE,
            "projects": tuple(project.key for project in PROJECTS),
            "email": JIRA_EMAIL,
            "api_token": JIRA_TOKEN,
            "webhook_secrets": (JIRA_SECRET,),
        },
        {
            "id": GITHUB_SOURCE,
            "tracker": "github",
            "api_url": github_url,
            "web_url": GITHUB_SITE,
            "projects": tuple(repository.full_name for repository in REPOSITORIES),
            "token": GITHUB_TOKEN,
            "webhook_secrets": (GITHUB_SECRET,),
        },
    )
