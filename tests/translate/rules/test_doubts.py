"""What is doubtful is told at its place, and only where it can be proven."""

from pathlib import Path

import pytest

from passerelle_translate.errors import RulesInvalidError
from passerelle_translate.rules import read_rules
from tests.translate.rules_folder import RULES, written

FINANCE = "department: finance"


def _warned(folder: Path, text: str) -> list[str]:
    return [str(w) for w in read_rules(written(folder, text)).warnings]


def _rules(*conditions: str, section: str = "mapping") -> str:
    rules = [
        f"  - {{name: r{n}, {text}, {FINANCE}}}\n" for n, text in enumerate(conditions)
    ]
    return RULES.partition("mapping:")[0] + f"{section}:\n" + "".join(rules)


def test_good_rules_have_no_warning(tmp_path: Path) -> None:
    assert _warned(tmp_path, RULES) == []


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("match: {tracker: [jira, github]}", "match: {project: PAY}"),
        ("match: {project: PAY}", "match: {project: PAY, label: x}"),
        ("match: {project: [PAY, OPS]}", "match: {project: PAY}"),
        ("match: {label: Shop}", "match: {label: shop, type: Bug}"),
        ("match: {title: Shop}", "match: {title: the shop window}"),
        ("match: {project: PAY}", "match: {project: PAY}, not: {label: x}"),
        (
            "match: {project: PAY}, not: {label: x}",
            "match: {project: PAY, type: Bug}, not: {label: x}",
        ),
    ],
)
def test_a_rule_that_can_never_apply_is_told(
    wide: str, narrow: str, tmp_path: Path
) -> None:
    (told,) = _warned(tmp_path, _rules("match: {label: first}", wide, narrow))
    line = _rules(wide).count("\n") + 2
    assert told.startswith(f"rules.yaml:{line}:")
    assert "`r2` can never apply" in told
    assert f"`r1` on line {line - 1} matches first" in told


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("match: {project: PAY, label: x}", "match: {project: PAY}"),
        ("match: {project: PAY}", "match: {project: [PAY, OPS]}"),
        ("match: {project: PAY}", "match: {project: pay}"),
        ("match: {project: PAY}, not: {label: x}", "match: {project: PAY}"),
        ("match: {tracker: jira}", "match: {project: PAY}"),
        ("match: {title: the shop}", "match: {title: shop}"),
        ("match: {title: hop}", "match: {title: shop}"),
        ("match: {label: x}", "match: {component: x}"),
        ("match: {ancestor: PAY-1}", "match: {ancestor: PAY-11}"),
    ],
)
def test_a_rule_that_may_apply_is_left_alone(
    wide: str, narrow: str, tmp_path: Path
) -> None:
    told = _warned(tmp_path, _rules(wide, narrow))
    assert not [one for one in told if "never apply" in one]


def test_dead_kinds_and_stages_are_told_too(tmp_path: Path) -> None:
    text = (
        f"{RULES}kinds:\n"
        "  - {work: repair, match: {type: Bug}}\n"
        "  - {work: upkeep, match: {type: bug, label: old}}\n"
        "stages:\n"
        "  - {stage: finished, category: done}\n"
        '  - {stage: dropped, category: done, status: "9"}\n'
    )
    lines = RULES.count("\n")
    told = _warned(tmp_path, text)
    assert [one.split(":")[1] for one in told] == [str(lines + 3), str(lines + 6)]


def test_a_project_with_two_letters_swapped_is_told(tmp_path: Path) -> None:
    text = _rules(
        "match: {project: OPS, label: a}",
        "match: {project: OSP, label: b}",
        "match: {project: OPS, label: c}",
    )
    (told,) = _warned(tmp_path, text)
    assert "Only here is a project called `OSP`. Did you mean `OPS`?" in told


def test_projects_that_only_resemble_each_other_are_left_alone(tmp_path: Path) -> None:
    text = _rules(
        "match: {project: OPS, label: a}",
        "match: {project: OPT, label: b}",
        "match: {project: OPS, label: c}",
    )
    assert _warned(tmp_path, text) == []


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "glossary.yaml").write_text("# later\n")
    (warning,) = read_rules(folder).warnings
    assert (warning.file, warning.what) == ("glossary.yaml", "The file says nothing")


def test_a_mapping_that_was_emptied_is_asked_for_where_it_stood(tmp_path: Path) -> None:
    folder = written(tmp_path, RULES.partition("mapping:")[0])
    (folder / "the_mapping.yaml").write_text("")
    with pytest.raises(RulesInvalidError) as raised:
        read_rules(folder)
    (mistake,) = raised.value.mistakes
    assert mistake.file == "the_mapping.yaml"
    assert mistake.what == "No file says `mapping`"


def test_rules_in_a_folder_below_are_not_left_out_silently(tmp_path: Path) -> None:
    folder = written(tmp_path)
    written(folder / "sub" / "deeper")
    written(folder / "..data")  # as Kubernetes mounts the very same files
    with pytest.raises(RulesInvalidError) as raised:
        read_rules(folder)
    (mistake,) = raised.value.mistakes
    assert mistake.file == "sub/"
    assert "Move its files up" in mistake.way_out


@pytest.mark.parametrize(
    ("key", "way_out"),
    [
        ("'!!'", "PAY-17"),
        ("PAY", "PAY-17"),
        ("PAY-", "owner/repository"),
        ("a/b/c", "milestone/3"),
        ("pay-1", "Did you mean `PAY-1`?"),
    ],
)
def test_a_promise_that_no_item_can_carry_is_a_mistake(
    key: str, way_out: str, tmp_path: Path
) -> None:
    text = RULES.replace("    short:", f"    promised_by: {key}\n    short:")
    with pytest.raises(RulesInvalidError) as raised:
        read_rules(written(tmp_path, text))
    (mistake,) = raised.value.mistakes
    assert way_out in mistake.way_out


@pytest.mark.parametrize(
    "key", ["PAY-1", "A_B2-10", "o/r#12", "o.o/r-r/milestone/3", "o/r/releases/tag/v1"]
)
def test_a_promise_that_an_item_can_carry_is_none(key: str, tmp_path: Path) -> None:
    text = RULES.replace("    short:", f"    promised_by: {key}\n    short:")
    assert _warned(tmp_path, text) == []


def test_others_add_what_they_know_at_its_place(tmp_path: Path) -> None:
    place = ("objectives", "pay-in-three", "name", "fr")
    read = read_rules(
        written(tmp_path), doubtful=lambda words: [(place, words[place], "So what?")]
    )
    (warning,) = read.warnings
    assert warning.what == "Payer en trois fois"
    with pytest.raises(RulesInvalidError) as raised:
        read_rules(tmp_path, wrong=lambda _: [(place, "No", "Mend it.")])
    (mistake,) = raised.value.mistakes
    assert (mistake.line, mistake.column) == (warning.line, warning.column)
