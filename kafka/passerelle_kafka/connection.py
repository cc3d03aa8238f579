"""The arguments that every client of the broker shares."""

import asyncio
import ssl
from typing import Any, Protocol

from passerelle_kafka.settings import KafkaSettings

_OPENING_SECONDS = 2.0
"""How long an opening that was given up may still take to come to its end."""


def client_arguments(settings: KafkaSettings, role: str) -> dict[str, Any]:
    """Say how to connect, in the words of aiokafka's clients."""
    arguments: dict[str, Any] = {
        "bootstrap_servers": settings.bootstrap,
        "client_id": f"passerelle-{role}",
        "security_protocol": settings.security_protocol,
        "request_timeout_ms": int(min(settings.patience_seconds, 30) * 1000),
    }
    if settings.security_protocol.endswith("SSL"):
        arguments["ssl_context"] = ssl.create_default_context()
    if settings.security_protocol.startswith("SASL"):
        arguments["sasl_mechanism"] = settings.sasl_mechanism
        arguments["sasl_plain_username"] = settings.username
        arguments["sasl_plain_password"] = (
            settings.password.get_secret_value() if settings.password else None
        )
    return arguments


class Client(Protocol):
    """Any of aiokafka's clients."""

    async def start(self) -> None:
        """Connect."""


async def start(client: Client) -> None:
    """Connect *client*; return or raise only once the attempt has come to its end.

    A client that is cancelled while it asks for its first metadata forgets the
    connection it asks on, and nobody closes it. So an attempt that is given up may
    still end by itself, for a moment; then the caller stops the client as usual.
    """
    opening = asyncio.ensure_future(client.start())
    try:
        await asyncio.shield(opening)
    except BaseException:
        await asyncio.wait([opening], timeout=_OPENING_SECONDS)
        opening.cancel()
        await asyncio.gather(opening, return_exceptions=True)
        raise


def are_cancelled() -> bool:
    """Whether the running task was itself told to end.

    When the broker goes, aiokafka lets the cancellation of tasks of its own out to
    whoever waits for them; that must end nobody else.
    """
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
