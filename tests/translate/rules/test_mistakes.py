"""Every mistake in a rule file is said at its place, with a way out."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle_translate.errors import Mistake, RulesInvalidError
from passerelle_translate.rules import load_rules
from tests.translate.rules.mistakes import INSIDE, MISTAKES, marked
from tests.translate.rules_folder import RULES, written

LINES = RULES.count("\n")


def _mistakes(folder: Path) -> tuple[Mistake, ...]:
    with pytest.raises(RulesInvalidError) as raised:
        load_rules(folder)
    return raised.value.mistakes


def _after(text: str) -> str:
    """The rules, and one mistake that begins on the line after them."""
    return RULES + text


@pytest.mark.parametrize(
    ("text", "what", "way_out"), [(row[0], row[1], row[2]) for row in MISTAKES]
)
def test_a_mistake_is_said_at_its_place(
    text: str, what: str, way_out: str, tmp_path: Path
) -> None:
    wrong, place = marked(_after(text))
    mistakes = _mistakes(written(tmp_path, wrong))
    found = [m for m in mistakes if what in m.what]
    assert found, mistakes
    assert (found[0].file, found[0].line, found[0].column) == ("rules.yaml", *place)
    assert way_out in found[0].way_out, found


@pytest.mark.parametrize(("old", "new", "what", "way_out"), [row[:4] for row in INSIDE])
def test_a_mistake_inside_is_said_at_its_place(
    old: str, new: str, what: str, way_out: str, tmp_path: Path
) -> None:
    assert old in RULES
    wrong, place = marked(RULES.replace(old, new))
    mistakes = _mistakes(written(tmp_path, wrong))
    found = [m for m in mistakes if what in m.what]
    assert found, mistakes
    assert (found[0].line, found[0].column) == place
    assert way_out in found[0].way_out


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
    more = "\nMore may follow once `capabilities` in zz.yaml can be read.\n"
    assert more in str(raised.value)


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
    assert (mistake.line, mistake.column) == (line, 33)
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
