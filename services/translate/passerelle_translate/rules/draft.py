"""A rule set as the CTO wrote it, before it has a version."""

import hashlib
from datetime import datetime

from passerelle_schemas.business import PromiseOrigin
from passerelle_schemas.contract import Contract
from passerelle_schemas.identity import ItemKind
from passerelle_schemas.limits import Limits
from passerelle_schemas.rules import (
    Capability,
    Company,
    Department,
    DepartmentLimits,
    GlossaryTerm,
    KindRule,
    MappingRule,
    Objective,
    RuleSet,
    SignRule,
    StageRule,
    Team,
    Wording,
    Words,
)
from passerelle_translate.rules.content import FIRST_SECTIONS, counted


class RuleDraft(Contract):
    """The content of a rule set: what its hash is made of."""

    company: Company
    departments: tuple[Department, ...]
    objectives: tuple[Objective, ...] = ()
    capabilities: tuple[Capability, ...] = ()
    mapping: tuple[MappingRule, ...] = ()
    kinds: tuple[KindRule, ...] = ()
    stages: tuple[StageRule, ...] = ()
    promise_kinds: tuple[ItemKind, ...] = (ItemKind.MILESTONE, ItemKind.VERSION)
    promise_types: Words = ("Epic",)
    limits: Limits = Limits()
    department_limits: tuple[DepartmentLimits, ...] = ()
    glossary: tuple[GlossaryTerm, ...] = ()
    signs: tuple[SignRule, ...] = ()
    teams: tuple[Team, ...] = ()
    promise_origins: tuple[PromiseOrigin, ...] = (PromiseOrigin.DUE,)
    wording: tuple[Wording, ...] = ()

    @property
    def content_hash(self) -> str:
        """SHA-256 of the canonical content; comments and layout do not count.

        Nor does what was added to the form later, while it stands at its default.
        """
        return hashlib.sha256(counted(self, FIRST_SECTIONS)).hexdigest()


def published(
    draft: RuleDraft,
    previous: RuleSet | None,
    *,
    author: str,
    reason: str,
    effective_from: datetime,
) -> RuleSet:
    """Give *draft* the version after *previous*."""
    return RuleSet(
        version=previous.version + 1 if previous else 1,
        content_hash=draft.content_hash,
        author=author,
        reason=reason,
        effective_from=effective_from,
        **{name: getattr(draft, name) for name in RuleDraft.model_fields},
    )
