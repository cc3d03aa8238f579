"""A webhook becomes an edition in real containers, whatever is killed on the way."""

import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from tests.stack.compose import Stack, eventually
from tests.stack.webhooks import opened_issue, post

pytestmark = [pytest.mark.stack, pytest.mark.timeout(1800)]

COMPANY = {
    "PASSERELLE_SETTINGS": "./tests/stack/company/passerelle.toml",
    "PASSERELLE_RULES": "./tests/stack/company/rules",
}
READ_BUSINESS_ITEMS = """
import asyncio, json, os
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.topics import BUSINESS_ITEMS

async def read():
    kafka = KafkaSettings(bootstrap=os.environ["KAFKA_BOOTSTRAP"])
    async for batch in read_to_end(kafka, [BUSINESS_ITEMS.name], "stack-test"):
        for record in batch:
            print(BUSINESS_ITEMS.decode(record.value).model_dump_json())

asyncio.run(read())
"""


def _business_items(stack: Stack) -> dict[str, dict[str, object]]:
    """What is on business.items.v1 now, by the key of the item; newest wins."""
    read = stack.run_in("report", "python", "-c", READ_BUSINESS_ITEMS, check=False)
    items = (json.loads(line) for line in read.stdout.splitlines() if line[:1] == "{")
    return {item["key"]: item for item in items}


def _becomes_a_business_item(stack: Stack, number: int, seconds: float = 120) -> None:
    key = f"stack/shop#{number}"
    stack.say(f"waiting for {key} on business.items.v1")
    eventually(
        f"{key} on business.items.v1",
        lambda: key in _business_items(stack),
        seconds=seconds,
        words=stack.logs,
    )
    item = _business_items(stack)[key]
    assert (item["department"], item["objective"]) == ("sales", "open-shop")


def test_a_webhook_becomes_an_edition_and_survives_what_is_killed(
    stack: Stack, tmp_path: Path
) -> None:
    stack.settings |= COMPANY
    port = stack.settings["PASSERELLE_PORT"]
    stack.up()

    stack.say("posting webhooks")
    assert post(port, opened_issue(1), secret="another") == 401
    assert post(port, opened_issue(1)) == 202
    _becomes_a_business_item(stack, 1)

    stack.say("printing the edition")
    pages = _pages_of_this_week(stack, tmp_path)
    assert "Open the online shop" in pages
    assert "Shop issue 1" not in pages

    stack.kill("translate")
    assert post(port, opened_issue(2)) == 202, "ingest does not need translate"
    stack.start("translate")
    _becomes_a_business_item(stack, 2)

    stack.kill("kafka")
    assert post(port, opened_issue(3)) in (0, 503), "nothing was kept, nothing promised"
    stack.start("kafka")
    eventually(
        "ingest takes webhooks again",
        lambda: post(port, opened_issue(3)) == 202,
        seconds=120,
        words=stack.logs,
    )
    _becomes_a_business_item(stack, 3, seconds=180)
    assert {f"stack/shop#{n}" for n in (1, 2, 3)} == set(_business_items(stack))
    for service in ("ingest", "translate", "report"):
        stack.wait_for_health(service)


def _pages_of_this_week(stack: Stack, folder: Path) -> str:
    """Print this week's edition in the report container; give the text of its pages."""
    year, week, _ = datetime.now(ZoneInfo("Europe/Paris")).isocalendar()
    made = stack.run_in(
        *("report", "passerelle", "report", "make"),
        *("--week", f"{year}-W{week:02d}", "--department", "sales"),
    )
    (path,) = (line for line in made.stdout.split() if line.endswith(".pdf"))
    copy = folder / "edition.pdf"
    stack.compose("cp", f"report:{path}", str(copy))
    reader = PdfReader(io.BytesIO(copy.read_bytes()))
    pages = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(pages.split())


def test_the_demo_profile_leaves_its_pdfs_in_the_reports_folder(
    stack: Stack, say: Callable[[str], None]
) -> None:
    say("docker compose --profile demo up")
    stack.compose("--profile", "demo", "up", "-d", "--no-build", seconds=300)
    eventually(
        "the demo ends",
        lambda: stack.state("demo").get("State") == "exited",
        seconds=600,
        words=stack.logs,
    )
    assert int(stack.state("demo").get("ExitCode", -1)) == 0, stack.logs()
    made = sorted(Path(stack.settings["PASSERELLE_REPORTS"]).rglob("*.pdf"))
    assert len(made) == 8
    for file in made:
        assert 1 <= len(PdfReader(file).pages) <= 4
