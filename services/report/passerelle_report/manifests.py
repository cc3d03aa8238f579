"""Which edition this is, and the record that it leaves."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from passerelle_report.contents import Edition, WeeklyReport
from passerelle_report.printing import Printed
from passerelle_schemas.business import BusinessItem
from passerelle_schemas.editions import (
    EditionManifest,
    ForecastSaid,
    PromiseSaid,
    TopicRead,
)
from passerelle_schemas.facts import Language


@dataclass(frozen=True, slots=True)
class Provenance:
    """From what, and by which program, editions were made."""

    read: tuple[TopicRead, ...]
    known_until: datetime
    program: str


def content_hash(report: WeeklyReport) -> str:
    """The SHA-256 of what an edition says; equal reports have equal hashes."""
    return hashlib.sha256(report.model_dump_json().encode()).hexdigest()


def edition_of(
    report: WeeklyReport, language: Language, earlier: Sequence[EditionManifest]
) -> Edition:
    """Number an edition: the same content keeps its number, another is the next."""
    digest = content_hash(report)
    own = [m for m in earlier if _same(m, report, language)]
    same = next((m.edition for m in own if m.content_hash == digest), None)
    return Edition(
        language=language.value,
        edition=same or max((m.edition for m in own), default=0) + 1,
        content_hash=digest,
        report=report,
    )


def is_new(edition: Edition, earlier: Sequence[EditionManifest]) -> bool:
    """Whether no manifest tells of this very content yet."""
    language = Language(edition.language)
    return not any(
        _same(m, edition.report, language) and m.content_hash == edition.content_hash
        for m in earlier
    )


def manifest_of(
    edition: Edition, printed: Printed, provenance: Provenance
) -> EditionManifest:
    """Tell what was printed, from what, and which dates it gave."""
    report = edition.report
    return EditionManifest(
        department=report.department,
        week=report.week,
        language=Language(edition.language),
        edition=edition.edition,
        content_hash=edition.content_hash,
        pdf_hash=hashlib.sha256(printed.pdf).hexdigest(),
        pages=printed.pages,
        status=report.status.value,
        known_until=provenance.known_until,
        rule_set=report.rule_set,
        program=provenance.program,
        read=provenance.read,
        promises=tuple(_promises(report)),
        forecasts=tuple(_forecasts(report)),
        degraded=printed.degraded,
    )


def known_until(items: Sequence[BusinessItem], otherwise: datetime) -> datetime:
    """The newest instant at which something was learned of *items*."""
    learned = (
        instant
        for item in items
        for instant in (
            item.learned_at,
            *(s.learned_at for s in item.stages),
            *(p.learned_at for p in item.promises),
            *(r.learned_at for r in item.risks),
            *(n.learned_at for n in item.notes),
        )
    )
    return max(learned, default=otherwise)


def _same(manifest: EditionManifest, report: WeeklyReport, language: Language) -> bool:
    own = manifest.department, manifest.week, manifest.language
    return own == (report.department, report.week, language)


def _promises(report: WeeklyReport) -> list[PromiseSaid]:
    keys = {e.id: e.items[0].key for e in report.evidence if e.items}
    return [
        PromiseSaid(
            item=next((keys[r] for r in p.refs if r in keys), p.id),
            first=p.first,
            latest=p.latest,
        )
        for p in report.ledger.promises[: report.ledger.shown]
    ]


def _forecasts(report: WeeklyReport) -> list[ForecastSaid]:
    return [
        ForecastSaid(
            objective=o.subject.id.removeprefix("objective:"),
            expected=o.forecast.range.expected,
            cautious=o.forecast.range.cautious,
        )
        for o in report.objectives
        if o.forecast
    ]
