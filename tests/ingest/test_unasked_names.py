"""What a project is called is kept where its tracker does not tell it this time."""

from typing import Any

import httpx

from passerelle_ingest.settings import SourceSettings
from passerelle_schemas.deliveries import Way
from tests.ingest.test_renames import EACH, Following, renamed
from tests.ingest.trackers import SmallTracker


@EACH
async def test_a_name_that_could_not_be_asked_for_is_no_other_name(
    source: SourceSettings,
    tracker: Any,  # noqa: ANN401 - makes a tracker
) -> None:
    small: SmallTracker = tracker()
    following = Following(source, small)
    await following.read()
    name = renamed(small)
    await following.read()
    following.said.clear()
    memory = following.memories[source.projects[0]]
    refused = [httpx.Response(403, json={"message": "no"})]
    small.faults.append(
        lambda request: (
            refused.pop()
            if refused and request.url.path.endswith(source.projects[0])
            else None
        )
    )
    for _ in ("the name is refused", "and told again"):
        result, _ = await following.read()
        assert (result.items, result.projects[0].way) == (0, Way.POLL)
        assert [mark.name for mark in following.marks.values()] == [name]
        assert refused == []
    assert not any("read whole" in words for words in following.said)
    assert following.memories[source.projects[0]] is memory
