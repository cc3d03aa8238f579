"""Looks at one tracker as `passerelle doctor` does: can we read, shall we be told?"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import httpx

from passerelle_ingest.findings import Finding
from passerelle_ingest.http import Connection
from passerelle_ingest.reading import Examined
from passerelle_ingest.settings import SourceSettings
from passerelle_ingest.trackers.table import TRACKERS
from passerelle_ingest.turns import Budgets

PATIENCE = 20.0
"""Seconds. Who looks wants to hear that a tracker has us wait, and not to wait."""


def _now() -> datetime:
    return datetime.now(UTC)


def hasty() -> Budgets:
    """Make what no longer waits for a tracker than somebody who looks."""
    return Budgets(longest=PATIENCE)


async def examine(
    source: SourceSettings,
    *,
    clock: Callable[[], datetime] = _now,
    transport: httpx.AsyncBaseTransport | None = None,
    budgets: Budgets | None = None,
) -> Examined:
    """Return what was seen when all is well; raises the error that names the way out.

    Asks little: who we are, and each followed project. *budgets* tell afterwards how
    far the tracker's clock is from ours, also where it refused us.
    """
    budgets = budgets or hasty()
    connection = Connection(clock, transport=transport, budgets=budgets)
    async with TRACKERS[source.tracker].client(source, connection) as client:
        return await client.examine()


async def look(
    source: SourceSettings,
    *,
    clock: Callable[[], datetime] = _now,
    transport: httpx.AsyncBaseTransport | None = None,
) -> Sequence[Finding]:
    """Say how it stands with permissions, webhooks and the tracker's API.

    What stands against a look is a finding itself.
    """
    connection = Connection(clock, transport=transport, budgets=hasty())
    async with TRACKERS[source.tracker].keeper(source, connection) as keeper:
        return await keeper.look()
