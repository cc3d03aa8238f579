"""`passerelle ingest`: follow the trackers."""

import asyncio
import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from passerelle.context import (
    answering,
    clock,
    rereading,
    say,
    settings_of,
    with_broker,
)
from passerelle.errors import EXIT_FOUND_WRONG
from passerelle.extras import needs
from passerelle_kafka.topics import ensure_topics

app = typer.Typer(no_args_is_help=True, help="Follow the trackers.")


def instant(told: str) -> datetime:
    """Read a day, or an instant with its offset; a day begins at midnight in UTC."""
    try:
        found = datetime.fromisoformat(told)
    except ValueError as error:
        wrong = "write a day as 2026-11-23, or an instant as 2026-11-23T08:00:00+01:00"
        raise typer.BadParameter(wrong) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@app.command()
def serve(context: typer.Context) -> None:
    """Take webhooks, and read what changed every few minutes, until stopped.

    Answers 202 after the broker acknowledged the delivery and its facts, and 503 while
    the broker is away.
    """
    with needs("ingest"):
        from passerelle_ingest import service  # noqa: PLC0415 - an extra
    settings = with_broker(context)

    current = rereading(context)
    asyncio.run(
        service.serve(settings.kafka, settings.ingest, clock=clock, current=current)
    )


@app.command()
def register(
    context: typer.Context,
    source: Annotated[
        str | None, typer.Option(help="Register this source's only; else every one's.")
    ] = None,
) -> None:
    """Register webhooks at Jira Cloud, for a source that is an OAuth 2.0 app there.

    They end after 30 days: `ingest serve` refreshes them long before. Run it again
    whenever the projects of the source change; it registers nothing twice.
    """
    with needs("ingest"):
        from passerelle_ingest import upkeep  # noqa: PLC0415 - an extra
        from passerelle_ingest.http import Connection  # noqa: PLC0415 - the same
    sources = settings_of(context).ingest
    connection = Connection.of(sources, clock)
    asyncio.run(
        upkeep.run_register(sources, connection=connection, source=source, progress=say)
    )


@app.command()
def backfill(  # noqa: PLR0913, PLR0917 - typer's way: the command's own options
    context: typer.Context,
    source: Annotated[
        str | None, typer.Option(help="Read this source only; else every source.")
    ] = None,
    project: Annotated[
        str | None, typer.Option(help="Read this project or repository only.")
    ] = None,
    full: Annotated[
        bool,
        typer.Option("--full", help="Read everything again, not just what changed."),
    ] = False,
    since: Annotated[
        datetime | None,
        typer.Option(
            parser=instant, metavar="DAY", help="Read what changed since then instead."
        ),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(parser=instant, metavar="DAY", help="And until then."),
    ] = None,
) -> None:
    """Read what the trackers hold, from the last watermark on.

    Can be stopped and started again at any moment: nothing is lost, what is read twice
    counts once, and a first reading goes on about where it was. What changed in a time
    (--since, --until, by the last change of each item) is read beside that.
    """
    with needs("ingest"):
        from passerelle_ingest import service  # noqa: PLC0415 - an extra
        from passerelle_ingest.rolls import Window  # noqa: PLC0415 - an extra
    settings = answering(context)
    followed = settings.ingest  # says what it lacks before a broker is waited for
    if full and (since or until):
        both = "--full reads everything: leave out --since and --until"
        raise typer.BadParameter(both)

    async def run() -> None:
        await ensure_topics(settings.kafka)
        await service.run_backfill(
            settings.kafka,
            followed,
            source=source,
            project=project,
            full=full,
            window=Window(since, until),
            clock=clock,
            progress=say,
        )

    asyncio.run(run())


@app.command()
def census(
    context: typer.Context,
    source: Annotated[
        str | None, typer.Option(help="Count this source only; else every source.")
    ] = None,
    project: Annotated[
        str | None, typer.Option(help="Count this project or repository only.")
    ] = None,
    new_account: Annotated[
        bool,
        typer.Option(
            "--new-account",
            help="The token belongs to another account than before, on purpose.",
        ),
    ] = False,
) -> None:
    """Hold all that the trackers list against all that we know, and repair.

    Reads what was missed, and says what is gone once that is proven. Ends with 1 when
    it was stopped anywhere: nothing was removed there then. `ingest serve` does this by
    itself every census_hours.
    """
    with needs("ingest"):
        from passerelle_ingest import service  # noqa: PLC0415 - an extra
    settings = answering(context)
    followed = settings.ingest  # says what it lacks before a broker is waited for

    async def run() -> bool:
        await ensure_topics(settings.kafka)
        taken = await service.run_census(
            settings.kafka,
            followed,
            source=source,
            project=project,
            new_account=new_account,
            clock=clock,
            progress=say,
        )
        return all(not one.stopped_because for one in taken)

    if not asyncio.run(run()):
        raise typer.Exit(1)


@app.command()
def status(
    context: typer.Context,
    source: Annotated[
        str | None, typer.Option(help="Tell of this source only; else of every one.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object, for programs.")
    ] = False,
) -> None:
    """Tell how fresh and how complete each source is, and what went wrong.

    Reads the topics, so it needs no running ingest; figures are since the first record
    that was counted. Ends with 0 when all is well, with 1 when something needs a
    person, and as every command with 69 when the broker is away.
    """
    with needs("ingest"):
        from passerelle_ingest import asking  # noqa: PLC0415 - an extra
        from passerelle_ingest.statement import statement  # noqa: PLC0415 - the same
    settings = answering(context)
    followed = settings.ingest  # says what it lacks before a broker is waited for
    asking.wanted_of(followed, source)  # and so does a name that nobody has

    async def ask() -> asking.Asked:
        await ensure_topics(settings.kafka)
        return await asking.ask(
            settings.kafka, followed, source=source, clock=clock, progress=say
        )

    asked = asyncio.run(ask())
    if as_json:
        told = {
            "sources": [one.model_dump(mode="json") for one in asked.sources],
            "needs": [asdict(need) for need in asked.needs],
        }
        typer.echo(json.dumps(told))
    else:
        typer.echo("\n".join(statement(asked.sources, asked.needs, clock())))
    if asked.needs:
        raise typer.Exit(EXIT_FOUND_WRONG)
