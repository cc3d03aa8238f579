"""`passerelle demo`: an invented company, through the whole way."""

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from passerelle.context import say, settings_of, with_broker
from passerelle.errors import EXIT_STOPPED, NotFoundError
from passerelle.extras import needs
from passerelle.settings import Settings, reached_at
from passerelle.stopping import unless_told_to_stop

if TYPE_CHECKING:
    from passerelle_report.make import MadeEdition

CHECKOUT = Path(__file__).parents[2]


def demo(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="Folder for the PDFs.")] = Path("reports"),
    kafka: Annotated[
        str | None,
        typer.Option(help="A Kafka, host:port; else the embedded broker."),
    ] = None,
    attach: Annotated[
        str | None,
        typer.Option(
            help="Use services that run already: the address of ingest. Sources, "
            "rules and broker are then those of the settings."
        ),
    ] = None,
    trackers: Annotated[
        str | None,
        typer.Option(help="With --attach: the clock of the simulated trackers."),
    ] = None,
) -> None:
    """Play an invented company: eight PDFs in a minute.

    Four departments, two languages. Simulated Jira and GitHub speak the vendors' HTTP;
    everything else is real. It stops by itself.
    """
    settings = with_broker(context) if attach else settings_of(context)
    if kafka:
        chosen = reached_at(settings.kafka, kafka)
        settings = settings.model_copy(update={"kafka": chosen})
    begun = time.monotonic()
    play = _play(settings, out, kafka, attach, trackers)
    made = asyncio.run(unless_told_to_stop(play))
    if made is None:
        say("Stopped before the end.")
        raise typer.Exit(EXIT_STOPPED)
    for edition in made:
        typer.echo(f"{edition.path}  {edition.pages} pages  {edition.seconds:.1f} s")
    say(f"{len(made)} editions in {time.monotonic() - begun:.0f} s, in {out}/")


async def _play(
    settings: Settings,
    out: Path,
    kafka: str | None,
    attach: str | None,
    trackers: str | None,
) -> "tuple[MadeEdition, ...]":
    with needs("demo"):
        from passerelle import demo  # noqa: PLC0415 - needs every extra
        from passerelle_demo.world import this_morning  # noqa: PLC0415 - the same
        from passerelle_report.archive import see_writable  # noqa: PLC0415 - the same
    see_writable(out)
    if attach is None:
        given = settings.kafka if kafka or _kafka_is_set(settings) else None
        rules = _rules(settings.translate.rules)
        return await demo.run_demo(out=out, rules=rules, kafka=given, say=say)
    stage = demo.Stage(
        kafka=settings.kafka,
        sources=settings.ingest,
        group=settings.translate.app_id,
        webhooks=attach.rstrip("/"),
        world=this_morning(),
        happen=(lambda: demo.let_it_happen(trackers)) if trackers else lambda: None,
    )
    return await demo.play(stage, out, say)


def _kafka_is_set(settings: Settings) -> bool:
    return "bootstrap" in settings.kafka.model_fields_set


def _rules(folder: Path) -> Path:
    """Give the folder of the settings, or the sample's where the program runs from."""
    for found in (folder, CHECKOUT / "rules"):
        if found.is_dir():
            return found
    raise NotFoundError(
        f"There are no rules at {folder}. Run the demo from the checkout, or set "
        "translate.rules to its rules folder."
    )
