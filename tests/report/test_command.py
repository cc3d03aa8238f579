"""`passerelle report make`, as it is typed: what is wrong, and what is a draft."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from passerelle.cli import app
from passerelle.context import clock
from passerelle_kafka.settings import KafkaSettings
from passerelle_report.reader import read_world
from passerelle_report.schedule import due
from passerelle_report.week import Week
from tests.report import company
from tests.report.test_make import publish

NOBODY = "127.0.0.1:9"


def _made(folder: Path, *typed: str, broker: str = NOBODY) -> Result:
    """Type the command against *broker*; no settings of this machine are read."""
    settings = {
        "PASSERELLE_CONFIG": "",
        "KAFKA_BOOTSTRAP": broker,
        "PASSERELLE_KAFKA__IDEMPOTENT": "false",
        "PASSERELLE_KAFKA__EXACT_ENDS": "false",
        "PASSERELLE_KAFKA__PATIENCE_SECONDS": "5",
    }
    typed = ("report", "make", "--out", str(folder), *typed)
    return CliRunner().invoke(app, typed, env=settings)


async def _typed(folder: Path, *typed: str, broker: str) -> Result:
    """The same in a thread: the command has an event loop of its own."""
    return await asyncio.to_thread(_made, folder, *typed, broker=broker)


def _weeks_from_now(weeks: int) -> str:
    now = clock().astimezone(company.PARIS).date()
    return str(Week.of(now).previous(-weeks))


@pytest.mark.parametrize(
    ("week", "words"),
    [("2021-W53", "2021 has 52 weeks"), ("next", "for example 2026-W47")],
)
def test_what_is_no_week_is_wrong_usage_and_needs_no_broker(
    week: str, words: str, tmp_path: Path
) -> None:
    told = _made(tmp_path, "--week", week)
    assert (told.exit_code, words in told.stderr) == (2, True), told.stderr


@pytest.mark.tansu
@pytest.mark.parametrize("weeks", [1, 5])
async def test_a_week_that_has_not_begun_is_wrong_usage(
    tansu: KafkaSettings, weeks: int, tmp_path: Path
) -> None:
    await publish(tansu, company.story())
    asked = _weeks_from_now(weeks)
    told = await _typed(tmp_path, "--week", asked, broker=tansu.bootstrap)
    assert told.exit_code == 2
    assert f"{asked} has not begun; the last one that is over is" in told.stderr
    assert f"{_weeks_from_now(-1)}." in told.stderr
    assert told.stdout == ""


@pytest.mark.tansu
async def test_an_unknown_department_is_wrong_usage(
    tansu: KafkaSettings, tmp_path: Path
) -> None:
    await publish(tansu, [])
    week = ("--week", "2026-W40")
    told = await _typed(
        tmp_path, *week, "--department", "logistic", broker=tansu.bootstrap
    )
    assert (told.exit_code, "'logistics'" in told.stderr) == (2, True)


@pytest.mark.tansu
async def test_the_week_that_runs_is_a_draft_and_its_edition_is_still_due(
    tansu: KafkaSettings, tmp_path: Path
) -> None:
    await publish(tansu, company.story())
    week = _weeks_from_now(0)
    told = await _typed(tmp_path, "--week", week, broker=tansu.bootstrap)
    assert told.exit_code == 0, told.stderr
    assert len(told.stdout.split()) == 2
    world = await read_world(tansu)
    assert world.manifests == ()
    monday = Week.parse(week).end(company.PARIS)
    assert due(monday, world.rules_at(monday), world.manifests, from_hour=0)
