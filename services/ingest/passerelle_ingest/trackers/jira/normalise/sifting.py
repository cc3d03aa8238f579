"""Leaves out what cannot be read of an issue's history and comments. Pure.

One entry that is not as Jira describes it shall cost no other. An issue is sifted only
when it cannot be told as it came, so that all others are as fast as ever.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from passerelle_ingest.delivery import Json
from passerelle_ingest.outcomes import Told
from passerelle_ingest.site import Site
from passerelle_ingest.trackers.jira.normalise.changes import (
    DUE,
    PARENT,
    STATUS,
    field_of,
    told_by,
)
from passerelle_ingest.trackers.jira.normalise.issues import comment_told, teller_of
from passerelle_ingest.trackers.jira.payloads import Change, Comment, History
from passerelle_ingest.unreadable import numbered, why

Tell = Callable[[Json, Sequence[Json], frozenset[str]], Told]
"""Tells an issue of its answer and its history, of which these fields may lack some."""
_ANY = frozenset({STATUS, DUE, PARENT})
_ANY_INSTANT = datetime(1970, 1, 1, tzinfo=UTC)
_NAMES = ("field", "fieldId", "fieldtype")
_BAD = (ValueError, OverflowError)


def as_far_as_readable(
    tell: Tell, site: Site, answer: Json, histories: Sequence[Json]
) -> Told:
    """Tell an issue; without the entries that cannot be read, and which they are.

    Raises what *tell* raises when it is not for an entry that it cannot be told.
    """
    try:
        return tell(answer, histories, frozenset())
    except _BAD:
        sieve = Sieve(site)
        kept = [h for h in map(sieve.history, histories) if h is not None]
        answer = sieve.answer(answer)
        if not sieve.unreadable:
            raise
        told = tell(answer, kept, frozenset(sieve.lost))
        return replace(told, unreadable=tuple(sieve.unreadable))


@dataclass(slots=True)
class Sieve:
    """What was left out so far."""

    site: Site
    unreadable: list[str] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    """Fields of which a change may be among it."""

    def history(self, row: Any) -> Json | None:  # noqa: ANN401 - hostile JSON
        """Return what can be read of a change; none where that is nothing."""
        name = numbered("change", row)
        items = row.get("items") if isinstance(row, dict) else None
        if not isinstance(row, dict) or not isinstance(items, list | None):
            self._leave(name, "no change", _ANY)
            return None
        kept = [item for item in items or () if self._reads(name, item)]
        try:
            if History.model_validate({**row, "items": kept}).created is None:
                self._leave(name, "no time", self._fields(kept))
                return None
        except _BAD as error:
            self._leave(name, why(error), self._fields(kept))
            return None
        return {**row, "items": kept}

    def answer(self, answer: Json) -> Json:
        """Return the issue without comments that cannot be read; as many are counted.

        So nobody believes that those which are left are all.
        """
        fields = answer.get("fields")
        shown = fields.get("comment") if isinstance(fields, dict) else None
        rows = shown.get("comments") if isinstance(shown, dict) else None
        if not isinstance(fields, dict) or not isinstance(rows, list):
            return answer
        kept = [row for row in rows if self._speaks(row)]
        total = shown.get("total") if isinstance(shown, Mapping) else 0
        counted = max(total, len(rows)) if isinstance(total, int) else len(rows)
        comments = {"total": counted, "comments": kept}
        return {**answer, "fields": {**fields, "comment": comments}}

    def _reads(self, name: str, item: Any) -> bool:  # noqa: ANN401 - hostile JSON
        teller = teller_of(self.site, "0")
        try:
            change = Change.model_validate(item)
            history = History(id="0", items=(change,))
            list(told_by(self.site, teller, history, _ANY_INSTANT))
        except _BAD as error:
            self._leave(name, why(error), self._fields([item]))
            return False
        return True

    def _speaks(self, row: Any) -> bool:  # noqa: ANN401 - hostile JSON
        teller = teller_of(self.site, "0")
        try:
            comment = Comment.model_validate(row)
            list(comment_told(self.site, teller, comment, _ANY_INSTANT))
        except _BAD as error:
            self._leave(numbered("comment", row), why(error), ())
            return False
        return True

    def _leave(self, name: str, reason: str, lost: Iterable[str]) -> None:
        self.unreadable.append(f"{name} ({reason})")
        self.lost.update(lost)

    def _fields(self, items: Iterable[Any]) -> set[str]:
        """The fields that changes touch; any of ours where they do not tell."""
        found: set[str] = set()
        for item in items:
            try:
                named = {n: item[n] for n in _NAMES if n in item}
                found.add(field_of(self.site, Change.model_validate(named)))
            except (*_BAD, TypeError):
                found |= _ANY
        return found
