"""`passerelle translate`: say what technical work means."""

import typer

from passerelle.context import with_broker
from passerelle.extras import needs


def translate(context: typer.Context) -> None:
    """Say what technical work means, until stopped.

    Several of these share the work: as many as the topics have partitions.
    """
    with needs("translate"):
        from passerelle_translate import service  # noqa: PLC0415 - an extra
    settings = with_broker(context)
    service.run(settings.kafka, settings.translate)
