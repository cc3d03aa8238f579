"""`passerelle health`: for container health checks, which ask for progress."""

import urllib.error
import urllib.request
from datetime import timedelta
from enum import StrEnum
from typing import Annotated

import typer

from passerelle.choices import one_of, written
from passerelle.context import clock, settings_of
from passerelle.errors import EXIT_FOUND_WRONG
from passerelle_report import health as reporting
from passerelle_report.settings import ReportSettings
from passerelle_translate import health as translating
from passerelle_translate.settings import TranslateSettings

_UNSET = (
    "{section}.health_file is not set, so nothing is written to look at: under "
    '[{section}] in passerelle.toml set health_file = "build/{section}-health.json", '
    "and start the service again"
)


class Service(StrEnum):
    """The services that can be asked."""

    INGEST = "ingest"
    TRANSLATE = "translate"
    REPORT = "report"


def health(
    context: typer.Context,
    service: Annotated[
        Service, typer.Argument(parser=one_of(Service), metavar=written(Service))
    ],
) -> None:
    """Ask a service here whether it is getting on."""
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
    if settings.health_file is None:
        return _UNSET.format(section="translate")
    report = translating.read_health(settings.health_file)
    if report is None:
        return f"nothing can be read in {settings.health_file}; is it running?"
    patience = timedelta(seconds=settings.health_patience_seconds)
    if translating.is_healthy(report, clock(), patience=patience):
        return None
    return (
        f"no progress in {patience.total_seconds():g} s; the last was at "
        f"{report.progressed_at:%Y-%m-%d %H:%M:%S}Z"
    )


def _report(settings: ReportSettings) -> str | None:
    if settings.health_file is None:
        return _UNSET.format(section="report")
    patience = timedelta(seconds=settings.health_patience_seconds)
    report = reporting.read_health(settings.health_file)
    return reporting.trouble(report, clock(), patience=patience)


def _ingest(port: int) -> str | None:
    """Say what is wrong with the ingest service, or nothing."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
            return None
    except urllib.error.HTTPError as error:
        return error.read(2000).decode(errors="replace")
    except OSError as error:
        return f"does not answer ({error})"
