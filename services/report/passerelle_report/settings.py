"""What the report service is told by its operator. Filled by whoever starts it."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class ReportSettings(BaseModel):
    """Where editions go, and how they are made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    archive: Path = Field(
        default=Path("reports"), description="The folder that editions are written to."
    )
    workers: int = Field(
        default=2,
        ge=1,
        le=64,
        description="How many processes print at the same time.",
    )
    print_seconds: float = Field(
        default=120.0,
        gt=0,
        description="How long printing one edition may take, where it is done in a "
        "second or two; then its process is ended.",
    )
    print_memory_mb: int = Field(
        default=1024,
        ge=256,
        description="How much memory, in MB, a process that prints may take.",
    )
    every_seconds: float = Field(
        default=60.0,
        gt=0,
        description="How often the service looks whether an edition is due.",
    )
    from_hour: int = Field(
        default=6,
        ge=0,
        le=23,
        description="From this hour on a department's report day (Monday, in the "
        "company's time, unless the rules say otherwise) the week before is printed.",
    )
    wait_until_hour: int = Field(
        default=12,
        ge=0,
        le=23,
        description="Until this hour on that day a late source is waited for; then the "
        "edition is printed with a notice.",
    )
    health_file: Path | None = Field(
        default=None,
        description="Written on progress, for a container's health check to read.",
    )
    health_patience_seconds: float = Field(
        default=300.0, gt=0, description="Without progress for longer it is not well."
    )
