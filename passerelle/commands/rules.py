"""`passerelle rules`: look after the rule set."""

from pathlib import Path
from typing import Annotated

import typer

from passerelle.context import settings_of
from passerelle.extras import needs

app = typer.Typer(no_args_is_help=True, help="Look after the rule set.")


@app.command()
def check(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(help="The rules; else the settings' folder.")
    ] = None,
) -> None:
    """Read the rules and tell every mistake at once: file, line, and the way out."""
    with needs("translate"):
        from passerelle_translate.rules import load_rules  # noqa: PLC0415 - an extra
    where = folder or settings_of(context).translate.rules
    draft = load_rules(where)
    typer.echo(
        f"{where}: {len(draft.departments)} departments, "
        f"{len(draft.objectives)} objectives, {len(draft.capabilities)} capabilities, "
        f"{len(draft.mapping)} mapping rules. No mistake found."
    )
