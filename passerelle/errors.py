"""What can go wrong around the services, and the exit status each reaction has.

FatalError
├── SettingsInvalidError   the settings file or the environment is wrong
├── ExtraMissingError      a part of the program is not installed here
├── SaidWrongError         what stands on the command line cannot be meant
└── NotFoundError          what was asked for is not there
"""

from passerelle_report.errors import ArchiveError
from passerelle_schemas.errors import (
    FatalError,
    PasserelleError,
    RetryableError,
    UnprocessableError,
)
from passerelle_translate.errors import (
    RulesUnchangedError,
    RulesUnexpectedError,
    VersionUnknownError,
)

EXIT_FOUND_WRONG = 1
"""Something was checked and is wrong: the doctor's findings, a service's health."""
EXIT_USAGE = 2
"""The command line cannot be read."""
EXIT_DATA = 65
"""The input cannot be understood."""
EXIT_UNAVAILABLE = 69
"""The world was not ready: no broker, no tracker. Try again."""
EXIT_REFUSED = 74
"""This machine refuses: no right, no room, no such folder."""
EXIT_SETTINGS = 78
"""The settings, or what is installed, must be changed first."""
EXIT_STOPPED = 130
"""The operator ended it before it was done, as a shell says of Ctrl-C."""


class SettingsInvalidError(FatalError):
    """The settings cannot be used as they are."""

    code = "settings-invalid"


class ExtraMissingError(FatalError):
    """A service was asked for whose libraries are not installed."""

    code = "extra-missing"

    def __init__(self, extra: str, module: str) -> None:
        super().__init__(
            f"This part needs {module}, which is not installed here. "
            f'Install it with: pip install "passerelle[{extra}]"'
        )


class SaidWrongError(FatalError):
    """What stands on the command line can be read, and cannot be meant."""

    code = "said-wrong"


class NotFoundError(FatalError):
    """Nothing has the name that was asked for."""

    code = "not-found"


_FOUND_WRONG = (
    NotFoundError,
    RulesUnchangedError,
    RulesUnexpectedError,
    VersionUnknownError,
)


def exit_status(error: PasserelleError) -> int:
    """Say by the exit status what to do about *error*."""
    if isinstance(error, SaidWrongError):
        return EXIT_USAGE
    if isinstance(error, _FOUND_WRONG):
        return EXIT_FOUND_WRONG
    if isinstance(error, ArchiveError):
        return EXIT_REFUSED
    if isinstance(error, RetryableError):
        return EXIT_UNAVAILABLE
    if isinstance(error, UnprocessableError):
        return EXIT_DATA
    return EXIT_SETTINGS
