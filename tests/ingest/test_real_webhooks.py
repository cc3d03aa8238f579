"""Webhook bodies that others recorded: facts, a silence or a refusal, never a crash."""

import json
import lzma
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from passerelle_schemas.topics import WORK_RAW
from tests.brokers import ROOT
from tests.ingest.edges import edge
from tests.ingest.sources import GITHUB, JIRA, RecordingPublisher, signed

pytestmark = pytest.mark.real
REAL = ROOT.parent / "shared" / "real"


def recorded(name: str) -> Iterator[dict[str, Any]]:
    path: Path = REAL / name
    if not path.exists():
        pytest.skip(f"the real tracker data is not here: {name}")
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


async def posted(name: str) -> tuple[Counter[str], RecordingPublisher]:
    every = {"projects": ()}
    sources = [source.model_copy(update=every) for source in (GITHUB, JIRA)]
    publisher, ends = RecordingPublisher(), Counter[str]()
    path = "github-verdier" if name.startswith("github") else "jira-verdier"
    async with edge(publisher, sources=sources) as tracker:
        for line in recorded(name):
            body = json.dumps(line["body"]).encode()
            headers = signed(body, event=line.get("event", ""))
            answer = await tracker.post(
                f"/webhooks/{path}", content=body, headers=headers
            )
            told = answer.json()
            reason = f": {told['reason']}" if "reason" in told else ""
            ends[f"{answer.status_code} {told['outcome']}{reason}"] += 1
    return ends, publisher


async def test_every_recorded_github_webhook_is_answered(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ends, publisher = await posted("github-webhooks.jsonl.xz")
    with capsys.disabled():
        print("\nreal GitHub webhooks:", dict(sorted(ends.items())))  # noqa: T201 - the counts are the result
    assert ends == {
        "202 facts": 79,
        "202 silence: greeting": 3,
        "202 silence: no-work": 163,
        "202 silence: not-yet": 13,
        "202 silence: nothing-said": 10,
        "202 silence: told-elsewhere": 5,
    }
    assert len(publisher.on(WORK_RAW.name)) == 273


async def test_every_recorded_jira_webhook_is_answered(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ends, publisher = await posted("jira-webhooks.jsonl.xz")
    with capsys.disabled():
        print("\nreal Jira webhooks:", dict(sorted(ends.items())))  # noqa: T201 - the counts are the result
    assert ends == {"202 facts": 36}
    assert len(publisher.on(WORK_RAW.name)) == 36
