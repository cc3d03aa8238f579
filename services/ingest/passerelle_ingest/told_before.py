"""Remembers in bounded memory which facts were told, so that the first one is known.

A fact that was told is always remembered. Of those that were not, a share is taken for
told that stays below one in a thousand up to `MOST` facts, the last changes with which
items were shown among them.
"""

from collections.abc import Iterable

MOST = 10_000_000
"""Beyond so many facts nobody says any more which way was the first."""
_BITS = 2**28
_HASHES = 4


class ToldBefore:
    """A Bloom filter of the ids of facts: 32 MB, however many they are."""

    def __init__(self) -> None:
        self._bits = bytearray(_BITS // 8)

    def first(self, fact: str) -> bool:
        """Remember a fact by its id; whether it was not told before."""
        new = False
        bits = self._bits
        for place in _places(fact):
            byte, bit = place >> 3, 1 << (place & 7)
            if not bits[byte] & bit:
                bits[byte] |= bit
                new = True
        return new


def _places(fact: str) -> Iterable[int]:
    """Where a fact leaves its mark; its id is a digest already."""
    whole = int(fact, 16)
    one, other = whole >> 64, (whole & (2**64 - 1)) | 1
    return ((one + number * other) % _BITS for number in range(_HASHES))
