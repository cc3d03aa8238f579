"""Where the simulated trackers and the drill meet: what each promises the other.

The truth is computed by a simulator from its own log of what happened, with no code of
the services nor of the fold, in plain values: strings, dates, aware instants, tuples.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Protocol

from starlette.types import ASGIApp

from tests.drill.showing import Showings

UNTOLD = "untold"
"""In place of `was` of a step: the tracker never says what was before."""


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a timeline.

    Statuses are written as their ids, days as ISO text, parents as item ids, keys as
    they are; nothing is None. What an item is planned for is its id, after a plus where
    it went in and a minus where it went out.
    """

    at: datetime | None
    """In the tracker's time; None where no two ways of looking agree on it."""
    was: str | None
    """`UNTOLD` where the tracker does not say."""
    now: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """A pull request that names the item came to a state."""

    pull_request: str
    """Item id."""
    state: str
    """draft, open, merged or closed."""
    last_at: datetime | None = None
    """The last time that it came to it; None where it is not promised."""


@dataclass(frozen=True, slots=True)
class TrueItem:
    """The truth of one work item.

    A part that is None is not promised: the comparison leaves it out, and
    docs/fault-drill.md says why.
    """

    id: str
    gone: frozenset[str] = frozenset()
    """The reasons of removal that are right (`deleted`, `moved_out`, `converted`,
    `not_visible`); empty while it is there."""
    whole: bool = True
    """False where the item left while changes of it may have been unseen for ever: then
    what is known must be true, and need not be all. An item that is gone may also be
    unknown, for nobody can list it any more."""
    fields: Mapping[str, object] = field(default_factory=dict)
    """Of the newest snapshot, as `plain` writes them; a field that is left out is not
    promised."""
    statuses: tuple[Step, ...] | None = None
    due_dates: tuple[Step, ...] | None = None
    parents: tuple[Step, ...] | None = None
    keys: tuple[Step, ...] | None = None
    plans: tuple[Step, ...] | None = None
    notes: Mapping[str, tuple[tuple[str, str, str], ...]] | None = None
    """By origin: (kind, language, text) of each marked line that stands there now.
    Origins without a line are left out."""
    changes: frozenset[Link] | None = None
    """The links within the tracker; mentions by another tracker are added by the drill.
    """
    releases: frozenset[str] | None = None
    """Ids of the releases that include it now."""
    touched: frozenset[tuple[str, str]] | None = None
    """(ISO day in UTC, kind of touch)."""
    perhaps: frozenset[tuple[str, Hashable]] = frozenset()
    """(name of the part, entry) of entries that may be known or not, for instance of
    what was made and taken away between two looks while its webhook was lost. Of
    `notes` the entry is (origin, lines)."""


@dataclass(frozen=True, slots=True)
class Post:
    """One webhook that a tracker sends."""

    source: str
    """It goes to /webhooks/{source}."""
    headers: Mapping[str, str]
    body: bytes
    delivery: str
    """The same for every attempt."""
    retries: int = 0
    """How often the tracker itself tries again when it is not answered 2xx."""
    about: tuple[str, ...] = ()
    """The items that it shows, as the tracker's showings name them."""


class Truthful(Protocol):
    """Knows what is true of a tracker."""

    def truth(self) -> Mapping[str, TrueItem]:
        """Say what is true now of every item that ever was, by item id."""

    def mentions(self) -> Mapping[str, frozenset[Link]]:
        """Say which links its pull requests make to keys of other trackers."""

    def worked(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        """Say by key the days, and how, on which pull requests that name it moved."""

    def keys(self) -> Mapping[str, str]:
        """Say the item id of each key that another tracker may name; old keys too."""


class Tracker(Truthful, Protocol):
    """A simulated tracker, alive. All is called in one thread of one event loop.

    Its dice are the *rng* that it is given and those of the fault book, nothing else,
    so that a seed makes the same world.
    """

    source: str
    """The id of the source; the first part of every item id."""
    showings: Showings
    """What was shown of each change at its door."""

    def settings(self, api_url: str) -> str:
        """Write the `[[ingest.sources]]` table of passerelle.toml, as TOML text.

        *api_url* is where `app` is served, without a slash at the end. Files that it
        needs (keys) may be written beside, in the folder the tracker was made with.
        """

    def app(self) -> ASGIApp:
        """Return what speaks the vendor's HTTP, faults that only it can make included.

        Faults of the way (429, 403, 503, timeouts, half-read bodies) are laid over it
        by the drill; see `refusal`.
        """

    def grow(self, rng: Random, items: int, now: datetime) -> None:
        """Make *items* work items with a past of weeks, before anybody listens."""

    def change(self, rng: Random, now: datetime) -> Sequence[Post]:
        """Let one thing happen now; return the webhooks that the tracker would send."""

    def refusal(self, kind: str) -> tuple[int, Mapping[str, str], bytes] | None:
        """Write the vendor's answer of a fault of the way: status, headers, body.

        *kind* is a value of `book.Kind`. None: this tracker never answers so.
        """

    def answered(self, post: Post, status: int) -> None:
        """Take note of how an attempt ended; 0 for no answer at all or a lost one."""

    def outbox(self) -> Sequence[Post]:
        """Return, once each, the webhooks to send (again): what ingest asked for."""

    def settle(self, now: datetime) -> None:
        """End what is still held back: late indexes catch up, rights return."""
