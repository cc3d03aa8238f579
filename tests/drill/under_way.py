"""The parts of a run that is under way, and the settings that its programs have."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from passerelle.embedded import free_port
from passerelle_kafka.settings import KafkaSettings
from tests.brokers import ROOT, KafkaBroker
from tests.drill.book import Book
from tests.drill.plan import Plan
from tests.drill.programs import ended
from tests.drill.seams import Tracker
from tests.drill.showing import TRAILING
from tests.drill.tally import Tally
from tests.drill.waits import UNSAID_SECONDS

Say = Callable[[str], None]
OVERLAP = timedelta(seconds=6)


@dataclass(slots=True)
class Drill:
    """The parts of a run that is under way."""

    plan: Plan
    book: Book
    trackers: Mapping[str, Tracker]
    folder: Path
    say: Say
    broker: KafkaBroker
    tallies: Mapping[str, Tally]
    config: Path = field(init=False)
    address: str = field(init=False)
    changes: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def kafka(self) -> KafkaSettings:
        """Where the broker is."""
        return self.broker.settings

    def tell(self, words: str) -> None:
        """Say how far we are."""
        self.say(f"[{time.monotonic() - self.began:5.0f} s] {words}")

    def write_settings(self, places: Mapping[str, str]) -> None:
        """Write passerelle.toml: everything short, by settings that are documented."""
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.config = self.folder / "passerelle.toml"
        sources = [t.settings(places[name]) for name, t in self.trackers.items()]
        polls = self.plan.poll_seconds / 60 if self.plan.polls else 0
        self.config.write_text(f"""
[kafka]
bootstrap = "{self.kafka.bootstrap}"
patience_seconds = 10

[translate]
rules = "{ROOT / "rules"}"

[ingest]
port = {port}
poll_minutes = {polls:.4f}
overlap_minutes = {OVERLAP.total_seconds() / 60}
trailing_hours = {TRAILING.total_seconds() / 3600}
census_absent_share = 0.3
unsaid_wait_seconds = {UNSAID_SECONDS}
{"".join(sources)}""")

    async def verb(self, *words: str) -> int:
        """Run a verb as an operator would."""
        log = self.folder / f"{'-'.join(words)}.log"
        return await ended(self.config, words, log)
