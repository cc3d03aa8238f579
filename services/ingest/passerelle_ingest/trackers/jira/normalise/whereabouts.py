"""Tells an issue that was found, where it is, as far as it can be read. Pure."""

from collections.abc import Sequence
from functools import partial

from passerelle_ingest.delivery import Json
from passerelle_ingest.outcomes import Told
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.jira.normalise.leaving import has_left, issue_left
from passerelle_ingest.trackers.jira.normalise.rest import (
    issue_read,
    issue_read_in_part,
)
from passerelle_ingest.trackers.jira.normalise.sifting import as_far_as_readable
from passerelle_ingest.trackers.jira.payloads import Identified
from passerelle_schemas.contract import Instant
from passerelle_schemas.deliveries import RawDelivery
from passerelle_schemas.identity import jira_issue


def told_left(
    site: Site, answer: Json, histories: Sequence[Json], origin: RawDelivery
) -> Told:
    """Tell an issue that is in a project which we do not follow: only that it is."""

    def tell(row: Json, changes: Sequence[Json], _lost: frozenset[str]) -> Told:
        return issue_left(origin, site, row, changes)

    return as_far_as_readable(tell, site, answer, histories)


def told_where_it_is(  # noqa: PLR0913, PLR0917 - what is known of a found issue
    site: Site,
    home: str,
    answer: Json,
    histories: Sequence[Json],
    is_whole: bool,  # noqa: FBT001 - of its history
    seen_at: Instant,
    origin: RawDelivery,
) -> Told:
    """Tell an issue of the project *home*: a late index finds it where it was.

    One whose project was renamed since the reading began did not leave: the next
    reading knows the new name.
    """
    tell = partial(_told, origin, site, home, is_whole, seen_at)
    return as_far_as_readable(tell, site, answer, histories)


def _told(  # noqa: PLR0913, PLR0917 - the same
    origin: RawDelivery,
    site: Site,
    home: str,
    is_whole: bool,  # noqa: FBT001 - the same
    seen_at: Instant,
    answer: Json,
    histories: Sequence[Json],
    lost: frozenset[str],
) -> Told:
    if not site.follows(home):
        if has_left(site, histories):
            return issue_left(origin, site, answer, histories)
        found = Identified.model_validate(answer).id
        return Told((), needs_refetch=(jira_issue(site.source.id, found),))
    if not is_whole:
        return issue_read_in_part(origin, site, answer, histories)
    return issue_read(origin, site, answer, histories, seen_at, lost)
