"""Whatever is posted, the answer is one of ours, never a crash."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from passerelle_ingest.site import Site
from passerelle_ingest.understanding import Ending, understood
from tests.ingest.sources import GITHUB_SITE, JIRA_SITE, NOW
from tests.ingest.test_deliveries import DELIVERIES

SITES = st.sampled_from([GITHUB_SITE, JIRA_SITE])
EVENTS = st.sampled_from(["issues", "pull_request", "release", "milestone", "x"])
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(
        ["0001-01-01T00:00:00+14:00", "\ud800", "../..", ":", "2026-13-01"]
    ),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
HOSTILE: st.SearchStrategy[object] = st.sampled_from(
    [None, [], {}, "", "x" * 300, -1, 2**70, True, "\ud800", "a b\n:", 1e308]
    + ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-01-01"]
)
ENDINGS = set(Ending)


def posted(site: Site, event: str, body: bytes) -> Ending:
    headers = {"x-github-event": event, "x-github-delivery": "1"}
    found = understood(site, headers, body, NOW)
    assert found.records, "nothing that was signed is lost"
    return found.ending


@given(SITES, EVENTS, st.binary())
def test_any_bytes_are_answered(site: Site, event: str, body: bytes) -> None:
    assert posted(site, event, body) in ENDINGS


@given(SITES, EVENTS, JSON)
def test_any_json_is_answered(site: Site, event: str, content: object) -> None:
    assert posted(site, event, json.dumps(content).encode()) in ENDINGS


def _places(content: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    pairs = (
        content.items()
        if isinstance(content, dict)
        else enumerate(content)
        if isinstance(content, list)
        else ()
    )
    below = [place for key, value in pairs for place in _places(value, (*path, key))]
    return [path, *below] if path else below


def _with(content: object, path: tuple[Any, ...], value: object) -> object:
    changed: Any = json.loads(json.dumps(content))
    part = changed
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return changed


@pytest.mark.parametrize("path", DELIVERIES, ids=lambda path: path.stem)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_real_delivery_with_one_hostile_value_is_answered(
    path: Path, data: st.DataObject
) -> None:
    content = json.loads(path.read_bytes())
    place = data.draw(st.sampled_from(_places(content)))
    body = json.dumps(_with(content, place, data.draw(HOSTILE))).encode()
    site = GITHUB_SITE if path.parent.name == "github" else JIRA_SITE
    assert posted(site, path.name.partition("__")[0], body) in ENDINGS
