"""What an operator can say to the translate service."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class TranslateSettings(BaseModel):
    """Settings of one translate worker; whoever builds it knows the environment."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: Path = Field(
        default=Path("rules"), description="The folder of the rule files."
    )
    app_id: str = Field(
        default="passerelle-translate",
        pattern=r"^[a-z0-9.-]{1,60}$",
        description="The consumer group; workers of one group share the partitions.",
    )
    batch: int = Field(
        default=1000, ge=1, le=2000, description="Most messages taken in one step."
    )
    batch_wait_seconds: float = Field(
        default=0.05, gt=0, le=5, description="How long a step waits to fill."
    )
    session_timeout_seconds: float = Field(
        default=10.0,
        ge=6,
        le=30,
        description="A worker that is silent for longer loses its partitions, and "
        "exits rather than write. The embedded broker needs 6: it takes half of it "
        "to let a worker in.",
    )
    heal_seconds: float = Field(
        default=300.0,
        ge=0.1,
        le=1800,
        description="How often to look for records that a worker which lost its "
        "partitions still wrote. Must stay below the compaction lag (1 h).",
    )
    health_file: Path | None = Field(
        default=None,
        description="Written on progress, for a container's health check to read.",
    )
    health_patience_seconds: float = Field(
        default=60.0, gt=0, description="Without progress for longer it is not well."
    )
    author: str = Field(
        default="rules folder",
        description="The role that publishes the rules; never a person's name.",
    )
    reason: str = Field(
        default="read from the rules folder when a worker started",
        description="Why these rules are published.",
    )
