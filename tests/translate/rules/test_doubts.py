"""What is doubtful is told at its place, and only where it can be proven."""

from pathlib import Path

import pytest

from passerelle_translate.errors import RulesInvalidError
from passerelle_translate.rules import read_rules
from tests.translate.rules_folder import RULES, written

FINANCE = "department: finance"
BOTH = RULES[: RULES.index("objectives:")]
BARE = BOTH[: BOTH.index("  payments:")] + BOTH[BOTH.index("  finance:") :]
"""Without what no rule below leads to."""


def _warned(folder: Path, text: str) -> list[str]:
    return [str(w) for w in read_rules(written(folder, text)).warnings]


def _rules(*conditions: str, section: str = "mapping") -> str:
    rules = [
        f"  - {{name: r{n}, {text}, {FINANCE}}}\n" for n, text in enumerate(conditions)
    ]
    return BARE + f"{section}:\n" + "".join(rules)


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


def _told(folder: Path, text: str) -> list[str]:
    return [f"{w.line}: {w.what}" for w in read_rules(written(folder, text)).warnings]


@pytest.mark.parametrize(
    "rule",
    [
        "match: {project: PAY}, not: {project: PAY}",
        "match: {project: PAY, label: x}, not: {label: X}",
        "match: {title: the shop window}, not: {title: shop}",
        "match: {label: x}, not: {tracker: [jira, github]}",
    ],
)
def test_a_rule_whose_not_takes_all_that_it_matches_is_told(
    rule: str, tmp_path: Path
) -> None:
    (told,) = _warned(tmp_path, _rules(rule))
    assert "`r0` can never apply: its `not` takes all that it matches" in told


@pytest.mark.parametrize(
    ("match", "what"),
    [
        ("project: PAY, tracker: github", "`project` is of Jira, and `tracker` of Gi"),
        ("project: o/r, tracker: jira", "`project` is of GitHub, and `tracker` of J"),
        ("project: PAY, kind: pull_request", "`kind` is of GitHub, and `project` of"),
        ("project: o/r, component: Till", "`component` is of Jira, and `project` of"),
        ("kind: version, tracker: github", "`kind` is of Jira, and `tracker` of GitH"),
        ("kind: milestone, field: c=1", "`field` is of Jira, and `kind` of GitHub"),
    ],
)
def test_conditions_that_exclude_each_other_are_told(
    match: str, what: str, tmp_path: Path
) -> None:
    (told,) = _warned(tmp_path, _rules(f"match: {{{match}}}"))
    assert f"`r0` matches nothing: {what}" in told
    text = f"{RULES}kinds:\n  - {{work: new, match: {{{match}}}}}\n"
    (told,) = _warned(tmp_path, text)
    assert f"This rule matches nothing: {what}" in told


@pytest.mark.parametrize(
    "match",
    [
        "project: [PAY, o/r], tracker: github",
        "project: PAY, kind: [issue, pull_request]",
        "tracker: jira, component: Till, kind: version",
        "tracker: [jira, github], kind: release",
    ],
)
def test_conditions_that_one_item_can_meet_are_left_alone(
    match: str, tmp_path: Path
) -> None:
    assert _warned(tmp_path, _rules(f"match: {{{match}}}")) == []


def _two(first: str, second: str) -> str:
    rules = (
        f"  - {{name: a, match: {{project: PAY, {first}}}, department: payments}}\n"
        f"  - {{name: b, match: {{project: PAY, {second}}}, department: finance}}\n"
    )
    return BOTH + f"mapping:\n{rules}"


def _overlaps(folder: Path, text: str) -> list[str]:
    return [told for told in _told(folder, text) if "the same work" in told]


def test_rules_of_two_departments_for_the_same_work_are_told(tmp_path: Path) -> None:
    text = _two("label: x", "component: y")
    lines = text.count("\n")
    (warning,) = [
        w for w in read_rules(written(tmp_path, text)).warnings if "same work" in w.what
    ]
    assert warning.line == lines
    assert warning.what == (
        "`a` of `payments` and `b` of `finance` can match the same work"
    )
    assert warning.way_out == (
        f"The rule on line {lines - 1} wins; if that is meant, name `finance` in its "
        "`also`, or tell the two apart with `not`."
    )


def test_many_such_rules_are_one_doubt(tmp_path: Path) -> None:
    text = _two("label: x", "component: y") + "".join(
        f"  - {{name: c{n}, match: {{project: PAY, title: t{n}}}, {FINANCE}}}\n"
        for n in range(20)
    )
    (told,) = _overlaps(tmp_path, text)
    assert told.endswith("can match the same work, and so can 20 other pairs")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("type: Bug", "type: Story"),
        ("label: x, kind: issue", "component: y, kind: version"),
        ("label: x, type: Bug", "label: [x, y]"),  # the first is the narrower one
        ("label: x}, not: {component: Y", "component: y"),
        ("label: x", "component: y}, not: {label: X"),
        ("label: x}, also: [finance], not: {label: z", "component: y"),
    ],
)
def test_rules_that_are_apart_or_meant_so_are_left_alone(
    first: str, second: str, tmp_path: Path
) -> None:
    assert _overlaps(tmp_path, _two(first, second)) == []


def test_what_no_rule_leads_to_is_told_once_and_counted(tmp_path: Path) -> None:
    idle = "".join(
        f"  c{n}: {{name: {{fr: a, en: b}}, department: payments}}\n" for n in range(7)
    )
    start = RULES.index("    objective: pay-in-three")
    text = RULES[:start] + "    department: payments\n" + RULES[start:]
    text = text.replace("    objective: pay-in-three\n    also: finance\n", "")
    text += (
        f"capabilities:\n{idle}teams: {{t: {{projects: A, departments: finance}}}}\n"
    )
    assert _told(tmp_path, text) == [
        "8: No mapping rule leads to `finance`: nothing stands in an edition for it",
        "12: No mapping rule leads to `pay-in-three`: no work is ever counted for it",
        "24: No mapping rule leads to `c0`, `c1`, `c2`, `c3`, `c4` and 2 more",
        "31: `t` may map work, and no `team_mapping` does",
    ]
