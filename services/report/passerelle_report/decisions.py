"""Which decisions concern a piece of work, in whatever item they are written.

One that is written on the work itself concerns it. One that is written elsewhere does
when it names the work, in either language: a decision is one, however often it is told.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from passerelle_report.contents import Subject, Words
from passerelle_report.known import KnownItem
from passerelle_schemas.business import Decision, State
from passerelle_schemas.facts import Language

EARLY = timedelta(days=7)
"""A decision may come so long before what it brings about."""

_ARTICLE = re.compile(r"^(?:the|an?|le|la|les|une?|l') ?", re.IGNORECASE)
Gate = Callable[[Decision], str | None]


@dataclass(frozen=True, slots=True)
class Found:
    """A decision, in each language that it is written in."""

    item: KnownItem
    """Where it is written."""
    elsewhere: bool
    """It is not written on the work itself, which it only names."""
    told: tuple[Decision, ...]

    @property
    def at(self) -> datetime:
        """When it was taken."""
        return self.told[0].taken_at

    def words(self, gate: Gate) -> Words:
        """What may stand on a page of it, by *gate*, in each language."""
        said = {decision.language.value: gate(decision) for decision in self.told}
        return Words.model_validate(said)


def written_on(
    known: KnownItem, since: datetime, before: datetime
) -> tuple[Found, ...]:
    """Find the decisions that were written on one item in a time, the newest first."""
    told = (Found(known, elsewhere=False, told=said) for said in _decisions(known))
    return _newest_first(one for one in told if since <= one.at < before)


def concerning(
    subject: Subject,
    own: Sequence[KnownItem],
    company: Iterable[KnownItem],
    since: datetime,
    before: datetime,
) -> tuple[Found, ...]:
    """Find the decisions about *subject* of a time, the newest first.

    Its *own* items may say what they like; others of the *company* must name it, or the
    key of one of its items. What is left out on purpose or removed says nothing.
    """
    mine = {known.item.id for known in own}
    named = _naming(subject, own)
    others = [
        Found(known, elsewhere=True, told=said)
        for known in company
        if known.item.id not in mine
        and known.item.state is not State.EXCLUDED
        and not known.gone
        for said in _decisions(known)
        if any(named.search(_flat(decision.text)) for decision in said)
    ]
    return _newest_first(
        (
            *(one for known in own for one in written_on(known, since, before)),
            *(one for one in others if since <= one.at < before),
        )
    )


def _newest_first(found: Iterable[Found]) -> tuple[Found, ...]:
    return tuple(sorted(found, key=lambda one: (one.at, one.item.item.id))[::-1])


def _decisions(known: KnownItem) -> Iterable[tuple[Decision, ...]]:
    """What was said at one instant in one item is one decision."""
    for at in dict.fromkeys(decision.taken_at for decision in known.item.decisions):
        told = {d.language: d for d in known.item.decisions if d.taken_at == at}
        yield tuple(told[language] for language in Language if language in told)


def _naming(subject: Subject, own: Sequence[KnownItem]) -> re.Pattern[str]:
    """What a text must hold to name a subject: its name in any language, or a key.

    A name of a single word names too much: "Messages" is in many a sentence.
    """
    names = [
        _ARTICLE.sub("", _flat(name.in_(language)))
        for name in (subject.short, subject.name)
        for language in Language
    ]
    words = [name for name in names if " " in name]
    words += [_flat(known.item.key) for known in own]
    told = "|".join(re.escape(word) for word in dict.fromkeys(words))
    return (
        re.compile(rf"(?<![\w-])(?:{told})(?![\w-])") if told else re.compile(r"(?!)")
    )


def _flat(text: str) -> str:
    """For comparison: one case, one apostrophe, single spaces."""
    return " ".join(text.casefold().replace("\u2019", "'").split())
