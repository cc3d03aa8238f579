"""What we publish about the contracts is true, and is what stands in the repository."""

import json
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

from passerelle_schemas.facts import KNOWN_FACTS, Facts
from passerelle_schemas.flows import FLOWS
from passerelle_schemas.published import Document, json_schema, published
from passerelle_schemas.topics import TOPICS

SCHEMAS = Path(__file__).parents[2] / "schemas"
PUBLISHED = published(version("passerelle"))
ASYNCAPI = PUBLISHED["asyncapi.yaml"]


def _committed(path: str) -> Document:
    text = (SCHEMAS / path).read_text(encoding="utf-8")
    read: Document = (
        yaml.safe_load(text) if path.endswith(".yaml") else json.loads(text)
    )
    return read


@pytest.mark.parametrize("path", PUBLISHED)
def test_the_committed_document_is_the_one_the_contracts_make(path: str) -> None:
    assert _committed(path) == PUBLISHED[path], (
        "run `make schemas`, read the difference"
    )


def test_nothing_is_published_that_has_no_contract() -> None:
    found = {f"json/{file.name}" for file in (SCHEMAS / "json").iterdir()}
    assert found == {path for path in PUBLISHED if path.startswith("json/")}


def test_every_reference_leads_somewhere() -> None:
    for reference in _references(ASYNCAPI):
        if reference.startswith("./"):
            assert reference.removeprefix("./") in PUBLISHED
        else:
            place: object = ASYNCAPI
            for step in reference.removeprefix("#/").split("/"):
                assert isinstance(place, dict)
                place = place[step]


def _references(document: object) -> list[str]:
    if isinstance(document, dict):
        own = [document["$ref"]] if "$ref" in document else []
        return own + [r for value in document.values() for r in _references(value)]
    if isinstance(document, list):
        return [r for value in document for r in _references(value)]
    return []


def test_every_topic_is_a_channel_that_someone_sends_and_someone_receives() -> None:
    channels = set(ASYNCAPI["channels"])
    assert channels == {topic.name for topic in TOPICS}
    assert _spoken("send") == channels
    assert _spoken("receive") == channels


def _spoken(action: str) -> set[str]:
    return {
        operation["channel"]["$ref"].removeprefix("#/channels/")
        for operation in ASYNCAPI["operations"].values()
        if operation["action"] == action
    }


def test_a_service_says_each_topic_once() -> None:
    for flow in FLOWS:
        for topics in (flow.sends, flow.receives):
            names = [topic.name for topic in topics]
            assert len(names) == len(set(names))


def test_facts_may_be_any_of_the_known_ones_or_unknown() -> None:
    described = json_schema(Facts)["properties"]["facts"]["items"]
    names = {entry["$ref"].rsplit("/", 1)[1] for entry in described["anyOf"]}
    assert names == {fact.__name__ for fact in KNOWN_FACTS} | {"UnknownFact"}


def test_the_headers_are_those_that_are_written() -> None:
    messages = ASYNCAPI["components"]["messages"]
    told = messages["work.raw.v1.RawDelivery"]["headers"]["properties"]
    assert set(told) >= {"id", "source", "event", "received_at"}
    letter = messages["work.facts.v1.dead-letters.DeadLetter"]["headers"]
    assert "dead-letter-set-aside-by" in letter["required"]
