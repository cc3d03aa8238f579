"""`passerelle rules publish`, `history`, `diff`, `rollback`: the life of a rule set."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from passerelle.context import answering, clock, say, settings_of
from passerelle.errors import NotFoundError, SaidWrongError
from passerelle.extras import needs
from passerelle_kafka.settings import KafkaSettings
from passerelle_kafka.topics import ensure_topics
from passerelle_schemas.rules import RuleSet

if TYPE_CHECKING:
    from passerelle_translate.rules import RuleDraft

Reason = Annotated[
    str, typer.Option(help="Why, for whoever asks later; without anybody's name.")
]
Author = Annotated[str, typer.Option(help="By which role, never a person.")]
_SHOWN = 40
"""Letters of a word that are told back."""


def publish(  # noqa: PLR0913, PLR0917 - what the command line offers
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(help="The rules; else the settings' folder.")
    ] = None,
    reason: Reason = "",
    effective: Annotated[
        str,
        typer.Option(
            help="From when they count: a day (2026-12-01: its midnight in the "
            "company's time zone) or an instant (2026-12-01T08:00+01:00). Without it: "
            "at once."
        ),
    ] = "",
    author: Author = "CTO",
    expect: Annotated[
        str,
        typer.Option(
            help="Publish only this content: its hash, or the first 12 digits."
        ),
    ] = "",
) -> None:
    """Publish the rules as the next version.

    The workers switch to it without a restart when it takes effect, and translate
    every item again. From then on it replaces every earlier version, also one that is
    planned for later.
    """
    with needs("translate"):
        from passerelle.rules_checked import checked_rules  # noqa: PLC0415 - an extra
        from passerelle.saying_why import (  # noqa: PLC0415 - the same
            beginning_of_hash,
            moment,
            role,
            why,
        )
        from passerelle_translate.errors import (  # noqa: PLC0415 - the same
            RulesUnexpectedError,
        )
        from passerelle_translate.rule_book import Word, next_rules  # noqa: PLC0415
    said, by = why(reason), role(author)
    expected = beginning_of_hash(expect) if expect else ""
    draft = checked_rules(folder or settings_of(context).translate.rules).draft
    if not draft.content_hash.startswith(expected):
        raise RulesUnexpectedError(expected, draft.content_hash)
    zone = ZoneInfo(draft.company.time_zone)
    at = moment(effective, zone, clock()) if effective else None

    def make(there: Sequence[RuleSet], now: datetime) -> RuleSet:
        return next_rules(there, draft, Word(by, said, at or now))

    _publish(answering(context).kafka, make)


def rollback(
    context: typer.Context,
    version: Annotated[int, typer.Argument(help="Whose content counts again.")],
    reason: Reason = "",
    author: Author = "CTO",
) -> None:
    """Publish an earlier version again, as the next.

    It counts at once. What was planned for later is withdrawn with it.
    """
    with needs("translate"):
        from passerelle.saying_why import role, why  # noqa: PLC0415 - an extra
        from passerelle_translate.rule_book import Word, rolled_back  # noqa: PLC0415
    said, by = why(reason), role(author)

    def make(there: Sequence[RuleSet], now: datetime) -> RuleSet:
        return rolled_back(there, version, Word(by, said, now))

    _publish(answering(context).kafka, make)


def _publish(
    kafka: KafkaSettings, make: Callable[[Sequence[RuleSet], datetime], RuleSet]
) -> None:
    """Publish what *make* makes of the published ones, and tell what that means."""
    from passerelle.rule_history import published_lines  # noqa: PLC0415 - an extra
    from passerelle_translate.rules_topic import publish_next  # noqa: PLC0415

    before: list[RuleSet] = []

    def next_one(there: Sequence[RuleSet]) -> RuleSet:
        before[:] = there
        return make(there, clock())

    async def run() -> RuleSet:
        await ensure_topics(kafka)
        return await publish_next(kafka, next_one)

    rules = asyncio.run(run())
    for line in published_lines(before, rules, clock()):
        typer.echo(line)


def history(
    context: typer.Context,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line.")
    ] = False,
) -> None:
    """Tell every version, the newest first.

    How it stands, from when it counts, by which role it was published, and why.
    """
    with needs("translate"):
        from passerelle.rule_history import (  # noqa: PLC0415 - an extra
            history_json,
            history_lines,
        )
    rule_sets = _published(answering(context).kafka)
    if not rule_sets:
        raise NotFoundError(_NONE)
    lines = history_json if as_json else history_lines
    for line in lines(rule_sets, clock()):
        typer.echo(line)


_NONE = (
    "No rule set is published yet. `passerelle rules publish` does that; so does a "
    "translate worker when it finds none."
)


def diff(
    context: typer.Context,
    old: Annotated[
        str, typer.Argument(metavar="[A]", help="A version, or a folder of rules.")
    ] = "",
    new: Annotated[
        str, typer.Argument(metavar="[B]", help="The same; else the settings' folder.")
    ] = "",
) -> None:
    """Tell what B says otherwise than A.

    Each entry and field that changed, with what it was and what it is.

    Without A: what publishing the folder would change against the newest version.
    """
    with needs("translate"):
        from passerelle.rule_history import difference_lines  # noqa: PLC0415 - an extra
    folder = str(settings_of(context).translate.rules)
    ends = [old or _NEWEST, new or folder]
    versions = [end == _NEWEST or end.isdecimal() for end in ends]
    rule_sets = _published(answering(context).kafka) if any(versions) else ()
    (name, before), (other, after) = (_named(end, rule_sets) for end in ends)
    say(f"From {name} to {other}:")
    for line in difference_lines(name, before, after):
        typer.echo(line)


_NEWEST = "newest"


def _named(
    word: str, rule_sets: Sequence[RuleSet]
) -> "tuple[str, RuleSet | RuleDraft]":
    """Find what *word* names, and say how it is called."""
    from passerelle_translate.rule_book import newest, of_version  # noqa: PLC0415
    from passerelle_translate.rules import load_rules  # noqa: PLC0415

    if word == _NEWEST:
        if (last := newest(rule_sets)) is None:
            raise NotFoundError(_NONE)
        return f"version {last.version}", last
    if word.isdecimal():
        found = of_version(rule_sets, int(word[:18]))
        return f"version {found.version}", found
    if not Path(word).is_dir():
        wrong = (
            f"{word[:_SHOWN]!r} is neither a version nor a folder of rules. "
            "`passerelle rules history` tells the versions."
        )
        raise SaidWrongError(wrong)
    return str(Path(word)), load_rules(Path(word))


def _published(kafka: KafkaSettings) -> tuple[RuleSet, ...]:
    from passerelle_translate.rules_topic import read_rules_topic  # noqa: PLC0415

    return asyncio.run(read_rules_topic(kafka))
