"""`passerelle rules publish`, `history`, `diff`, `rollback`, as they are typed."""

import asyncio
import json
import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from passerelle.cli import app
from passerelle.context import clock
from passerelle.errors import SaidWrongError, exit_status
from passerelle.saying_why import moment
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.errors import PasserelleError
from passerelle_translate.rules import load_rules
from tests.translate.rules_folder import RULES, written

NOBODY = "127.0.0.1:9"
PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 23, 21, tzinfo=UTC)
WHY = ("--reason", "autumn planning")


def typed(*words: str, rules: Path, broker: str = NOBODY) -> tuple[int, str]:
    """Type the command; say its exit status, and its answer or what is wrong."""
    settings = {
        "PASSERELLE_CONFIG": "",
        "PASSERELLE_TRANSLATE__RULES": str(rules),
        "KAFKA_BOOTSTRAP": broker,
        "PASSERELLE_KAFKA__IDEMPOTENT": "false",
        "PASSERELLE_KAFKA__EXACT_ENDS": "false",
        "PASSERELLE_KAFKA__PATIENCE_SECONDS": "1" if broker == NOBODY else "10",
    }
    told = CliRunner().invoke(app, ["rules", *words], env=settings)
    if isinstance(told.exception, PasserelleError):
        return exit_status(told.exception), str(told.exception)
    assert told.exception is None or isinstance(told.exception, SystemExit)
    return told.exit_code, told.stdout or told.stderr


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("publish", 2, "Say why with --reason"),
        ("publish --reason \u200b", 2, "Say why with --reason"),
        ("publish --reason 'Marie asked'", 2, "name a person (Marie"),
        ("publish --reason ask-a@b.example", 2, "an address or login"),
        ("publish --reason x --author Marie", 2, "looks like a person"),
        ("publish --reason x --author marie", 2, "looks like a person"),
        ("publish --reason x --author @mdupont", 2, "looks like a person"),
        ("publish --reason x --author=", 2, "Say by which role"),
        ("publish --reason x --effective 2020-01-31", 2, "2020-01-31 has passed"),
        ("publish --reason x --effective tomorrow", 2, "'tomorrow' is no date"),
        ("publish --reason x --effective 2026-02-30", 2, "'2026-02-30' is no date"),
        ("publish --reason x --effective 2999-12-01T08:00", 2, "T08:00+01:00."),
        ("publish --reason x --effective 2026-W49-1", 2, "is no date"),
        ("publish --reason x --expect 12", 2, "is no content hash"),
        ("publish --reason x --expect 0123456789ab", 1, "not 0123456789ab; nothing"),
        ("publish nowhere --reason x", 78, "nothing was published"),
        ("publish --reason x", 69, "No Kafka broker answered"),
        ("history", 69, "No Kafka broker answered"),
        ("diff", 69, "No Kafka broker answered"),
        ("diff 1", 69, "No Kafka broker answered"),
        ("diff somewhere", 2, "'somewhere' is neither a version nor a folder"),
        ("rollback 1", 2, "Say why with --reason"),
        ("rollback 1 --reason x", 69, "No Kafka broker answered"),
        ("rollback first --reason x", 2, "a valid integer"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    words: str, status: int, said: str, tmp_path: Path
) -> None:
    found = typed(*shlex.split(words), rules=written(tmp_path / "rules"))
    assert (found[0], said in found[1]) == (status, True), found


def test_two_folders_are_compared_without_a_broker(tmp_path: Path) -> None:
    one = written(tmp_path / "one")
    two = written(tmp_path / "two", RULES.replace("label: noise", "label: spam"))
    status, said = typed("diff", str(one), str(two), rules=tmp_path)
    assert status == 0
    assert said.splitlines()[-1] == (
        "  mapping rule `Excluded`: match.label noise → spam"
    )


@pytest.mark.tansu
async def test_the_whole_life_of_a_rule_set(
    tansu: KafkaSettings, tmp_path: Path
) -> None:
    folder = written(tmp_path / "rules")
    tomorrow = (clock().astimezone(PARIS) + timedelta(days=1)).date()

    async def said(*words: str, status: int = 0) -> str:
        found = await asyncio.to_thread(
            typed, *words, rules=folder, broker=tansu.bootstrap
        )
        assert found[0] == status, found
        return found[1]

    assert "No rule set is published yet" in await said("history", status=1)
    assert "No rule set is published yet" in await said("diff", status=1)
    assert "No rule set has version 1" in await said("rollback", "1", *WHY, status=1)
    first = await said("publish", *WHY, "--expect", load_rules(folder).content_hash)
    assert "Version 1 is published" in first
    assert "It counts from now on" in first
    assert "Version 1 says the same" in await said("publish", *WHY, status=1)

    written(folder, RULES.replace("project: PAY", "project: [PAY, SHOP]"))
    changed = "mapping rule `Instalments`: match.project PAY → PAY, SHOP"
    assert changed in await said("diff")
    planned = await said("publish", *WHY, "--effective", str(tomorrow))
    assert f"from {tomorrow} 00:00 (Europe/Paris) on; until then version 1" in planned
    assert changed in planned

    back = await said("rollback", "1", "--reason", "too early", "--author", "platform")
    assert "Version 3 is published" in back
    assert f"Version 2, planned for {tomorrow} 00:00 (Europe/Paris), will" in back
    assert "match.project PAY, SHOP → PAY" in back
    assert "It says the same" in await said("diff", "1", "3")
    assert changed in await said("diff", "3", str(folder))
    assert "newest rule set is version 3" in await said("diff", "9", status=1)

    third, second, one = (await said("history")).splitlines()
    assert third.startswith("version 3, in force since ")
    assert third.endswith("by platform: too early")
    assert second.startswith(f"version 2, never in force (was to be from {tomorrow}")
    assert one.startswith("version 1, in force from ")
    assert one.endswith("by CTO: autumn planning")
    told = [json.loads(line) for line in (await said("history", "--json")).splitlines()]
    assert [(one["version"], one["standing"]) for one in told] == [
        (3, "in force"),
        (2, "never in force"),
        (1, "past"),
    ]
    assert told[0]["content_hash"] == told[2]["content_hash"]


@pytest.mark.parametrize(
    ("word", "at"),
    [
        ("2026-12-01", datetime(2026, 11, 30, 23, tzinfo=UTC)),
        ("2027-07-01", datetime(2027, 6, 30, 22, tzinfo=UTC)),  # in summer time
        ("2026-12-01T08:00+01:00", datetime(2026, 12, 1, 7, tzinfo=UTC)),
        ("2026-12-01 08:00:30Z", datetime(2026, 12, 1, 8, 0, 30, tzinfo=UTC)),
        (" 2026-12-01T08:00Z ", datetime(2026, 12, 1, 8, tzinfo=UTC)),
    ],
)
def test_a_day_is_its_midnight_in_the_companys_zone(word: str, at: datetime) -> None:
    assert moment(word, PARIS, NOW) == at


def test_today_has_begun_and_this_very_instant_has_passed() -> None:
    for word in ("2026-11-23", "2026-11-23T21:00Z"):
        with pytest.raises(SaidWrongError, match="has passed"):
            moment(word, PARIS, NOW)


@given(st.text() | st.from_regex(r"\A\d{4}-\d\d-\d\d(T\d\d:\d\d(Z|[+-]\d\d:\d\d)?)?\Z"))
def test_whatever_is_typed_is_a_future_instant_or_a_sentence(word: str) -> None:
    try:
        assert moment(word, PARIS, NOW) > NOW
    except SaidWrongError as error:
        assert str(error).startswith("--effective ")  # noqa: PT017 - both may be
