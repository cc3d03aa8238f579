"""The fixed lines of a page that a company may say in its own words.

Titles and what an address says, nothing that judges: whatever is written there, no
status, date, count or doubt can be said otherwise. None of them is quoted by another
line, nor has a place for a figure.
"""

from collections.abc import Iterable, Mapping

from passerelle_schemas.facts import Language
from passerelle_schemas.rules import Wording

REPLACEABLE: Mapping[str, int] = {
    "sender": 60,
    "h-minute": 40,
    "h-objectives": 40,
    "h-promises": 40,
    "h-risks": 40,
    "h-words": 40,
    "h-purposes": 60,
    "h-evidence": 40,
    "h-more": 60,
    "risk-why": 20,
    "risk-for-you": 20,
    "word-upkeep-means": 160,
}
"""Each with the most letters that there is room for."""


def replaced(wordings: Iterable[Wording], language: Language) -> Mapping[str, str]:
    """Say which lines read otherwise; what may not be replaced is passed over."""
    return {
        one.id: text
        for one in wordings
        if one.id in REPLACEABLE
        and len(text := one.in_(language)) <= REPLACEABLE[one.id]
    }
