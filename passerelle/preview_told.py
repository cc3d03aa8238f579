"""A preview as it is told: one model, which text, JSON and the page say alike."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from passerelle.previewing import DepartmentChanged, PageChanged, Previewed
from passerelle_schemas.text import cleaned
from passerelle_translate.preview import ItemChanged, Shares, together

_TITLE = 90
"""Letters of a title."""
_SHORT_HASH = 12
_LISTED = 5
"""Items of a group that the text names; the page names more, the JSON all."""
_GROUPS = 20
"""Groups that the text tells, the largest ones."""
_SENTENCES = 20
"""Sentences of one page that the text tells."""


@dataclass(frozen=True, slots=True)
class TurnedTold:
    """One thing that an item means otherwise."""

    what: str
    old: str
    new: str
    why: str


@dataclass(frozen=True, slots=True)
class ItemTold:
    """One item that changes."""

    id: str
    key: str
    title: str
    url: str
    when: str


@dataclass(frozen=True, slots=True)
class GroupTold:
    """Items that change alike, for the same reason."""

    rule_before: str
    rule_now: str
    turned: tuple[TurnedTold, ...]
    items: tuple[ItemTold, ...]

    @property
    def title(self) -> str:
        """What changes of them, in a line."""
        told = "; ".join(f"{t.what} {t.old} → {t.new}" for t in self.turned)
        return told or "only the rule that says so"

    @property
    def why(self) -> str:
        """What decided it: the mapping rule, and what else."""
        same = self.rule_before == self.rule_now
        rule = f"{self.rule_before} → {self.rule_now}"
        others = [t.why for t in self.turned if t.why]
        return "; ".join(([] if same else [rule]) + list(dict.fromkeys(others)))


@dataclass(frozen=True, slots=True)
class SharesTold:
    """How many items are mapped, unmapped and excluded."""

    mapped: int
    unmapped: int
    excluded: int
    all: int

    def percent(self, what: str) -> str:
        """Say the share of *what* with one decimal."""
        return f"{100 * getattr(self, what) / self.all:.1f} %" if self.all else "0.0 %"


@dataclass(frozen=True, slots=True)
class PreviewTold:
    """All that is told of a preview."""

    version: int
    against: int
    content_hash: str
    digest: str
    """SHA-256 over the ids and the bytes of all that business.items.v1 will say."""
    weeks: tuple[str, ...]
    before: SharesTold
    after: SharesTold
    changed: int
    lively: int
    groups: tuple[GroupTold, ...]
    departments: tuple[DepartmentChanged, ...]
    broken: int
    is_same: bool

    @property
    def short_hash(self) -> str:
        """As `rules publish --expect` takes it."""
        return self.content_hash[:_SHORT_HASH]


def told(found: Previewed) -> PreviewTold:
    """Say what was found as it is told; titles are hostile until they are cleaned."""
    groups = tuple(
        GroupTold(
            rule_before=cleaned(group.rule_before, limit=_TITLE),
            rule_now=cleaned(group.rule_now, limit=_TITLE),
            turned=tuple(
                TurnedTold(t.what.value, t.old, t.new, t.why) for t in group.turned
            ),
            items=tuple(_item(each) for each in group.items),
        )
        for group in together(found.items.changed)
    )
    return PreviewTold(
        version=found.new.version,
        against=found.old.version,
        content_hash=found.new.content_hash,
        digest=found.items.digest,
        weeks=tuple(map(str, found.weeks)),
        before=_shares(found.items.before),
        after=_shares(found.items.after),
        changed=len(found.items.changed),
        lively=found.lively,
        groups=groups,
        departments=found.departments,
        broken=found.broken,
        is_same=found.is_same,
    )


def _item(each: ItemChanged) -> ItemTold:
    shown = each.item.observed.snapshot if each.item.observed else None
    return ItemTold(
        id=each.item.id,
        key=cleaned(each.new.key, limit=_TITLE),
        title=cleaned(shown.title, limit=_TITLE) if shown else "",
        url=each.new.url,
        when=", ".join(dict.fromkeys(t.when for t in each.turned if t.when)),
    )


def _shares(shares: Shares) -> SharesTold:
    return SharesTold(shares.mapped, shares.unmapped, shares.excluded, shares.all)


def preview_json(preview: PreviewTold) -> str:
    """Tell all of it for a program."""
    whole = asdict(preview)
    whole["departments"] = [_department_json(d) for d in preview.departments]
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _department_json(told_of: DepartmentChanged) -> dict[str, object]:
    return {
        "department": told_of.department.id,
        "only": told_of.only,
        "pages": [
            {
                "language": page.language.value,
                "weeks": dict(page.weeks),
                "sentences": [asdict(each) for each in page.differing],
            }
            for page in told_of.pages
        ],
    }


def preview_lines(preview: PreviewTold) -> Iterator[str]:
    """Tell it in lines, the most of one kind first."""
    if preview.is_same:
        yield same(preview)
        return
    yield (
        f"Version {preview.version} would follow version {preview.against}; "
        f"content {preview.short_hash}, weeks {preview.weeks[-1]} to "
        f"{preview.weeks[0]}."
    )
    yield from _share_lines(preview)
    yield ""
    yield counted_items(preview)
    for group in preview.groups[:_GROUPS]:
        yield from _group_lines(group)
    if (more := len(preview.groups) - _GROUPS) > 0:
        rest = sum(len(group.items) for group in preview.groups[_GROUPS:])
        yield f"  {rest} items in {more} smaller groups; --json tells them all."
    yield from _department_lines(preview.departments)
    yield ""
    yield (
        f"Digest of what would be said of all items: {preview.digest[:16]}. Publish "
        "exactly this with: passerelle rules publish --expect "
        f'{preview.short_hash} --reason "…"'
    )


def same(preview: PreviewTold) -> str:
    """Say that nothing would change."""
    return (
        f"Nothing would change: of {preview.after.all} items each would mean what it "
        f"means by version {preview.against}, and no sentence of the last "
        f"{len(preview.weeks)} weeks would differ."
    )


def counted_items(preview: PreviewTold) -> str:
    """Say how many items change, and how many of them matter to the weeks."""
    items = f"{preview.changed} of {preview.after.all} items change"
    broken = f"; {preview.broken} cannot be read" if preview.broken else ""
    return (
        f"{items}; {preview.lively} of them are open or moved in these weeks{broken}."
    )


def _share_lines(preview: PreviewTold) -> Iterator[str]:
    for what in ("mapped", "unmapped", "excluded"):
        was, now = getattr(preview.before, what), getattr(preview.after, what)
        shares = preview.before.percent(what), preview.after.percent(what)
        yield f"  {what}: {shares[0]} → {shares[1]} ({was} → {now} items)"


def _group_lines(group: GroupTold) -> Iterator[str]:
    count = len(group.items)
    yield f"  {count} item{'' if count == 1 else 's'}: {group.title}"
    if group.why:
        yield f"      because: {group.why}"
    for item in group.items[:_LISTED]:
        when = f" ({item.when})" if item.when else ""
        yield f"      {item.key}{when}: {item.title}"
    if count > _LISTED:
        yield f"      … and {count - _LISTED} more"


def _department_lines(departments: Sequence[DepartmentChanged]) -> Iterator[str]:
    quiet = [d.department.id for d in departments if d.is_same]
    for told_of in departments:
        name = told_of.department.id
        if told_of.only:
            yield ""
            yield f"Department {name} {alone(told_of)}."
        for page in () if told_of.is_same else told_of.pages:
            yield ""
            yield f"{name} ({page.language.value}): {counted_sentences(page)}"
            yield from _sentence_lines(page)
    if quiet:
        yield ""
        yield f"No sentence would differ in any of the weeks for: {', '.join(quiet)}."


def alone(told_of: DepartmentChanged) -> str:
    """Say of a department that only one of the rule sets has it."""
    return "is new" if told_of.only == "new" else "is gone, and its pages with it"


def counted_sentences(page: PageChanged) -> str:
    """Say in which weeks how many sentences differ."""
    differ = [(week, count) for week, count in page.weeks if count]
    if not differ:
        return "no sentence would differ in any of the weeks."
    told_of = ", ".join(f"{count} in {week}" for week, count in differ)
    return f"sentences that would differ: {told_of}."


def _sentence_lines(page: PageChanged) -> Iterator[str]:
    place = ("", "")
    for each in page.differing[:_SENTENCES]:
        if (each.section, each.about) != place:
            place = (each.section, each.about)
            yield f"  [{', '.join(part for part in place if part)}]"
        if each.old is not None:
            yield f"    - {each.old}"
        if each.new is not None:
            yield f"    + {each.new}"
    more = len(page.differing) - _SENTENCES
    if more > 0:
        yield f"  … and {more} more; --html and --json tell them all."
