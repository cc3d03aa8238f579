"""Quix Streams around our pure functions: facts in, work and business items out.

Runs in an environment of its own, with our packages beside it:
`python quix_app.py BOOTSTRAP PREFIX GROUP` until it is told to stop.
It holds the items in memory and nowhere else, which is the fastest way it can be built:
after a restart it would know nothing. Its state store, with which it would, is slower.
"""

import signal
import sys
from functools import partial

from quixstreams import Application
from quixstreams.models import Serializer

from passerelle_kafka.records import Incoming, Outgoing
from passerelle_schemas.topics import (
    BUSINESS_ITEMS,
    BUSINESS_RULES,
    WORK_FACTS,
    WORK_ITEMS,
)
from passerelle_translate.state import Held, step
from passerelle_translate.translator import translate


class Bytes(Serializer):  # type: ignore[misc] # it is in its own environment
    """Writes the value of one of our records."""

    def __call__(self, value: Outgoing, ctx: object) -> bytes | None:  # noqa: ARG002
        """Give what the record holds; *ctx* is Quix's own, and not needed."""
        return value.value


def main(bootstrap: str, prefix: str, group: str) -> None:
    """Translate by the rules that come on standard input."""
    rules = BUSINESS_RULES.decode(sys.stdin.buffer.read())
    means = partial(translate, rules=rules)
    held: dict[str, Held] = {}
    app = Application(
        bootstrap,
        consumer_group=prefix + group,
        auto_offset_reset="earliest",
        commit_interval=1.0,
        auto_create_topics=False,
        use_changelog_topics=False,
        loglevel="WARNING",
        producer_extra_config={"enable.idempotence": True, "linger.ms": 5},
    )

    def said(
        value: bytes, key: bytes, timestamp: int, _headers: object
    ) -> list[Outgoing]:
        record = Incoming(WORK_FACTS.name, 0, 0, timestamp, key, value)
        outgoing: list[Outgoing] = []
        for change in step(held, [record], means).changes:
            held[change.id] = change.held
            outgoing += [*change.elsewhere, *change.outgoing]
        return outgoing

    topics = {
        name: app.topic(
            prefix + name,
            key_deserializer="bytes",
            value_deserializer="bytes",
            key_serializer="bytes",
            value_serializer=Bytes(),
        )
        for name in (WORK_FACTS.name, WORK_ITEMS.name, BUSINESS_ITEMS.name)
    }
    told = app.dataframe(topics[WORK_FACTS.name])
    told = told.apply(said, metadata=True, expand=True)
    told.to_topic(lambda one, *_: topics[one.topic], key=lambda one: one.key)
    signal.signal(signal.SIGTERM, lambda *_: app.stop())
    app.run()


if __name__ == "__main__":
    main(*sys.argv[1:4])
