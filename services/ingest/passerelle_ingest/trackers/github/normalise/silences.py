"""GitHub's events and actions that say nothing to us, each on purpose, and why.

docs/webhooks.md shows them beside what is told; a test holds both against the list that
GitHub publishes: https://docs.github.com/en/webhooks/webhook-events-and-payloads
"""

from collections.abc import Mapping

from passerelle_ingest.outcomes import Quiet, Reason

_NO_WORK: Mapping[str, tuple[str, ...]] = {
    "Code and its checks: what they are for stands in the pull request": (
        "check_run",
        "check_suite",
        "commit_comment",
        "create",
        "delete",
        "gollum",
        "merge_group",
        "page_build",
        "push",
        "status",
        "workflow_dispatch",
        "workflow_job",
        "workflow_run",
    ),
    "Alerts and advisories: whoever acts on one opens an issue or a pull request": (
        "code_scanning_alert",
        "dependabot_alert",
        "repository_advisory",
        "repository_vulnerability_alert",
        "secret_scanning_alert",
        "secret_scanning_alert_location",
        "secret_scanning_scan",
        "security_advisory",
    ),
    "Settings of the site, of organisations, repositories, apps and webhooks": (
        "branch_protection_configuration",
        "branch_protection_rule",
        "bypass_request_secret_scanning",
        "cache_sync",
        "custom_property",
        "custom_property_promoted_to_enterprise",
        "custom_property_values",
        "deploy_key",
        "dismissal_request_code_scanning",
        "dismissal_request_secret_scanning",
        "enterprise",
        "exemption_request_push_ruleset",
        "github_app_authorization",
        "installation",
        "installation_repositories",
        "installation_target",
        "marketplace_purchase",
        "meta",
        "organization_custom_property",
        "organization_custom_property_values",
        "package",
        "personal_access_token_request",
        "registry_package",
        "repository_dispatch",
        "repository_import",
        "repository_ruleset",
        "security_and_analysis",
    ),
    "A repository is known by its id: the next delivery about each item tells the "
    "new name": (
        "organization",
        "public",
        "repository",
    ),
    "People: no fact holds one": (
        "fork",
        "member",
        "membership",
        "org_block",
        "sponsorship",
        "star",
        "team",
        "team_add",
        "user",
        "watch",
    ),
    "Talk that is no unit of work; an issue that becomes a discussion tells it in its "
    "own timeline": (
        "discussion",
        "discussion_comment",
    ),
    "The boards that GitHub withdrew": (
        "project",
        "project_card",
        "project_column",
    ),
}

_NOT_YET: Mapping[str, tuple[str, ...]] = {
    "A deployment names one commit, and nothing that came with it: which pull requests "
    "are in it no delivery tells, nor GitHub's newest API the commit of a merge; "
    "releases and fix versions say what is available": (
        "deployment",
        "deployment_protection_rule",
        "deployment_review",
        "deployment_status",
    ),
    "An item of a project names its issue by a node id alone, and the history of "
    "project fields is exposed nowhere": (
        "projects_v2",
        "projects_v2_item",
        "projects_v2_status_update",
    ),
}

_ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "The items that carry a label show its new name when they are next read": (
        "label",
    ),
}


def _each(reason: Reason, listed: Mapping[str, tuple[str, ...]]) -> Mapping[str, Quiet]:
    return {name: Quiet(reason, why) for why, names in listed.items() for name in names}


SILENCES: Mapping[str, Quiet] = {
    "ping": Quiet(Reason.GREETING, "GitHub tries whether we are there"),
    **_each(Reason.NO_WORK, _NO_WORK),
    **_each(Reason.NOT_YET, _NOT_YET),
    **_each(Reason.TOLD_ELSEWHERE, _ELSEWHERE),
}
"""Whole events."""

_DISPLAY = Quiet(Reason.NOTHING_SAID, "Who may talk, and where a list shows it")

SILENT_ACTIONS: Mapping[tuple[str, str], Quiet] = {
    **{("issues", name): _DISPLAY for name in ("locked", "unlocked")},
    **{("issues", name): _DISPLAY for name in ("pinned", "unpinned")},
    **{("pull_request", name): _DISPLAY for name in ("locked", "unlocked")},
}
"""Single actions of events that are told otherwise."""
