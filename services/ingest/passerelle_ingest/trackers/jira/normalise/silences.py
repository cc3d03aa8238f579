"""Jira's events that say nothing to us, each on purpose, and why.

docs/webhooks.md shows them beside what is told; a test holds both against the lists
that Atlassian publishes:
https://developer.atlassian.com/cloud/jira/platform/webhooks/
https://developer.atlassian.com/server/jira/platform/webhooks/
"""

from collections.abc import Mapping

from passerelle_ingest.outcomes import Quiet, Reason

_NO_WORK: Mapping[str, tuple[str, ...]] = {
    "Boards and filters show work and are none": (
        "board_configuration_changed",
        "board_created",
        "board_deleted",
        "board_updated",
        "filter_created",
        "filter_deleted",
        "filter_updated",
    ),
    "Settings of the site and of apps": (
        "app_access_to_objects_blocked",
        "app_access_to_objects_in_container_blocked",
        "entity_property_deleted",
        "entity_property_set",
        "issue_property_deleted",
        "issue_property_set",
        "issuetype_created",
        "issuetype_deleted",
        "issuetype_updated",
        "jira_expression_evaluation_failed",
        "option_attachments_changed",
        "option_issuelinks_changed",
        "option_subtasks_changed",
        "option_timetracking_changed",
        "option_timetracking_provider_changed",
        "option_unassigned_issues_changed",
        "option_voting_changed",
        "option_watching_changed",
    ),
    "People: no fact holds one": (
        "user_created",
        "user_deleted",
        "user_updated",
    ),
    "An issue is known by its id: its next delivery tells a new key, and the census "
    "what became of the issues of a project that is gone": (
        "project_archived",
        "project_created",
        "project_deleted",
        "project_restored_archived",
        "project_restored_deleted",
        "project_soft_deleted",
        "project_updated",
    ),
}

_ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "The update of its issue, which Jira sends beside it, says that something moved; "
    "nobody's hours are told": (
        "jira:worklog_updated",
        "worklog_created",
        "worklog_deleted",
        "worklog_updated",
    ),
    "The update of its issue, which Jira sends beside it, tells of the file": (
        "attachment_created",
        "attachment_deleted",
    ),
    "No issue is planned for a version that is new, and its place in a list says "
    "nothing": (
        "jira:version_created",
        "jira:version_moved",
    ),
    "No issue stands in a sprint that is new; those that stood in one that is gone "
    "show it when they are next read": (
        "sprint_created",
        "sprint_deleted",
    ),
}


def _each(reason: Reason, listed: Mapping[str, tuple[str, ...]]) -> Mapping[str, Quiet]:
    return {name: Quiet(reason, why) for why, names in listed.items() for name in names}


SILENCES: Mapping[str, Quiet] = {
    **_each(Reason.NO_WORK, _NO_WORK),
    **_each(Reason.TOLD_ELSEWHERE, _ELSEWHERE),
}
