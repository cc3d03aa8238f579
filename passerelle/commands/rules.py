"""`passerelle rules`: look after the rule set."""

import asyncio
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from passerelle.commands import rules_life, rules_preview
from passerelle.context import answering, clock, config_of, say, settings_of
from passerelle.errors import SettingsInvalidError
from passerelle.extras import needs
from passerelle.settings import named_projects
from passerelle_kafka.errors import BrokerAwayError

if TYPE_CHECKING:
    from passerelle_kafka.settings import KafkaSettings
    from passerelle_schemas.rules import RuleSet
    from passerelle_translate.idle import Idle
    from passerelle_translate.rules import RuleDraft

LOOK_UP_SECONDS = 3.0
"""How long a broker may take to answer, for what is good to know and not needed."""

_USUAL_DAY = "monday"

app = typer.Typer(no_args_is_help=True, help="Look after the rule set.")


@app.command()
def check(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(help="The rules; else the settings' folder.")
    ] = None,
) -> None:
    """Read the rules and tell every mistake at once: file, line, and the way out.

    Their form, what they refer to, and every text that a page prints. Warnings tell
    what is probably not meant: dead rules, projects that no source of the settings
    follows and, where a broker is known, promises of items that no tracker showed.
    They change no exit status.
    """
    with needs("translate"):
        from passerelle.rules_checked import checked_rules  # noqa: PLC0415 - an extra
    where = folder or settings_of(context).translate.rules
    draft = checked_rules(where).draft
    kafka = _broker(context)
    read = checked_rules(
        where,
        projects=_projects(context),
        missing=_missing(kafka, draft),
        newest=_newest(kafka),
        today=clock().astimezone(ZoneInfo(draft.company.time_zone)).date(),
        idle=_idle(kafka, draft),
    )
    for warning in read.warnings:
        typer.echo(f"{where}/{warning}")
    for line in _editions(draft):
        typer.echo(line)
    counted = _counted(len(read.warnings)) if read.warnings else "No mistake found"
    typer.echo(
        f"{where}: {len(draft.departments)} departments, "
        f"{len(draft.objectives)} objectives, {len(draft.capabilities)} capabilities, "
        f"{len(draft.mapping)} mapping rules{_by_teams(draft)}. {counted}. "
        f"Content {draft.content_hash[:12]}."
    )


app.command()(rules_preview.preview)


@app.command()
def schema(
    context: typer.Context,
    path: Annotated[
        Path | None,
        typer.Argument(help="Where to write it; else into the settings' folder."),
    ] = None,
) -> None:
    """Write the schema by which an editor completes and checks rule files.

    A rule file names it in its first line; this Passerelle's schema replaces an older
    one.
    """
    with needs("translate"):
        from passerelle.rules_begun import write_schema  # noqa: PLC0415 - an extra
    typer.echo(write_schema(path or settings_of(context).translate.rules))


app.command()(rules_life.publish)
app.command()(rules_life.history)
app.command()(rules_life.diff)
app.command()(rules_life.rollback)


def _editions(draft: "RuleDraft") -> Iterator[str]:
    """Say of each department what is special: when its edition is made, for whom."""
    for department in draft.departments:
        day = department.report_day.value.capitalize()
        zone = department.time_zone or draft.company.time_zone
        told = f"{department.id}: its edition is made on {day} ({zone})"
        if department.recipients:
            yield f"{told}, for {', '.join(department.recipients)}."
        elif department.time_zone or department.report_day != _USUAL_DAY:
            yield f"{told}."


def _by_teams(draft: "RuleDraft") -> str:
    count = sum(rule.team is not None for rule in draft.mapping)
    return f", {count} of them by teams" if count else ""


def _counted(warnings: int) -> str:
    return f"No mistake, {warnings} warning{'' if warnings == 1 else 's'}"


def _projects(context: typer.Context) -> tuple[tuple[str, ...], ...]:
    try:
        return named_projects(config_of(context))
    except SettingsInvalidError as error:
        say(f"Projects were not looked up: {error}")
        return ()


def _missing(kafka: "KafkaSettings | None", draft: "RuleDraft") -> Collection[str]:
    """Say which promises no tracker showed, where a broker is known that tells it."""
    from passerelle.rules_checked import missing_promises  # noqa: PLC0415 - an extra

    if kafka is None:
        return ()
    try:
        missing = asyncio.run(missing_promises(kafka, draft))
    except BrokerAwayError:
        say(f"Promises were not looked up: no broker answers at {kafka.bootstrap}.")
        return ()
    if missing is None:
        say("Promises were not looked up: no work item has been read yet.")
    return missing or ()


def _idle(kafka: "KafkaSettings | None", draft: "RuleDraft") -> "Idle | None":
    """Say which rules match no work item, where a broker is known that has some."""
    from passerelle_translate.lookup import idle  # noqa: PLC0415 - an extra

    if kafka is None:
        return None
    try:
        return asyncio.run(idle(kafka, draft, say))
    except BrokerAwayError:
        return None  # that nobody answers was said already


def _newest(kafka: "KafkaSettings | None") -> "RuleSet | None":
    """Say the newest published rule set, where a broker is known that has it."""
    from passerelle_translate.rule_book import newest  # noqa: PLC0415 - an extra
    from passerelle_translate.rules_topic import (  # noqa: PLC0415 - the same
        read_rules_topic,
    )

    if kafka is None:
        return None
    try:
        return newest(asyncio.run(read_rules_topic(kafka)))
    except BrokerAwayError:
        return None  # that nobody answers was said already


def _broker(context: typer.Context) -> "KafkaSettings | None":
    """Say which broker the settings name, and how long it may take to answer."""
    try:
        kafka = answering(context).kafka
    except SettingsInvalidError as error:
        say(f"Promises were not looked up: {error}")
        return None
    if "bootstrap" not in kafka.model_fields_set:
        return None
    return kafka.model_copy(update={"patience_seconds": LOOK_UP_SECONDS})
