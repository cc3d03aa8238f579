"""Health means progress."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from passerelle_translate.health import Health, is_healthy, read_health, write_health

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
PATIENCE = timedelta(seconds=60)


def _report(age: int) -> Health:
    return Health(
        progressed_at=NOW - timedelta(seconds=age), answered=7, partitions=(1, 2)
    )


@pytest.mark.parametrize(("age", "healthy"), [(0, True), (60, True), (61, False)])
def test_a_worker_is_well_while_it_gets_on(age: int, healthy: bool) -> None:  # noqa: FBT001
    assert is_healthy(_report(age), NOW, patience=PATIENCE) is healthy


def test_a_worker_that_never_reported_is_not_well() -> None:
    assert not is_healthy(None, NOW, patience=PATIENCE)


def test_what_was_reported_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "health.json"
    assert read_health(path) is None
    write_health(path, _report(5))
    write_health(path, _report(1))
    assert read_health(path) == _report(1)
    path.write_text("{")
    assert read_health(path) is None
