"""`passerelle report`: print the editions."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from passerelle.context import clock, say, settings_of
from passerelle.extras import needs
from passerelle.stopping import told_to_stop
from passerelle_kafka.topics import ensure_topics
from passerelle_schemas.facts import Language

app = typer.Typer(no_args_is_help=True, help="Print the editions.")


@app.command()
def make(
    context: typer.Context,
    week: Annotated[str, typer.Option(help="ISO week, for example 2026-W47.")],
    department: Annotated[
        list[str] | None,
        typer.Option(help="A department's id; again for more. Without it: all."),
    ] = None,
    language: Annotated[
        list[Language] | None,
        typer.Option(
            help="fr or en; again for both. Without it: the department's own."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the PDFs, else the settings'.")
    ] = None,
) -> None:
    """Print the editions of a week, as the topics tell it now.

    The same data gives the same bytes; other data of the same week is a new edition.
    """
    with needs("report"):
        from passerelle_report.make import make_editions  # noqa: PLC0415 - an extra
    settings = settings_of(context)

    async def run() -> None:
        await ensure_topics(settings.kafka)
        made = await make_editions(
            settings.kafka,
            week=week,
            departments=tuple(department or ()),
            languages=tuple(language or ()),
            out=out or settings.report.archive,
            progress=say,
            workers=settings.report.workers,
        )
        for edition in made:
            typer.echo(edition.path)

    asyncio.run(run())


@app.command()
def serve(context: typer.Context) -> None:
    """Print each department's edition when its week is over, until stopped."""
    with needs("report"):
        from passerelle_report import service  # noqa: PLC0415 - an extra
    settings = settings_of(context)

    async def run() -> None:
        await ensure_topics(settings.kafka)
        with told_to_stop() as stop:
            await service.serve(settings.kafka, settings.report, clock=clock, stop=stop)

    asyncio.run(run())
