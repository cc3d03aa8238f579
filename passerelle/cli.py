"""The one command: `passerelle`. Each verb stands in a file of `commands/`."""

import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from passerelle.commands import (
    dead_letters,
    demo,
    doctor,
    explain,
    health,
    ingest,
    init,
    report,
    rules,
    translate,
    unmapped,
    up,
    withheld,
)
from passerelle.context import Context
from passerelle.errors import EXIT_REFUSED, exit_status
from passerelle.logs import set_up_logs
from passerelle_schemas.errors import PasserelleError

app = typer.Typer(
    name="passerelle",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Do the CTO's weekly translating: follow Jira and GitHub, map technical work "
    "to business objectives and risks by your rules, and print one honest page a week "
    "for every department, in French or in English.\n\n"
    "Try it with `passerelle demo`. Begin with `passerelle init`, then "
    "`passerelle up`; `passerelle doctor` tells what is not well.\n\n"
    "Exit status: 0 done; 1 something checked is not well, or not found; 2 the command "
    "line cannot be read; 65 the input cannot be understood; 69 a broker or tracker "
    "did not answer or somebody was faster, try again; 74 this machine refuses to read "
    "or write; 78 the "
    "settings or what is installed must change; 130 stopped before the end.",
)


def _say_version(wanted: bool) -> None:  # noqa: FBT001 - Typer's callback has one value
    if wanted:
        typer.echo(f"passerelle {version('passerelle')}")
        raise typer.Exit


@app.callback()
def main_options(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            "-c",
            help="The settings file. Without it: PASSERELLE_CONFIG, or passerelle.toml "
            "in this folder if there is one.",
        ),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Tell each event as it happens.")
    ] = False,
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_say_version,
            is_eager=True,
            help="Say the version and stop.",
        ),
    ] = False,
) -> None:
    """Read what holds for every verb."""
    set_up_logs(verbose=verbose)
    context.obj = Context(config=config, verbose=verbose)


app.command("init")(init.init)
app.command("doctor")(doctor.doctor)
app.command("demo")(demo.demo)
app.command("up")(up.up)
app.add_typer(ingest.app, name="ingest")
app.command("translate")(translate.translate)
app.add_typer(report.app, name="report")
app.add_typer(rules.app, name="rules")
app.command("explain")(explain.explain)
app.command("unmapped")(unmapped.unmapped)
app.command("withheld")(withheld.withheld)
app.add_typer(dead_letters.app, name="dead-letters")
app.command("health")(health.health)


def main() -> None:
    """Run the command; say an error of ours in its own words, with its exit status."""
    try:
        app()
    except PasserelleError as error:
        typer.echo(f"passerelle: {error}", err=True)
        sys.exit(exit_status(error))
    except OSError as error:
        # A folder that cannot be written, a full disk: the machine's words say it best.
        where = f"{error.filename}: " if error.filename else ""
        typer.echo(
            f"passerelle: This machine refuses: {where}{error.strerror or error}. "
            "Make room or give us the right there, then try again.",
            err=True,
        )
        sys.exit(EXIT_REFUSED)
    except ExceptionGroup as group:
        ours, others = group.split(PasserelleError)
        if others or not ours:
            raise
        first = _first(ours)
        typer.echo(f"passerelle: {first}", err=True)
        sys.exit(exit_status(first))


def _first(group: ExceptionGroup[PasserelleError]) -> PasserelleError:
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, ExceptionGroup) else inner
