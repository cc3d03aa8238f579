"""The rules that teams write for their own work, inside what the CTO gave them.

They stand behind all of the CTO's own. They map work of the team's projects only, to
its departments, objectives and capabilities only, and exclude nothing: what nobody
should see is not for the team to say.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from passerelle_schemas.rules import MappingRule, Team
from passerelle_translate.rules.nodes import shown
from passerelle_translate.rules.reading import Path, Reader
from passerelle_translate.rules.references import Content, Wrong, names, place_of


def flattened(content: Content) -> dict[str, Any]:
    """Return *content* with the rules of teams in the one mapping, at its end."""
    others = {name: said for name, said in content.items() if name != "team_mapping"}
    own = confined(content, content.get("team_mapping", ()))
    return others | {"mapping": (*content["mapping"], *own)}


def confined(content: Content, rules: Iterable[MappingRule]) -> Iterator[MappingRule]:
    """Yield *rules*, those of a team for its projects only where they name none."""
    teams = {team.id: team for team in content.get("teams", ())}
    for rule in rules:
        if rule.team not in teams or rule.match.project:
            yield rule
        else:
            projects = {"project": teams[rule.team].projects}
            match = rule.match.model_copy(update=projects)
            yield rule.model_copy(update={"match": match})


def breaches(content: Content, reader: Reader) -> Iterator[Wrong]:
    """Yield what teams say beyond what the CTO gave them, and what he gave."""
    teams = {team.id: team for team in content.get("teams", ())}
    owners = {
        (kind, each.id): each.department
        for kind in _SECTIONS
        for each in content.get(_SECTIONS[kind], ())
    }
    departments = names(content, reader, "departments")
    for path, rule in reader.rules.items():
        if rule.team not in teams:
            continue
        team = teams[rule.team]
        given = _Given(team, path, reader)
        if rule.exclude:
            what = f"Team `{team.id}` may not exclude work"
            out = "Map it, or leave it to the CTO: only `mapping` excludes."
            yield (*path, "exclude"), what, out
        yield from _words(path, rule, team, given, departments)
        yield from _meant(path, rule, team, given, owners)


_SECTIONS = {"objective": "objectives", "capability": "capabilities"}


def _words(
    path: Path,
    rule: MappingRule,
    team: Team,
    given: "_Given",
    departments: Collection[str],
) -> Iterator[Wrong]:
    """Yield projects and departments that are not the team's."""
    for number, project in enumerate(rule.match.project):
        if project not in team.projects:
            what = f"Team `{team.id}` may not map work of `{shown(project)}`"
            yield (*path, "match", "project", number), what, given("projects")
    told: list[tuple[Path, str | None]] = [(("department",), rule.department)]
    told += [(("also", number), other) for number, other in enumerate(rule.also)]
    for field, name in told:
        if name in departments and name not in team.departments:
            what = f"Team `{team.id}` may not speak for `{name}`"
            yield (*path, *field), what, given("departments")


def _meant(
    path: Path,
    rule: MappingRule,
    team: Team,
    given: "_Given",
    owners: Mapping[tuple[str, str], str | None],
) -> Iterator[Wrong]:
    """Yield an objective and a capability that the team was not given."""
    for kind, section in _SECTIONS.items():
        name, named = getattr(rule, kind), getattr(team, section)
        if (kind, name) not in owners:
            continue
        what = f"Team `{team.id}` may not map to the {kind} `{name}`"
        owner = owners[kind, name]
        if named and name not in named:
            yield (*path, kind), what, given(section)
        elif not named and owner and owner not in team.departments:
            out = given("departments")
            yield (*path, kind), f"{what}, which is for `{owner}`", out


class _Given:
    """Says what the CTO gave a team, and where."""

    def __init__(self, team: Team, beside: Path, reader: Reader) -> None:
        self._team, self._beside, self._reader = team, beside, reader

    def __call__(self, limit: str) -> str:
        words: Collection[str] = getattr(self._team, limit)
        told = ", ".join(f"`{shown(word)}`" for word in words)
        where = ("teams", self._team.id, limit)
        there = place_of(self._reader, where, beside=self._beside)
        return f"The CTO gave it the {limit} {told} ({there}): stay there, or ask."
