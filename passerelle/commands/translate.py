"""`passerelle translate`: say what technical work means."""

import asyncio

import typer

from passerelle.context import settings_of
from passerelle.extras import needs
from passerelle_kafka.topics import ensure_topics


def translate(context: typer.Context) -> None:
    """Translate facts into business items, by the rule set, until stopped.

    Several of these share the work: as many as the topics have partitions.
    """
    with needs("translate"):
        from passerelle_translate import service  # noqa: PLC0415 - an extra
    settings = settings_of(context)
    asyncio.run(ensure_topics(settings.kafka))
    service.run(settings.kafka, settings.translate)
