"""Every topic: its name, its contract, its key, and how long it keeps what.

Declared here once, created by us, never by the broker on its own.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from passerelle_schemas.business import BusinessItem, BusinessObjective
from passerelle_schemas.contract import Contract
from passerelle_schemas.dead_letters import DeadLetter
from passerelle_schemas.deliveries import RawDelivery, Watermark
from passerelle_schemas.editions import EditionManifest
from passerelle_schemas.errors import ContractBrokenError
from passerelle_schemas.facts import Facts
from passerelle_schemas.health import Counted, SourceHealth, Witnessed
from passerelle_schemas.progress import Censused, Checkpoint
from passerelle_schemas.rules import RuleSet
from passerelle_schemas.work import WorkItem

T = TypeVar("T", bound=Contract)

DAY_MS = 24 * 60 * 60 * 1000
LARGEST_DELIVERY = 25 * 1024 * 1024
"""GitHub sends no webhook above 25 MB; we read no answer above it either."""


class Keeps(StrEnum):
    """What a topic keeps."""

    ALL = "delete"
    NEWEST_BY_KEY = "compact"


@dataclass(frozen=True, slots=True)
class Topic(Generic[T]):
    """A Kafka topic and the contract that every message on it keeps."""

    name: str
    contract: type[T]
    says: str
    key: str
    partitions: int
    keeps: Keeps = Keeps.ALL
    retention_ms: int = -1
    """For how long, in milliseconds; -1 for ever. Means nothing when compacted."""
    in_headers: bool = False
    """The value is bytes of others; the contract is told by the headers."""
    config: tuple[tuple[str, str], ...] = ()
    adapter: TypeAdapter[T] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "adapter", TypeAdapter(self.contract))

    def decode(self, payload: bytes) -> T:
        """Read one message, or say which part of the contract it breaks."""
        try:
            return self.adapter.validate_json(payload)
        except ValidationError as error:
            raise ContractBrokenError(self.name, error) from error

    def encode(self, message: T) -> bytes:
        """Write one message; equal messages are equal bytes."""
        return self.adapter.dump_json(message)

    @property
    def settings(self) -> dict[str, str]:
        """The broker's settings for this topic."""
        retention = (
            {"retention.ms": str(self.retention_ms)} if self.keeps is Keeps.ALL else {}
        )
        return {"cleanup.policy": self.keeps.value, **retention, **dict(self.config)}


ITEM_PARTITIONS = 12
"""Facts, work items and business items of one work item share a partition number, so
that a worker holds the state of just the partitions it reads. As many workers at most.
"""

WORK_RAW = Topic(
    name="work.raw.v1",
    contract=RawDelivery,
    says="What a tracker sent, byte for byte.",
    key="source/project",
    partitions=ITEM_PARTITIONS,
    retention_ms=90 * DAY_MS,
    in_headers=True,
    config=(("max.message.bytes", str(LARGEST_DELIVERY + 1024 * 1024)),),
)
WORK_FACTS = Topic(
    name="work.facts.v1",
    contract=Facts,
    says="What happened to a work item, in our words.",
    key="work item id",
    partitions=ITEM_PARTITIONS,
    config=(("max.message.bytes", str(8 * 1024 * 1024)),),
)
WORK_MENTIONS = Topic(
    name="work.mentions.v1",
    contract=Facts,
    says="Facts addressed to a work item by its key, until its id is found.",
    key="address and content; taken away once said on work.facts.v1",
    partitions=1,
    keeps=Keeps.NEWEST_BY_KEY,
    config=(("max.message.bytes", str(8 * 1024 * 1024)),),
)
WORK_ITEMS = Topic(
    name="work.items.v1",
    contract=WorkItem,
    says="Each work item, folded from its facts.",
    key="work item id",
    partitions=ITEM_PARTITIONS,
    keeps=Keeps.NEWEST_BY_KEY,
    config=(
        ("max.message.bytes", str(8 * 1024 * 1024)),
        ("min.compaction.lag.ms", str(60 * 60 * 1000)),
    ),
)
BUSINESS_ITEMS = Topic(
    name="business.items.v1",
    contract=BusinessItem,
    says="What each work item means for a department.",
    key="work item id",
    partitions=ITEM_PARTITIONS,
    keeps=Keeps.NEWEST_BY_KEY,
    config=(("max.message.bytes", str(8 * 1024 * 1024)),),
)
BUSINESS_OBJECTIVES = Topic(
    name="business.objectives.v1",
    contract=BusinessObjective,
    says="What all items of an objective mean together.",
    key="objective",
    partitions=1,
    keeps=Keeps.NEWEST_BY_KEY,
    config=(("max.message.bytes", str(8 * 1024 * 1024)),),
)
BUSINESS_RULES = Topic(
    name="business.rules.v1",
    contract=RuleSet,
    says="The CTO's rule sets, each version for ever.",
    key="version",
    partitions=1,
    keeps=Keeps.NEWEST_BY_KEY,
)
REPORT_EDITIONS = Topic(
    name="report.editions.v1",
    contract=EditionManifest,
    says="The manifest of each edition.",
    key="department/week/language",
    partitions=1,
)
INGEST_WATERMARKS = Topic(
    name="ingest.watermarks.v1",
    contract=Watermark,
    says="How far each project of each source has been read completely.",
    key="source/project",
    partitions=1,
    keeps=Keeps.NEWEST_BY_KEY,
)

INGEST_CHECKPOINTS = Topic(
    name="ingest.checkpoints.v1",
    contract=Checkpoint,
    says="How far a whole reading that is under way has come.",
    key="source/project",
    partitions=1,
    keeps=Keeps.NEWEST_BY_KEY,
)
INGEST_CENSUSES = Topic(
    name="ingest.censuses.v1",
    contract=Censused,
    says="What the last census of each project found and did.",
    key="source/project",
    partitions=1,
    keeps=Keeps.NEWEST_BY_KEY,
    # Each is summed up, too: who counts a week later still finds them all.
    config=(("min.compaction.lag.ms", str(7 * DAY_MS)),),
)
INGEST_WITNESSED = Topic(
    name="ingest.witnessed.v1",
    contract=Witnessed,
    says="What each ingest worker met that leaves no trace in Kafka.",
    key="source/worker",
    partitions=1,
    keeps=Keeps.NEWEST_BY_KEY,
)
INGEST_COUNTS = Topic(
    name="ingest.counts.v1",
    contract=Counted,
    says="How far the figures of the sources were counted, and what it takes to go on.",
    key="counts",
    partitions=1,
    keeps=Keeps.NEWEST_BY_KEY,
    config=(
        ("max.message.bytes", str(8 * 1024 * 1024)),
        # It is said often and only its newest record counts.
        ("segment.bytes", str(64 * 1024 * 1024)),
    ),
)
SOURCE_HEALTH = Topic(
    name="source.health.v1",
    contract=SourceHealth,
    says="How fresh and how complete each source is, and what went wrong.",
    key="source",
    partitions=1,
    keeps=Keeps.NEWEST_BY_KEY,
)


def dead_letters_of(topic: Topic[T]) -> Topic[DeadLetter]:
    """Where messages of *topic* are set aside: the untouched bytes, a year long."""
    return Topic(
        name=f"{topic.name}.dead-letters",
        contract=DeadLetter,
        says=f"What could not be understood of {topic.name}, untouched.",
        key=topic.key,
        partitions=1,
        retention_ms=365 * DAY_MS,
        in_headers=True,
        config=tuple(c for c in topic.config if c[0] == "max.message.bytes"),
    )


WORK_RAW_DEAD = dead_letters_of(WORK_RAW)
WORK_FACTS_DEAD = dead_letters_of(WORK_FACTS)
WORK_ITEMS_DEAD = dead_letters_of(WORK_ITEMS)
BUSINESS_ITEMS_DEAD = dead_letters_of(BUSINESS_ITEMS)

TOPICS: tuple[Topic[Contract], ...] = (
    WORK_RAW,
    WORK_RAW_DEAD,
    WORK_FACTS,
    WORK_FACTS_DEAD,
    WORK_MENTIONS,
    WORK_ITEMS,
    WORK_ITEMS_DEAD,
    BUSINESS_ITEMS,
    BUSINESS_ITEMS_DEAD,
    BUSINESS_OBJECTIVES,
    BUSINESS_RULES,
    REPORT_EDITIONS,
    INGEST_WATERMARKS,
    INGEST_CHECKPOINTS,
    INGEST_CENSUSES,
    INGEST_WITNESSED,
    INGEST_COUNTS,
    SOURCE_HEALTH,
)  # type: ignore[assignment] # a topic of a contract is read as a topic of contracts
