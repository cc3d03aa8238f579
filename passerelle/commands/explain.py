"""`passerelle explain`: trace what a page says back to what a tracker told."""

import asyncio
from typing import Annotated

import typer

from passerelle.context import answering, clock
from passerelle.errors import NotFoundError
from passerelle.extras import needs
from passerelle_schemas.effect import effective_at


def explain(
    context: typer.Context,
    item: Annotated[
        str, typer.Argument(help="A key as people know it (PAY-123), or an id.")
    ],
) -> None:
    """Tell why an item means what it means.

    Its facts, what they mean, and by which rule and limits; and what its team wrote,
    as a page may print it. Then the risks over its objective as a whole.

    A key that the item had before a move is found as well.
    """
    with needs("translate"):
        from passerelle.barred import barred_by  # noqa: PLC0415 - an extra
        from passerelle_translate import explain as explaining  # noqa: PLC0415
        from passerelle_translate.lookup import (  # noqa: PLC0415
            find_items,
            read_objectives,
        )
        from passerelle_translate.rules_topic import (  # noqa: PLC0415
            read_rules_topic,
        )
    kafka = answering(context).kafka

    async def run() -> str:
        rules = effective_at(await read_rules_topic(kafka), clock())
        if rules is None:
            raise NotFoundError(
                "No rule set is published yet: start `passerelle translate` once."
            )
        found = await find_items(kafka, item)
        if not found:
            raise NotFoundError(
                f"No work item is or was known as {item[:80]!r}. Keys are written as "
                "in the tracker (PAY-123, owner/repository#12); `passerelle ingest "
                "backfill` reads what the trackers hold."
            )
        objectives = await read_objectives(kafka)
        told = (explaining.explain(one, rules, objectives) for one in found)
        barred = barred_by(rules)
        return "\n\n".join(
            explaining.render_explanation(one, barred=barred) for one in told
        )

    typer.echo(asyncio.run(run()))
