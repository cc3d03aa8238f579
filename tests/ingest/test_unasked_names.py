"""What a project is called is kept where its tracker does not tell it this time."""

from typing import Any

import httpx

from passerelle_ingest.memory import Memory
from passerelle_ingest.settings import SourceSettings
from passerelle_schemas.deliveries import Watermark, Way
from tests.ingest.test_renames import EACH, read_from, renamed
from tests.ingest.trackers import SmallTracker


@EACH
async def test_a_name_that_could_not_be_asked_for_is_no_other_name(
    source: SourceSettings,
    tracker: Any,  # noqa: ANN401 - makes a tracker
) -> None:
    small: SmallTracker = tracker()
    marks: dict[str, Watermark] = {}
    memories: dict[str, Memory] = {}
    await read_from(source, small, marks, memories, [])
    name = renamed(small)
    await read_from(source, small, marks, memories, [])
    memory = memories[source.projects[0]]
    refused = [httpx.Response(403, json={"message": "no"})]
    said: list[str] = []
    small.faults.append(
        lambda request: (
            refused.pop()
            if refused and request.url.path.endswith(source.projects[0])
            else None
        )
    )
    for _ in ("the name is refused", "and told again"):
        result, _ = await read_from(source, small, marks, memories, said)
        assert (result.items, result.projects[0].way) == (0, Way.POLL)
        assert [mark.name for mark in marks.values()] == [name]
        assert refused == []
    assert not any("read whole" in words for words in said)
    assert memories[source.projects[0]] is memory
