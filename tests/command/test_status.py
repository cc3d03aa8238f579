"""`passerelle ingest status` needs no running ingest; its exit status says all."""

from pathlib import Path

import pytest

from passerelle_ingest import asking
from passerelle_ingest.knowing import Knowing
from passerelle_ingest.settings import IngestSettings
from passerelle_kafka.publisher import Publisher
from passerelle_kafka.records import Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.deliveries import Watermark
from passerelle_schemas.health import SourceHealth
from passerelle_schemas.identity import Tracker
from passerelle_schemas.topics import INGEST_WATERMARKS
from tests.command.test_command_line import NOBODY, said
from tests.ingest.sources import JIRA, clock
from tests.ingest.test_knowing import delivered

SOURCE = """
[[ingest.sources]]
id = "jira-verdier"
tracker = "jira"
api_url = "https://jira.example"
projects = ["PAY"]
accept_webhooks = false
"""


def settings(folder: Path, kafka: KafkaSettings | None = None) -> None:
    """Write the settings of one source, and of the broker."""
    broker = ""
    if kafka:
        broker = (
            f'[kafka]\nbootstrap = "{kafka.bootstrap}"\n'
            "idempotent = false\nexact_ends = false\n"
        )
    (folder / "passerelle.toml").write_text(broker + SOURCE)


async def complete(kafka: KafkaSettings) -> None:
    """Say that the project was read to its end a moment ago."""
    # The program asks the real clock; nobody waits so long for it.
    far = clock().replace(year=2999)
    mark = Watermark(
        source="jira-verdier",
        tracker=Tracker.JIRA,
        project="PAY",
        complete_until=far,
        read_at=far,
        items=1234,
    )
    value = INGEST_WATERMARKS.encode(mark)
    async with Publisher(kafka, "test") as publisher:
        await publisher.publish(
            [
                Outgoing(INGEST_WATERMARKS.name, b"jira-verdier/PAY", value),
                *delivered(1),
            ]
        )


@pytest.mark.tansu
async def test_who_asks_reads_it_and_the_exit_status_says_whether_all_is_well(
    tansu: KafkaSettings, tmp_path: Path
) -> None:
    settings(tmp_path, tansu)
    unread = said("ingest", "status", cwd=tmp_path)
    assert unread.returncode == 1, unread.stderr
    assert "1 thing needs a person:" in unread.stdout
    assert "[never-read]" in unread.stdout
    await complete(tansu)
    well = said("ingest", "status", "--source", "jira-verdier", cwd=tmp_path)
    assert well.returncode == 0, well.stdout
    assert "1,234" in well.stdout
    assert "Nothing needs a person." in well.stdout


def test_an_absent_broker_is_no_health(tmp_path: Path) -> None:
    settings(tmp_path)
    assert said("ingest", "status", cwd=tmp_path, **NOBODY).returncode == 69


@pytest.mark.parametrize("verb", ["status", "register"])
def test_an_unknown_source_is_told_with_the_one_that_was_meant(
    verb: str, tmp_path: Path
) -> None:
    settings(tmp_path)
    told = said("ingest", verb, "--source", "jira-verdie", cwd=tmp_path, **NOBODY)
    assert told.returncode == 78
    assert "Did you mean jira-verdier?" in told.stderr
    assert "Traceback" not in told.stderr


def test_without_any_source_it_says_where_to_write_one(tmp_path: Path) -> None:
    told = said("ingest", "status", cwd=tmp_path, **NOBODY)
    assert told.returncode == 78
    assert "[[ingest.sources]]" in told.stderr


@pytest.mark.tansu
async def test_which_way_was_first_is_not_found_out_at_any_price(
    tansu: KafkaSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Publisher(tansu, "test") as publisher:
        await publisher.publish(delivered(1))
        await Knowing(tansu, "one", [JIRA], publisher, clock).once()
        await publisher.publish([*delivered(1), *delivered(2)])
    whole = await asked(tansu)
    assert whole.ways["webhook"].first_told == 4
    monkeypatch.setattr(asking, "_MOST_READ_AGAIN", 0)
    quick = await asked(tansu)
    assert quick.ways["webhook"].first_told is None, "two of them were never told"
    assert (quick.late, quick.removed, quick.disagreements) == (None, None, None)
    assert quick.ways["webhook"].facts == whole.ways["webhook"].facts == 6
    assert quick.twice == 1


async def asked(kafka: KafkaSettings) -> SourceHealth:
    """What an operator is told."""
    sources = IngestSettings(sources=(JIRA,))
    told = await asking.ask(
        kafka, sources, source=JIRA.id, clock=clock, progress=lambda _words: None
    )
    (found,) = told.sources
    return found
