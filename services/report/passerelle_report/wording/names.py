"""The words for subjects, promises, chances, times and dates, used all over a page."""

from dataclasses import dataclass

from passerelle_report.contents import (
    Bound,
    Chance,
    Likelihood,
    Odds,
    Promise,
    Refs,
    Refusal,
    Subject,
    WeeklyReport,
    Words,
)
from passerelle_report.wording.say import Voice
from passerelle_report.wording.typography import capitalised
from passerelle_schemas.facts import Language
from passerelle_schemas.identity import Tracker

LONGEST_NAME = 70
_TRACKERS = {Tracker.GITHUB: "GitHub", Tracker.JIRA: "Jira"}


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

    def promise(self, promise: Promise) -> str:
        """What was promised."""
        said = self.own(promise.words)
        if said and len(said) <= LONGEST_NAME:
            return said.rstrip(".")
        return self.first(promise.subject)

    def told_apart(self, promise: Promise) -> str:
        """The same, with its first date where the subject alone may mean several."""
        name = self.promise(promise)
        if self.own(promise.words) or promise.subject.id.startswith("objective:"):
            return name
        day = self.voice.day(promise.first)
        return self.voice.say("name-of-date", name=name, day=day)

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

    def refusal(self, refusal: Refusal) -> str:
        """Why no date is given."""
        return self.voice.say(
            f"refused-{refusal.because.value}",
            finished=refusal.finished,
            least=refusal.least,
            weeks=refusal.weeks,
        )

    def times(self, count: int) -> str:
        """As in "twice"."""
        return self.voice.say("times", count=count)

    def trackers(self) -> str:
        """The trackers that we read."""
        return ", ".join(_TRACKERS[t] for t in self.report.freshness.trackers)

    def tracker(self, tracker: Tracker) -> str:
        """One of them."""
        return _TRACKERS[tracker]


_SURE = {Likelihood.VERY_LIKELY: "very", Likelihood.LIKELY: "probably"}


def sure_of_missing(odds: Odds | None) -> str:
    """How surely a date is said to be missed: one measure for headline and risk."""
    return _SURE.get(odds.word, "maybe") if odds else "maybe"
