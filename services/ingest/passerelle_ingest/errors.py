"""What can go wrong while listening to a tracker.

UnprocessableError                set the message aside, carry on
├── NotFromTrackerError           not from that tracker: refused
├── SignatureRefusedError         not signed with one of our secrets: refused
├── BodyTooLargeError             longer than any tracker sends: refused
├── BodyTooSlowError              not whole in time: refused, to be sent again
├── UnknownSourceError            nobody configured it: refused
├── UnreadableDeliveryError       from that tracker, of a known kind, yet not readable
├── UnreadableEntriesError        the same of a part: the rest of its item was told
├── UnexpectedError               a bug of ours met this message
└── ReadAgainInsteadError         a page that says too little without the others
RetryableError                    the world was not ready
├── NoRoomError                   too many webhooks are in our hands
├── NamesUnknownError             whether a project is followed cannot be said yet
├── TrackerBusyError              it asked us to wait
└── TrackerAwayError              no answer, half an answer, or a fault of its own
FatalError                        going on would do harm
├── AddressUnusableError          nobody can listen where webhooks shall come
├── SettingMissingError           a source lacks what the task needs
├── NothingToReadError            no source is set, or none names projects
├── UnknownNameError              no source or project is called so
├── CredentialsRefusedError       401 or 403
├── GrantRefusedError             no token for who we are, or not for that much
├── RegistrationRefusedError      the tracker will not send us webhooks
├── NotVisibleError               404: not there, or not for us
├── EndpointGoneError             410: withdrawn by the vendor
├── MovedError                    301: renamed or transferred
├── AnswerRefusedError            an answer that we must not or cannot follow
└── ReadingFailedError            some projects could not be read
"""

from collections.abc import Sequence
from difflib import get_close_matches

from passerelle_schemas.errors import (
    FatalError,
    PasserelleError,
    RetryableError,
    UnprocessableError,
)


class NotFromTrackerError(UnprocessableError):
    """A delivery was not sent by the tracker that its source names."""

    code = "not-from-tracker"

    def __init__(self, tracker: str, why: str) -> None:
        super().__init__(
            f"This is not a delivery of {tracker}: {why}. "
            "Point the webhook of that tracker, and nothing else, at this address."
        )


class SignatureRefusedError(UnprocessableError):
    """A delivery carries no signature made with one of the source's secrets."""

    code = "signature-refused"

    def __init__(self, why: str, way_out: str = "") -> None:
        same = (
            "Give the webhook in the tracker the same secret as the source's "
            "webhook_secrets."
        )
        super().__init__(f"The signature was refused: {why}. {way_out or same}")


class BodyTooLargeError(UnprocessableError):
    """A body is longer than the limit."""

    code = "body-too-large"

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"The body is longer than {limit} bytes, which no tracker sends. "
            "The next poll reads what it would have said."
        )


class BodyTooSlowError(UnprocessableError):
    """A body did not come to its end in time."""

    code = "body-too-slow"

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"The body was not whole after {seconds:g} s. Send it again; if this "
            "lasts, look at what stands between the tracker and us."
        )


class UnknownSourceError(UnprocessableError):
    """No source has that name, or it takes no webhooks."""

    code = "unknown-source"

    def __init__(self) -> None:
        super().__init__(
            "No source of this name takes webhooks. The address is /webhooks/ and the "
            "id of a source in the settings."
        )


class UnreadableDeliveryError(UnprocessableError):
    """A delivery of a known kind lacks what its kind promises."""

    code = "unreadable-delivery"

    def __init__(self, event: str, why: str) -> None:
        super().__init__(
            f"A delivery of kind {event!r} cannot be read: {why}. Its bytes are kept "
            "in the dead letters; replay it once a version that reads it runs."
        )


class UnreadableEntriesError(UnprocessableError):
    """Entries of an item cannot be read; all else of it was told."""

    code = "unreadable-entries"

    def __init__(self, event: str, entries: Sequence[str]) -> None:
        named = "; ".join(entries[:3])
        more = f"; and {len(entries) - 3} more" if len(entries) > 3 else ""  # noqa: PLR2004 - as many as are named
        super().__init__(
            f"Of an item in {event!r} this cannot be read: {named}{more}. All else of "
            "it was told, and the answer is kept in the dead letters; look at that "
            "item in its tracker."
        )


class UnexpectedError(UnprocessableError):
    """A bug of ours met this message; it is set aside so that the others pass."""

    code = "unexpected"

    def __init__(self, cause: BaseException) -> None:
        super().__init__(
            f"Passerelle failed on this message ({type(cause).__name__}): a bug, whose "
            "traceback stands in the log. Its bytes are kept; replay it once mended."
        )


class ReadAgainInsteadError(UnprocessableError):
    """A page of an answer cannot be replayed alone."""

    code = "read-again-instead"

    def __init__(self, source: str, project: str) -> None:
        super().__init__(
            f"One page of {source} {project} says too little without the others. Run "
            f"`passerelle ingest backfill --source {source} --project {project} "
            "--full` instead."
        )


class NoRoomError(RetryableError):
    """As much as we can hold of webhooks is in our hands."""

    code = "no-room"

    def __init__(self, size: int) -> None:
        super().__init__(
            f"{size} bytes of webhooks are being taken already. Send this one again; "
            "if this lasts, run more of `passerelle ingest serve`."
        )


class NamesUnknownError(RetryableError):
    """A project is followed under no name that we know, and its new name may be this.

    The tracker has not been asked since we started.
    """

    code = "names-unknown"

    def __init__(self, source: str) -> None:
        super().__init__(
            f"What the projects of {source} are called now is being asked. "
            "Send this one again."
        )


class TrackerBusyError(RetryableError):
    """The tracker asked us to wait."""

    code = "tracker-busy"

    def __init__(self, where: str, seconds: float | None) -> None:
        self.seconds = seconds
        told = "a while" if seconds is None else f"{seconds:.0f} s"
        super().__init__(
            f"{where} asked us to wait for {told}. It is tried again by itself; if "
            "this lasts, lower ingest.concurrency or give it a token of its own."
        )


class TrackerAwayError(RetryableError):
    """The tracker did not answer, or not to the end."""

    code = "tracker-away"

    def __init__(self, where: str, cause: str) -> None:
        super().__init__(
            f"{where} did not answer as it should ({cause}). It is tried again by "
            "itself; if this lasts, check the source's api_url and the way there."
        )


class AddressUnusableError(FatalError):
    """Nobody can listen at the address of the settings."""

    code = "address-unusable"

    def __init__(self, host: str, port: int, why: str) -> None:
        self.host = host
        self.port = port
        super().__init__(
            f"Webhooks cannot be taken at {host}:{port}: {why}. End the program that "
            "listens there, or set ingest.host and ingest.port to another address."
        )


class SettingMissingError(FatalError):
    """A source lacks a setting that the task needs."""

    code = "setting-missing"

    def __init__(self, source: str, setting: str, why: str) -> None:
        self.setting = setting
        super().__init__(f"Source {source} needs {setting}: {why}.")


class NothingToReadError(FatalError):
    """No source is set, or none that names its projects."""

    code = "nothing-to-read"

    def __init__(self, source: str | None) -> None:
        self.source = source
        words = "No source is set: fill in [[ingest.sources]] in passerelle.toml."
        if source:
            words = (
                f"There is nothing to read: name the projects of {source} under "
                "[[ingest.sources]] in passerelle.toml."
            )
        super().__init__(words)


class UnknownNameError(FatalError):
    """What was asked for is not among what the settings follow."""

    code = "unknown-name"

    def __init__(self, asked: str, kind: str, known: Sequence[str]) -> None:
        names = {name.partition(" ")[0]: name for name in known}
        near = get_close_matches(asked[:80], names, n=1)
        hint = f" Did you mean {names[near[0]]}?" if near else ""
        super().__init__(
            f"No {kind} is called {asked[:80]!r}.{hint} The settings follow: "
            f"{', '.join(known) or 'none yet; passerelle init shows how'}."
        )


class CredentialsRefusedError(FatalError):
    """The tracker knows us not, or does not let us read this."""

    code = "credentials-refused"

    def __init__(self, where: str, status: int, needs: str = "") -> None:
        self.status = status
        granted = f", granted {needs}" if needs else ""
        super().__init__(
            f"{where} refused our credentials ({status}). Give the source a token "
            f"that is alive and may read this project{granted}."
        )


class GrantRefusedError(FatalError):
    """The tracker knows who we are, and gives us no token that reads what we follow."""

    code = "grant-refused"

    def __init__(self, source: str, why: str) -> None:
        super().__init__(
            f"{source} got no token. {why} GitHub: give the app read access to "
            "contents, issues, metadata and pull requests, and its installation every "
            "repository followed. Jira: check client_id, client_secret and token_url."
        )


class RegistrationRefusedError(FatalError):
    """The tracker registers no webhook for us."""

    code = "registration-refused"

    def __init__(self, source: str, said: str) -> None:
        super().__init__(
            f"{source} registers no webhook ({said or 'no reason given'}). Check "
            "webhook_url, the keys of its projects, and that the app has the scopes "
            "read:jira-work and manage:jira-webhook; an app has five webhooks at most."
        )


class NotVisibleError(FatalError):
    """It is not there, or not for us: the tracker does not tell which."""

    code = "not-visible"

    def __init__(self, where: str) -> None:
        super().__init__(
            f"{where} is not there, or not visible to our token (404). "
            "Check its spelling and the permissions of the token."
        )


class EndpointGoneError(FatalError):
    """The vendor withdrew what we asked for."""

    code = "endpoint-gone"

    def __init__(self, where: str) -> None:
        super().__init__(
            f"{where} is gone (410). The vendor withdrew it: check the source's "
            "deployment setting, else a newer Passerelle is needed."
        )


class MovedError(FatalError):
    """What was asked for has another address now, which is not followed unseen."""

    code = "moved"

    def __init__(self, where: str, status: int, location: str = "") -> None:
        self.location = location
        super().__init__(
            f"{where} has another address now ({status}): renamed or transferred. "
            "Write its new name in the source's projects (or its new api_url)."
        )


class AnswerRefusedError(FatalError):
    """An answer that we must not follow or cannot hold."""

    code = "answer-refused"

    def __init__(self, where: str, why: str) -> None:
        super().__init__(
            f"An answer of {where} was refused: {why}. Nothing after it was read and "
            "no watermark was moved; look at what stands between us and the tracker."
        )


class ReadingFailedError(FatalError):
    """Some projects could not be read; the others were."""

    code = "reading-failed"

    def __init__(self, failures: Sequence[tuple[str, PasserelleError]]) -> None:
        self.failures = tuple(failures)
        told = "; ".join(f"{where}: {error}" for where, error in self.failures)
        super().__init__(f"Not everything was read. {told}")
