"""A second terminal finds the broker of the `up` that runs in its folder."""

import stat
from pathlib import Path

import pytest

from passerelle.running import NAME, RunsAlreadyError, announce, held, running_here
from passerelle_kafka.errors import IdempotenceRefusedError
from passerelle_kafka.publisher import Publisher
from passerelle_kafka.settings import KafkaSettings
from tests.command.test_command_line import NOBODY, RULES, said
from tests.command.test_ending import up_here

BROKER = KafkaSettings(bootstrap="127.0.0.1:9", idempotent=False, exact_ends=False)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "passerelle.toml"
    path.write_text("")
    return path


def test_the_file_tells_the_broker_while_it_is_held(config: Path) -> None:
    assert running_here(config) is None
    with held(config) as place:
        assert running_here(config) is None  # the broker is not there yet
        announce(place, BROKER)
        assert running_here(config) == BROKER
        mode = (config.parent / NAME).stat().st_mode
        assert stat.S_IMODE(mode) == 0o600
    assert running_here(config) is None
    assert not (config.parent / NAME).exists()


def test_what_a_killed_one_left_counts_as_none(config: Path) -> None:
    (config.parent / NAME).write_text(BROKER.bootstrap)
    assert running_here(config) is None
    with held(config) as place:
        assert running_here(config) is None
        announce(place, BROKER)
        assert running_here(config) == BROKER


def test_a_second_one_is_refused_and_leaves_the_first_alone(config: Path) -> None:
    with held(config) as place:
        announce(place, BROKER)
        with pytest.raises(RunsAlreadyError, match="Stop that one first"), held(config):
            pass
        assert running_here(config) == BROKER


@pytest.mark.tansu
async def test_a_broker_without_idempotent_producers_is_told_as_such(
    tansu: KafkaSettings,
) -> None:
    asking = tansu.model_copy(update={"idempotent": True})
    with pytest.raises(IdempotenceRefusedError, match=r"set kafka\.idempotent = false"):
        async with Publisher(asking, "test") as publisher:
            await publisher.open()


@pytest.mark.tansu
def test_the_doctor_notices_it(tmp_path: Path) -> None:
    with up_here(tmp_path) as running:
        told = said("doctor", cwd=tmp_path, KAFKA_BOOTSTRAP=running.broker)
    (line,) = [one for one in told.stdout.splitlines() if "broker:" in one]
    assert line.startswith("WRONG")
    assert "refuses idempotent producers; set kafka.idempotent = false" in line


@pytest.mark.tansu
def test_the_commands_of_the_readme_work_in_a_second_terminal(tmp_path: Path) -> None:
    rules = {"PASSERELLE_TRANSLATE__RULES": str(RULES)}
    with up_here(tmp_path) as running:
        assert "what it holds is gone when this ends" in running.words()
        assert "No source is set; nothing will arrive" in running.words()
        doctor = said("doctor", cwd=tmp_path, **rules)
        assert f"well   broker: {running.broker} answers" in doctor.stdout
        made = said("report", "make", "--week", "2026-W46", cwd=tmp_path, **rules)
        assert made.returncode == 0, made.stderr
        assert len(made.stdout.splitlines()) == 4
        explained = said("explain", "PAY-123", cwd=tmp_path, **rules)
        assert (explained.returncode, "PAY-123" in explained.stderr) == (1, True)
        listed = said("dead-letters", "list", cwd=tmp_path, **rules)
        assert (listed.returncode, listed.stderr) == (0, "0 dead letters wait.\n")
        away = said("explain", "PAY-123", cwd=tmp_path, **rules, **NOBODY)
        assert away.returncode == 69  # what is set goes before what runs here
        second = said("up", cwd=tmp_path, **rules)
        assert (second.returncode, "runs here already" in second.stderr) == (78, True)
