"""`passerelle health`: for container health checks, which ask for progress."""

import urllib.error
import urllib.request
from enum import StrEnum

import typer

from passerelle.context import clock, settings_of
from passerelle.errors import EXIT_FOUND_WRONG


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
        from passerelle_translate.health import said_in  # noqa: PLC0415 - an extra

        words = said_in(settings.translate.health_file, clock())
    else:
        from passerelle_report.health import said_in  # noqa: PLC0415 - an extra

        words = said_in(settings.report.health_file, clock())
    if words:
        typer.echo(f"{service.value}: {words}", err=True)
        raise typer.Exit(EXIT_FOUND_WRONG)
    typer.echo(f"{service.value}: well")


def _ingest(port: int) -> str | None:
    """Say what is wrong with the ingest service, or nothing."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
            return None
    except urllib.error.HTTPError as error:
        return error.read(2000).decode(errors="replace")
    except OSError as error:
        return f"does not answer ({error})"
