"""What the tests share: the brokers, and the words of the summary."""

import os
import uuid
from collections.abc import AsyncIterator, Iterator

import pytest
import stamina
from hypothesis import HealthCheck, settings

from passerelle.embedded import embedded_broker
from passerelle_kafka.settings import KafkaSettings
from passerelle_kafka.topics import ensure_topics
from tests.brokers import NO_KAFKA, apache_kafka, kafka_is_here

# A busy machine is slow, which says nothing about what is tested.
settings.register_profile(
    "passerelle", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("passerelle")


LONG = (
    "drill/test_nothing_escapes.py",
    "report/test_page.py",
    "drill/test_figures_are_true.py",
    "report/test_press.py",
    "drill/test_losses_are_seen.py",
    "real/test_whole_way.py",
    "whole/test_killed_in_a_backfill.py",
    "whole/test_demo.py",
    "translate/test_recovery_on_kafka.py",
)
"""Files that take half a minute or more: one that mostly waits, one that works."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long files: of two workers none is left alone with one then."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    path = item.path.as_posix()
    places = (n for n, long in enumerate(LONG) if path.endswith(long))
    return next(places, len(LONG))


@pytest.fixture(autouse=True, scope="session")
def _retries_do_not_wait() -> Iterator[None]:
    """No test waits for a back-off."""
    stamina.set_testing(True, attempts=3)
    yield
    stamina.set_testing(False)


@pytest.fixture(scope="session")
def kafka_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where Apache Kafka is: yours (KAFKA_BOOTSTRAP), or one for this run."""
    if given := os.environ.get("KAFKA_BOOTSTRAP"):
        yield given
    elif not kafka_is_here():
        pytest.skip(NO_KAFKA)
    else:
        with apache_kafka(tmp_path_factory.mktemp("kafka")) as broker:
            yield broker.settings.bootstrap


@pytest.fixture
async def kafka(kafka_address: str) -> KafkaSettings:
    """Apache Kafka with empty topics that only this test uses (mark it `kafka`)."""
    settings = KafkaSettings(
        bootstrap=kafka_address, topic_prefix=f"test-{uuid.uuid4().hex[:12]}."
    )
    await ensure_topics(settings)
    return settings


@pytest.fixture
async def tansu() -> AsyncIterator[KafkaSettings]:
    """The embedded broker with empty topics (mark the test `tansu`)."""
    async with embedded_broker() as settings:
        await ensure_topics(settings)
        yield settings


@pytest.fixture(params=["tansu", "kafka"])
def any_broker(request: pytest.FixtureRequest) -> KafkaSettings:
    """Each broker in turn: what holds on one must hold on the other."""
    settings: KafkaSettings = request.getfixturevalue(request.param)
    return settings
