"""Takes the names of webhook events and actions out of what the vendors publish.

Run by hand when a vendor publishes anew, with what npm unpacked:

    npm pack @octokit/openapi-webhooks jira.js
    python -m tests.ingest.vendor.extract github FOLDER/package > github.json
    python -m tests.ingest.vendor.extract jira FOLDER/package > jira.json

GitHub: its own OpenAPI description, which `@octokit/openapi-webhooks` carries for
github.com, for Enterprise Cloud and for each Enterprise Server that is supported.

Jira: Atlassian's OpenAPI description tells the events that an app can register, which
`jira.js` was generated from. The others stand in Atlassian's documentation alone, which
no package carries whole: those in `documented` come second hand, from what `jira.js`
quotes of it in its `src/webhooks/events.ts` and from Atlassian's own Connect sources.
Hold them against the pages named there before you rely on their being complete.
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_REGISTERS = "dist/cloud/parameters/registerDynamicWebhooks.d.ts"
_EVENT = re.compile(r'"((?:jira:)?[a-z]+(?:_[a-z]+)+)"')
ANY = "*"
"""An action that is free text: whoever triggers the event names it."""
NONE = ""
"""An event that has no action."""


def github(package: Path) -> dict[str, Any]:
    """Say every event with its actions, over all kinds of GitHub."""
    told: defaultdict[str, set[str]] = defaultdict(set)
    editions = sorted((package / "generated").glob("*.json"))
    for edition in editions:
        description = json.loads(edition.read_text(encoding="utf-8"))
        for name, path in description["webhooks"].items():
            event = path["post"]["x-github"]["subcategory"].replace("-", "_")
            content = path["post"]["requestBody"]["content"]
            shape = content["application/json"]["schema"]
            told[event] |= set(_actions(shape, description)) or {NONE}
            _check(name, event)
    return {
        **_package(package),
        "editions": [edition.stem for edition in editions],
        "events": {event: sorted(actions) for event, actions in sorted(told.items())},
    }


def _check(name: str, event: str) -> None:
    """Refuse a description in which the name of a webhook tells another event."""
    if not name.replace("-", "_").startswith(event.removesuffix("s")):
        why = f"{name} is said to be of {event}"
        raise ValueError(why)


def _actions(shape: Mapping[str, Any], description: Mapping[str, Any]) -> Iterator[str]:
    if "$ref" in shape:
        name = shape["$ref"].rpartition("/")[2]
        yield from _actions(description["components"]["schemas"][name], description)
    for part in (*shape.get("oneOf", ()), *shape.get("anyOf", ())):
        yield from _actions(part, description)
    action = shape.get("properties", {}).get("action")
    if action is not None:
        yield from action.get("enum", (ANY,))


def jira(package: Path) -> dict[str, Any]:
    """Say every event that an app can register, and keep those that were read."""
    registers = (package / _REGISTERS).read_text(encoding="utf-8")
    before = json.loads((HERE / "jira.json").read_text(encoding="utf-8"))
    return {
        **_package(package),
        "registrable": sorted(set(_EVENT.findall(registers))),
        "documented": before["documented"],
    }


def _package(folder: Path) -> dict[str, str]:
    about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    return {name: about[name] for name in ("name", "version", "license")}


if __name__ == "__main__":
    found = {"github": github, "jira": jira}[sys.argv[1]](Path(sys.argv[2]))
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
