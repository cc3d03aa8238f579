"""Teams map their own work, behind the CTO's rules and inside what he gave them."""

from pathlib import Path

import pytest

from passerelle_schemas.rules import Match
from passerelle_translate.errors import Mistake, RulesInvalidError
from passerelle_translate.rules import RuleDraft, load_rules, read_rules
from tests.translate.rules_folder import RULES, written

CAPABILITIES = """\
capabilities:
  till: {name: {fr: Caisse, en: Till}, department: payments}
  ledger: {name: {fr: Livre, en: Ledger}, department: finance}
  tools: {name: {fr: Outils, en: Tools}}
"""
TEAMS = """\
teams:
  till:
    projects: [OPS, verdier/shop]
    departments: payments
"""
GOOD = """\
team_mapping:
  till:
    - {name: Till, match: {component: Caisse}, capability: till}
    - {name: Shop, match: {project: verdier/shop}, objective: pay-in-three}
"""


def _folder(folder: Path, own: str = GOOD, teams: str = TEAMS) -> Path:
    written(folder, RULES + CAPABILITIES)
    (folder / "teams.yaml").write_text(teams)
    (folder / "team-till.yaml").write_text(own)
    return folder


def _mistakes(folder: Path) -> tuple[Mistake, ...]:
    with pytest.raises(RulesInvalidError) as raised:
        load_rules(folder)
    return raised.value.mistakes


@pytest.fixture
def draft(tmp_path: Path) -> RuleDraft:
    return load_rules(_folder(tmp_path))


def test_the_rules_of_teams_stand_behind_all_of_the_ctos(draft: RuleDraft) -> None:
    told = [(rule.name, rule.team) for rule in draft.mapping]
    assert told == [
        ("Excluded", None),
        ("Instalments", None),
        ("Till", "till"),
        ("Shop", "till"),
    ]


def test_a_rule_without_a_project_is_for_the_teams_projects(draft: RuleDraft) -> None:
    till, shop = draft.mapping[2:]
    assert till.match == Match(component=("Caisse",), project=("OPS", "verdier/shop"))
    assert shop.match == Match(project=("verdier/shop",))


def test_each_team_may_have_a_file_of_its_own(tmp_path: Path) -> None:
    more = TEAMS + "  books: {projects: FIN, departments: finance}\n"
    folder = _folder(tmp_path, teams=more)
    own = "team_mapping:\n  books: [{name: B, match: {label: b}, capability: ledger}]\n"
    (folder / "team-books.yaml").write_text(own)
    mapping = load_rules(folder).mapping
    assert {rule.team for rule in mapping} == {None, "till", "books"}
    (folder / "again.yaml").write_text(own)
    (mistake, *_) = _mistakes(folder)
    assert "`books` is written twice" in mistake.what


@pytest.mark.parametrize(
    ("fields", "what", "way_out"),
    [
        (
            ["match: {component: x}", "exclude: ¤true"],
            "Team `till` may not exclude work",
            "only `mapping` excludes",
        ),
        (
            ["match: {project: [OPS, ¤FIN]}", "capability: till"],
            "Team `till` may not map work of `FIN`",
            (
                "The CTO gave it the projects `OPS`, `verdier/shop` (on line 3 of "
                "teams.yaml): stay there, or ask."
            ),
        ),
        (
            ["match: {label: x}", "department: ¤finance"],
            "Team `till` may not speak for `finance`",
            "the departments `payments` (on line 4 of teams.yaml)",
        ),
        (
            ["match: {label: x}", "capability: till", "also: ¤finance"],
            "Team `till` may not speak for `finance`",
            "the departments `payments`",
        ),
        (
            ["match: {label: x}", "capability: ¤ledger"],
            (
                "Team `till` may not map to the capability `ledger`, which is for "
                "`finance`"
            ),
            "the departments `payments`",
        ),
        (
            ["match: {label: x}", "department: ¤nobody"],
            "`nobody` is not among the departments",
            "It can be `payments`, `finance`",
        ),
        (
            ["match: {label: x}", "objective: ¤pay-in-tree"],
            "`pay-in-tree` is not among the objectives",
            "`pay-in-three`",
        ),
        (
            ["match: {label: x}", "¤team: till", "capability: till"],
            "`team_mapping.till.#1` has no `team`",
            "It can be",
        ),
    ],
)
def test_what_a_team_may_not_is_said_with_the_limit_and_who_set_it(
    fields: list[str], what: str, way_out: str, tmp_path: Path
) -> None:
    lines = [f"      {field}\n" for field in fields]
    text = f"team_mapping:\n  till:\n    - name: X\n{''.join(lines)}"
    at = text.index("¤")
    line, column = text.count("\n", 0, at) + 1, at - text.rindex("\n", 0, at)
    (mistake,) = _mistakes(_folder(tmp_path, text.replace("¤", "")))
    place = (mistake.file, mistake.line, mistake.column)
    assert (mistake.what, place) == (what, ("team-till.yaml", line, column))
    assert way_out in mistake.way_out


def test_capabilities_that_are_named_are_the_only_ones(tmp_path: Path) -> None:
    folder = _folder(tmp_path, teams=TEAMS + "    capabilities: tools\n")
    (mistake,) = _mistakes(folder)
    assert mistake.what == "Team `till` may not map to the capability `till`"
    assert "the capabilities `tools` (on line 5 of teams.yaml)" in mistake.way_out


def test_a_team_that_nobody_declared_is_a_mistake(tmp_path: Path) -> None:
    folder = _folder(tmp_path, GOOD.replace("  till:", "  tilt:"))
    (mistake,) = _mistakes(folder)
    assert mistake.what == "`tilt` is not among the teams"
    assert (mistake.line, mistake.way_out) == (2, "Did you mean `till`?")


def test_a_team_rule_that_the_cto_leaves_nothing_is_told(tmp_path: Path) -> None:
    text = (
        "  - {name: Ops, match: {project: [OPS, verdier/shop]}, department: finance}\n"
    )
    folder = _folder(tmp_path)
    start = RULES.index("  - name: Excluded")
    wider = RULES[:start] + text + RULES[start:]
    (folder / "rules.yaml").write_text(wider + CAPABILITIES)
    told = [warning.what for warning in read_rules(folder).warnings]
    assert "`Ops` leaves nothing to 2 rules below it" in told
