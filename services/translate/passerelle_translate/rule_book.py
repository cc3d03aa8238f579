"""The next rule set, made from what the CTO wrote or from one that was published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from passerelle_schemas.rules import RuleSet
from passerelle_translate.errors import (
    NewerFormError,
    RulesUnchangedError,
    VersionUnknownError,
)
from passerelle_translate.rules.draft import RuleDraft, published


@dataclass(frozen=True, slots=True)
class Word:
    """Who publishes, why, and from when it counts."""

    author: str
    """A role, never a person's name."""
    reason: str
    effective_from: datetime


def newest(rule_sets: Sequence[RuleSet]) -> RuleSet | None:
    """Say the rule set of the highest version; None when there is none."""
    return max(rule_sets, key=lambda rules: rules.version, default=None)


def of_version(rule_sets: Sequence[RuleSet], version: int) -> RuleSet:
    """Say the rule set of *version*; raise VersionUnknownError without it."""
    for rules in rule_sets:
        if rules.version == version:
            return rules
    known = newest(rule_sets)
    raise VersionUnknownError(version, known.version if known else None)


def next_rules(rule_sets: Sequence[RuleSet], draft: RuleDraft, word: Word) -> RuleSet:
    """Give *draft* the version after the newest.

    The same content again only brings its effective instant forward; else raises
    RulesUnchangedError, for nothing would change.
    """
    last = newest(rule_sets)
    if (
        last is not None
        and last.content_hash == draft.content_hash
        and word.effective_from >= last.effective_from
    ):
        raise RulesUnchangedError(last.version, last.effective_from)
    return published(
        draft,
        last,
        author=word.author,
        reason=word.reason,
        effective_from=word.effective_from,
    )


def rolled_back(rule_sets: Sequence[RuleSet], version: int, word: Word) -> RuleSet:
    """Say the content of *version* again, as the version after the newest.

    Raises VersionUnknownError; RulesUnchangedError when the newest says the same;
    NewerFormError when this program does not know all that *version* says.
    """
    return next_rules(rule_sets, draft_of(of_version(rule_sets, version)), word)


def draft_of(rules: RuleSet) -> RuleDraft:
    """Say the content of *rules*; raise NewerFormError where we do not know it all."""
    fields = {name: getattr(rules, name) for name in RuleDraft.model_fields}
    draft = RuleDraft(**fields)
    if draft.content_hash != rules.content_hash:
        raise NewerFormError(rules.version)
    return draft
