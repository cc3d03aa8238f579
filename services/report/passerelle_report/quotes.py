"""What teams wrote that a page quotes: their own word, and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from passerelle_report.alike import language_of
from passerelle_report.contents import Decided, Outcome, Promise, Subject, TeamWord
from passerelle_report.decisions import EARLY, Found, concerning, written_on
from passerelle_report.known import KnownItem
from passerelle_report.statements import Writer

SAID_WITHIN = timedelta(days=28)
"""A team's word that is older says nothing about this week."""


@dataclass(frozen=True, slots=True)
class Quotes:
    """Finds what was written about a promise or an objective."""

    company: Sequence[KnownItem]
    """Everything that is known: a decision may be written anywhere."""
    writer: Writer
    zone: ZoneInfo

    def word(self, carrier: KnownItem | None, stopped: int) -> tuple[TeamWord, ...]:
        """The team's newest word in each language, unless it is old.

        Work stands still since *stopped* days, or goes on when that is 0.
        """
        if carrier is None:
            return ()
        words = self.writer.words_of(carrier)
        end = self.writer.end
        stop = end - timedelta(days=stopped)
        return tuple(
            TeamWord(
                language=note.language,
                text=text,
                on=note.written_at.astimezone(self.zone).date(),
                before_stop=bool(stopped) and note.written_at < stop,
            )
            for note in carrier.note(end)
            if note.written_at >= end - SAID_WITHIN
            and (text := language_of(words, note.language))
        )

    def of_promise(self, told: Promise, known: KnownItem) -> dict[str, object]:
        """The fields of a promise that tell its decision; none without one."""
        found = self._of_promise(told, known)
        if found is None:
            return {}
        return {
            "decided": found.words(self.writer.decided),
            "decided_on": found.at.astimezone(self.zone).date(),
        }

    def _of_promise(self, told: Promise, known: KnownItem) -> Found | None:
        """The decision that dropped or moved a promise, or came when it passed."""
        since = self.writer.start
        if told.outcome is Outcome.PASSED:
            day = datetime.combine(told.latest, time(), self.zone).astimezone(UTC)
            since = min(since, day)
        elif told.outcome is not Outcome.DROPPED and not told.moved_this_week:
            return None
        found = written_on(known, since - EARLY, self.writer.end)
        return next(iter(found), None)

    def of_standstill(
        self, subject: Subject, own: Sequence[KnownItem], stopped: int
    ) -> Decided | None:
        """The newest decision on an objective since work stopped, *stopped* days ago.

        None when work goes on. *own* are the items of the objective.
        """
        if not stopped:
            return None
        end = self.writer.end
        stop = end - timedelta(days=stopped)
        found = concerning(subject, own, self.company, stop - EARLY, end)
        if not found:
            return None
        newest, oldest = found[0], found[-1]
        return Decided(
            on=newest.at.astimezone(self.zone).date(),
            words=newest.words(self.writer.decided),
            elsewhere=newest.elsewhere,
            since_stop=oldest.at < stop + EARLY,
            refs=self.writer.book.items([newest.item]),
        )
