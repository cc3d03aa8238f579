"""The report service: looks every minute whether an edition is due, and makes it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog

from passerelle_kafka.settings import KafkaSettings
from passerelle_report.errors import DepartmentUnknownError, EditionsLostError
from passerelle_report.health import Health, write_health
from passerelle_report.log_names import Event
from passerelle_report.make import Progress, make_editions
from passerelle_report.press import Limits
from passerelle_report.reader import read_agenda, read_world
from passerelle_report.schedule import due, may_print
from passerelle_report.settings import ReportSettings
from passerelle_report.week import Week
from passerelle_schemas.errors import RetryableError

Clock = Callable[[], datetime]

log = structlog.get_logger()


def _silent(_said: str) -> None:
    """Tell nobody: containers read the log."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one look at the agenda led to."""

    made: tuple[str, ...] = ()
    unheard: tuple[str, ...] = ()
    """Due, but no source has told anything yet: a page would say nothing."""
    awaited: tuple[str, ...] = ()
    failed: str | None = None


async def serve(
    kafka: KafkaSettings,
    settings: ReportSettings,
    *,
    clock: Clock,
    stop: asyncio.Event,
    progress: Progress = _silent,
) -> None:
    """Make what is due until *stop* is set; an edition begun is finished first.

    *progress* hears of each edition, and once why none is made. An absent broker is
    waited for; a FatalError ends the service.
    """
    before = Round()
    while not stop.is_set():
        told = await look(kafka, settings, clock=clock, progress=progress)
        if told.unheard and not before.unheard:
            names = ", ".join(told.unheard)
            progress(f"No source has told anything yet: no edition for {names}.")
        before = told
        _say_alive(settings, clock(), told)
        try:
            async with asyncio.timeout(settings.every_seconds):
                await stop.wait()
        except TimeoutError:
            continue


async def look(
    kafka: KafkaSettings,
    settings: ReportSettings,
    *,
    clock: Clock,
    progress: Progress = _silent,
) -> Round:
    """Look once, and make what is due and may be printed.

    An edition that cannot be printed is tried again in the next round.
    """
    try:
        return await _look(kafka, settings, clock(), progress)
    except (RetryableError, DepartmentUnknownError) as error:
        # Other rules began to count between two looks at the topics.
        log.warning(Event.ROUND_FAILED.value, reason=error.code, detail=str(error))
        return Round(failed=error.code)
    except EditionsLostError as error:
        log.warning(Event.ROUND_FAILED.value, reason=error.code, detail=str(error))
        return Round(made=tuple(error.made), failed=error.code)


async def _look(
    kafka: KafkaSettings,
    settings: ReportSettings,
    now: datetime,
    progress: Progress,
) -> Round:
    agenda = await read_agenda(kafka)
    if not agenda.rules:
        return Round()  # translate has not published its rules yet
    zone = ZoneInfo(agenda.rules_at(now).company.time_zone)
    cut = Week.last_complete(now, zone).end(zone)
    if agenda.before_any(cut):
        agenda = await read_world(kafka)  # whose items say which rules count
    rules = agenda.rules_at(cut)
    wanted = due(
        now,
        rules,
        agenda.manifests,
        from_hour=settings.from_hour,
        wait_until_hour=settings.wait_until_hour,
    )
    if not wanted:
        return Round()
    names = tuple(one.department for one in wanted)
    if not agenda.watermarks and not (await read_world(kafka)).items:
        log.info(Event.SOURCES_SILENT.value, departments=names)
        return Round(unheard=names)
    ready = [one for one in wanted if may_print(now, one, rules, agenda.watermarks)]
    awaited = tuple(one.department for one in wanted if one not in ready)
    week = str(wanted[0].week)
    if awaited:
        log.info(Event.EDITION_AWAITED.value, week=week, departments=awaited)
    if not ready:
        return Round(awaited=awaited)
    made = await make_editions(
        kafka,
        week=week,
        departments=tuple(one.department for one in ready),
        out=settings.archive,
        progress=progress,
        workers=settings.workers,
        limits=Limits(settings.print_seconds, settings.print_memory_mb),
    )
    return Round(made=tuple(one.manifest.key for one in made), awaited=awaited)


def _say_alive(settings: ReportSettings, now: datetime, told: Round) -> None:
    """Leave a sign of progress for whoever watches: a round was looked through."""
    if settings.health_file is not None:
        report = Health(
            looked_at=now, made=told.made, awaited=told.awaited, failed=told.failed
        )
        write_health(settings.health_file, report)
