"""docs/rules.md tells every field that is read, with the bounds and defaults it has."""

import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

import pytest

from passerelle_report.wording.replaceable import REPLACEABLE
from passerelle_report.wording.say import bundle
from passerelle_schemas.contract import Contract
from passerelle_schemas.facts import Language
from passerelle_schemas.limits import Limits
from passerelle_schemas.rules import Bilingual, Match, Wording
from passerelle_translate.rules.forms import IN_YAML, bounds_of, plain
from passerelle_translate.rules.sections import SECTIONS

DOCS = (Path(__file__).parents[3] / "docs" / "rules.md").read_text()
FORM = DOCS[DOCS.index("```yaml") : DOCS.index("```\n\n`company`")]


def _under(heading: str) -> str:
    """What stands under the first heading that names *heading*."""
    form = rf"^###? .*{re.escape(heading)}.*\n((?:(?!^##).*\n)*)"
    found = re.search(form, DOCS, re.MULTILINE)
    assert found, heading
    return found[1]


def _fields(kind: type[Contract], unwritten: frozenset[str]) -> Iterator[str]:
    for name, info in kind.model_fields.items():
        inner = plain(info.annotation)
        if name in unwritten:
            continue
        written = IN_YAML.get(kind, {}).get(name, name)
        nested = isinstance(inner, type) and issubclass(inner, Contract)
        if nested and not issubclass(inner, (Bilingual, Match)) and name == "desk":
            yield from (f"{written}.{deeper}" for deeper in inner.model_fields)
        else:
            yield written


@pytest.mark.parametrize("section", SECTIONS)
def test_every_field_stands_under_its_section(section: str) -> None:
    told = _under(f"`{section}`")
    form = SECTIONS[section]
    fields = set(REPLACEABLE) if form.kind is Wording else set()
    missing = [
        field
        for field in fields or _fields(form.kind, form.unwritten)
        if f"`{field}`" not in told
    ]
    assert missing == []


def test_every_section_stands_in_the_form() -> None:
    written = re.findall(r"^(\w+):", FORM, re.MULTILINE)
    assert set(written) == set(SECTIONS) - {"teams", "team_mapping"}
    teams = DOCS[DOCS.index("# teams.yaml, the CTO's") :]
    keys = re.findall(r"^(\w+):", teams, re.MULTILINE)
    assert keys[:2] == ["teams", "team_mapping"]


def test_every_condition_stands_in_its_table() -> None:
    told = _under("Conditions of a `match`")
    assert [name for name in Match.model_fields if f"`{name}`" not in told] == []


@pytest.mark.parametrize("limit", Limits.model_fields)
def test_the_bounds_and_default_of_a_limit_are_those_that_hold(limit: str) -> None:
    field = Limits.model_fields[limit]
    bounds = bounds_of(field.rebuild_annotation())
    (row,) = re.findall(rf"^\| `{limit}` \|.*$", DOCS, re.MULTILINE)
    *_, told, default, _ = row.split("|")
    assert told.strip() == f"{bounds['minimum']} to {bounds['maximum']}"
    assert default.strip() == str(field.default)


def test_each_choice_of_a_field_is_named() -> None:
    for section, form in SECTIONS.items():
        if section == "team_mapping":
            continue  # its fields are those of `mapping`
        for name, info in form.kind.model_fields.items():
            hint = plain(info.annotation)
            if isinstance(hint, type) and issubclass(hint, Enum):
                told = _under(f"`{section}`")
                values = [member.value for member in hint]
                first, last = f"`{values[0]}`", f"`{values[-1]}`"
                assert first in told, (section, name)
                assert last in told, (section, name)


def test_the_lines_that_can_be_replaced_are_told_as_they_are() -> None:
    told = _under("`wording`")
    messages = bundle(Language.ENGLISH)
    for name, most in REPLACEABLE.items():
        pattern = messages.get_message(name).value
        assert pattern is not None
        value, _ = messages.format_pattern(pattern)
        assert f"| `{name}` | {value} | {most} |" in told
