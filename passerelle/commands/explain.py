"""`passerelle explain`: trace what a page says back to what a tracker told."""

import asyncio
import difflib
from typing import Annotated

import typer

from passerelle.context import settings_of
from passerelle.errors import NotFoundError
from passerelle.extras import needs
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.errors import ContractBrokenError
from passerelle_schemas.topics import WORK_ITEMS
from passerelle_schemas.work import WorkItem


def explain(
    context: typer.Context,
    item: Annotated[
        str, typer.Argument(help="A key as people know it (PAY-123) or an id.")
    ],
) -> None:
    """Tell what an item's facts are, what they mean, and by which rule and limits."""
    with needs("translate"):
        from passerelle_translate.explain import (  # noqa: PLC0415 - an extra
            explain as explained,
        )
        from passerelle_translate.explain import (  # noqa: PLC0415
            render_explanation,
        )
        from passerelle_translate.rules_topic import newest_rules  # noqa: PLC0415
    kafka = settings_of(context).kafka

    async def run() -> str:
        rules = await newest_rules(kafka)
        if rules is None:
            raise NotFoundError(
                "No rule set is published yet. Start `passerelle translate` once."
            )
        found = chosen(await known_items(kafka), item)
        return "\n\n".join(render_explanation(explained(one, rules)) for one in found)

    typer.echo(asyncio.run(run()))


async def known_items(kafka: KafkaSettings) -> dict[str, WorkItem]:
    """Read every work item, newest state; what breaks its contract is left out."""
    items: dict[str, WorkItem] = {}
    async for batch in read_to_end(kafka, [WORK_ITEMS.name], "explain"):
        for record in batch:
            try:
                found = WORK_ITEMS.decode(record.value or b"")
            except ContractBrokenError:
                continue
            items[found.id] = found
    return items


def chosen(items: dict[str, WorkItem], asked: str) -> list[WorkItem]:
    """Give the items of that id or key, present keys first, former keys else."""
    if asked in items:
        return [items[asked]]
    present = [i for i in items.values() if _key(i).lower() == asked.lower()]
    former = [
        i for i in items.values() if asked.lower() in {k.was.lower() for k in i.keys}
    ]
    if found := present or former:
        return sorted(found, key=lambda item: item.id)
    near = difflib.get_close_matches(asked, sorted(map(_key, items.values())), n=3)
    hint = f" Did you mean {', '.join(near)}?" if near else ""
    raise NotFoundError(
        f"No work item is known as {asked}.{hint} "
        "`passerelle ingest backfill` reads what the trackers hold."
    )


def _key(item: WorkItem) -> str:
    return item.observed.snapshot.key if item.observed else item.id
