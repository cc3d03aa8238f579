"""What can go wrong, named after what to do about it.

PasserelleError
├── UnprocessableError       set the message aside, carry on
│   └── ContractBrokenError  a message does not keep its topic's contract
├── RetryableError           the world was not ready: wait and try again, at the IO edge
└── FatalError               refuse to start, or exit before acknowledging

Each service adds its own leaves. Every error has a stable `code`, which stands in logs,
dead letters and exit messages, carries its data, and tells the way out in its message.
"""

from typing import Any, ClassVar

from pydantic import ValidationError


class PasserelleError(Exception):
    """Anything that Passerelle says of its own accord."""

    code: ClassVar[str] = "passerelle"

    def __reduce__(self) -> tuple[Any, ...]:
        """Keep type, message and data on the way to another process.

        Python would call the class with its message alone, which ours do not take.
        """
        return _restored, (type(self), self.args), self.__dict__


def _restored(kind: type[PasserelleError], args: tuple[Any, ...]) -> PasserelleError:
    return kind.__new__(kind, *args)


class UnprocessableError(PasserelleError):
    """This message cannot be understood: set it aside and carry on."""

    code: ClassVar[str] = "unprocessable"


class RetryableError(PasserelleError):
    """The message is fine, the world was not ready: try again later."""

    code: ClassVar[str] = "retryable"


class FatalError(PasserelleError):
    """Going on would do harm: stop, and acknowledge nothing."""

    code: ClassVar[str] = "fatal"


class ContractBrokenError(UnprocessableError):
    """A message does not keep the contract of its topic."""

    code: ClassVar[str] = "contract-broken"

    def __init__(self, topic: str, error: ValidationError) -> None:
        self.topic = topic
        self.faults = tuple(
            f"{'.'.join(map(str, fault['loc'])) or 'message'}: {fault['msg']}"
            for fault in error.errors(include_input=False, include_url=False)
        )
        super().__init__(
            f"A message on {topic} breaks its contract ({'; '.join(self.faults[:3])}). "
            "It is kept in the dead letters; replay it once its producer is mended."
        )
