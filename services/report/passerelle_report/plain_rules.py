"""Takes out of a published rule set what no page prints, whoever wrote it.

`passerelle rules check` refuses such texts before they are published. A rule set may be
older than that, or come another way, and its edition is due all the same.
"""

from collections.abc import Iterable

from passerelle_report.gate import Stop, betrayed
from passerelle_schemas.facts import Language
from passerelle_schemas.rules import (
    Bilingual,
    Capability,
    Company,
    Department,
    GlossaryTerm,
    Objective,
    RuleSet,
)

_GAP = "…"
_MOST = 20
"""Holes in one text; whatever is left of it then says nothing."""


def printable(rules: RuleSet) -> RuleSet:
    """Return *rules* without identifiers, addresses, versions and code in their texts.

    A name has an ellipsis in their place; a sentence that holds one is left out whole.
    """
    glossary = tuple(term for term in rules.glossary if _is_plain(term))
    known = [w for term in glossary for w in (term.word.fr, term.word.en)]
    return rules.model_copy(
        update={
            "glossary": glossary,
            "company": _company(rules.company, known),
            "departments": tuple(_department(d, known) for d in rules.departments),
            "objectives": tuple(_objective(o, known) for o in rules.objectives),
            "wording": tuple(
                one
                for one in rules.wording
                if not (betrayed(one.fr, known) or betrayed(one.en, known))
            ),
            "capabilities": tuple(_capability(c, known) for c in rules.capabilities),
        }
    )


def capabilities_explained(rules: RuleSet) -> tuple[GlossaryTerm, ...]:
    """Return what the CTO says of parts of the business, as words to explain."""
    return tuple(
        GlossaryTerm(word=capability.name, means=capability.serves)
        for capability in rules.capabilities
        if capability.serves
    )


def terms_of(rules: RuleSet, language: Language) -> tuple[str, ...]:
    """Return what the gate lets teams write although it would stop it elsewhere.

    What the glossary explains, and what the company and its departments are called.
    """
    named = (rules.company.name, *(d.name.in_(language) for d in rules.departments))
    plain = (name for name in named if not betrayed(name))
    return (*(term.word.in_(language) for term in rules.glossary), *plain)


def _is_plain(term: GlossaryTerm) -> bool:
    """Whether a term may explain itself: no address, and nothing else in its means."""
    words = (term.word.fr, term.word.en)
    told = [betrayed(word) for word in words]
    if any(found and found.by is Stop.ADDRESS for found in told):
        return False
    return not any(betrayed(means, words) for means in (term.means.fr, term.means.en))


def _company(company: Company, known: Iterable[str]) -> Company:
    desk = company.desk.model_copy(update={"name": _both(company.desk.name, known)})
    return company.model_copy(
        update={"name": _named(company.name, known), "desk": desk}
    )


def _department(department: Department, known: Iterable[str]) -> Department:
    return department.model_copy(
        update={
            "name": _both(department.name, known),
            "addressed": _both(department.addressed, known),
        }
    )


def _objective(objective: Objective, known: Iterable[str]) -> Objective:
    return objective.model_copy(
        update={
            "name": _both(objective.name, known),
            "short": _both(objective.short, known),
            "lateness_costs": _whole(objective.lateness_costs, known),
            "why": _whole(objective.why, known),
            "success": _whole(objective.success, known),
        }
    )


def _capability(capability: Capability, known: Iterable[str]) -> Capability:
    return capability.model_copy(
        update={
            "name": _both(capability.name, known),
            "serves": _whole(capability.serves, known),
        }
    )


def _whole(told: Bilingual | None, known: Iterable[str]) -> Bilingual | None:
    """Return a sentence that holds nothing of the kind; None in place of another."""
    if told and (betrayed(told.fr, known) or betrayed(told.en, known)):
        return None
    return told


def _both(words: Bilingual, known: Iterable[str]) -> Bilingual:
    return Bilingual(fr=_named(words.fr, known), en=_named(words.en, known))


def _named(name: str, known: Iterable[str]) -> str:
    """Return *name* with an ellipsis for each part that no page prints."""
    for _ in range(_MOST):
        found = betrayed(name, known)
        if found is None:
            return name
        name = name.replace(found.words, _GAP)
    return _GAP
