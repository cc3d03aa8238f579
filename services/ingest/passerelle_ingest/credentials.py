"""What a request shows so that a tracker knows us, made anew before it wears out."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

WORN = timedelta(minutes=5)
"""So long before its end a token is renewed: clocks differ, and answers take time."""


class Credentials(Protocol):
    """Tells a request's `Authorization`."""

    def given(self) -> str:
        """What somebody gave us to be shown now; empty for what we make or obtain."""

    async def shown(self) -> str:
        """What to show now; empty for nothing."""

    def refused(self, shown: str) -> bool:
        """Hear that *shown* was answered with 401; say whether there can be another."""


@dataclass(frozen=True, slots=True)
class Made:
    """What we can say by ourselves, each time we are asked."""

    make: Callable[[], str]

    def given(self) -> str:
        """Nothing: whoever we are, we stay."""
        return ""

    async def shown(self) -> str:
        """Make it."""
        return self.make()

    def refused(self, shown: str) -> bool:
        """Say whether something else would be made now: the answer told the time."""
        return self.make() != shown


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gave us, and may give us anew while we ask."""

    look: Callable[[], str]

    def given(self) -> str:
        """Look at it."""
        return self.look()

    async def shown(self) -> str:
        """Show what is given now."""
        return self.look()

    def refused(self, shown: str) -> bool:
        """Say whether another one was given since."""
        return self.look() != shown


NOTHING = Made(str)
"""For a tracker that is asked as anybody may."""


@dataclass(frozen=True, slots=True, repr=False)
class Token:
    """A bearer token that somebody gave us for a while."""

    value: str
    expires_at: datetime

    def worn(self, now: datetime) -> bool:
        """Whether it should not be shown any more."""
        return now >= self.expires_at - WORN


class Renewed:
    """A bearer token that is obtained when it is needed, once for all who wait."""

    def __init__(
        self, obtain: Callable[[], Awaitable[Token]], clock: Callable[[], datetime]
    ) -> None:
        self._obtain = obtain
        self._clock = clock
        self._token: Token | None = None
        self._obtaining = asyncio.Lock()

    def given(self) -> str:
        """Nothing: the next token is for who we are, with the same allowance."""
        return ""

    async def shown(self) -> str:
        """Show a token that is not worn; raises what keeps us from having one."""
        async with self._obtaining:
            if self._token is None or self._token.worn(self._clock()):
                self._token = await self._obtain()
            return bearer(self._token.value)

    def refused(self, shown: str) -> bool:
        """Forget the token, unless another one took its place meanwhile."""
        if self._token is not None and bearer(self._token.value) == shown:
            self._token = None
        return True


def bearer(token: str) -> str:
    """Return the `Authorization` that shows a token."""
    return f"Bearer {token}"
