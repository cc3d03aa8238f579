"""Says why a line that a team wrote stands on no page, as the pages' gate sees it."""

from passerelle_report.gate import LONGEST, SHORTEST, Stop, stopped
from passerelle_report.plain_rules import terms_of
from passerelle_schemas.facts import Language
from passerelle_schemas.rules import RuleSet
from passerelle_translate.explain import Barred

_WHY = {
    Stop.LENGTH: f"it is not between {SHORTEST} and {LONGEST} letters long",
    Stop.SIGN: "it holds signs that no page prints",
    Stop.ADDRESS: "it holds an address",
    Stop.ITEM: "{words} looks like the key of a work item",
    Stop.VERSION: "{words} looks like a version",
    Stop.CODE: "{words} looks like code",
    Stop.PERSON: "it seems to name a person",
    Stop.ACRONYM: "the glossary does not explain {words}",
    Stop.JARGON: "{words} is a word of engineers, and not in the glossary",
}
"""An address and a person are not told again here."""


def barred_by(rules: RuleSet) -> Barred:
    """Return what says why a text is on no page of *rules*; None when it may be."""

    def barred(text: str, language: Language) -> str | None:
        found = stopped(text, terms_of(rules, language))
        return _WHY[found.by].format(words=f"`{found.words}`") if found else None

    return barred
