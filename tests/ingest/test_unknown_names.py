"""What is asked for and not followed is told, with what there is instead."""

import pytest

from passerelle_ingest.errors import NothingToReadError, UnknownNameError
from passerelle_ingest.service import run_backfill
from passerelle_ingest.settings import SourceSettings
from passerelle_kafka.settings import KafkaSettings
from tests.ingest.sources import GITHUB, JIRA, REPOSITORY, clock
from tests.ingest.test_service import ONE, settings


@pytest.mark.parametrize(
    ("source", "project", "said"),
    [
        ("nope", None, f"No source is called 'nope'.*: {GITHUB.id}, {JIRA.id}."),
        ("nope", REPOSITORY, "No source is called 'nope'"),
        (
            None,
            "verdier/nothing",
            rf"No project is called .*: {REPOSITORY} \({GITHUB.id}\), .*{JIRA.id}",
        ),
        (GITHUB.id, "PAY", rf"No project is called 'PAY'.*: {REPOSITORY} \([^,]*\)\.$"),
    ],
)
async def test_an_unknown_name_is_told_with_those_there_are(
    source: str | None, project: str | None, said: str
) -> None:
    nowhere = KafkaSettings(bootstrap="127.0.0.1:9", patience_seconds=0.3)
    jira = JIRA.model_copy(update={"projects": ("PAY",)})
    with pytest.raises(UnknownNameError, match=said):
        await run_backfill(
            nowhere,
            settings(ONE, jira),
            source=source,
            project=project,
            full=True,
            clock=clock,
            progress=print,
        )


@pytest.mark.parametrize(
    ("sources", "asked", "said"),
    [
        ((GITHUB.model_copy(update={"projects": ()}),), GITHUB.id, GITHUB.id),
        ((), None, r"No source is set: fill in \[\[ingest.sources\]\]"),
    ],
)
async def test_where_no_source_names_a_project_that_is_what_is_missing(
    sources: tuple[SourceSettings, ...], asked: str | None, said: str
) -> None:
    nowhere = KafkaSettings(bootstrap="127.0.0.1:9", patience_seconds=0.3)
    with pytest.raises(NothingToReadError, match=said):
        await run_backfill(
            nowhere,
            settings(*sources),
            source=asked,
            project=REPOSITORY,
            clock=clock,
            progress=print,
            full=True,
        )
