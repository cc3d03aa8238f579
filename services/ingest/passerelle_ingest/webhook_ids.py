"""Remembers the newest webhooks of a partition, to know one that comes twice."""

from base64 import b64decode, b64encode
from collections import Counter, deque
from dataclasses import dataclass, field
from hashlib import blake2b

MOST = 4096
_BYTES = 8


@dataclass(slots=True)
class WebhookIds:
    """The ids of the newest webhooks, as digests of eight bytes."""

    _order: deque[bytes] = field(default_factory=deque)
    _held: Counter[bytes] = field(default_factory=Counter)

    def comes_again(self, source: str, delivery: str) -> bool:
        """Remember a webhook; whether it stood among the `MOST` before it."""
        told = f"{source}/{delivery}".encode()
        digest = blake2b(told, digest_size=_BYTES).digest()
        again = digest in self._held
        self._add(digest)
        return again

    def _add(self, digest: bytes) -> None:
        self._order.append(digest)
        self._held[digest] += 1
        if len(self._order) > MOST:
            old = self._order.popleft()
            self._held[old] -= 1
            if not self._held[old]:
                del self._held[old]

    def written(self) -> str:
        """Write them down, oldest first."""
        return b64encode(b"".join(self._order)).decode()

    @classmethod
    def read(cls, written: str) -> "WebhookIds":
        """Read back what was written."""
        found = cls()
        digests = b64decode(written)
        for start in range(0, len(digests), _BYTES):
            found._add(digests[start : start + _BYTES])
        return found
