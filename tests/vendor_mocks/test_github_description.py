"""GitHub's own description of its API, served by prism, is read without a special case.

The answers are the description's examples: one issue, its timeline, a milestone and a
release. What they get wrong against GitHub's own documents stands in `bridge`.
"""

import pytest
from pydantic import SecretStr

from passerelle_ingest.errors import AnswerRefusedError, ReadingFailedError
from passerelle_ingest.examine import examine, look
from passerelle_ingest.settings import SourceSettings
from passerelle_schemas.facts import WorkObserved, WorkTouched
from passerelle_schemas.identity import ItemKind, Tracker
from passerelle_schemas.topics import WORK_RAW, WORK_RAW_DEAD
from tests.vendor_mocks.bridge import Straight, ToGitHubsDescription
from tests.vendor_mocks.reading import clock, whole

PROJECT = "octocat/Hello-World"


def source(address: str) -> SourceSettings:
    return SourceSettings(
        id="github-description",
        tracker=Tracker.GITHUB,
        api_url=address,
        projects=(PROJECT,),
        token=SecretStr("any"),
        accept_webhooks=False,
    )


async def test_a_backfill_makes_facts_of_every_example(github: str) -> None:
    way = ToGitHubsDescription()
    reading = await whole(source(github), way)
    assert reading.read.set_aside == {}
    assert not reading.published.on(WORK_RAW_DEAD.name)
    observed = [
        fact.snapshot
        for told in reading.published.facts
        for fact in told.facts
        if isinstance(fact, WorkObserved)
    ]
    assert sorted((s.kind, s.title) for s in observed) == [
        (ItemKind.MILESTONE, "v1.0"),
        (ItemKind.PULL_REQUEST, "Amazing new feature"),
        (ItemKind.RELEASE, "v1.0.0"),
    ]
    facts = [fact for told in reading.published.facts for fact in told.facts]
    assert any(isinstance(fact, WorkTouched) for fact in facts)
    kept = reading.published.on(WORK_RAW.name)
    assert len(kept) == reading.read.pages >= 5


async def test_only_what_the_description_describes_is_asked_for(github: str) -> None:
    way = ToGitHubsDescription()
    await whole(source(github), way)
    refused = {
        request.url.path: answer.status_code
        for request, answer in zip(way.asked, way.answered, strict=True)
        if answer.status_code != 200
    }
    assert refused == {}, "prism refuses a parameter or a header that GitHub has not"


async def test_a_link_to_another_host_is_not_followed(github: str) -> None:
    with pytest.raises(ReadingFailedError) as failed:
        await whole(source(github), Straight())
    (where, error), *_ = failed.value.failures
    assert where == f"github-description/{PROJECT}"
    assert isinstance(error, AnswerRefusedError)
    assert "another host" in str(error)


async def test_doctor_reads_it_and_says_which_version_is_served(github: str) -> None:
    way = ToGitHubsDescription()
    seen = await examine(source(github), clock=clock, transport=way)
    assert "1 repositories can be read" in seen.words
    findings = await look(source(github), clock=clock, transport=way)
    versions = [one.words for one in findings if one.what == "API"]
    # The example of `GET /versions` is older than the version of the description.
    assert len(versions) == 1
    assert "2022-11-28" in versions[0]
