"""Tells groups of unmapped work: in lines, and as rules that can be tried."""

from collections.abc import Iterator, Sequence

import yaml

from passerelle_schemas.text import cleaned
from passerelle_schemas.work import WorkItem
from passerelle_translate.unmapped import Proposal, Unmapped

_SHOWN = 3
"""Items of a group that are named."""
_TITLE = 80


def unmapped_lines(found: Unmapped, most: int) -> Iterator[str]:
    """Tell at most so many groups, the largest first, each with its rule."""
    if not found.count:
        yield f"No work is unmapped; {_items(found.all_items)} known."
        return
    share = 100 * found.count / found.all_items
    yield f"{found.count} of {found.all_items} items are unmapped ({share:.1f} %)."
    by_size = sorted(found.proposals, key=lambda each: -len(each.items))
    for proposal in by_size[:most]:
        yield ""
        yield from _group(proposal)
    if (more := len(found.proposals) - most) > 0:
        yield ""
        yield f"… and {more} more groups; --most {len(found.proposals)} tells them."
    yield ""
    if found.heirs:
        yield f"{_items(len(found.heirs))} below them would inherit from them."
    if found.left:
        yield (
            f"In no group, for nothing but a title tells them apart or they stand "
            f"alone: {_items(len(found.left))} ({_keys(found.left)})."
        )


def _group(proposal: Proposal) -> Iterator[str]:
    conditions = proposal.rule.name.removeprefix("Proposed: ")
    yield f"{_items(len(proposal.items))}: {conditions}"
    for item in proposal.items[:_SHOWN]:
        shown = item.observed.snapshot if item.observed else None
        if shown:
            title = cleaned(shown.title, limit=_TITLE)
            yield f"    {cleaned(shown.key, limit=_TITLE)}: {title}"
    yield from (f"    {line}" for line in rule_yaml(proposal).splitlines())


def proposals_yaml(proposals: Sequence[Proposal]) -> str:
    """Write *proposals* as a file that `rules preview --try` reads."""
    head = (
        "# Proposed by `passerelle unmapped`. Look at what they would change with\n"
        "# `passerelle rules preview --try`, and say in each what the work is for.\n"
        "mapping:\n"
    )
    blocks = "".join(
        f"{line}\n"
        for proposal in proposals
        for line in (
            f"  # {_items(len(proposal.items))}: {_keys(proposal.items)}",
            *(f"  {line}" for line in rule_yaml(proposal).splitlines()),
        )
    )
    return head + blocks if proposals else head.replace("mapping:", "mapping: []")


def rule_yaml(proposal: Proposal) -> str:
    """Write one rule as it stands under `mapping`, with what is a guess in it."""
    rule = proposal.rule
    wanted = {
        name: str(getattr(value[0], "value", value[0]))
        for name in type(rule.match).model_fields
        if (value := getattr(rule.match, name))
    }
    written = {"name": rule.name, "match": wanted, "department": rule.department}
    told = yaml.safe_dump(
        [written], allow_unicode=True, sort_keys=False, width=1000, indent=2
    )
    return "".join(f"# {line}\n" for line in _comments(proposal)) + told


def _comments(proposal: Proposal) -> Iterator[str]:
    if proposal.department_of:
        count = proposal.department_of
        yield f"mapped for this department in this project: {_items(count)}"
    else:
        yield "no work of this project is mapped yet: the department is a guess"
    if proposal.stands_last:
        yield "it matches work of other rules as well: leave it behind them all"


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"


def _keys(items: Sequence[WorkItem]) -> str:
    keys = [
        cleaned(item.observed.snapshot.key, limit=_TITLE)
        for item in items[:_SHOWN]
        if item.observed
    ]
    more = len(items) - _SHOWN
    return ", ".join(keys) + (f" and {more} more" if more > 0 else "")
