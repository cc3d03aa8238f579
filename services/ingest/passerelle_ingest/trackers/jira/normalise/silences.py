"""Jira's events that say nothing to us, each on purpose.

https://developer.atlassian.com/cloud/jira/platform/webhooks/#registering-a-webhook-via-the-jira-rest-api-for-connect-apps
https://developer.atlassian.com/server/jira/platform/webhooks/
"""

from passerelle_ingest.outcomes import Reason

_NO_WORK = (
    "attachment_created",
    "attachment_deleted",
    "board_configuration_changed",
    "board_created",
    "board_deleted",
    "board_updated",
    "entity_property_deleted",
    "entity_property_set",
    "filter_created",
    "filter_deleted",
    "filter_updated",
    "issue_property_deleted",
    "issue_property_set",
    "issue_type_created",
    "issue_type_deleted",
    "issue_type_updated",
    "jira_expression_evaluation_failed",
    "option_attachments_changed",
    "option_issuelinks_changed",
    "option_subtasks_changed",
    "option_timetracking_changed",
    "option_unassigned_issues_changed",
    "option_voting_changed",
    "option_watching_changed",
    "project_archived",
    "project_created",
    "project_deleted",
    "project_restored_archived",
    "project_restored_deleted",
    "project_soft_deleted",
    "project_updated",
    "user_created",
    "user_deleted",
    "user_updated",
)
"""Files, boards, settings and people: none of them is a unit of work."""

_NOT_YET = (
    "issuelink_created",
    "issuelink_deleted",
    "jira:version_created",
    "jira:version_deleted",
    "jira:version_merged",
    "jira:version_moved",
    "jira:version_released",
    "jira:version_unreleased",
    "jira:version_updated",
    "jira:worklog_updated",
    "sprint_closed",
    "sprint_created",
    "sprint_deleted",
    "sprint_started",
    "sprint_updated",
    "worklog_created",
    "worklog_deleted",
    "worklog_updated",
)
"""About work; a later step reads them. Until then a poll sees what they change."""

SILENCES = {
    **dict.fromkeys(_NO_WORK, Reason.NO_WORK),
    **dict.fromkeys(_NOT_YET, Reason.NOT_YET),
}
