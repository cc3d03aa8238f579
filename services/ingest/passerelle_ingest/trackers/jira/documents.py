"""Flattens a text of Jira: as it stands, or out of Cloud's document format.

Blocks of code are left out: they quote what others wrote, and nobody speaks there.
https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
"""

import re
from collections.abc import Iterator
from typing import Any

from passerelle_ingest.people import LEFT_OUT

MOST_NODES = 20_000
_BLOCKS = frozenset(
    {
        "paragraph",
        "heading",
        "listItem",
        "taskItem",
        "decisionItem",
        "blockquote",
        "panel",
        "rule",
        "tableRow",
        "tableCell",
        "tableHeader",
        "hardBreak",
    }
)
_BREAK = "\n"
_CODE = "codeBlock"
_EDGE = re.compile(r"\{(code|noformat)(?::[^}\n]{0,200})?\}")
"""Begins or ends a block of code in a text that stands as it is."""


def flat(content: Any) -> str:  # noqa: ANN401 - text, a document, or nothing
    """Return the text of a description or a comment, a line for each block of prose.

    Never raises: what is neither text nor a document has no lines. At most 20,000
    nodes are looked at, however deep they lie.
    """
    if isinstance(content, str):
        return "".join(_prose(content))
    pieces = zip(_pieces(content), range(MOST_NODES), strict=False)
    return "".join(piece for piece, _ in pieces)


def _prose(text: str) -> Iterator[str]:
    """Yield what stands around blocks of code; one that nobody closed is none."""
    begun, kind = 0, ""
    for edge in _EDGE.finditer(text):
        if not kind:
            yield text[begun : edge.start()]
            begun, kind = edge.end(), edge[1]
        elif edge[0] == f"{{{kind}}}":
            begun, kind = edge.end(), ""
    yield text[begun:]


def _pieces(root: Any) -> Iterator[str]:  # noqa: ANN401 - hostile JSON
    waiting: list[Any] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
        if not isinstance(node, dict) or node.get("type") == _CODE:
            continue
        yield _text(node)
        children = node.get("content")
        edge = [_BREAK] if node.get("type") in _BLOCKS else []
        below = children if isinstance(children, list) else []
        inner = [child for child in below if isinstance(child, dict)]
        waiting += [*edge, *reversed(inner), *edge]


def _text(node: dict[str, Any]) -> str:
    if node.get("type") == "mention":
        return LEFT_OUT
    attributes = node.get("attrs")
    inside = attributes.get("text") if isinstance(attributes, dict) else None
    told = node.get("text", inside)
    return told if isinstance(told, str) else ""
