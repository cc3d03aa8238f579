"""A small rule set on disk, for tests that start a worker."""

from pathlib import Path

RULES = """\
company:
  name: Verdier
  desk: {name: {fr: Bureau, en: Desk}, address: desk@verdier.example}
departments:
  payments:
    name: {fr: Paiements, en: Payments}
    addressed: {fr: Pour les paiements, en: For payments}
  finance:
    name: {fr: Finances, en: Finance}
    addressed: {fr: Pour les finances, en: For finance}
objectives:
  pay-in-three:
    department: payments
    name: {fr: Payer en trois fois, en: Pay in three instalments}
    short: {fr: le paiement en trois fois, en: payment in three instalments}
mapping:
  - name: Excluded
    match: {label: noise}
    exclude: true
  - name: Instalments
    match: {project: PAY}
    objective: pay-in-three
    also: finance
"""


def written(folder: Path, text: str = RULES) -> Path:
    """Write *text* as the one file of a rules folder; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rules.yaml").write_text(text)
    return folder
