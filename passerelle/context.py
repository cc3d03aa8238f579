"""What every verb needs: the settings, a clock, and a way to say where it is."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import typer

from passerelle.rereading import Rereading
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

    @cached_property
    def settings(self) -> Settings:
        """Read the settings once, when the first verb needs them."""
        return load_settings(self.config)


def rereading(context: typer.Context) -> Rereading:
    """Give the settings of ingest as they are whenever they are asked for."""
    found = context.obj
    config = found.config if isinstance(found, Context) else None
    return Rereading(config, settings_of(context))


def settings_of(context: typer.Context) -> Settings:
    """Give the settings of this call."""
    found = context.obj
    return found.settings if isinstance(found, Context) else load_settings()
