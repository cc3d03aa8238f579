"""What can go wrong on the way to the broker.

RetryableError
└── BrokerAwayError     nobody answers, or not in time
FatalError
├── TopicDiffersError   a topic is there, but not as declared
└── IdempotenceRefusedError  it answers, but refuses idempotent producers
"""

from passerelle_schemas.errors import FatalError, RetryableError


class BrokerAwayError(RetryableError):
    """The broker does not answer, or did not acknowledge in time."""

    code = "broker-away"

    def __init__(self, bootstrap: str, seconds: float, cause: str) -> None:
        self.bootstrap = bootstrap
        super().__init__(
            f"No Kafka broker answered at {bootstrap} within {seconds:g} s ({cause}). "
            "Start it, or set kafka.bootstrap (KAFKA_BOOTSTRAP) to where it is; if it "
            "runs there, it may refuse kafka.security_protocol, username or password."
        )


class IdempotenceRefusedError(FatalError):
    """The broker answers, but refuses idempotent producers."""

    code = "idempotence-refused"

    def __init__(self, bootstrap: str) -> None:
        self.bootstrap = bootstrap
        super().__init__(
            f"The broker at {bootstrap} refuses idempotent producers; set "
            "kafka.idempotent = false (PASSERELLE_KAFKA__IDEMPOTENT=false). The "
            "embedded broker needs kafka.exact_ends = false as well."
        )


class TopicDiffersError(FatalError):
    """A topic has fewer or more partitions than declared; keys would go astray."""

    code = "topic-differs"

    def __init__(self, topic: str, declared: int, found: int) -> None:
        super().__init__(
            f"Topic {topic} has {found} partitions, {declared} are declared. "
            "The state of a work item lives in the partition of its facts: use a fresh "
            "cluster, or move the data to a topic with the declared count."
        )
