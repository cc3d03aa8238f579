"""What we know of every work item of a source, as the topic of work items tells."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from passerelle_ingest.known import Known
from passerelle_ingest.telling import DESCRIPTION
from passerelle_kafka.reader import read_to_end
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.errors import ContractBrokenError
from passerelle_schemas.facts import ChangeState
from passerelle_schemas.identity import ItemId
from passerelle_schemas.topics import WORK_ITEMS
from passerelle_schemas.work import LinkedChange, WorkItem


async def read_known(kafka: KafkaSettings, source: str) -> dict[ItemId, Known]:
    """Return each item of *source*; one that cannot be read is as not known.

    Of another source, those that an open pull request of this one names, and only that.
    """
    found: dict[ItemId, Known] = {}
    prefix = f"{source}:".encode()
    async for batch in read_to_end(kafka, [WORK_ITEMS.name], "ingest-census"):
        for record in batch:
            key, value = record.key or b"", record.value or b""
            item = key.decode("utf-8", "replace")
            found.pop(item, None)
            # Most items of others name nothing of ours: that is seen without reading.
            if not (key.startswith(prefix) or b'"' + prefix in value):
                continue
            with suppress(ContractBrokenError):
                told = WORK_ITEMS.decode(value)
                ours = key.startswith(prefix)
                if one := known_of(told) if ours else named_by(told, source):
                    found[item] = one
    return found


def named_by(item: WorkItem, source: str) -> Known | None:
    """Keep of another source's item which open pull requests of *source* name it."""
    linked = {
        name: one.happened_at
        for name, one in _last(item).items()
        if name.startswith(f"{source}:")
        and one.state in {ChangeState.DRAFT, ChangeState.OPEN}
    }
    shown = item.observed.snapshot if item.observed else None
    if shown is None or not linked:
        return None
    return Known(item.id, key=shown.key, project=shown.project, linked=linked)


def known_of(item: WorkItem) -> Known:
    """Keep of an item what a census compares."""
    presence, seen = item.presence, item.observed
    current = current_releases(item)
    told = Known(
        item=item.id,
        gone=presence is not None and presence.removed is not None,
        presence_at=presence.happened_at if presence else None,
        comments=dict(_speaking(item)),
        included=frozenset(id_ for id_, included in current.items() if included),
        dropped=frozenset(id_ for id_, included in current.items() if not included),
        linked=_linked(item),
    )
    if seen is None:
        return told
    shown = seen.snapshot
    return replace(
        told,
        key=shown.key,
        project=shown.project,
        kind=shown.kind.value,
        created_at=shown.created_at,
        changed_at=seen.happened_at,
        targets=shown.targets,
    )


def current_releases(item: WorkItem) -> dict[ItemId, bool]:
    """Whether each release that ever included the item does so now."""
    last = sorted(item.releases, key=lambda e: (e.happened_at, e.included))
    return {entry.release.id: entry.included for entry in last}


def _linked(item: WorkItem) -> dict[ItemId, datetime]:
    """The pull requests that name the item and were not closed to it since."""
    return {
        name: one.happened_at
        for name, one in _last(item).items()
        if one.state is not ChangeState.CLOSED
    }


def _last(item: WorkItem) -> dict[ItemId, LinkedChange]:
    """How each pull request that ever named the item stands to it now."""
    ordered = sorted(item.changes, key=_in_order)
    return {one.pull_request.id: one for one in ordered}


def _in_order(one: LinkedChange) -> tuple[datetime, bool, bool]:
    """Of one instant, what is closed was open before, and what is merged was both."""
    merged, closed = ChangeState.MERGED, ChangeState.CLOSED
    return one.happened_at, one.state is merged, one.state is closed


def _speaking(item: WorkItem) -> Iterator[tuple[str, datetime]]:
    """The comments that carry marked lines, as far as no whole reading lacked them."""
    for entry in item.notes:
        family = entry.origin.rpartition("/")[0]
        withdrawn = any(
            listed.happened_at >= entry.happened_at
            for listed in item.notes_listed
            if listed.family == family and entry.origin not in listed.origins
        )
        if entry.lines and entry.origin != DESCRIPTION and not withdrawn:
            yield entry.origin, entry.happened_at
