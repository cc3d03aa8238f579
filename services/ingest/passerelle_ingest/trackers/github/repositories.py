"""Asks for repositories, also for those that have another name or owner by now.

https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects
"""

import re

from passerelle_ingest.errors import MovedError
from passerelle_ingest.http import Http, Page
from passerelle_ingest.trackers.github.lists import repository_path

_ISSUE = re.compile(r"/repositories/(\d+)/issues/\d+$")


async def repository(http: Http, project: str) -> Page:
    """Ask for a repository by the name that we know.

    One that was renamed or transferred answers with the address of its id, which never
    changes. That is followed once, and not off the configured host.
    """
    try:
        return await http.get(repository_path(project))
    except MovedError as error:
        if not error.location:
            raise
        return await http.follow(error.location)


def leads_home(moved: MovedError, repository_id: int) -> bool:
    """Whether an issue moved with its repository alone: it is the same issue there."""
    found = _ISSUE.search(moved.location)
    return found is not None and int(found[1]) == repository_id
