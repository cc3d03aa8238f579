"""One manner of logging for every service: an event's name, then its fields.

Readable on a terminal, JSON elsewhere; on standard error, so that what a command
answers on standard output stays clean. No payload and no secret is ever a field.
"""

import logging
import sys
from enum import Enum, auto
from typing import TextIO

import stamina.instrumentation
import structlog

from passerelle_schemas.errors import PasserelleError

_ON_A_TERMINAL = structlog.dev.ConsoleRenderer(
    exception_formatter=structlog.dev.plain_traceback
)
"""Its own tracebacks would show local variables, and secrets are among them."""
_QUIET = ("faust", "mode", "httpx", "httpcore", "uvicorn", "weasyprint", "pikepdf")
"""Libraries that tell their inner life at INFO; we want their warnings only."""
_REPEATED = ("aiokafka",)
"""Says an absent broker five times a second; our own errors say it once."""


class ToldBy(Enum):
    """How what happens is told to whoever runs us."""

    LOG = auto()
    """A service: its warnings are events."""
    SENTENCES = auto()
    """A command that a person runs: it ends, and says itself what went wrong."""


def _without_v(told_by: ToldBy) -> int:
    return logging.WARNING if told_by is ToldBy.LOG else logging.CRITICAL


def set_up_logs(
    *,
    verbose: bool = False,
    stream: TextIO | None = None,
    told_by: ToldBy = ToldBy.LOG,
) -> None:
    """Send our events and the libraries' warnings to *stream*, in one form."""
    out = stream or sys.stderr
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[structlog.typing.Processor] = (
        [_ON_A_TERMINAL]
        if out.isatty()
        else [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ]
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *last,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO if verbose else _without_v(told_by))
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in _REPEATED:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    stamina.instrumentation.set_on_retry_hooks([_tell_of_a_retry])
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def _tell_of_a_retry(details: stamina.instrumentation.RetryDetails) -> None:
    """Say that we wait and try again, with the code of what happened."""
    cause = details.caused_by
    structlog.get_logger(__name__).info(
        "retry.scheduled",
        reason=cause.code
        if isinstance(cause, PasserelleError)
        else type(cause).__name__,
        wait_seconds=round(details.wait_for, 1),
    )
