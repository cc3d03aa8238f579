"""`passerelle dead-letters`: see what was set aside, and say it again once mended."""

import asyncio
import json
from typing import Annotated

import typer

from passerelle.context import answering, clock, say
from passerelle.dead_letters import SetAside, find, replay_records, waiting, whole
from passerelle.errors import EXIT_FOUND_WRONG
from passerelle.settings import Settings
from passerelle_kafka.errors import BrokerAwayError
from passerelle_kafka.publisher import Publisher
from passerelle_schemas.errors import PasserelleError

app = typer.Typer(
    no_args_is_help=True, help="See what was set aside, and say it again once mended."
)

Place = Annotated[
    str, typer.Argument(help="TOPIC/PARTITION/OFFSET, as `list` tells it.")
]
SHOWN = 20_000
"""Letters of a payload that `show` prints at most."""
DETAIL = 160
"""Letters of a reason that `list` prints at most."""


@app.command("list")
def list_(
    context: typer.Context,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line.")
    ] = False,
) -> None:
    """Tell the dead letters that wait: where, why, and from where they came."""
    found = asyncio.run(waiting(answering(context).kafka))
    for letter in found:
        typer.echo(_as_json(letter) if as_json else _as_line(letter))
    say(f"{_letters(len(found))} wait{'s' if len(found) == 1 else ''}.")


@app.command()
def show(context: typer.Context, place: Place) -> None:
    """Show one dead letter whole: headers, key and payload (may hold names)."""
    kafka = answering(context).kafka

    async def read() -> SetAside:
        return await whole(kafka, await find(kafka, place))

    letter = asyncio.run(read())
    typer.echo(_as_json(letter))
    for name, value in letter.headers:
        typer.echo(f"{_printable(name)}: {_printable(value.decode(errors='replace'))}")
    typer.echo(f"key: {_printable(letter.key.decode(errors='replace'))}")
    payload = (letter.value or b"").decode(errors="backslashreplace")
    shown = _printable(payload)
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

    A delivery is read again with the present program. What still cannot be understood
    goes on waiting, or is set aside once more; with --all it keeps no other back, and
    the exit status is 1. Replaying twice does no harm.
    """
    if (place is None) != all_:
        raise typer.BadParameter("Name one dead letter, or --all.")
    settings = answering(context)
    if place is not None:
        asyncio.run(_replay_one(settings, place))
        say("1 dead letter said again.")
        return
    again, left = asyncio.run(_replay_all(settings))
    for line in left:
        say(line)
    goes = "goes" if len(left) == 1 else "go"
    say(f"{_letters(again)} said again, {len(left)} {goes} on waiting.")
    if left:
        raise typer.Exit(EXIT_FOUND_WRONG)


async def _replay_one(settings: Settings, place: str) -> None:
    letter = await find(settings.kafka, place)
    async with Publisher(settings.kafka, "replay") as publisher:
        await _say_again(settings, publisher, letter)


async def _replay_all(settings: Settings) -> tuple[int, list[str]]:
    """Count those said again, and tell each that is not and why."""
    left = []
    letters = await waiting(settings.kafka)
    async with Publisher(settings.kafka, "replay") as publisher:
        for letter in letters:
            try:
                await _say_again(settings, publisher, letter)
            except BrokerAwayError:
                raise
            except PasserelleError as error:
                left.append(f"{letter.place}  {error.code}: {error}")
    return len(letters) - len(left), left


async def _say_again(
    settings: Settings, publisher: Publisher, letter: SetAside
) -> None:
    found = await whole(settings.kafka, letter)
    await publisher.publish(replay_records(found, settings.ingest, clock()))


def _printable(text: str) -> str:
    """Leave out what would steer the terminal: it was written by others."""
    return "".join(c if c.isprintable() or c == "\n" else "·" for c in text)


def _as_line(letter: SetAside) -> str:
    told = letter.letter
    when = f"{told.set_aside_at:%Y-%m-%d %H:%M}Z by {told.set_aside_by}"
    return (
        f"{letter.place}  {told.reason}  {when}: {_printable(_shortened(told.detail))}"
    )


def _letters(count: int) -> str:
    return "1 dead letter" if count == 1 else f"{count} dead letters"


def _shortened(detail: str) -> str:
    """Leave out what is too long for a line, from a word's end on."""
    if len(detail) <= DETAIL:
        return detail
    return f"{detail[:DETAIL].rsplit(maxsplit=1)[0]} … (`show` tells all)"


def _as_json(letter: SetAside) -> str:
    told = {"place": letter.place, **letter.letter.model_dump(mode="json")}
    return _printable(json.dumps(told, ensure_ascii=False))
