"""Preview, publish, let a worker switch: every item is as the preview said."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from passerelle.cli import app
from passerelle.errors import exit_status
from passerelle_kafka.publisher import Publisher
from passerelle_kafka.records import Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_kafka.topics import ensure_topics
from passerelle_schemas.business import BusinessItem
from passerelle_schemas.errors import PasserelleError
from passerelle_schemas.facts import Facts
from passerelle_schemas.identity import ItemRef
from passerelle_schemas.topics import BUSINESS_ITEMS, WORK_FACTS
from passerelle_translate.preview import digest_of_said
from passerelle_translate.settings import TranslateSettings
from tests.translate.examples import (
    CREATED,
    DOING,
    DONE,
    SOURCE,
    TO_DO,
    observed,
    on,
    status,
    telling,
)
from tests.translate.rules_folder import RULES, written
from tests.translate.worker import newest, until, worker

pytestmark = pytest.mark.kafka

EPICS, CHILDREN = 10, 60
OTHER = (
    RULES.replace("{label: noise}", "{label: [noise, epic-3]}")
    .replace("objective: pay-in-three\n    also: finance", "department: finance")
    .replace("mapping:\n", "limits: {stalled_after_days: 90}\nmapping:\n")
)
"""Another department for the epics, one of which is excluded; other limits for all."""


def _tellings() -> list[Facts]:
    """Epics that a rule maps, and children in another project, which only inherit."""
    told = []
    for number in range(EPICS):
        epic = f"{SOURCE}:{100 + number}"
        shown = observed(CREATED, key=f"PAY-{number}", labels=(f"epic-{number}",))
        told.append(telling(shown, item=epic))
    for number in range(CHILDREN):
        above = number % EPICS
        parent = ItemRef(id=f"{SOURCE}:{100 + above}", key=f"PAY-{above}")
        shown = observed(
            on(1, 9),
            key=f"OPS-{number}",
            project="OPS",
            type_name="Story" if number % 7 else "Chore",
            title=f"Step {number}",
            parent=parent if number % 7 else None,
            status=DOING if number % 2 else DONE,
        )
        moved = status(on(1, 8), TO_DO, DOING if number % 2 else DONE)
        told.append(telling(shown, moved, item=f"{SOURCE}:{1000 + number}"))
    return told


def _typed(kafka: KafkaSettings, folder: Path, *words: str) -> tuple[int, str]:
    settings = {
        "PASSERELLE_CONFIG": "",
        "PASSERELLE_TRANSLATE__RULES": str(folder),
        "KAFKA_BOOTSTRAP": kafka.bootstrap,
        "PASSERELLE_KAFKA__TOPIC_PREFIX": kafka.topic_prefix,
    }
    told = CliRunner().invoke(app, words, env=settings)
    if isinstance(told.exception, PasserelleError):
        return exit_status(told.exception), str(told.exception)
    assert told.exception is None, told.exception
    return told.exit_code, told.stdout


async def _said(kafka: KafkaSettings) -> dict[str, bytes]:
    values = await newest(kafka, BUSINESS_ITEMS.name)
    return {key.decode(): value for key, value in values.items() if value}


def _read(said: dict[str, bytes]) -> dict[str, BusinessItem]:
    return {name: BUSINESS_ITEMS.decode(value) for name, value in said.items()}


async def test_what_was_previewed_is_what_a_worker_says_item_by_item(
    kafka: KafkaSettings, tmp_path: Path
) -> None:
    settings = TranslateSettings(
        rules=written(tmp_path / "rules"), session_timeout_seconds=6
    )
    draft = written(tmp_path / "draft", OTHER)
    await ensure_topics(kafka)
    tellings = _tellings()

    async def typed(*words: str) -> tuple[int, str]:
        return await asyncio.to_thread(_typed, kafka, draft, "rules", *words)

    async with (
        Publisher(kafka, "test") as publisher,
        worker(kafka, settings, tmp_path / "log") as running,
    ):
        await publisher.publish(
            [
                Outgoing(WORK_FACTS.name, told.item.encode(), WORK_FACTS.encode(told))
                for told in tellings
            ]
        )
        heirs = sum(number % 7 > 0 for number in range(CHILDREN))

        async def settled() -> bool:
            assert running.alive, running.said()
            meanings = _read(await _said(kafka)).values()
            inherit = sum(m.inherited_from is not None for m in meanings)
            return len(meanings) == EPICS + CHILDREN and inherit == heirs

        await until(settled, what="every child inherits")
        before = _read(await _said(kafka))
        code, text = await typed("preview", "--json", "--week", "2026-W10")
        assert code == 0, text
        preview: dict[str, Any] = json.loads(text)
        page = tmp_path / "preview.html"
        code, text = await typed("preview", "--html", str(page), "--week", "2026-W10")
        assert (code, text) == (0, f"{page}\n")
        assert expect_in(page.read_text(encoding="utf-8"), preview)
        await _proposals_can_be_tried(kafka, settings.rules, tmp_path)
        assert (await typed("publish", "--reason", "x", "--expect", "0" * 12))[0] == 1
        expect = preview["content_hash"]
        code, text = await typed("publish", "--reason", "x", "--expect", expect)
        assert code == 0, text

        async def switched() -> bool:
            assert running.alive, running.said()
            said = _read(await _said(kafka)).values()
            return all(meaning.rule_set == preview["version"] for meaning in said)

        await until(switched, what="every item by the new rules")
        said = await _said(kafka)
    assert digest_of_said(said) == preview["digest"]
    _is_what_was_told(before, _read(said), preview)


def expect_in(page: str, preview: dict[str, Any]) -> bool:
    """Whether a page tells what a program was told."""
    return preview["digest"] in page and preview["content_hash"] in page


async def _proposals_can_be_tried(
    kafka: KafkaSettings, folder: Path, scratch: Path
) -> None:
    """What `unmapped` proposes, a preview finds to change just that."""

    async def typed(*words: str) -> str:
        code, text = await asyncio.to_thread(_typed, kafka, folder, *words)
        assert code == 0, text
        return text

    file = scratch / "proposed.yaml"
    told = await typed("unmapped", "--write", str(file))
    alone = sum(number % 7 == 0 for number in range(CHILDREN))
    assert f"{alone} of {EPICS + CHILDREN} items are unmapped" in told
    tried = ("rules", "preview", "--try", str(file), "--week", "2026-W10", "--json")
    preview = json.loads(await typed(*tried))
    assert preview["changed"] == alone
    assert preview["after"]["unmapped"] == 0
    said = await typed("withheld")
    assert said == "No team has written a business line or a decision yet.\n"


def _is_what_was_told(
    before: dict[str, BusinessItem],
    after: dict[str, BusinessItem],
    preview: dict[str, Any],
) -> None:
    turned = {
        item["id"]: {t["what"]: (t["old"], t["new"]) for t in group["turned"]}
        for group in preview["groups"]
        for item in group["items"]
    }
    for name, old in before.items():
        new = after[name]
        same = old.model_copy(update={"rule_set": new.rule_set}) == new
        assert same == (name not in turned)
        what = turned.get(name, {})
        for field in ("department", "objective"):
            was, now = getattr(old, field) or "none", getattr(new, field) or "none"
            assert what.get(field, (was, was)) == (was, now)
        assert ("risk" in what) == (old.risks != new.risks)
    inherited = [m for m in after.values() if m.inherited_from and m.id in turned]
    assert {m.department for m in inherited} == {"finance"}
    shares = preview["after"]
    assert shares["all"] == shares["mapped"] + shares["unmapped"] + shares["excluded"]
    assert shares["excluded"] == 1
