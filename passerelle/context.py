"""What every verb needs: the settings, a clock, and a way to say where it is."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import typer

from passerelle.logs import ToldBy, set_up_logs
from passerelle.rereading import Rereading
from passerelle.running import running_here
from passerelle.settings import Settings, load_settings


def clock() -> datetime:
    """Say the time. The only clock that the program's shell hands to the services."""
    return datetime.now(UTC)


def say(line: str) -> None:
    """Tell progress on standard error, so that answers alone are standard output."""
    typer.echo(line, err=True)


@dataclass
class Context:
    """What the command line said before its verb."""

    config: Path | None = None
    verbose: bool = False

    @cached_property
    def settings(self) -> Settings:
        """Read the settings once, when the first verb needs them."""
        return load_settings(self.config)


def rereading(context: typer.Context) -> Rereading:
    """Give the settings of ingest as they are whenever they are asked for."""
    return Rereading(config_of(context), settings_of(context))


def config_of(context: typer.Context) -> Path | None:
    """Give the settings file that the command line named."""
    found = context.obj
    return found.config if isinstance(found, Context) else None


def answering(context: typer.Context) -> Settings:
    """Give the settings as `with_broker` does, to a verb that answers and ends.

    What goes wrong it says in its own sentences: events are told only with -v.
    """
    found = context.obj
    verbose = isinstance(found, Context) and found.verbose
    set_up_logs(verbose=verbose, told_by=ToldBy.SENTENCES)
    return with_broker(context)


def with_broker(context: typer.Context) -> Settings:
    """Give the settings, with the broker of the `up` that runs here if none is set."""
    settings = settings_of(context)
    if "bootstrap" in settings.kafka.model_fields_set:
        return settings
    running = running_here(config_of(context))
    if running is None:
        return settings
    patience = {"patience_seconds": settings.kafka.patience_seconds}
    return settings.model_copy(update={"kafka": running.model_copy(update=patience)})


def settings_of(context: typer.Context) -> Settings:
    """Give the settings of this call."""
    found = context.obj
    return found.settings if isinstance(found, Context) else load_settings()
