"""The metrics say what the health says, in a format that Prometheus reads."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from passerelle_ingest.metric_rows import COUNTERS, GAUGES
from passerelle_ingest.metrics import exposition
from passerelle_schemas.health import SourceHealth
from passerelle_schemas.topics import SOURCE_HEALTH
from tests.ingest.edges import edge
from tests.ingest.sources import RecordingPublisher
from tests.schemas.strategies import messages

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TESTS = Path(__file__).parent.parent
GOLDEN = TESTS / "schemas" / "golden" / SOURCE_HEALTH.name / "full.json"
PAGE = TESTS.parent / "docs" / "watching-ingest.md"
HEALTH = SOURCE_HEALTH.decode(GOLDEN.read_bytes())
NAMES = (
    *(f"passerelle_{name}_total" for name, *_ in COUNTERS),
    *(f"passerelle_{name}" for name, *_ in GAUGES),
    "passerelle_source_wait_remaining_seconds",
)
LABELS = {"source", "project", "way", "reason", "kind", "end", "what"}


def read(written: bytes) -> dict[str, Metric]:
    return {one.name: one for one in text_string_to_metric_families(written.decode())}


def values(name: str, *, written: bytes = b"") -> dict[tuple[str, ...], float]:
    """By its labels without the source, each sample of a metric."""
    told = read(written or exposition([HEALTH], NOW))[name.removesuffix("_total")]
    return {
        tuple(v for k, v in sample.labels.items() if k != "source"): sample.value
        for sample in told.samples
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("source_deliveries_total", {("webhook",): 10, ("census",): 2}),
        ("source_facts_first_told_total", {("webhook",): 28}),
        ("source_webhooks_twice_total", {(): 1}),
        ("source_refused_total", {("signature-refused",): 7, ("broker-away",): 1}),
        ("source_wait_seconds_total", {("429",): 61.5, ("no-answer",): 0.4}),
        ("source_waits_total", {("429",): 3, ("no-answer",): 1}),
        ("source_wait_remaining_seconds", {(): 3600}),
        ("source_dead_letters", {(): 2}),
        ("source_webhooks_redelivered_total", {(): 4}),
        ("source_webhooks_unkept", {("credentials-refused",): 1}),
        ("project_reading_items", {("WEB",): 400}),
        (
            "project_complete_until_timestamp_seconds",
            {("PAY",): datetime(2026, 11, 23, 8, tzinfo=UTC).timestamp()},
        ),
        (
            "project_census_stopped_since_timestamp_seconds",
            {
                ("PAY", "permission-lost"): datetime(
                    2026, 11, 21, 9, tzinfo=UTC
                ).timestamp()
            },
        ),
        (
            "project_failing_since_timestamp_seconds",
            {
                ("WEB", "credentials-refused"): datetime(
                    2026, 11, 22, 9, tzinfo=UTC
                ).timestamp()
            },
        ),
    ],
)
def test_a_metric_has_the_figure_of_the_health(
    name: str, expected: dict[tuple[str, ...], float]
) -> None:
    assert values(f"passerelle_{name}") == expected


def test_what_a_census_repaired_is_told_kind_by_kind() -> None:
    told = values("passerelle_source_census_items_total")
    assert told["missed",] == 1
    assert told["not_visible",] == 7
    assert values("passerelle_source_censuses_total") == {
        ("completed",): 9,
        ("stopped",): 2,
    }


def test_nobody_waits_once_the_time_has_passed() -> None:
    later = exposition([HEALTH], NOW + timedelta(days=1))
    remaining = "passerelle_source_wait_remaining_seconds"
    assert values(remaining, written=later) == {(): 0}


@settings(max_examples=50)
@given(messages(SourceHealth))
def test_any_health_is_said_in_a_format_that_is_read_back(health: SourceHealth) -> None:
    told = read(exposition([health], NOW))
    names = {name.removesuffix("_total") for name in NAMES}
    assert set(told) == names
    for metric in told.values():
        for sample in metric.samples:
            assert set(sample.labels) <= LABELS
            assert sample.labels["source"] == health.source


@pytest.mark.parametrize("name", NAMES)
def test_every_metric_is_in_the_page_for_who_watches(name: str) -> None:
    assert f"`{name}`" in PAGE.read_text(encoding="utf-8")


async def test_the_metrics_are_served_beside_the_webhooks() -> None:
    async with edge(RecordingPublisher(), healths=lambda: [HEALTH]) as client:
        answer = await client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert values("passerelle_source_webhooks_twice_total", written=answer.content)
