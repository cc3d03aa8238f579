"""What is no YAML hides nothing beside it, and is told where it begins."""

from pathlib import Path

import pytest

from passerelle_translate.errors import RulesInvalidError
from passerelle_translate.rules import load_rules
from tests.translate.rules.mistakes import marked
from tests.translate.rules_folder import RULES, written

WRONG = RULES.replace("also: finance", "also: finances").replace(
    "    department: payments\n", "    department: paiments\n"
)
"""Good rules but for two names."""


def _told(folder: Path, text: str) -> RulesInvalidError:
    with pytest.raises(RulesInvalidError) as raised:
        load_rules(written(folder, text))
    return raised.value


@pytest.mark.parametrize(
    ("broken", "more"),
    [
        # what is appended, with a mark where YAML breaks; what may hold more mistakes
        (
            "kinds:\n  - ¤{work: new, match: {label: x}\nlimits: {review_days: 9}\n",
            "kinds",
        ),
        ("kinds: ¤[\nlimits: {review_days: 9}\n", "kinds"),
        ("stages:\n  - stage: finished\n   ¤status: 1\n", "stages"),
        ("stages:\n¤\t- {stage: finished, status: 1}\n", "stages"),
        ("glossary:\n  - word: {fr: ¤'a, en: b}\n", "glossary"),
        ("limits:\n  review_days: 9\n    blocked_days¤: 2\n", "limits"),
        ("limits: {review_days: ¤@9}\n", "limits"),
        ("limits:\n  review_days: 5¤: 6\n", "limits"),
    ],
)
def test_all_else_in_the_file_is_read(broken: str, more: str, tmp_path: Path) -> None:
    text, place = marked(WRONG + broken)
    error = _told(tmp_path, text)
    told = [(m.line, m.column) for m in error.mistakes if "not YAML" in m.what]
    assert told == [place], error.mistakes
    names = {m.what.split("`")[1] for m in error.mistakes if "not among" in m.what}
    assert names == {"finances", "paiments"}
    assert f"More may follow once `{more}` in rules.yaml can be read." in str(error)


def test_the_other_entries_of_a_list_are_read_with_their_numbers(
    tmp_path: Path,
) -> None:
    text = RULES + (
        "  - {name: broken, match: {label: [x}, exclude: true}\n"
        "  - {name: y, match: {label: z}, excluded: true}\n"
        "  - name: also broken\n"
        "    match: {label: 'x}\n"
        "  - {name: w, match: {label: v}, department: nobody}\n"
    )
    error = _told(tmp_path, text)
    told = [(m.line - RULES.count("\n"), m.what) for m in error.mistakes]
    assert [line for line, _ in told] == [1, 2, 4, 5]
    assert told[1][1] == "`mapping.#4` has no `excluded`"
    assert told[3][1] == "`nobody` is not among the departments"


def test_the_other_names_of_a_group_are_read_and_none_is_called_unknown(
    tmp_path: Path,
) -> None:
    text = RULES + (
        "  - {name: x, match: {label: x}, capability: shop}\n"
        "  - {name: y, match: {label: y}, capability: till}\n"
        "capabilities:\n"
        "  till:\n    name: {fr: a, en: b}\n    departement: finance\n"
        "  shop:\n    name: {fr: [a, en: b}\n"
    )
    error = _told(tmp_path, text)
    whats = [m.what for m in error.mistakes]
    assert whats[0] == "Rule `y` says no department"
    assert "`capabilities.till` has no `departement`" in whats
    assert not [what for what in whats if "`shop` is not among" in what]
    assert not [what for what in whats if "`x`" in what]


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"limits:\n  review_days: \xff9\n", 2, 16),
        (b"limits:\n  review_days: 9 # \x07\n", 2, 20),
    ],
)
def test_a_sign_that_is_no_text_is_told_where_it_stands(
    content: bytes, line: int, column: int, tmp_path: Path
) -> None:
    folder = written(tmp_path)
    (folder / "zz.yaml").write_bytes(content)
    with pytest.raises(RulesInvalidError) as raised:
        load_rules(folder)
    (mistake,) = raised.value.mistakes
    assert (mistake.file, mistake.line, mistake.column) == ("zz.yaml", line, column)


@pytest.mark.timeout(30)
def test_a_file_in_thousands_of_pieces_is_not_read_piece_by_piece(
    tmp_path: Path,
) -> None:
    folder = written(tmp_path)
    (folder / "zz.yaml").write_text("a: [\n" * 100_000)
    (folder / "zzz.yaml").write_text("kinds:\n" + "  - [\n" * 100_000)
    with pytest.raises(RulesInvalidError) as raised:
        load_rules(folder)
    assert [m.file for m in raised.value.mistakes] == ["zz.yaml", "zzz.yaml"]
