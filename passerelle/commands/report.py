"""`passerelle report`: print the editions."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from passerelle.choices import one_of, written
from passerelle.context import answering, clock, say, with_broker
from passerelle.errors import EXIT_USAGE
from passerelle.extras import needs
from passerelle.stopping import told_to_stop
from passerelle_kafka.topics import ensure_topics
from passerelle_schemas.facts import Language

app = typer.Typer(no_args_is_help=True, help="Print the editions.")


@app.command()
def make(
    context: typer.Context,
    week: Annotated[
        str,
        typer.Option(
            help="ISO week, for example 2026-W47. One that is not over is printed as "
            "a draft, which says so."
        ),
    ],
    department: Annotated[
        list[str] | None,
        typer.Option(help="A department's id; again for more. Without it: all."),
    ] = None,
    language: Annotated[
        list[Language] | None,
        typer.Option(
            parser=one_of(Language),
            metavar=written(Language),
            help="fr or en; again for both. Without it: the department's own.",
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
        from passerelle_report.archive import see_writable  # noqa: PLC0415 - an extra
        from passerelle_report.errors import (  # noqa: PLC0415 - the same
            EditionsLostError,
        )
        from passerelle_report.make import make_editions  # noqa: PLC0415 - the same
        from passerelle_report.press import Limits  # noqa: PLC0415 - the same
        from passerelle_report.week import Week  # noqa: PLC0415 - the same
    settings = answering(context)
    folder = out or settings.report.archive

    async def run() -> None:
        # What is mistyped, or refused here, needs no broker to be told.
        Week.parse(week)
        see_writable(folder)
        await ensure_topics(settings.kafka)
        made = await make_editions(
            settings.kafka,
            week=week,
            departments=tuple(department or ()),
            languages=tuple(language or ()),
            out=folder,
            progress=say,
            workers=settings.report.workers,
            limits=Limits(
                settings.report.print_seconds, settings.report.print_memory_mb
            ),
            so_far=clock(),
        )
        for edition in made:
            typer.echo(edition.path)

    with _usage():
        try:
            asyncio.run(run())
        except EditionsLostError as error:
            for path in error.made.values():
                typer.echo(path)
            raise


@contextmanager
def _usage() -> Iterator[None]:
    """Tell a week or a department that cannot be meant as wrong usage."""
    from passerelle_report.errors import (  # noqa: PLC0415 - an extra
        DepartmentUnknownError,
        WeekInvalidError,
        WeekNotBegunError,
    )

    try:
        yield
    except (DepartmentUnknownError, WeekInvalidError, WeekNotBegunError) as error:
        say(f"passerelle: {error}")
        raise typer.Exit(EXIT_USAGE) from error


@app.command()
def serve(context: typer.Context) -> None:
    """Print each department's edition when its week is over, until stopped."""
    with needs("report"):
        from passerelle_report import service  # noqa: PLC0415 - an extra
    settings = with_broker(context)

    async def run() -> None:
        await ensure_topics(settings.kafka)
        with told_to_stop() as stop:
            await service.serve(settings.kafka, settings.report, clock=clock, stop=stop)

    asyncio.run(run())
