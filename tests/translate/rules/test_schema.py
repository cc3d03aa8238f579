"""The schema that an editor reads says what the reader of the rules says."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from passerelle_schemas.contract import Contract
from passerelle_translate.rules.forms import IN_YAML
from passerelle_translate.rules.schema import FILE, rules_schema
from passerelle_translate.rules.sections import SECTIONS
from tests.translate.rules.mistakes import INSIDE, MISTAKES, SEEN, TWICE, YAML, marked
from tests.translate.rules_folder import RULES

ROOT = Path(__file__).parents[3]
SAMPLES = sorted((ROOT / "rules").glob("*.yaml"))
DOCS = re.findall(
    r"```yaml\n(.*?)```", (ROOT / "docs" / "rules.md").read_text(), re.DOTALL
)
VALIDATOR = Draft7Validator(rules_schema())


class _Editor(yaml.SafeLoader):
    """Reads as editors do, by YAML 1.2: a day is a text, and so is `no`."""


_Editor.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in known if not tag.endswith(_OLD)]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
    for _OLD in [(":timestamp", ":bool")]
}
_Editor.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf")
)


def _seen(text: str) -> list[str]:
    document = yaml.load(text, _Editor)  # noqa: S506 - it is a safe loader
    return [error.message for error in VALIDATOR.iter_errors(document)]


def test_the_schema_is_a_schema_and_stands_in_the_repository() -> None:
    Draft7Validator.check_schema(rules_schema())
    committed = json.loads((ROOT / "schemas" / FILE).read_text())
    assert committed == rules_schema(), "run `make schemas`, read the difference"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_sample_is_as_the_schema_says_and_names_it(path: Path) -> None:
    text = path.read_text()
    assert _seen(text) == []
    first = text.partition("\n")[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / named).resolve() == ROOT / "schemas" / FILE


@pytest.mark.parametrize("text", [RULES, *DOCS])
def test_good_rules_are_as_the_schema_says(text: str) -> None:
    assert _seen(text) == []


CASES = [
    *((RULES + row[0], row[3]) for row in MISTAKES),
    *((RULES.replace(row[0], row[1]), row[4]) for row in INSIDE),
]


@pytest.mark.parametrize("text", [text for text, why in CASES if why == SEEN])
def test_what_a_schema_can_see_it_sees(text: str) -> None:
    assert _seen(marked(text)[0])


@pytest.mark.parametrize(
    "text", [text for text, why in CASES if why not in {SEEN, TWICE, YAML}]
)
def test_what_it_is_said_to_see_not_it_sees_not(text: str) -> None:
    """Else the table would hide that the schema could say more."""
    assert _seen(marked(text)[0]) == []


def test_most_mistakes_are_seen_while_writing() -> None:
    assert len([why for _, why in CASES if why == SEEN]) > len(CASES) / 2


def _fields(kind: type[Contract]) -> Iterator[str]:
    words = IN_YAML.get(kind, {})
    yield from (words.get(name, name) for name in kind.model_fields)


def test_every_field_that_is_read_is_in_the_schema() -> None:
    schema = rules_schema()
    assert set(schema["properties"]) == set(SECTIONS)
    for section in SECTIONS.values():
        name = section.kind.__name__.removesuffix("Written")
        described: dict[str, Any] = schema["definitions"][name]
        expected = set(_fields(section.kind)) - section.unwritten
        assert set(described["properties"]) == expected
        assert described["additionalProperties"] is False
