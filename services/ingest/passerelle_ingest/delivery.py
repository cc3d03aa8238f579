"""A delivery in our hands: its origin and its content; and how bytes become content."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json

from passerelle_schemas.deliveries import RawDelivery
from passerelle_schemas.text import cleaned

Json = Mapping[str, Any]
Headers = Mapping[str, str]
"""With lower-case names."""

_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a tracker sent, read as JSON, with its origin."""

    origin: RawDelivery
    content: Json


def content_id(body: bytes) -> str:
    """Name a delivery after its bytes, where the tracker gives no id."""
    return hashlib.sha256(body).hexdigest()[:32]


def told_id(headers: Headers, name: str, body: bytes) -> str:
    """Take the tracker's delivery id, which is the same when it sends again."""
    return cleaned(headers.get(name, ""), limit=100) or content_id(body)


def parsed(body: bytes) -> Any:  # noqa: ANN401 - it is what the tracker says it is
    """Read JSON; raises ValueError when it is none, or nested beyond reason.

    Halves of surrogate pairs, which trackers leave when they cut a text, become
    question marks: no UTF-8 can hold them.
    """
    try:
        # Quicker than Python's own, and stricter: what it refuses is seldom.
        return from_json(body)
    except ValueError:
        return _parsed_leniently(body)


def _parsed_leniently(body: bytes) -> Any:  # noqa: ANN401 - as above
    try:
        content = json.loads(body)
        if _SURROGATE.search(body):
            whole = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
            content = json.loads(whole)
    except RecursionError as error:
        why = "nested beyond reason"
        raise ValueError(why) from error
    return content
