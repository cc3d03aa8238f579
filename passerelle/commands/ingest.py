"""`passerelle ingest`: follow the trackers."""

import asyncio
from typing import Annotated

import typer

from passerelle.context import clock, rereading, say, settings_of
from passerelle.extras import needs
from passerelle_kafka.topics import ensure_topics

app = typer.Typer(no_args_is_help=True, help="Follow the trackers.")


@app.command()
def serve(context: typer.Context) -> None:
    """Take webhooks, and read what changed every few minutes, until stopped.

    Answers 202 after the broker acknowledged the delivery and its facts, and 503 while
    the broker is away.
    """
    with needs("ingest"):
        from passerelle_ingest import service  # noqa: PLC0415 - an extra
    settings = settings_of(context)

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
    connection = Connection(clock)
    asyncio.run(
        upkeep.run_register(sources, connection=connection, source=source, progress=say)
    )


@app.command()
def backfill(
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
) -> None:
    """Read what the trackers hold, from the last watermark on.

    Can be stopped and started again at any moment: nothing is lost, and what is read
    twice counts once.
    """
    with needs("ingest"):
        from passerelle_ingest import service  # noqa: PLC0415 - an extra
    settings = settings_of(context)

    async def run() -> None:
        await ensure_topics(settings.kafka)
        await service.run_backfill(
            settings.kafka,
            settings.ingest,
            source=source,
            project=project,
            full=full,
            clock=clock,
            progress=say,
        )

    asyncio.run(run())
