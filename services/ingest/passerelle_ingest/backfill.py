"""Reads projects whole, or what changed since the last time, and loses nothing.

The watermark is saved after the broker acknowledged all that it covers; whoever is
interrupted begins again where the last watermark stands, or the last checkpoint of a
whole reading. What is read twice is the same facts with the same ids.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

import structlog

from passerelle_ingest import events
from passerelle_ingest.budget import Use
from passerelle_ingest.errors import ReadingFailedError, UnexpectedError
from passerelle_ingest.memory import Memory
from passerelle_ingest.plan import Limits, Plan, planned, renamed, usable
from passerelle_ingest.project import ProjectRead, Reader, Reading, Refetch
from passerelle_ingest.publisher import watermark_key
from passerelle_ingest.reading import ReadsTracker
from passerelle_ingest.rolls import Window
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.site import Site
from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.publisher import Publishes
from passerelle_schemas.deliveries import Watermark
from passerelle_schemas.errors import PasserelleError
from passerelle_schemas.identity import ItemId
from passerelle_schemas.progress import Checkpoint

__all__ = ["BackfillResult", "Limits", "ProjectRead", "backfill"]

Clock = Callable[[], datetime]
Progress = Callable[[str], None]
log = structlog.get_logger(__name__)

CAREFUL = Limits()


@dataclass(frozen=True, slots=True)
class BackfillResult:
    """What one reading of one source brought."""

    source: str
    projects: tuple[ProjectRead, ...]

    @property
    def items(self) -> int:
        """How many work items were read."""
        return sum(project.items for project in self.projects)

    @property
    def facts(self) -> int:
        """How many facts were published."""
        return sum(project.facts for project in self.projects)

    @property
    def pages(self) -> int:
        """How many answers of the tracker were kept."""
        return sum(project.pages for project in self.projects)


def nobody(_items: Sequence[ItemId]) -> None:
    """Ask for no item again: the next reading or census does."""


def forgotten(_site: Site) -> None:
    """Nobody wants to know what a client asked its tracker about the site."""


async def backfill(  # noqa: PLR0913 - a reading is made of these
    source: SourceSettings,
    projects: Sequence[str],
    *,
    client: ReadsTracker,
    publisher: Publishes,
    watermarks: Mapping[str, Watermark],
    clock: Clock,
    progress: Progress,
    since: datetime | None = None,
    until: datetime | None = None,
    limits: Limits = CAREFUL,
    checkpoints: Mapping[str, Checkpoint] | None = None,
    memories: dict[str, Memory] | None = None,
    refetch: Refetch = nobody,
    learn: Callable[[Site], None] = forgotten,
) -> BackfillResult:
    """Read *projects* of *source*, one after the other, each from its watermark on.

    A project without a watermark is read whole, from its checkpoint on if there is one;
    *since* and *until* read the changes of that time instead. One that was renamed
    since it was read is read whole, from its beginning on: to its tracker that is no
    change of its items. A window of such a project leaves that to the next reading.
    What is long to read comes after the others, and leaves them room at the tracker.
    *learn* is told what was asked about the site. Raises ReadingFailedError after all
    were tried when some could not be read, and what *publisher* raises at once.
    """
    try:
        site = await client.site()
    except PasserelleError as error:
        progress(f"{source.id}: not read. {error}")
        raise ReadingFailedError([(source.id, error)]) from error
    learn(site)
    site = _with_names_before(site, projects, watermarks)
    program = version("passerelle")
    reader = Reader(site, client, publisher, clock, progress, limits, refetch, program)
    asked = Window(since, until) if since or until else None
    memories = {} if memories is None else memories
    plans: dict[str, Plan] = {}
    for project in projects:
        key, name = watermark_key(source.id, project), site.name_of(project)
        known = watermarks.get(key)
        if known and renamed(known, project, name):
            _say_renamed(key, name, asked, progress)
            memories.pop(project, None)
            known = None  # A window of it moves no watermark: it is to be read whole.
        checkpoint = usable((checkpoints or {}).get(key), name, program, clock())
        plans[project] = planned(known, checkpoint, limits, asked)
    read: list[ProjectRead] = []
    failures: list[tuple[str, PasserelleError]] = []
    for project, plan in sorted(plans.items(), key=lambda one: one[1].is_long):
        key = watermark_key(source.id, project)
        client.asks_as(Use.PATIENT if plan.is_long else Use.URGENT)
        count = ProjectRead(source.id, project, plan.way)
        memory = memories.setdefault(project, Memory())
        try:
            read.append(await Reading(reader, project, plan, memory, count).run())
        except BrokerAwayError:
            raise
        except PasserelleError as error:
            failures.append((key, error))
        except Exception as bug:
            log.exception(events.PROJECT_UNEXPECTED, project=key)
            failures.append((key, UnexpectedError(bug)))
    for where, cause in failures:
        log.warning(events.PROJECT_UNREADABLE, project=where, reason=cause.code)
        progress(f"{where}: not read. {cause}")
    if failures:
        raise ReadingFailedError(failures)
    return BackfillResult(source.id, tuple(read))


def _with_names_before(
    site: Site, projects: Sequence[str], watermarks: Mapping[str, Watermark]
) -> Site:
    for project in projects:
        if known := watermarks.get(watermark_key(site.source.id, project)):
            site = site.with_name_before(project, known.name)
    return site


def _say_renamed(key: str, name: str, asked: Window | None, progress: Progress) -> None:
    log.warning(events.PROJECT_RENAMED, project=key, name=name)
    when = "it is read whole" if asked is None else "the next poll reads it whole"
    progress(
        f"{key}: its tracker calls it {name} now, so {when}; write that name in the "
        "source's projects when it suits you"
    )
