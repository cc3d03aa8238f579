"""What every contract has in common: frozen, canonical, tolerant of what is newer."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict


def in_utc(instant: datetime) -> datetime:
    """Say the same instant in UTC, so that equal instants are equal bytes.

    Raises ValueError for one that lies outside the years 1 to 9999 there.
    """
    if instant.tzinfo is UTC:
        return instant
    try:
        return instant.astimezone(UTC)
    except OverflowError as error:
        outside = "the instant lies outside the years 1 to 9999 in UTC"
        raise ValueError(outside) from error


Instant = Annotated[AwareDatetime, AfterValidator(in_utc)]
"""A point in time with its offset; kept and written in UTC."""


class Contract(BaseModel):
    """A message or a part of one.

    Frozen, because a message that was said cannot change. Unknown fields are ignored:
    a producer may add one before every consumer knows it.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        use_attribute_docstrings=True,  # so that the published schemas tell them too
    )
