"""`passerelle translate`: say what technical work means."""

import typer

from passerelle.context import say, with_broker
from passerelle.extras import needs


def translate(context: typer.Context) -> None:
    """Say what technical work means, until stopped.

    Several of these share the work: as many as the topics have partitions.
    """
    with needs("translate"):
        from passerelle.rules_checked import checked_rules  # noqa: PLC0415 - an extra
        from passerelle_translate import service  # noqa: PLC0415 - the same
    settings = with_broker(context)
    read = checked_rules(settings.translate.rules)
    for warning in read.warnings:
        say(f"{settings.translate.rules}/{warning}")
    service.run(settings.kafka, settings.translate)
