"""The arguments that every client of the broker shares."""

import ssl
from typing import Any

from passerelle_kafka.settings import KafkaSettings


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
