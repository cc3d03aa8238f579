"""What a folder of rules begins with: one that holds no mistake, and its schema."""

import json
from pathlib import Path

from passerelle_translate.rules.schema import FILE, rules_schema

BEGINNING = f"""\
# yaml-language-server: $schema={FILE}
#
# The rules of Passerelle, to be replaced by yours; `passerelle rules check` tells every
# mistake. An editor that knows the line above completes what you write. Any of these
# keys may move to another .yaml file of this folder.

company:
  name: Your company
  time_zone: Europe/Paris # weeks begin on Monday, 0:00, there
  desk: # who can tell more: a desk, never a person
    name: {{ fr: Le bureau métiers, en: The business desk }}
    address: desk@company.example

departments: # the readers: one edition each, every week
  sales:
    name: {{ fr: Ventes, en: Sales }}
    addressed: {{ fr: Pour les ventes, en: For sales }}
    language: fr

objectives: # what each wants, and by when
  online-orders:
    department: sales
    name: {{ fr: Commander sans téléphoner, en: Order without a call }}
    short: {{ fr: la commande en ligne, en: online ordering }}
    # promised_by: SHOP-17 # the epic or milestone whose due date is the promise

mapping: # what belongs to what; the first rule that matches wins
  - name: what a robot does means nothing by itself
    match: {{ label: dependencies }}
    exclude: true
  - name: online orders
    match: {{ project: SHOP }} # a key of Jira, or owner/repository
    objective: online-orders
"""


def begin(folder: Path) -> tuple[Path, ...]:
    """Write a first rule file and its schema; say which, none where the folder is."""
    if folder.exists():
        return ()
    folder.mkdir(parents=True)
    first = folder / "rules.yaml"
    first.write_text(BEGINNING, encoding="utf-8")
    return first, write_schema(folder)


def write_schema(place: Path) -> Path:
    """Write the schema to *place*, or into it where it is a folder; say where."""
    path = place / FILE if place.is_dir() else place
    text = json.dumps(rules_schema(), indent=2, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")
    return path
