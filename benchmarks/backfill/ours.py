"""Our own backfill of one simulated tracker into Kafka, in a process of its own.

`python -m benchmarks.backfill.ours github|jira ADDRESS ITEMS BOOTSTRAP CONCURRENCY`
prints what it took, as JSON.
"""

import asyncio
import json
import resource
import sys
import time
import uuid
from datetime import UTC, datetime

from pydantic import SecretStr

from benchmarks.backfill.rendering import PROJECT
from passerelle_ingest.service import run_backfill
from passerelle_ingest.settings import IngestSettings, SourceSettings
from passerelle_kafka.reader import end_offsets
from passerelle_kafka.settings import KafkaSettings
from passerelle_kafka.topics import ensure_topics
from passerelle_schemas.identity import Tracker
from passerelle_schemas.topics import TOPICS


def source(kind: str, address: str) -> SourceSettings:
    """One source, as somebody would set it up."""
    if kind == "github":
        return SourceSettings(
            id="bench",
            tracker=Tracker.GITHUB,
            api_url=address,
            projects=(PROJECT,),
            token=SecretStr("bench"),
        )
    return SourceSettings(
        id="bench",
        tracker=Tracker.JIRA,
        api_url=address,
        projects=("PAY",),
        email="bench@example.com",
        api_token=SecretStr("bench"),
    )


async def run(kind: str, address: str, bootstrap: str, concurrency: int) -> None:
    """Read everything once; the broker has acknowledged all of it at the end."""
    prefix = f"bench-{uuid.uuid4().hex[:8]}."
    kafka = KafkaSettings(bootstrap=bootstrap, topic_prefix=prefix)
    await ensure_topics(kafka)
    # A company's topics are there before; new ones are led by nobody for a moment.
    await end_offsets(kafka, [topic.name for topic in TOPICS], "bench")
    settings = IngestSettings(sources=(source(kind, address),), concurrency=concurrency)
    before, spent = time.perf_counter(), time.process_time()
    read = await run_backfill(
        kafka,
        settings,
        full=True,
        clock=lambda: datetime.now(UTC),
        progress=lambda _: None,
    )
    told = {
        "seconds": time.perf_counter() - before,
        "cpu": time.process_time() - spent,
        "items": sum(one.items for one in read),
        "facts": sum(one.facts for one in read),
        "requests": sum(one.pages for one in read),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    kind, address, bootstrap, concurrency = sys.argv[1:5]
    asyncio.run(run(kind, address, bootstrap, int(concurrency)))
