"""Rules that match none of all that trackers have shown."""

from pathlib import Path

from passerelle.rules_checked import checked_rules
from passerelle_translate.idle import Idle, idle_rules
from passerelle_translate.rules import load_rules
from tests.translate.examples import (
    DOING,
    DONE,
    TO_DO,
    folded,
    observed,
    on,
    status,
    touch,
)
from tests.translate.rules_folder import RULES, written

MORE = """\
  - {name: Under, match: {ancestor: PAY-1}, department: finance}
  - {name: Gone, match: {component: Caise}, department: finance}
  - {name: Never, match: {type: Epic}, not: {project: PAY}, department: finance}
stages:
  - {stage: started, status: "10001"}
  - {stage: in_review, status: "10105"}
  - {stage: finished, source: another, status: "10002"}
"""
ITEMS = (
    folded(observed(), status(on(1, 5), TO_DO, DOING), status(on(1, 9), DOING, DONE)),
    folded(touch(on(1, 9))),  # no tracker ever showed it
)


def test_what_matches_nothing_is_found_whatever_stands_above_it(tmp_path: Path) -> None:
    rules = load_rules(written(tmp_path, RULES + MORE))
    found = idle_rules(ITEMS, rules)
    assert found == Idle(1, ("Excluded", "Gone", "Never"), (1, 2))


def test_it_is_told_in_one_sentence_a_section_and_counted(tmp_path: Path) -> None:
    names = tuple(f"r{n}" for n in range(9))
    rules = "".join(
        f"  - {{name: {name}, match: {{label: {name}}}, department: payments}}\n"
        for name in names
    )
    folder = written(tmp_path, RULES + rules + MORE[MORE.index("stages") :])
    idle = Idle(3120, ("Excluded", *names), (1, 2))
    told = checked_rules(folder, idle=idle).warnings
    assert [(warning.line, warning.what) for warning in told] == [
        (
            17,
            (
                "Of `mapping`, `Excluded`, `r0`, `r1`, `r2`, `r3` and 5 more matched "
                "none of the 3120 work items read so far"
            ),
        ),
        (
            35,
            (
                "Of `stages`, rule 2, rule 3 matched none of the 3120 work items read "
                "so far"
            ),
        ),
    ]
