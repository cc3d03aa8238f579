"""`passerelle health`: for container health checks, which ask for progress."""

import json
import urllib.error
import urllib.request
from datetime import datetime, timedelta
from enum import StrEnum

import typer

from passerelle.context import clock, settings_of
from passerelle.errors import EXIT_FOUND_WRONG
from passerelle_report.settings import ReportSettings
from passerelle_translate.settings import TranslateSettings

PRINTING_SECONDS = 120
"""A round that prints takes longer than one that only looks."""


class Service(StrEnum):
    """The services that can be asked."""

    INGEST = "ingest"
    TRANSLATE = "translate"
    REPORT = "report"


def health(context: typer.Context, service: Service) -> None:
    """Ask a service on this machine whether it is getting on; 0 says yes."""
    settings = settings_of(context)
    if service is Service.INGEST:
        words = _ingest(settings.ingest.port)
    elif service is Service.TRANSLATE:
        words = _translate(settings.translate)
    else:
        words = _report(settings.report)
    if words:
        typer.echo(f"{service.value}: {words}", err=True)
        raise typer.Exit(EXIT_FOUND_WRONG)
    typer.echo(f"{service.value}: well")


def _translate(settings: TranslateSettings) -> str | None:
    from passerelle_translate.health import (  # noqa: PLC0415 - only when asked for
        is_healthy,
        read_health,
    )

    if settings.health_file is None:
        return "translate.health_file is not set"
    report = read_health(settings.health_file)
    patience = timedelta(seconds=settings.health_patience_seconds)
    if is_healthy(report, clock(), patience=patience):
        return None
    return f"no progress in {patience.total_seconds():g} s ({report})"


def _report(settings: ReportSettings) -> str | None:
    if settings.health is None:
        return "report.health is not set"
    try:
        told = json.loads(settings.health.read_bytes())
        looked_at = datetime.fromisoformat(told["looked_at"])
    except (OSError, ValueError, KeyError) as error:
        return f"no sign of life in {settings.health} ({error})"
    patience = timedelta(seconds=3 * settings.every_seconds + PRINTING_SECONDS)
    if told.get("failed"):
        return f"the last round failed: {told['failed']}"
    if clock() - looked_at > patience:
        return f"no round since {looked_at:%Y-%m-%d %H:%M}Z"
    return None


def _ingest(port: int) -> str | None:
    """Say what is wrong with the ingest service, or nothing."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
            return None
    except urllib.error.HTTPError as error:
        return error.read(2000).decode(errors="replace")
    except OSError as error:
        return f"does not answer ({error})"
