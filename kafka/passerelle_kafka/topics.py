"""Creating the declared topics, and noticing those that differ."""

import asyncio
from collections.abc import Sequence

import structlog
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from passerelle_kafka.connection import client_arguments, start
from passerelle_kafka.errors import BrokerAwayError, TopicDiffersError
from passerelle_kafka.settings import KafkaSettings
from passerelle_schemas.contract import Contract
from passerelle_schemas.topics import TOPICS, Topic

_PAUSE_SECONDS = 0.3
"""Between two attempts to reach a broker that is still starting."""

log = structlog.get_logger()


async def ensure_topics(
    settings: KafkaSettings, topics: Sequence[Topic[Contract]] = TOPICS
) -> tuple[str, ...]:
    """Create the topics that are missing; return their names.

    Waits for a broker that is still starting, up to the patience of *settings*.
    """
    patience = settings.patience_seconds
    cause = ""
    try:
        async with asyncio.timeout(patience):
            while True:
                try:
                    return await _ensure(settings, topics)
                except KafkaError as error:
                    if not cause:
                        log.warning("broker.awaited", bootstrap=settings.bootstrap)
                    cause = type(error).__name__
                    await asyncio.sleep(_PAUSE_SECONDS)
    except TimeoutError as error:
        cause = cause or "no answer"
        raise BrokerAwayError(settings.bootstrap, patience, cause) from error


async def _ensure(
    settings: KafkaSettings, topics: Sequence[Topic[Contract]]
) -> tuple[str, ...]:
    admin = AIOKafkaAdminClient(**client_arguments(settings, "topics"))
    try:
        await start(admin)
        found = {
            described["topic"].removeprefix(settings.topic_prefix): len(
                described["partitions"]
            )
            for described in await admin.describe_topics()
            if described["topic"].startswith(settings.topic_prefix)
        }
        for topic in topics:
            count = found.get(topic.name, topic.partitions)
            if count != topic.partitions:
                raise TopicDiffersError(topic.name, topic.partitions, count)
        missing = [topic for topic in topics if topic.name not in found]
        if missing:
            await _create(admin, missing, settings)
        return tuple(topic.name for topic in missing)
    finally:
        await admin.close()


async def _create(
    admin: AIOKafkaAdminClient,
    topics: Sequence[Topic[Contract]],
    settings: KafkaSettings,
) -> None:
    answer = await admin.create_topics(
        [
            NewTopic(
                name=settings.topic_prefix + topic.name,
                num_partitions=topic.partitions,
                replication_factor=settings.replication,
                topic_configs=topic.settings,
            )
            for topic in topics
        ]
    )
    for name, code, *detail in answer.topic_errors:
        error = for_code(code)
        # Another of our services may have been faster.
        if code and error is not TopicAlreadyExistsError:
            raise error(name, detail)
