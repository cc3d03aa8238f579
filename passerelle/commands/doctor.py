"""`passerelle doctor`: look at everything that must be right before the report day."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import typer

from passerelle.context import answering, clock
from passerelle.errors import EXIT_FOUND_WRONG
from passerelle.extras import needs
from passerelle.settings import DEFAULT_FILE, Settings
from passerelle_ingest.settings import SourceSettings
from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.publisher import Publisher
from passerelle_kafka.reader import end_offsets
from passerelle_kafka.settings import KafkaSettings
from passerelle_kafka.topics import ensure_topics
from passerelle_schemas.errors import PasserelleError
from passerelle_schemas.topics import TOPICS

TOLERATED_SKEW = timedelta(minutes=2)
PATIENCE_SECONDS = 5.0
"""A broker that needs longer to answer is not well."""
PANGO = (
    "WeasyPrint finds no Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
    "libharfbuzz-subset0"
)
_INVENTED = ".example"
"""No real site has such an address (RFC 2606)."""
UNREAD = (
    "names no projects, so nothing is ever read as a whole: webhooks are taken, and "
    "every objective stays Cannot tell; name them in its projects"
)
TRIAL = (
    '<html lang="en"><head><title>Trial</title><style>@font-face { font-family: Trial; '
    "src: url(asset:SourceSerifPro-Regular.ttf) } body { font-family: Trial }</style>"
    "</head><body><h1>Trial</h1></body></html>"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    well: bool
    words: str


Check = Callable[[Settings], Awaitable[Sequence[Finding]]]


def doctor(context: typer.Context) -> None:
    """Look whether everything is well; name the way out.

    Broker, topics, rules, the trackers and their credentials, clock and fonts.
    """
    settings = answering(context)
    wrong = asyncio.run(_examine(settings))
    if wrong:
        typer.echo(f"{wrong} of these must be mended.", err=True)
        raise typer.Exit(EXIT_FOUND_WRONG)
    typer.echo("All is well.", err=True)


async def _examine(settings: Settings) -> int:
    wrong = 0
    for name, check in CHECKS:
        for finding in await examined(name, check, settings):
            mark = "well " if finding.well else "WRONG"
            typer.echo(f"{mark}  {finding.what}: {finding.words}")
            wrong += not finding.well
    return wrong


async def examined(name: str, check: Check, settings: Settings) -> Sequence[Finding]:
    """Run one check; an error of ours is a finding with its own way out."""
    try:
        return await check(settings)
    except PasserelleError as error:
        return [Finding(name, well=False, words=str(error))]


async def _broker(settings: Settings) -> Sequence[Finding]:
    kafka = _soon(settings)
    if "bootstrap" not in kafka.model_fields_set and not await _answers(kafka):
        words = (
            f"none is set, and none is at {kafka.bootstrap}; `passerelle up` brings "
            "one, or set kafka.bootstrap (KAFKA_BOOTSTRAP) to a Kafka of yours"
        )
        return [Finding("broker", well=False, words=words)]
    created = await ensure_topics(kafka)
    async with Publisher(kafka, "doctor") as publisher:
        await publisher.open()
    ends = await end_offsets(kafka, [topic.name for topic in TOPICS], "doctor")
    new = f", {len(created)} created just now" if created else ""
    return [
        Finding("broker", well=True, words=f"{kafka.bootstrap} answers"),
        Finding(
            "topics",
            well=True,
            words=f"{len(TOPICS)} as declared{new}; {sum(ends.values())} records",
        ),
    ]


async def _answers(kafka: KafkaSettings) -> bool:
    """Whether anything listens where a Kafka would by default."""
    host, _, port = kafka.bootstrap.rpartition(":")
    try:
        _, writer = await asyncio.open_connection(host, int(port))
    except OSError:
        return False
    writer.close()
    return True


async def _rules(settings: Settings) -> Sequence[Finding]:
    with needs("translate"):
        from passerelle.rules_checked import (  # noqa: PLC0415 - an extra
            checked_rules,
            missing_promises,
        )
    folder = settings.translate.rules
    read = checked_rules(folder)
    words = f"{folder} holds {len(read.draft.mapping)} mapping rules, no mistake"
    if read.warnings:
        words += f"; `passerelle rules check` tells {len(read.warnings)} warnings"
    missing: Collection[str] | None = ()
    if "bootstrap" in settings.kafka.model_fields_set:
        with suppress(BrokerAwayError):  # said already, of the broker itself
            missing = await missing_promises(_soon(settings), read.draft)
    return [
        Finding("rules", well=True, words=words),
        *(_unseen(key, folder) for key in sorted(missing or ())),
    ]


def _unseen(key: str, folder: Path) -> Finding:
    words = f"no tracker has shown {key}, so what it promises is on no page; correct "
    words += f"promised_by in {folder}, or read its project first"
    return Finding(f"promise {key}", well=False, words=words)


def _soon(settings: Settings) -> KafkaSettings:
    """Give a broker that must answer soon, or is not well."""
    return settings.kafka.model_copy(update={"patience_seconds": PATIENCE_SECONDS})


def _no_source() -> str:
    begin = "" if DEFAULT_FILE.exists() else "run `passerelle init`, then "
    return f"none is set; {begin}fill in [[ingest.sources]] in passerelle.toml"


async def _trackers(settings: Settings) -> Sequence[Finding]:
    if not settings.ingest.sources:
        words = _no_source()
        return [Finding("sources", well=False, words=words)]
    with needs("ingest"):
        from passerelle_ingest.examine import (  # noqa: PLC0415 - an extra
            examine,
            hasty,
            look,
        )
    findings = []
    for source in settings.ingest.sources:
        if not source.projects:
            findings.append(Finding(source.id, well=False, words=UNREAD))
            continue
        budgets = hasty()
        try:
            seen = await examine(source, budgets=budgets)
        except PasserelleError as error:
            findings.append(Finding(source.id, well=False, words=str(error)))
            told = clocks(source, -budgets.ahead(source.id))
            if not told.well:  # It may be why we are refused.
                findings.append(told)
            continue
        findings.append(Finding(source.id, well=True, words=seen.words))
        if seen.tracker_time:
            findings.append(clocks(source, clock() - seen.tracker_time))
        findings += [
            Finding(f"{source.id}, {found.what}", found.well, found.words)
            for found in await look(source)
        ]
    return findings


def clocks(source: SourceSettings, ahead: timedelta) -> Finding:
    """Say how far our clock is from the tracker's; an invented one keeps its own."""
    skew = abs(ahead)
    side = "ahead of" if ahead > timedelta(0) else "behind"
    words = f"{skew.total_seconds():.0f} s {side} the tracker's"
    well = skew <= TOLERATED_SKEW
    if not well and (urlsplit(source.web).hostname or "").endswith(_INVENTED):
        words, well = f"{words}, an invented company's whose day stands still", True
    if not well:
        words += (
            ", by the Date of its answers; set this machine's clock (or the tracker's, "
            "where it is yours): what is signed with a time is refused until then"
        )
    return Finding(f"{source.id}, clock", well=well, words=words)


async def _pages(_settings: Settings) -> Sequence[Finding]:
    with needs("report"):
        try:
            from passerelle_report.pdf import lay_out  # noqa: PLC0415 - an extra
        except OSError as error:  # Pango is a library of the system
            return [Finding("pages", well=False, words=f"{PANGO} ({error})")]
    laid = lay_out(TRIAL)
    if laid.warnings or laid.pages != 1:
        return [Finding("pages", well=False, words="; ".join(laid.warnings))]
    return [Finding("pages", well=True, words="Pango and our fonts print a page")]


CHECKS: tuple[tuple[str, Check], ...] = (
    ("broker", _broker),
    ("rules", _rules),
    ("sources", _trackers),
    ("pages", _pages),
)
