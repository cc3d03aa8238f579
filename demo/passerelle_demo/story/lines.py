"""Business lines: what a ticket means, in a team's own words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """The same thing said in French, in English, or in one of them only."""

    fr: str = ""
    en: str = ""

    def __str__(self) -> str:
        """Write it as the teams mark it in a description or a comment."""
        said = ((self.fr, "Métier : "), (self.en, "Business: "))
        return "\n".join(mark + text for text, mark in said if text)


def lines(*pairs: tuple[str, str]) -> tuple[Line, ...]:
    """Read pairs of French and English."""
    return tuple(Line(fr, en) for fr, en in pairs)
