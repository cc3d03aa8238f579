"""What a look at a tracker found; each thing that is not well names its way out."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from passerelle_schemas.errors import PasserelleError
from passerelle_schemas.text import cleaned


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; where it is not well, with the way out."""

    what: str
    words: str
    well: bool = True


def withdrawn(what: str, headers: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what the vendor announces of an endpoint's end: RFC 9745 and RFC 8594."""
    deprecated = headers.get("deprecation", "")
    ends = headers.get("sunset", "")
    if deprecated or ends:
        when = f" on {cleaned(ends, limit=60)}" if ends else ""
        words = f"the vendor will withdraw it{when}; look for a newer Passerelle"
        yield Finding(what, words, well=False)


async def guarded(
    what: str, look: Callable[[], Awaitable[Sequence[Finding]]]
) -> Sequence[Finding]:
    """Look; an error of ours is a finding with its own way out."""
    try:
        return await look()
    except PasserelleError as error:
        return [Finding(what, str(error), well=False)]
