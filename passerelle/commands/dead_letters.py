"""`passerelle dead-letters`: see what was set aside, and say it again once mended."""

import asyncio
import json
from typing import Annotated

import typer

from passerelle.context import clock, say, settings_of
from passerelle.dead_letters import SetAside, find, replay_records, waiting
from passerelle_kafka.publisher import Publisher

app = typer.Typer(
    no_args_is_help=True, help="See what was set aside, and say it again once mended."
)

Place = Annotated[
    str, typer.Argument(help="TOPIC/PARTITION/OFFSET, as `list` tells it.")
]
SHOWN = 20_000
"""Letters of a payload that `show` prints at most."""


@app.command("list")
def list_(
    context: typer.Context,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line.")
    ] = False,
) -> None:
    """Tell the dead letters that wait: where, why, and from where they came."""
    found = asyncio.run(waiting(settings_of(context).kafka))
    for letter in found:
        typer.echo(_as_json(letter) if as_json else _as_line(letter))
    say(f"{len(found)} dead letters wait.")


@app.command()
def show(context: typer.Context, place: Place) -> None:
    """Show one dead letter whole: headers, key and payload (may hold names)."""
    letter = asyncio.run(find(settings_of(context).kafka, place))
    typer.echo(_as_json(letter))
    for name, value in letter.headers:
        typer.echo(f"{name}: {value.decode(errors='replace')}")
    typer.echo(f"key: {letter.key.decode(errors='replace')}")
    payload = letter.value.decode(errors="backslashreplace")
    shown = "".join(c if c.isprintable() or c == "\n" else "·" for c in payload)
    typer.echo(f"\n{shown[:SHOWN]}")
    if len(shown) > SHOWN:
        say(f"… {len(shown) - SHOWN} more letters.")


@app.command()
def replay(
    context: typer.Context,
    place: Annotated[
        str | None, typer.Argument(help="TOPIC/PARTITION/OFFSET; else see --all.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every one that waits.")] = False,
) -> None:
    """Say dead letters again on the topic they came from.

    A delivery is read again with the present program; what still cannot be understood
    is set aside once more. Replaying twice does no harm.
    """
    if (place is None) != all_:
        raise typer.BadParameter("Name one dead letter, or --all.")
    settings = settings_of(context)

    async def run() -> int:
        letters = (
            await waiting(settings.kafka)
            if place is None
            else [await find(settings.kafka, place)]
        )
        async with Publisher(settings.kafka, "replay") as publisher:
            for letter in letters:
                records = replay_records(letter, settings.ingest, clock())
                await publisher.publish(records)
        return len(letters)

    say(f"{asyncio.run(run())} dead letters said again.")


def _as_line(letter: SetAside) -> str:
    told = letter.letter
    when = f"{told.set_aside_at:%Y-%m-%d %H:%M}Z by {told.set_aside_by}"
    return f"{letter.place}  {told.reason}  {when}: {told.detail[:160]}"


def _as_json(letter: SetAside) -> str:
    told = {"place": letter.place, **letter.letter.model_dump(mode="json")}
    return json.dumps(told, ensure_ascii=False)
