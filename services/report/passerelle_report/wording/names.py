"""The words for subjects, promises, chances, times and dates, used all over a page."""

from dataclasses import dataclass
from typing import assert_never

from passerelle_report.contents import (
    Bound,
    Chance,
    Objective,
    Promise,
    Refs,
    Refusal,
    Subject,
    WeeklyReport,
    Words,
)
from passerelle_report.wording.say import Voice
from passerelle_report.wording.typography import capitalised, tied
from passerelle_report.wording.view import Sentence
from passerelle_schemas.facts import Language
from passerelle_schemas.identity import Tracker
from passerelle_schemas.rules import Bilingual


def tracker_name(tracker: Tracker) -> str:
    """Say a tracker's name as its vendor writes it."""
    match tracker:
        case Tracker.GITHUB:
            return "GitHub"
        case Tracker.JIRA:
            return "Jira"
        case never:
            assert_never(never)


@dataclass(frozen=True, slots=True)
class Names:
    """Names things of one report in one language."""

    voice: Voice
    report: WeeklyReport

    def numbers(self, refs: Refs) -> tuple[int, ...]:
        """Where evidence stands in the printed list."""
        places = {e.id: n for n, e in enumerate(self.report.evidence, start=1)}
        return tuple(sorted({places[ref] for ref in refs}))

    def own(self, words: Words) -> str | None:
        """The team's words in this language, set as it prints."""
        french = self.voice.language is Language.FRENCH
        said = words.fr if french else words.en
        return self.voice.set(said) if said else None

    def name(self, subject: Subject) -> str:
        """As a heading."""
        return self.voice.set(subject.name.in_(self.voice.language))

    def short(self, subject: Subject) -> str:
        """As a noun with its article, inside a sentence."""
        return self.voice.set(subject.short.in_(self.voice.language))

    def first(self, subject: Subject) -> str:
        """The same, at the beginning of a sentence."""
        return capitalised(self.short(subject))

    def told(self, text: str, refs: Refs = ()) -> Sentence:
        """A statement with its evidence; in French its full stop comes last."""
        numbers, text = self.numbers(refs), tied(text)
        french = self.voice.language is Language.FRENCH
        if numbers and french and text.endswith("."):
            return Sentence(text[:-1], numbers, ".")
        return Sentence(text, numbers)

    def other(self, department: Bilingual | None) -> str:
        """Another department, as others speak of it."""
        return self.voice.set(department.in_(self.voice.language)) if department else ""

    def promise(self, promise: Promise) -> str:
        """What was promised: one short name all over the page."""
        return self.first(promise.subject)

    def outlook(self, promise: Promise) -> Objective | None:
        """The objective whose promise it is."""
        return next(
            (
                o
                for o in self.report.objectives
                if o.promise and o.promise.id == promise.id
            ),
            None,
        )

    def chance(self, chance: Chance) -> str:
        """As a frequency: "8 chances in 10"."""
        if chance.bound is Bound.MORE:
            return self.voice.say("chance-more")
        if chance.bound is Bound.LESS:
            return self.voice.say("chance-less")
        tenths = chance.percent // 10
        if tenths == 0:
            return self.voice.say("chance-under-tenth")
        if tenths == 5:  # noqa: PLR2004 - half of ten
            return self.voice.say("chance-half")
        return self.voice.say("chance-tenths", count=tenths)

    def missed(self, kept: Chance) -> str:
        """How often a date is missed which has the chance *kept*: what is left of it.

        Kept in 4 of 10 chances, it is missed in 6: the reader adds up.
        """
        if kept.bound is Bound.MORE:
            return self.voice.say("chance-less")
        if kept.bound is Bound.LESS:
            return self.voice.say("chance-more")
        tenths = 10 - kept.percent // 10
        if tenths == 10:  # noqa: PLR2004 - less than a tenth is left
            return self.voice.say("chance-over-nine-tenths")
        if tenths == 5:  # noqa: PLR2004 - half of ten
            return self.voice.say("chance-half")
        return self.voice.say("chance-tenths", count=tenths)

    def refusal(self, refusal: Refusal) -> str:
        """Why no date is given."""
        return self.voice.say(
            f"refused-{refusal.because.value}",
            finished=refusal.finished,
            added=refusal.added,
            least=refusal.least,
            weeks=refusal.weeks,
        )

    def goes_on(self) -> dict[str, str]:
        """The condition of every forecast; without a number where they differ."""
        told = {o.forecast.weeks for o in self.report.objectives if o.forecast}
        weeks = told.pop() if len(told) == 1 else 0
        return {"goes-on": self.voice.say("in-last-weeks", weeks=weeks)}

    def times(self, count: int) -> str:
        """As in "twice"."""
        return self.voice.say("times", count=count)

    def trackers(self) -> str:
        """The trackers that we read."""
        return ", ".join(tracker_name(t) for t in self.report.freshness.trackers)

    def tracker(self, tracker: Tracker) -> str:
        """One of them."""
        return tracker_name(tracker)
