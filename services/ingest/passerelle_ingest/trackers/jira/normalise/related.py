"""What the webhooks of links, versions and sprints say: which issues to read again.

None brings an issue. A link tells the ids of its two ends and changes what they show
without an update of their own; a version tells no time at all, and what it releases or
postpones stands in the snapshots of the issues that are planned for it. So it is with
a sprint that is started, prolonged or closed.
"""

from passerelle_ingest.delivery import Delivery
from passerelle_ingest.errors import UnreadableDeliveryError
from passerelle_ingest.outcomes import Outcome, Reason, Silence, Told
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.jira.payloads import Identified, Link
from passerelle_schemas.identity import jira_issue, jira_sprint, jira_version


def link(delivery: Delivery, site: Site) -> Outcome:
    """Ask for both ends, unless they are the same two as parent and child.

    Jira tells subtasks as links as well; their own updates tell it better.
    """
    told = Link.model_validate(delivery.content.get("issueLink"))
    source = site.source.id
    if told.kind.is_of_subtasks:
        return Silence(Reason.TOLD_ELSEWHERE)
    ends = (told.origin, told.destination)
    return Told((), needs_refetch=tuple(jira_issue(source, end) for end in ends))


def version(delivery: Delivery, site: Site) -> Outcome:
    """Ask for all that is planned for the version, by the version's own id.

    A version is no item of its own: its issues show it. What was planned for one that
    was merged is planned for the other one now.
    """
    names = [name for name in ("version", "mergedTo") if delivery.content.get(name)]
    told = [Identified.model_validate(delivery.content[name]) for name in names]
    if not told:
        raise UnreadableDeliveryError(delivery.origin.event, "it has no version")
    asked = (jira_version(site.source.id, one.id) for one in told)
    return Told((), needs_refetch=tuple(asked))


def sprint(delivery: Delivery, site: Site) -> Outcome:
    """Ask for all that stands in the sprint, by its own id, where sprints are read."""
    told = Identified.model_validate(delivery.content.get("sprint"))
    if not site.source.sprint_field:
        return Silence(Reason.NOT_FOLLOWED)
    return Told((), needs_refetch=(jira_sprint(site.source.id, told.id),))
