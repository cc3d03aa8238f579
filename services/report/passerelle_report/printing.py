"""From a decided report to the bytes of one edition, whatever has to be left out."""

import hashlib
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from passerelle_report.budget import PAGES, Budget, budgets
from passerelle_report.contents import Edition
from passerelle_report.errors import LayoutError
from passerelle_report.page import page
from passerelle_report.pdf import Laid, lay_out, write
from passerelle_report.wording.compose import compose
from passerelle_report.wording.say import Voice
from passerelle_report.wording.view import PageView
from passerelle_schemas.facts import Language

ATTACHED = "edition.json"
PAGE_ONE = "page-one"


@dataclass(frozen=True, slots=True)
class Printed:
    """The bytes of one edition."""

    pdf: bytes
    pages: int
    degraded: bool
    warnings: tuple[str, ...]


def print_edition(edition: Edition) -> Printed:
    """Print *edition* on at most four pages, page one complete.

    When its layout fails it is set once more in a plain style, and marked degraded.
    Raises LayoutError when that fails as well.
    """
    try:
        laid, degraded = _fitted(edition), False
    except Exception as error:  # noqa: BLE001 - whatever a layout engine may raise
        laid, degraded = _plain(edition, error), True
    data = edition.model_dump_json(indent=1).encode()
    pdf = write(
        laid,
        data,
        name=ATTACHED,
        identity=_identity(edition, data),
        at=edition.report.ends_at,
    )
    return Printed(pdf, laid.pages, degraded, laid.warnings)


def _fitted(edition: Edition) -> Laid:
    """The first budget that fits; the last one, when none does."""
    laid = None
    for budget in budgets(edition.report):
        laid = lay_out(page(compose(edition, budget)))
        if laid.pages <= PAGES and laid.page_of(PAGE_ONE) == 1:
            return _without_remnant(edition, budget, laid)
    if laid is None or laid.pages > PAGES:
        raise LayoutError(named(edition), "more than four pages at the least budget")
    return laid


_REMNANT = 0.62
"""Of the whole sheet: not much more than half of what may be printed on."""


def _without_remnant(edition: Edition, budget: Budget, laid: Laid) -> Laid:
    """Set the evidence tighter where that spares a page that is almost empty."""
    if laid.pages < 2 or laid.last_page_filled > _REMNANT:  # noqa: PLR2004 - one page
        return laid
    tight = lay_out(page(compose(edition, replace(budget, keys=3, columns=3))))
    return tight if tight.pages < laid.pages else laid


def _plain(edition: Edition, cause: Exception) -> Laid:
    try:
        *_, least = budgets(edition.report)
        view = _said_degraded(compose(edition, least), edition)
        return lay_out(page(view, style="plain.css"))
    except Exception as error:
        told = f"{type(cause).__name__}, then {type(error).__name__}"
        raise LayoutError(named(edition), told) from error


def _said_degraded(view: PageView, edition: Edition) -> PageView:
    voice = Voice(
        Language(edition.language),
        edition.report.sunday,
        ZoneInfo(edition.report.time_zone),
    )
    return replace(view, degraded=voice.say("degraded"))


def named(edition: Edition) -> str:
    """Whose edition, of which week, in which language."""
    return f"{edition.report.department} {edition.report.week} {edition.language}"


def _identity(edition: Edition, data: bytes) -> bytes:
    """What names this file for ever: whose, when, in what language, and its data."""
    return hashlib.sha256(named(edition).encode() + data).digest()[:16]
