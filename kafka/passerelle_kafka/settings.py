"""Where the broker is, and what it can do."""

import re
from typing import Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    field_validator,
    model_validator,
)

_ADDRESS = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s\[\]:]+)(:[0-9]{1,5})")


class KafkaSettings(BaseModel):
    """How to reach the broker; whoever builds it knows the environment."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bootstrap: str = Field(
        default="127.0.0.1:9092",
        description="Host and port of one or more brokers, separated by commas.",
    )

    idempotent: bool = Field(
        default=True,
        description="Whether the broker knows idempotent producers. Kafka does; "
        "the embedded broker does not.",
    )
    exact_ends: bool = Field(
        default=True,
        description="Whether the broker tells exactly where a partition ends. "
        "Kafka does; the embedded broker does not.",
    )
    topic_prefix: str = Field(
        default="",
        pattern=r"^[a-z0-9.-]{0,40}$",
        description="Put before each topic and group, on a shared cluster.",
    )
    security_protocol: str = Field(
        default="PLAINTEXT",
        pattern="^(PLAINTEXT|SSL|SASL_PLAINTEXT|SASL_SSL)$",
        description="PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL.",
    )
    username: str | None = Field(default=None, description="For SASL.")
    password: SecretStr | None = Field(default=None, description="For SASL.")
    sasl_mechanism: str = Field(
        default="SCRAM-SHA-512",
        pattern="^(PLAIN|SCRAM-SHA-256|SCRAM-SHA-512)$",
        description="PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512.",
    )

    replication: int = Field(
        default=1, ge=1, le=9, description="Replicas of each topic that we create."
    )
    patience_seconds: float = Field(
        default=30.0, gt=0, description="How long to wait for an absent broker."
    )

    @field_validator("bootstrap")
    @classmethod
    def _addresses(cls, told: str) -> str:
        for address in told.split(","):
            if not _ADDRESS.fullmatch(address.strip()):
                wrong = (
                    f"{address.strip()!r} is no address with a port, such as "
                    "kafka.example:9092"
                )
                raise ValueError(wrong)
        return told

    @model_validator(mode="after")
    def _known_to_the_broker(self) -> Self:
        named = self.username and self.password
        if self.security_protocol.startswith("SASL") and not named:
            lacking = f"{self.security_protocol} needs username and password"
            raise ValueError(lacking)
        return self
