"""Every mistake in a rule file is said at its place, with a way out."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_translate.errors import Mistake, RulesInvalidError
from passerelle_translate.rules import load_rules
from tests.translate.rules_folder import RULES, written

LINES = RULES.count("\n")


def _mistakes(folder: Path) -> tuple[Mistake, ...]:
    with pytest.raises(RulesInvalidError) as raised:
        load_rules(folder)
    return raised.value.mistakes


def _after(text: str) -> str:
    """The rules, and one mistake that begins on the line after them."""
    return RULES + text


RULE = "  - {name: x, match: {project: A}, department: payments"

MISTAKES: list[tuple[str, int, str, str]] = [
    # what is appended to good rules, on which line after them, what, the way out
    ("mappings: []\n", 1, "No rules are called `mappings`", "`mapping`"),
    ("company: {name: B}\n", 1, "`company` is written twice", "one place"),
    (RULE + "\n", 1, "not YAML", "indentation"),
    (RULE + ", label: x}\n", 1, "has no `label`", "It can be"),
    (RULE + ", objectiv: x}\n", 1, "has no `objectiv`", "`objective`"),
    (RULE + ", unless: {label: x}}\n", 1, "has no `unless`", "It can be"),
    (RULE + ", name: y}\n", 1, "`name` is written twice", "Keep one"),
    (RULE + ", also: []}\n", 1, "is an empty list", "at least one"),
    (RULE + ", not: {}}\n", 1, "must be a group", "`tracker`"),
    (RULE + ", objective:}\n", 1, "is empty", "remove the line"),
    (RULE + ", objective: ''}\n", 1, "must be a single value", "same line"),
    (RULE + ", objective: pay-in-tree}\n", 1, "objectives", "`pay-in-three`"),
    (RULE + ", also: [payment]}\n", 1, "departments", "`payments`"),
    (RULE + ", capability: web}\n", 1, "capabilities", "declare it first"),
    (RULE + ", work: repairs}\n", 1, "cannot be `repairs`", "`repair`"),
    (RULE + ", exclude: maybe}\n", 1, "cannot be `maybe`", "`true` or `false`"),
    (RULE + ", exclude: true}\n", 1, "excludes and maps", "Remove `exclude`"),
    ("  - {name: x, match: {project: A}}\n", 1, "says no department", "department"),
    ("  - {name: x, department: payments}\n", 1, "lacks `match`", "Add `match:`"),
    ("  - {match: {project: A}, department: finance}\n", 1, "lacks `name`", "Add"),
    ("  - x\n", 1, "must be a group", "`match`"),
    (
        "  - {name: Excluded, match: {project: A}, department: finance}\n",
        1,
        "Two mapping rules are called `Excluded`",
        "Rename one",
    ),
    (
        "  - {name: x, match: {tracker: jirra}, department: finance}\n",
        1,
        "cannot be `jirra`",
        "`jira`",
    ),
    (
        "  - {name: x, match: {source: A B}, department: finance}\n",
        1,
        "cannot be `A B`",
        "small letters",
    ),
    (
        "  - {name: x, match: {field: c1}, department: finance}\n",
        1,
        "no field with its value",
        "customfield_10042=Checkout",
    ),
    (
        "  - {name: x, match: {label: {a: b}}, department: finance}\n",
        1,
        "must be a single value",
        "same line",
    ),
    (
        "  - {name: !!python/name:os.system x, match: {label: a}, exclude: yes}\n",
        1,
        "asks for",
        "without `!`",
    ),
    ("stages:\n  - {stage: finished}\n", 2, "has no condition", "`status`"),
    ("signs:\n  - {says: on_course}\n", 2, "has no condition", "`label`"),
    ("signs:\n  - {says: fine, label: x}\n", 2, "cannot be `fine`", "`on_course`"),
    ("signs:\n  - {says: on_course, field: c7}\n", 2, "no field", "="),
    ("stages:\n  - {stage: finish, status: 1}\n", 2, "cannot be", "`finished`"),
    ("stages: {}\n", 1, "must be a list", "dash"),
    ("kinds:\n", 1, "`kinds` is empty", "remove the key"),
    ("kinds:\n  - {work: new, match: {label: ''}}\n", 2, "single value", "line"),
    ("limits: {stalled_after_days: 0}\n", 1, "cannot be `0`", "1 to 365"),
    ("limits: {stalled_after_days: soon}\n", 1, "cannot be `soon`", "whole number"),
    ("limits: {unmapped_share_to_say: x}\n", 1, "cannot be `x`", "0.2"),
    (
        "limits: {tolerated_slip_days: 20}\n",
        1,
        "serious before it is noticed",
        "more than",
    ),
    (
        "department_limits:\n  paiements: {stalled_after_days: 3}\n",
        2,
        "departments",
        "`payments`",
    ),
    (
        "department_limits:\n  payments: {stalled_after_day: 3}\n",
        2,
        "has no `stalled_after_day`",
        "`stalled_after_days`",
    ),
    ("promises: {kinds: [milestones]}\n", 1, "cannot be", "`milestone`"),
    ("promises: {type: Epic}\n", 1, "has no `type`", "`types`"),
    ("promises: {from: [versions]}\n", 1, "cannot be", "`version`"),
    ("promises: {origins: due}\n", 1, "has no `origins`", "`from`"),
    (
        "capabilities:\n  Web:\n    name: {fr: a, en: b}\n",
        2,
        "`capabilities.Web` cannot be",
        "small",
    ),
    ("capabilities:\n  web:\n    name: {fr: a}\n", 3, "lacks `en`", "Add `en:`"),
    ("capabilities:\n  web: {name: Web}\n", 2, "must be a group", "`fr`, `en`"),
    (
        "capabilities:\n  web: {name: {fr: a, en: b}, department: pay}\n",
        2,
        "departments",
        "`payments`",
    ),
    ("glossary:\n  - {word: {fr: a, en: b}}\n", 2, "lacks `means`", "Add `means:`"),
    (
        (
            "glossary:\n  - {word: {fr: a, en: b}, means: {fr: a, en: b}}\n"
            "  - {word: {fr: c, en: B}, means: {fr: a, en: b}}\n"
        ),
        3,
        "explains `B` twice",
        "Keep one",
    ),
    ("limits: {unmapped_share_to_say: 1.5}\n", 1, "cannot be `1.5`", "0 to 1"),
    # what is wrong beside hides nothing
    (RULE + ", objectiv: x, also: nobody}\n", 1, "`nobody` is not among", "`payments`"),
    (
        "  - {name: x, match: 3, department: nobody}\n",
        1,
        "`nobody` is not",
        "It can be",
    ),
    (
        "capabilities:\n  web: {name: {en: b}, department: nobody}\n",
        2,
        "`nobody` is not among the departments",
        "It can be",
    ),
    ("limits: {tolerated_slip_days: 20, stalled_after_day: 1}\n", 1, "serious", "more"),
    (
        (
            "limits: {stalled_after_days: x}\n"
            "department_limits:\n  payments: {tolerated_slip_days: 15}\n"
        ),
        3,
        "serious before it is noticed",
        "more than",
    ),
    ("departmnts: {}\nkind:\n  - {work: newer}\n", 3, "cannot be `newer`", "`new`"),
    ("mapping:\n  - {nam: x, department: o}\n", 2, "`o` is not among", "It can be"),
]


@pytest.mark.parametrize(("text", "line", "what", "way_out"), MISTAKES)
def test_a_mistake_is_said_at_its_place(
    text: str, line: int, what: str, way_out: str, tmp_path: Path
) -> None:
    mistakes = _mistakes(written(tmp_path, _after(text)))
    found = [m for m in mistakes if what in m.what]
    assert found, mistakes
    # What YAML cannot read, it notices where the text ends.
    at = LINES + line if "YAML" not in what else found[0].line
    assert (found[0].file, found[0].line) == ("rules.yaml", at), found
    assert way_out in found[0].way_out, found


@pytest.mark.parametrize(
    ("old", "new", "what", "way_out"),
    [
        ("  name: Verdier", "  nom: Verdier", "lacks `name`", "Add `name:`"),
        (
            "  name: Verdier",
            "  name: Verdier\n  time_zone: Europe/Pari",
            "No time zone is called `Europe/Pari`",
            "`Europe/Paris`",
        ),
        (
            "    department: payments\n    name: {fr: Payer",
            "    department: payment\n    name: {fr: Payer",
            "`payment` is not among the departments",
            "`payments`",
        ),
        (
            "    department: payments\n    name: {fr: Payer",
            "    department: payments\n    target_date: 30.11.26\n    name: {fr: Payer",
            "cannot be `30.11.26`",
            "2026-11-30",
        ),
        (
            "  finance:\n",
            "    recipients: [direction at verdier.example]\n  finance:\n",
            "`departments.payments.recipients.#1` cannot be `direction at verdier",
            "payments@verdier.example",
        ),
        (
            "  finance:\n",
            "    recipients: [a@v.example, A@v.example]\n  finance:\n",
            "`A@v.example` would be written to twice",
            "the other is on line 8",
        ),
        (
            "  finance:\n",
            "    time_zone: America/Montreall\n  finance:\n",
            "No time zone is called `America/Montreall`",
            "`America/Montreal`",
        ),
        (
            "  finance:\n",
            "    report_day: tusday\n  finance:\n",
            "cannot be `tusday`",
            "`tuesday`",
        ),
        (
            "mapping:\n",
            "    sponsor: financ\nmapping:\n",
            "`financ` is not among the departments",
            "`finance`",
        ),
        ("mapping:\n", "    why: {fr: x}\nmapping:\n", "lacks `en`", "Add `en:`"),
        (
            "mapping:\n",
            "    weight: 12\nmapping:\n",
            "`objectives.pay-in-three.weight` cannot be `12`",
            "1 to 9",
        ),
        (
            "mapping:\n",
            "    limits: {stale_after_hours: 3}\nmapping:\n",
            "has no `stale_after_hours`",
            "`stalled_after_days`",
        ),
        (
            "mapping:\n",
            "    limits: {tolerated_slip_days: 14}\nmapping:\n",
            "serious before it is noticed",
            "`serious_slip_days`, 14, more than `tolerated_slip_days`, 14",
        ),
        ("  finance:\n", "  payments:\n", "`payments` is written twice", "Keep one"),
        (
            "    department: payments\n    name: {fr: Payer en trois fois, ",
            "    department: nobody\n    name: {",
            "`nobody` is not among the departments",
            "It can be",
        ),
        (
            "    department: payments\n    name: {fr: Payer",
            (
                "    department: payments\n    target_date: 2026-11-30\n"
                "    promised_by: PAY-1\n    name: {fr: Payer"
            ),
            "Objective `pay-in-three` has two promises",
            "Keep `promised_by`",
        ),
        (
            "objectives:\n",
            (
                "objectives:\n"
                "  also-pay: {department: finance, promised_by: PAY-1,\n"
                "    name: {fr: a, en: a}, short: {fr: a, en: a}}\n"
                "  and-pay: {department: finance, promised_by: pay-1,\n"
                "    name: {fr: a, en: a}, short: {fr: a, en: a}}\n"
            ),
            "Two objectives are promised by `pay-1`",
            "the first is on line 12",
        ),
    ],
)
def test_a_mistake_inside_is_said_at_its_place(
    old: str, new: str, what: str, way_out: str, tmp_path: Path
) -> None:
    text = RULES.replace(old, new)
    mistakes = _mistakes(written(tmp_path, text))
    found = [m for m in mistakes if what in m.what]
    assert found, mistakes
    assert way_out in found[0].way_out
    assert found[0].line <= text.count("\n")


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    text = (
        RULES.replace("Europe/Paris", "Nowhere")
        .replace("language", "langage")
        .replace("objective: pay-in-three", "objective: pay")
        .replace("also: finance", "also: finances")
        .replace("label: noise", "labels: noise")
    )
    mistakes = _mistakes(written(tmp_path, text + "limit: {}\n"))
    assert len(mistakes) == len({m.line for m in mistakes}) == 4
    assert [m.line for m in mistakes] == sorted(m.line for m in mistakes)


def test_what_may_follow_is_said_only_when_a_file_cannot_be_read(
    tmp_path: Path,
) -> None:
    folder = written(tmp_path, RULES.replace("also: finance", "also: finances"))
    with pytest.raises(RulesInvalidError) as readable:
        load_rules(folder)
    assert "More may follow" not in str(readable.value)
    (folder / "zz.yaml").write_text("capabilities: [\n")
    with pytest.raises(RulesInvalidError) as raised:
        load_rules(folder)
    assert "`finances` is not among the departments" in str(raised.value)
    assert "\nMore may follow once zz.yaml can be read.\n" in str(raised.value)


def test_a_capability_that_is_wrong_elsewhere_still_has_its_department(
    tmp_path: Path,
) -> None:
    text = RULES + (
        "  - {name: x, match: {project: A}, capability: web}\n"
        "capabilities:\n  web: {name: {fr: a}, department: payments}\n"
    )
    (mistake,) = _mistakes(written(tmp_path, text))
    assert "lacks `en`" in mistake.what


def test_the_limits_of_an_objective_are_held_against_its_departments(
    tmp_path: Path,
) -> None:
    text = RULES.replace("mapping:\n", "    limits: {serious_slip_days: 5}\nmapping:\n")
    own = "department_limits:\n  payments: {tolerated_slip_days: 7}\n"
    assert load_rules(written(tmp_path, text))
    (mistake,) = _mistakes(written(tmp_path, text + own))
    line = text[: text.index("limits:")].count("\n") + 1
    assert (mistake.line, mistake.column) == (line, 5)
    assert "`tolerated_slip_days`, 7" in mistake.way_out


def test_the_message_says_file_line_column_what_and_the_way_out(tmp_path: Path) -> None:
    folder = written(tmp_path, _after("limit: {}\n"))
    with pytest.raises(RulesInvalidError) as raised:
        load_rules(folder)
    assert str(raised.value) == (
        "The rules hold one mistake; nothing was published:\n"
        f"  rules.yaml:{LINES + 1}:1: No rules are called `limit`. "
        "Did you mean `limits`?\n"
        f"Mend them and check again with: passerelle rules check {folder}"
    )


def test_a_key_in_two_files_names_both_places(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "zz.yaml").write_text("limits: {}\nmapping:\n  - x\n")
    mistakes = _mistakes(tmp_path)
    assert "must be a group" in mistakes[0].what
    twice = next(m for m in mistakes if "twice" in m.what)
    assert (twice.file, twice.line) == ("zz.yaml", 2)
    assert "rules.yaml" in twice.way_out


@pytest.mark.parametrize("missing", ["folder", "files"])
def test_a_folder_without_rules_says_so(missing: str, tmp_path: Path) -> None:
    folder = tmp_path / "none" if missing == "folder" else tmp_path
    (mistake,) = _mistakes(folder)
    assert "translate.rules" in mistake.way_out


@pytest.mark.parametrize("absent", ["company", "departments", "mapping"])
def test_what_every_rule_set_needs_is_asked_for(absent: str, tmp_path: Path) -> None:
    present = {
        "company": "company: {name: V, desk: {name: {fr: a, en: b}, address: c}}\n",
        "departments": "departments:\n  a:\n    name: {fr: a, en: b}\n"
        "    addressed: {fr: a, en: b}\n",
        "mapping": "mapping:\n  - {name: x, match: {label: y}, exclude: true}\n",
    }
    del present[absent]
    (mistake,) = _mistakes(written(tmp_path, "".join(present.values())))
    assert mistake.what == f"No file says `{absent}`"


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x, x]\nb: &b [*a, *a]\nmapping: [{match: {label: [*b, *b]}}]\n",
        "mapping: &m\n  - {name: x, match: {label: *m}, exclude: true}\n",
        "mapping: [" + "[" * 500 + "]" * 500 + "]\n",
        "mapping:\n  - {<<: {name: x}, match: {label: a}, exclude: true}\n",
        "limits: !!python/object/apply:os.system [echo]\n",
        "- just\n- a list\n",
        "one: 1\n---\ntwo: 2\n",
        "\x00\n",
        "mapping:\n\t- x\n",
        "? {a: b}\n: c\n",
    ],
)
def test_hostile_files_are_mistakes_and_nothing_more(text: str, tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "hostile.yaml").write_text(text)
    assert {m.file for m in _mistakes(folder)} >= {"hostile.yaml"}


@given(st.binary(max_size=200))
def test_no_file_crashes_the_reading(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = written(Path(name))
        (folder / "any.yaml").write_bytes(content)
        try:
            read = load_rules(folder).content_hash
        except RulesInvalidError as error:
            read = str(error)
    assert read


@pytest.mark.timeout(30)
def test_a_pipe_named_as_a_rule_file_is_not_waited_for(tmp_path: Path) -> None:
    folder = written(tmp_path)
    os.mkfifo(folder / "pipe.yaml")
    (mistake,) = _mistakes(folder)
    assert (mistake.file, mistake.what) == ("pipe.yaml", "The file is no regular file")


@pytest.mark.parametrize("name", ["more.yml", "MORE.YAML"])
def test_a_file_that_would_be_passed_over_is_a_mistake(
    name: str, tmp_path: Path
) -> None:
    folder = written(tmp_path)
    (folder / name).write_text("limits: {stalled_after_days: 3}\n")
    (mistake,) = _mistakes(folder)
    assert mistake.file == name
    assert "Rename it" in mistake.way_out


def test_a_file_in_place_of_the_folder_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "rules").write_text(RULES)
    (mistake,) = _mistakes(tmp_path / "rules")
    assert mistake.what == "This is no folder"


@pytest.mark.parametrize("broken", [b"objectives: [\n", b"\xff", b"objective: {}\n"])
def test_what_an_unread_section_declares_is_not_called_unknown(
    broken: bytes, tmp_path: Path
) -> None:
    """One mistake is one line, not one for every rule that refers to that file."""
    start, end = RULES.index("objectives:"), RULES.index("mapping:")
    folder = written(tmp_path, RULES[:start] + RULES[end:])
    (folder / "zz.yaml").write_bytes(broken)
    assert [mistake.file for mistake in _mistakes(folder)] == ["zz.yaml"]


@pytest.mark.parametrize("sign", ["\\ud800", "\\x07", "\\u202E"])
def test_a_sign_that_hides_is_a_mistake(sign: str, tmp_path: Path) -> None:
    """No topic holds half a surrogate, and no page may look like another one."""
    folder = written(tmp_path, RULES.replace("Verdier\n", f'"Ver{sign}dier"\n', 1))
    (mistake,) = _mistakes(folder)
    assert (mistake.line, "hidden sign U+" in mistake.what) == (2, True)


def test_a_mistake_is_short_and_printable_whatever_was_written(tmp_path: Path) -> None:
    zone = f'"\\e[2J{"x" * 5000}"'
    text = RULES.replace("Verdier\n", f"Verdier\n  {zone}: 1\n", 1)
    for mistake in _mistakes(written(tmp_path, text)):
        assert str(mistake).isprintable()
        assert len(str(mistake)) < 500


@pytest.mark.timeout(30)
def test_thousands_of_rules_are_checked_in_their_number(tmp_path: Path) -> None:
    """Holding each rule against each other one would take minutes."""
    rules = "".join(
        f"  - {{name: r{n}, match: {{label: l{n}}}, exclude: true}}\n"
        for n in range(5000)
    )
    stages = "".join(f"  - {{stage: finished, status: {n}}}\n" for n in range(5000))
    draft = load_rules(written(tmp_path, f"{RULES}{rules}stages:\n{stages}"))
    assert (len(draft.mapping), len(draft.stages)) == (5002, 5000)


def test_aliases_that_multiply_are_bounded(tmp_path: Path) -> None:
    """Nine levels of nine aliases would be 387 million labels."""
    levels = "".join(
        f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 10)
    )
    bomb = f"l0: &l0 [x, x, x, x, x, x, x, x, x]\n{levels}"
    rule = "mapping:\n  - {name: x, match: {label: *l9}, exclude: true}\n"
    mistakes = _mistakes(written(tmp_path, bomb + rule))
    assert len(mistakes) < 100
