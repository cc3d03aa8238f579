"""`passerelle unmapped`: the work that no rule maps, and rules that would."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from passerelle.context import answering, clock, say
from passerelle.errors import NotFoundError
from passerelle.extras import needs
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.effect import effective_at

if TYPE_CHECKING:
    from passerelle_translate.unmapped import Unmapped


def unmapped(
    context: typer.Context,
    most: Annotated[int, typer.Option(min=1, help="Groups that are told.")] = 10,
    write: Annotated[
        Path | None,
        typer.Option(
            help="Write every proposed rule into this file, for "
            "`passerelle rules preview --try FILE`."
        ),
    ] = None,
) -> None:
    """Tell which work no rule maps, and propose rules.

    In groups, the largest first, each with a rule that would map just these, to be
    pasted behind the others or tried by a preview. What the work is for, only its
    reader knows: see to the department, and give it an objective or a capability.
    """
    with needs("translate"):
        from passerelle_translate.unmapped_told import (  # noqa: PLC0415 - an extra
            proposals_yaml,
            unmapped_lines,
        )
    found = asyncio.run(_found(answering(context).kafka))
    if write is not None:
        write.write_text(proposals_yaml(found.proposals), encoding="utf-8")
    for line in unmapped_lines(found, most):
        typer.echo(line)
    if write is not None:
        say(f"Try them with: passerelle rules preview --try {write}")


async def _found(kafka: KafkaSettings) -> "Unmapped":
    from passerelle_translate.rules_topic import read_rules_topic  # noqa: PLC0415
    from passerelle_translate.standing import read_standing  # noqa: PLC0415
    from passerelle_translate.unmapped import unmapped  # noqa: PLC0415

    rules = effective_at(await read_rules_topic(kafka), clock())
    if rules is None:
        raise NotFoundError(
            "No rule set is published yet: start `passerelle translate` once."
        )
    say("Reading every work item …")
    standing = await read_standing(kafka, say)
    return unmapped(standing.items.values(), rules)
