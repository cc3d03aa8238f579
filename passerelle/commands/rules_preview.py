"""`passerelle rules preview`: what a draft would change, before it counts."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from passerelle.choices import one_of, written
from passerelle.context import answering, clock, say, settings_of
from passerelle.errors import NotFoundError, SaidWrongError
from passerelle.extras import needs
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.effect import Standing, effective_at, reigns
from passerelle_schemas.facts import Language
from passerelle_schemas.rules import RuleSet

if TYPE_CHECKING:
    from passerelle.preview_told import PreviewTold
    from passerelle_report.week import Week
    from passerelle_translate.rules import RuleDraft


def preview(  # noqa: PLR0913, PLR0917 - what the command line offers
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(help="The rules; else the settings' folder.")
    ] = None,
    tried: Annotated[
        Path | None,
        typer.Option(
            "--try",
            help="A file of mapping rules, as `passerelle unmapped --write` writes it: "
            "tried as if it stood behind those of the folder.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
    html: Annotated[
        Path | None, typer.Option(help="Write a page that tells it all, and its path.")
    ] = None,
    week: Annotated[
        str, typer.Option(help="The newest of the eight weeks; else the last whole one")
    ] = "",
    language: Annotated[
        list[Language] | None,
        typer.Option(
            parser=one_of(Language),
            metavar=written(Language),
            help="Of the sentences; again for both. Without it: the department's own.",
        ),
    ] = None,
) -> None:
    """Tell what the rules would change if they were published now.

    Which items would mean something else, and why; which share would stay unmapped;
    which sentences of the last eight weeks would differ. Nothing is published.
    """
    with needs("translate"), needs("report"):
        from passerelle.preview_told import (  # noqa: PLC0415 - extras
            preview_json,
            preview_lines,
        )
        from passerelle.rules_checked import checked_rules  # noqa: PLC0415
        from passerelle_report.errors import WeekInvalidError  # noqa: PLC0415
        from passerelle_report.week import Week  # noqa: PLC0415
    where = folder or settings_of(context).translate.rules
    draft = checked_rules(where, tried=tried).draft
    try:
        newest = Week.parse(week) if week else None
    except WeekInvalidError as error:
        raise SaidWrongError(str(error)) from error
    kafka = answering(context).kafka
    found = asyncio.run(_found(kafka, draft, newest, tuple(language or ())))
    if html is not None:
        from passerelle.preview_page import preview_page  # noqa: PLC0415 - an extra

        html.write_text(preview_page(found), encoding="utf-8")
        typer.echo(html)
    elif as_json:
        typer.echo(preview_json(found))
    else:
        for line in preview_lines(found):
            typer.echo(line)


async def _found(
    kafka: KafkaSettings,
    draft: "RuleDraft",
    newest: "Week | None",
    languages: tuple[Language, ...],
) -> "PreviewTold":
    from passerelle.preview_told import told  # noqa: PLC0415 - an extra
    from passerelle.previewing import Asked, previewed  # noqa: PLC0415
    from passerelle_report.reader import read_surroundings  # noqa: PLC0415
    from passerelle_report.week import Week  # noqa: PLC0415
    from passerelle_translate.rules.draft import published  # noqa: PLC0415
    from passerelle_translate.standing import read_standing  # noqa: PLC0415

    now = clock()
    world = await read_surroundings(kafka)
    old = effective_at(world.rules, now)
    if old is None:
        raise NotFoundError(_NONE)
    new = published(
        draft,
        max(world.rules, key=lambda rules: rules.version),
        author="",
        reason="",
        effective_from=now,
    )
    say("Reading every work item …")
    standing = await read_standing(kafka, say)
    zone = ZoneInfo(old.company.time_zone)
    week = newest or Week.last_complete(now, zone)
    history = _counted_until(world.rules, now)
    asked = Asked(old, new, history, week, languages)
    return told(previewed(asked, standing, world, say))


def _counted_until(
    rule_sets: tuple[RuleSet, ...], now: datetime
) -> tuple[RuleSet, ...]:
    """Say the rule sets that count or counted; what is only planned is not yet said."""
    silent = {Standing.NEVER, Standing.PLANNED}
    known = reigns(rule_sets)
    counted = tuple(r.rules for r in known if r.at(now) not in silent)
    return counted or tuple(reign.rules for reign in known[:1])


_NONE = (
    "No rule set is published yet, so there is nothing to compare with: publish the "
    "first one, or start `passerelle translate` once."
)
