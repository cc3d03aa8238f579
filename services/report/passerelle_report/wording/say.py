"""One voice a language: Fluent messages, Babel dates, and the marks between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.dates import format_date
from fluent.runtime import FluentBundle, FluentResource

from passerelle_report.wording.typography import NO_BREAK, ORDINAL, typeset
from passerelle_schemas.facts import Language

_LOCALES = {Language.FRENCH: "fr_FR", Language.ENGLISH: "en_GB"}
_FAR_DAYS = 200
"""A day further away than this is told with its year."""
_WEEKS_FROM_DAYS = 21
"""Fewer are told as days: 17 are not two weeks."""


class MissingWordsError(KeyError):
    """A message or one of its arguments is missing: a bug of ours, seen in a test."""

    def __init__(self, language: Language, name: str, why: str) -> None:
        super().__init__(f"{language.value}.ftl, {name}: {why}")


@cache
def bundle(language: Language) -> FluentBundle:
    """The messages of a language."""
    name = f"{language.value}.ftl"
    source = (files("passerelle_report.wording") / name).read_text(encoding="utf-8")
    made = FluentBundle([_LOCALES[language]], use_isolating=False)
    made.add_resource(FluentResource(source))
    return made


@dataclass(frozen=True, slots=True)
class Voice:
    """Says things in one language, around one day."""

    language: Language
    today: date
    zone: ZoneInfo
    own: Mapping[str, str] = field(default_factory=dict)
    """Fixed lines that the company says in its own words."""

    def say(self, name: str, /, **values: str | int) -> str:
        """Say the message *name*; a missing word is an error, never a gap."""
        if name in self.own:
            return self.set(self.own[name])
        words = bundle(self.language)
        pattern = words.get_message(name).value if words.has_message(name) else None
        if pattern is None:
            raise MissingWordsError(self.language, name, "no such message")
        text, errors = words.format_pattern(pattern, values)
        if errors:
            raise MissingWordsError(self.language, name, str(errors))
        return self.set(str(text))

    def set(self, text: str) -> str:
        """Set a text as this language prints it."""
        return typeset(text, self.language)

    def day(self, day: date) -> str:
        """As in "18 December", « 1ᵉʳ décembre »; with the year when it is far."""
        year = " y" if abs((day - self.today).days) > _FAR_DAYS else ""
        return self._dated(day, f"d MMMM{year}")

    def between(self, start: date, end: date) -> tuple[str, str]:
        """Two days, the first with its month only where the second has another."""
        first, last = self.day(start), self.day(end)
        if (start.year, start.month) == (end.year, end.month):
            first = first.split(NO_BREAK)[0]
        return first, last

    def full_day(self, day: date) -> str:
        """As in "22 November 2026"."""
        return self._dated(day, "d MMMM y")

    def short_day(self, day: date) -> str:
        """As in "18 Dec"."""
        year = " y" if abs((day - self.today).days) > _FAR_DAYS else ""
        return self._dated(day, f"d MMM{year}")

    def table_day(self, day: date) -> str:
        """As `day`, with a short month where the year takes room."""
        far = abs((day - self.today).days) > _FAR_DAYS
        return self.short_day(day) if far else self.day(day)

    def week_day(self, day: date) -> str:
        """As in "Sunday 22 November"."""
        return self._dated(day, "EEEE d MMMM")

    def month(self, day: date) -> str:
        """As in "Nov"."""
        return str(format_date(day, "MMM", locale=_LOCALES[self.language]))

    def time(self, at: datetime) -> str:
        """As in "18:00", « 18 h », « 18 h 05 »."""
        local = at.astimezone(self.zone)
        if self.language is Language.ENGLISH:
            return f"{local:%H:%M}"
        minutes = f" {local.minute:02}" if local.minute else ""
        return f"{local.hour}\u00a0h{minutes}".replace("h ", "h\u00a0")

    def span(self, days: int) -> str:
        """As in "17 days", "3 weeks" from three weeks on."""
        if days < _WEEKS_FROM_DAYS:
            return self.say("days", count=days)
        return self.say("weeks", count=weeks(days))

    def listed(self, parts: list[str]) -> str:
        """As in "a, b and c"."""
        if len(parts) < 2:  # noqa: PLR2004 - one needs no "and"
            return "".join(parts)
        return self.say("list-end", head=", ".join(parts[:-1]), last=parts[-1])

    def _dated(self, day: date, form: str) -> str:
        text = str(format_date(day, form, locale=_LOCALES[self.language]))
        if self.language is Language.FRENCH and day.day == 1:
            text = text.replace("1 ", f"1{ORDINAL} ", 1)
        return self.set(text).replace(" ", NO_BREAK)


def weeks(days: int) -> int:
    """Whole weeks, rounded down; one that lacks a single day counts."""
    return (days + 1) // 7
