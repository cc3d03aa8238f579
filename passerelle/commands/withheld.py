"""`passerelle withheld`: what teams wrote for the business and no page prints."""

import asyncio
import json
from dataclasses import asdict
from typing import Annotated

import typer

from passerelle.context import answering, clock, say
from passerelle.errors import NotFoundError
from passerelle.extras import needs
from passerelle_schemas.effect import effective_at


def withheld(
    context: typer.Context,
    as_json: Annotated[
        bool, typer.Option("--json", help="For a program, every item named.")
    ] = False,
) -> None:
    """Tell what teams wrote for the business and no page prints.

    Each reason with how often, in which language and on which items; never who wrote
    it. Then the items that have a line in one language alone.
    """
    with needs("report"), needs("translate"):
        from passerelle.withheld import cto_lines, cto_list  # noqa: PLC0415 - extras
        from passerelle_report.reader import read_world  # noqa: PLC0415 - the same
    kafka = answering(context).kafka
    say("Reading what teams wrote …")
    world = asyncio.run(read_world(kafka))
    rules = effective_at(world.rules, clock())
    if rules is None:
        raise NotFoundError(
            "No rule set is published yet: start `passerelle translate` once."
        )
    found = cto_list(world.items, rules)
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=True))
        return
    for line in cto_lines(found):
        typer.echo(line)
