"""How to follow this company: the settings of its two sources. All secrets are fake."""

from typing import Any

from passerelle_demo.company import (
    GITHUB_SOURCE,
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


def sources(*, jira_url: str, github_url: str) -> dict[str, dict[str, Any]]:
    """Return the settings of both sources, by their names."""
    return {
        JIRA_SOURCE: {
            "tracker": "jira",
            "url": jira_url,
            "email": JIRA_EMAIL,
            "token": JIRA_TOKEN,
            "webhook_secrets": [JIRA_SECRET],
            "projects": [project.key for project in PROJECTS],
        },
        GITHUB_SOURCE: {
            "tracker": "github",
            "url": github_url,
            "token": GITHUB_TOKEN,
            "webhook_secrets": [GITHUB_SECRET],
            "projects": [repository.full_name for repository in REPOSITORIES],
        },
    }
