"""Makes the editions of a week: read, decide, word, print, archive, tell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from passerelle_kafka.publisher import Publisher
from passerelle_kafka.records import Outgoing
from passerelle_kafka.settings import KafkaSettings
from passerelle_report.archive import path_of, store
from passerelle_report.contents import Edition
from passerelle_report.errors import (
    DepartmentUnknownError,
    EditionsLostError,
    KnowsLessError,
    WeekNotBegunError,
)
from passerelle_report.log_names import Event
from passerelle_report.manifests import (
    Provenance,
    edition_of,
    is_new,
    known_until,
    manifest_of,
)
from passerelle_report.plain_rules import printable
from passerelle_report.press import LIMITS, Limits, Lost, Press, Pressed, print_all
from passerelle_report.reader import ROLE, World, read_world
from passerelle_report.week import Week
from passerelle_report.weekly import decide
from passerelle_schemas.editions import EditionManifest
from passerelle_schemas.errors import UnprocessableError
from passerelle_schemas.facts import Language
from passerelle_schemas.rules import Department, RuleSet
from passerelle_schemas.topics import REPORT_EDITIONS

WORKERS = 2
Progress = Callable[[str], None]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class MadeEdition:
    """An edition in the archive."""

    path: Path
    pages: int
    seconds: float
    """How long printing took."""
    manifest: EditionManifest
    new: bool
    """False when this very content had been published before."""


async def make_editions(  # noqa: PLR0913 - what the command line offers
    kafka: KafkaSettings,
    *,
    week: str,
    departments: Sequence[str] = (),
    languages: Sequence[Language] = (),
    out: Path,
    progress: Progress,
    workers: int = WORKERS,
    limits: Limits = LIMITS,
    so_far: datetime | None = None,
) -> tuple[MadeEdition, ...]:
    """Make the editions of *week*; every department's when none is named.

    Without *languages*, in each department's own. A week that begins after *so_far* is
    refused; one that is not over then is told until then, and its pages are drafts: no
    manifest tells of them. Raises WeekInvalidError, WeekNotBegunError,
    DepartmentUnknownError, RulesMissingError, KnowsLessError, ArchiveError,
    BrokerAwayError; and EditionsLostError once all that can be printed is printed.
    """
    wanted = Week.parse(week)
    progress("Reading what is known …")
    world = await read_world(kafka)
    wanted, rules = _told_by(world, wanted, so_far)
    zone = ZoneInfo(rules.company.time_zone)
    chosen = _chosen(rules, departments)
    if others := world.told_otherwise(rules):
        progress(_said_otherwise(others, len(world.items), rules))
    progress(
        f"Deciding {_counted(chosen, 'report')} from {_counted(world.items, 'item')} …"
    )
    editions = _decided(world, rules, wanted, chosen, languages)
    known = bool(world.items or world.watermarks)
    if not known:
        _spare(editions, out)
    provenance = Provenance(
        read=world.read,
        known_until=known_until(world.items, wanted.end(zone)),
        program=f"passerelle {version('passerelle')}",
    )
    made: list[MadeEdition] = []
    lost: list[UnprocessableError] = []
    with Press(min(workers, max(1, len(editions))), limits) as press:
        async for told in print_all(press, editions):
            if isinstance(told, Lost):
                lost.append(_said_lost(told))
                continue
            made.append(_archived(told, world, provenance, out))
            progress(_said(made[-1]))
    if known and not wanted.running:  # else the week is still to be told
        await _published(kafka, [one.manifest for one in made if one.new])
    if lost:
        raise EditionsLostError(lost, {one.manifest.key: one.path for one in made})
    return tuple(made)


def _told_by(
    world: World, wanted: Week, so_far: datetime | None
) -> tuple[Week, RuleSet]:
    """Say how much of the week is told, and by which rule set: that of its cut."""
    monday = datetime.combine(wanted.monday, time(), UTC)
    zone = ZoneInfo(world.rules_at(monday).company.time_zone)
    if so_far:
        wanted = _begun(wanted, so_far, zone)
    published = world.rules_at(wanted.end(zone))
    rules = printable(published)
    if rules != published:
        log.warning(Event.RULE_WORDS_WITHHELD.value, rule_set=rules.version)
    return wanted, rules


def _said_otherwise(others: int, items: int, rules: RuleSet) -> str:
    """Log it as well: what a page says of these items may fit its rules badly."""
    log.warning(
        Event.RULES_MIXED.value, rule_set=rules.version, items=items, others=others
    )
    return (
        f"{others} of {items} items are translated by other rules than version "
        f"{rules.version}, which counted at the end of the week."
    )


def _spare(editions: Sequence[Edition], out: Path) -> None:
    """Raise KnowsLessError where a page that knows nothing would hide another."""
    for one in editions:
        report = one.report
        path = path_of(out, report.department, report.week, one.language)
        if path.exists():
            raise KnowsLessError(path)


def _counted(found: Sequence[object], what: str) -> str:
    return f"{len(found)} {what}{'' if len(found) == 1 else 's'}"


def _begun(wanted: Week, now: datetime, zone: ZoneInfo) -> Week:
    """The week as far as it has come; raise WeekNotBegunError before its Monday."""
    if wanted.start(zone) > now:
        raise WeekNotBegunError(str(wanted), str(Week.last_complete(now, zone)))
    return wanted.so_far(now, zone)


def _said(one: MadeEdition) -> str:
    pages = "1 page" if one.pages == 1 else f"{one.pages} pages"
    return f"{one.path.name}: {pages}, {one.seconds:.1f} s"


def _said_lost(told: Lost) -> UnprocessableError:
    """Log it: the others go on, and it is raised when they are done."""
    report = told.edition.report
    log.error(
        Event.EDITION_LOST.value,
        edition=f"{report.department}/{report.week}/{told.edition.language}",
        reason=told.error.code,
    )
    return told.error


def _chosen(rules: RuleSet, wanted: Sequence[str]) -> tuple[Department, ...]:
    known = {department.id: department for department in rules.departments}
    for name in wanted:
        if name not in known:
            raise DepartmentUnknownError(name, tuple(known))
    return tuple(known[name] for name in dict.fromkeys(wanted or known))


def _decided(
    world: World,
    rules: RuleSet,
    week: Week,
    departments: Sequence[Department],
    languages: Sequence[Language],
) -> list[Edition]:
    """Decide each department once; every language is worded from that."""
    editions = []
    for department in departments:
        report = decide(
            world.items,
            rules,
            world.watermarks,
            department.id,
            week,
            broken=world.broken,
            health=world.health,
            history=world.rules,
            gathered=world.objectives,
        )
        editions += [
            edition_of(report, language, world.manifests)
            for language in dict.fromkeys(languages or (department.language,))
        ]
    return editions


def _archived(
    pressed: Pressed, world: World, provenance: Provenance, out: Path
) -> MadeEdition:
    edition, printed = pressed.edition, pressed.printed
    manifest = manifest_of(edition, printed, provenance)
    path = path_of(out, manifest.department, manifest.week, edition.language)
    store(path, printed.pdf)
    name = Event.EDITION_DEGRADED if printed.degraded else Event.EDITION_MADE
    log.info(
        name.value,
        edition=manifest.key,
        number=manifest.edition,
        pages=printed.pages,
        seconds=round(pressed.seconds, 2),
    )
    return MadeEdition(
        path=path,
        pages=printed.pages,
        seconds=pressed.seconds,
        manifest=manifest,
        new=is_new(edition, world.manifests),
    )


async def _published(
    kafka: KafkaSettings, manifests: Sequence[EditionManifest]
) -> None:
    async with Publisher(kafka, ROLE) as publisher:
        await publisher.publish(
            [
                Outgoing(
                    REPORT_EDITIONS.name,
                    manifest.key.encode(),
                    REPORT_EDITIONS.encode(manifest),
                )
                for manifest in manifests
            ]
        )
