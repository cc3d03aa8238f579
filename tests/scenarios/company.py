"""The company of the stories: its trackers, and the rules by which they are read."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from passerelle_ingest.settings import IngestSettings, SourceSettings
from passerelle_schemas.rules import RuleSet
from passerelle_translate.rules import load_rules, published
from tests.drill.jira.catalogue import EPIC_LINK, OPTION, PROJECTS
from tests.scenarios.github_side import REPOSITORY
from tests.scenarios.jira_side import HOME
from tests.scenarios.reading import STORIES, instant
from tests.scenarios.story import World

GITHUB, JIRA = "github-verdier", "jira-verdier"
RULES = STORIES / "rules.yaml"


@cache
def sources(world: World) -> Mapping[str, SourceSettings]:
    """The settings of both trackers, which know of each other."""
    cloud = world is not World.DATA_CENTER
    known = {"email": "reader@verdier.example", "api_token": "a-token"}
    settings = IngestSettings.model_validate(
        {
            "sources": [
                {
                    "id": GITHUB,
                    "tracker": "github",
                    "projects": [REPOSITORY],
                    "token": "a-token",
                },
                {
                    "id": JIRA,
                    "tracker": "jira",
                    "api_url": HOME,
                    "deployment": "cloud" if cloud else "datacenter",
                    "projects": [one.key for one in PROJECTS if one.followed],
                    "epic_link_field": EPIC_LINK,
                    "fields": [OPTION],
                    **(known if cloud else {"token": "a-token"}),
                },
            ]
        }
    )
    return {source.id: source for source in settings.sources}


def rules_of(otherwise: Mapping[str, Any]) -> RuleSet:
    """Read the company's rule set, with what a story says otherwise."""
    return _rules(yaml.safe_dump(dict(otherwise)))


@cache
def _rules(otherwise: str) -> RuleSet:
    content: dict[str, Any] = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    for name, said in yaml.safe_load(otherwise).items():
        both = isinstance(said, dict) and isinstance(content.get(name), dict)
        content[name] = content[name] | said if both else said
    with TemporaryDirectory() as folder:
        file = Path(folder) / "rules.yaml"
        file.write_text(yaml.safe_dump(content), encoding="utf-8")
        draft = load_rules(Path(folder))
    return published(
        draft, None, author="CTO", reason="story", effective_from=instant("1 Jan")
    )
