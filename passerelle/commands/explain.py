"""`passerelle explain`: trace what a page says back to what a tracker told."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from passerelle.context import answering, clock, say
from passerelle.errors import NotFoundError
from passerelle.extras import needs
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.effect import effective_at
from passerelle_schemas.rules import RuleSet

if TYPE_CHECKING:
    from passerelle_schemas.work import WorkItem


def explain(
    context: typer.Context,
    item: Annotated[
        str, typer.Argument(help="A key as people know it (PAY-123), or an id.")
    ],
    at: Annotated[
        str,
        typer.Option(
            help="As it was known then, by the rules that counted then: a day (its "
            "midnight in the company's time zone) or an instant "
            "(2026-11-20T08:00+01:00)."
        ),
    ] = "",
    every_rule: Annotated[
        bool, typer.Option("--all", help="Name every rule that does not match.")
    ] = False,
) -> None:
    """Tell why an item means what it means.

    Its facts, what they mean, and by which rule and limits; and what its team wrote,
    as a page may print it. Then the risks over its objective as a whole.

    A key that the item had before a move is found as well.
    """
    with needs("translate"):
        from passerelle.barred import barred_by  # noqa: PLC0415 - an extra
        from passerelle_translate import (  # noqa: PLC0415
            explain as explaining,
        )
        from passerelle_translate import (  # noqa: PLC0415
            explain_mapping,
        )
        from passerelle_translate.lookup import (  # noqa: PLC0415
            find_items,
            read_objectives,
        )
        from passerelle_translate.rules_topic import (  # noqa: PLC0415
            read_rules_topic,
        )
    kafka = answering(context).kafka
    failures = (
        explain_mapping.each_failure
        if every_rule
        else explain_mapping.failures_together
    )

    if at:
        _instant(at, ())  # what is mistyped needs no broker to be told

    async def run() -> str:
        rule_sets = await read_rules_topic(kafka)
        then = _instant(at, rule_sets) if at else None
        rules = effective_at(rule_sets, then or clock())
        if rules is None:
            raise NotFoundError(
                "No rule set is published yet: start `passerelle translate` once."
            )
        found = await find_items(kafka, item)
        if not found:
            raise NotFoundError(
                f"No work item is or was known as {item[:80]!r}. Keys are written as "
                "in the tracker (PAY-123, owner/repository#12); `passerelle ingest "
                "backfill` reads what the trackers hold."
            )
        # What all items of an objective mean together is said of now alone.
        objectives = {} if then else await read_objectives(kafka)
        barred = barred_by(rules)
        told = []
        for one in found:
            known, said = (await _then(kafka, one.id, then)) if then else (one, "")
            if known is not None:
                why = explaining.explain(known, rules, objectives)
                said += explaining.render_explanation(
                    why, barred=barred, failures=failures
                )
            told.append(said)
        return "\n\n".join(told)

    typer.echo(asyncio.run(run()))


def _instant(at: str, rule_sets: Sequence[RuleSet]) -> datetime:
    """Read the instant; in the zone of the newest rules, for a day needs one."""
    from passerelle.saying_why import instant  # noqa: PLC0415 - an extra

    zone = rule_sets[-1].company.time_zone if rule_sets else "UTC"
    return instant(at, ZoneInfo(zone), "--at")


async def _then(
    kafka: KafkaSettings, item: str, at: datetime
) -> "tuple[WorkItem | None, str]":
    """Fold *item* as it was known at an instant, and say how much that was."""
    from passerelle_translate.facts_read import known_then  # noqa: PLC0415

    say(f"Reading what was ever said of {item} …")
    found = await known_then(kafka, item, at, say)
    when = f"{at:%Y-%m-%d %H:%M}Z"
    if found.item is None:
        return None, f"{item}: nothing was known of it on {when}."
    records = f"{found.told} deliveries had told of it, {found.later} came since."
    return found.item, f"As it was known on {when}: {records}\n"
