"""Every event that the report service logs."""

from enum import StrEnum


class Event(StrEnum):
    """`thing.happened`, with a sentence each."""

    EDITION_MADE = "edition.made"
    """An edition was written to the archive."""
    EDITION_LOST = "edition.lost"
    """It could not be printed; the others were."""
    EDITION_DEGRADED = "edition.degraded"
    """The usual layout failed; the edition is set plainly."""
    EDITION_AWAITED = "edition.awaited"
    """An edition is due, and a source has not been read to the week's end."""
    SOURCES_SILENT = "sources.silent"
    """An edition is due, and no source has told anything yet."""
    RULE_WORDS_WITHHELD = "rule_words.withheld"
    """The rules hold identifiers, addresses or code, which no page prints."""
    RULES_MIXED = "rules.mixed"
    """Items are translated by other rules than those by which a week is told."""
    ROUND_FAILED = "round.failed"
    """The world was not ready; the next round tries again."""
    RECORD_BROKEN = "record.broken"
    """A record breaks its contract; it is counted, and the page says so."""
