"""GitHub's events that say nothing to us, each on purpose.

The whole list: https://docs.github.com/en/webhooks/webhook-events-and-payloads
"""

from passerelle_ingest.outcomes import Reason

_NO_WORK = (
    "branch_protection_configuration",
    "branch_protection_rule",
    "check_run",
    "check_suite",
    "code_scanning_alert",
    "commit_comment",
    "create",
    "custom_property",
    "custom_property_promoted_to_enterprise",
    "custom_property_values",
    "delete",
    "dependabot_alert",
    "deploy_key",
    "deployment_protection_rule",
    "discussion",
    "discussion_comment",
    "fork",
    "github_app_authorization",
    "gollum",
    "installation",
    "installation_repositories",
    "installation_target",
    "label",
    "marketplace_purchase",
    "member",
    "membership",
    "merge_group",
    "meta",
    "org_block",
    "organization",
    "package",
    "page_build",
    "personal_access_token_request",
    "project",
    "project_card",
    "project_column",
    "public",
    "push",
    "registry_package",
    "repository",
    "repository_advisory",
    "repository_dispatch",
    "repository_import",
    "repository_ruleset",
    "repository_vulnerability_alert",
    "secret_scanning_alert",
    "secret_scanning_alert_location",
    "secret_scanning_scan",
    "security_advisory",
    "security_and_analysis",
    "sponsorship",
    "star",
    "status",
    "team",
    "team_add",
    "watch",
    "workflow_dispatch",
    "workflow_job",
    "workflow_run",
)
"""Code, settings, people and automation: none of them is a unit of work."""

_NOT_YET = (
    "deployment",
    "deployment_review",
    "deployment_status",
    "issue_dependencies",
    "projects_v2",
    "projects_v2_item",
    "projects_v2_status_update",
    "pull_request_review_comment",
    "pull_request_review_thread",
    "sub_issues",
)
"""About work; a later step reads them. Until then a poll sees what they change."""

SILENCES = {
    "ping": Reason.GREETING,
    **dict.fromkeys(_NO_WORK, Reason.NO_WORK),
    **dict.fromkeys(_NOT_YET, Reason.NOT_YET),
}
