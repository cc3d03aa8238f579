"""A broker that hangs: the tracker is told to send again before it gives up on us."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from passerelle.embedded import running_broker
from passerelle_ingest.settings import IngestSettings
from passerelle_kafka.settings import KafkaSettings
from tests.ingest.sources import GITHUB
from tests.ingest.test_service import (
    HEADERS,
    OPENED,
    out_of_reach,
    running,
    settings,
)

GITHUB_GIVES_UP = 10.0
"""Seconds (docs.github.com, best practices for using webhooks)."""


def test_the_edge_is_less_patient_than_github_by_default() -> None:
    edge = IngestSettings().webhook_patience_seconds
    assert edge + 1 < GITHUB_GIVES_UP < KafkaSettings().patience_seconds


def _states(group: int) -> Iterator[str]:
    """Yield the state of each thread in a group of processes; T is stopped."""
    for entry in Path("/proc").glob("[0-9]*/task/[0-9]*/stat"):
        try:
            state, _, its_group = entry.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(its_group) == group:
            yield state


def _stop(group: int) -> None:
    """Stop a group of processes, and wait until each of its threads has."""
    os.killpg(group, signal.SIGSTOP)
    deadline = time.monotonic() + 30
    while set(_states(group)) != {"T"}:
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.tansu
@pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="it looks into Linux's /proc"
)
async def test_a_hung_broker_is_503_in_good_time() -> None:
    given = settings(out_of_reach(GITHUB)).model_copy(
        update={"webhook_patience_seconds": 2.0}
    )
    async with (
        running_broker() as broker,
        running(broker.settings, given) as (client, task),
    ):

        async def post() -> tuple[int, float]:
            began = time.monotonic()
            answer = await client.post(
                "/webhooks/github-verdier", content=OPENED, headers=HEADERS, timeout=60
            )
            return answer.status_code, time.monotonic() - began

        assert (await post())[0] == 202
        try:
            _stop(broker.process.pid)
            for _ in range(2):
                status, seconds = await post()
                assert status == 503
                assert seconds < 2 + 1 + 2  # patience, parting, a busy machine
        finally:
            os.killpg(broker.process.pid, signal.SIGCONT)
        assert (await post())[0] == 202
        assert not task.done()
