"""The security fixes that are not in place: told every week, until they are.

The other pages tell what a week brought; a weakness does not end with the week in which
its fix was written.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from passerelle_report.contents import (
    Cause,
    CauseKind,
    Risk,
    RiskTold,
    Security,
    Subject,
)
from passerelle_report.evidence import Book
from passerelle_report.known import KnownItem
from passerelle_schemas.business import RiskKind, Severity, Stage, WorkKind
from passerelle_schemas.rules import Bilingual

SEVERAL = Subject(
    id="security",
    name=Bilingual(fr="Sécurité", en="Security"),
    short=Bilingual(fr="la sécurité", en="security"),
)


def awaited(items: Sequence[KnownItem]) -> tuple[KnownItem, ...]:
    """Those of *items* that are security fixes, not dropped, and not in place."""
    return tuple(
        known
        for known in items
        if known.item.work is WorkKind.SECURITY
        and known.stage not in {Stage.AVAILABLE, Stage.DROPPED}
    )


def security(
    fixes: Sequence[KnownItem],
    subject_of: Callable[[KnownItem], Subject],
    start: datetime,
    zone: ZoneInfo,
    book: Book,
) -> Security | None:
    """Count the *fixes* that are not in place; None when there are none."""
    if not fixes:
        return None
    ready = [known for known in fixes if known.done]
    stalls = [
        risk.days or 0
        for known in fixes
        for risk in known.risks
        if risk.kind is RiskKind.STALLED and known.open
    ]
    subjects = {subject.id: subject for subject in map(subject_of, fixes)}
    return Security(
        ready=len(ready),
        ready_this_week=sum(
            k.done_at is not None and k.done_at >= start for k in ready
        ),
        open=len(fixes) - len(ready),
        still_days=max(stalls, default=0),
        since=min(known.item.created_at for known in fixes).astimezone(zone).date(),
        subjects=tuple(subjects[one] for one in sorted(subjects)),
        refs=book.items(fixes),
    )


def told_as_risk(told: Security) -> Risk:
    """Say the same as a risk: a state, which has no likelihood."""
    causes = [
        Cause(kind=CauseKind.FIX_READY, count=told.ready, fresh=told.ready_this_week),
        Cause(kind=CauseKind.FIX_OPEN, count=told.open, days=told.still_days),
        Cause(kind=CauseKind.KNOWN_SINCE, count=told.count, on=told.since),
    ]
    one = told.subjects[0] if len(told.subjects) == 1 else SEVERAL
    return Risk(
        told=RiskTold.NOT_PROTECTED,
        subject=one,
        count=told.count,
        severity=Severity.HIGH,
        causes=tuple(cause for cause in causes if cause.count),
        refs=told.refs,
    )
