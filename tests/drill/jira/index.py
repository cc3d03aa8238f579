"""The search index: it shows issues as they were when it last looked at them."""

from collections.abc import Iterable
from datetime import datetime

from tests.drill.jira.records import Issue

_Shown = tuple[datetime, Issue | None]


class Index:
    """What searches see. A change comes into it at an instant of its own, in order."""

    def __init__(self) -> None:
        self._shown: dict[int, Issue] = {}
        self._waiting: dict[int, list[_Shown]] = {}

    def tell(self, at: datetime, issue: int, state: Issue | None) -> None:
        """Show *state* from *at* on; None takes the issue away.

        What waits already of the issue comes no later: an index never goes back.
        """
        waiting = self._waiting.pop(issue, [])
        earlier = [(min(due, at), was) for due, was in waiting]
        self._waiting[issue] = [*earlier, (at, state)]

    def at(self, now: datetime) -> Iterable[Issue]:
        """Every issue as a search shows it now."""
        for issue, waiting in list(self._waiting.items()):
            self._catch_up(issue, [one for one in waiting if one[0] <= now])
        return self._shown.values()

    def settle(self) -> None:
        """Show everything as it is."""
        for issue, waiting in list(self._waiting.items()):
            self._catch_up(issue, waiting)

    def _catch_up(self, issue: int, due: list[_Shown]) -> None:
        if not due:
            return
        state = due[-1][1]
        if state is None:
            self._shown.pop(issue, None)
        else:
            self._shown[issue] = state
        rest = self._waiting[issue][len(due) :]
        if rest:
            self._waiting[issue] = rest
        else:
            del self._waiting[issue]
