"""The report service is well while it keeps looking at its agenda."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from passerelle_report.health import Health, read_health, trouble, write_health

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
PATIENCE = timedelta(minutes=5)


def test_a_recent_look_is_well() -> None:
    assert trouble(Health(looked_at=NOW - PATIENCE), NOW, patience=PATIENCE) is None


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (None, "not looked at its agenda yet"),
        (Health(looked_at=NOW - 2 * PATIENCE), "since 05:50Z"),
        (Health(looked_at=NOW, failed="broker-away"), "broker-away"),
    ],
)
def test_anything_else_is_told(report: Health | None, said: str) -> None:
    assert said in str(trouble(report, NOW, patience=PATIENCE))


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "health.json"
    assert read_health(path) is None
    report = Health(looked_at=NOW, made=("payments/2026-W47/fr",))
    write_health(path, report)
    assert read_health(path) == report
    path.write_text("half a sent")
    assert read_health(path) is None
