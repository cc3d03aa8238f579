"""Says the health of the sources as Prometheus reads it, made from the same figures.

What is not known is left out. No label names an item, a person or a secret.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from passerelle_ingest.metric_rows import COUNTERS, GAUGES, Samples
from passerelle_schemas.health import SourceHealth

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_REMAINING = "passerelle_source_wait_remaining_seconds"


def exposition(sources: Iterable[SourceHealth], now: datetime) -> bytes:
    """Write what is known of *sources* in Prometheus' text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Health(tuple(sources), now))
    return generate_latest(registry)


class _Health(Collector):
    def __init__(self, sources: tuple[SourceHealth, ...], now: datetime) -> None:
        self._sources = sources
        self._now = now

    def collect(self) -> Iterator[Metric]:
        """Yield every metric, each with its samples of all sources."""
        for name, says, labels, samples in COUNTERS:
            family = CounterMetricFamily(f"passerelle_{name}", says, labels=labels)
            _fill(family, self._of_sources(samples))
            yield family
        for name, says, labels, samples in GAUGES:
            gauge = GaugeMetricFamily(f"passerelle_{name}", says, labels=labels)
            _fill(gauge, self._of_sources(samples))
            yield gauge
        says = "Seconds that the tracker makes us wait from now on."
        waits = GaugeMetricFamily(_REMAINING, says, labels=("source",))
        _fill(waits, (((one.source,), self._remaining(one)) for one in self._sources))
        yield waits

    def _of_sources(self, samples: Callable[[SourceHealth], Samples]) -> Samples:
        for one in self._sources:
            for labels, value in samples(one):
                yield (one.source, *labels), value

    def _remaining(self, one: SourceHealth) -> float:
        until = one.waiting_until
        return max(0.0, (until - self._now).total_seconds()) if until else 0.0


def _fill(family: CounterMetricFamily | GaugeMetricFamily, samples: Samples) -> None:
    for labels, value in samples:
        if value is not None:
            told = value.timestamp() if isinstance(value, datetime) else float(value)
            family.add_metric(labels, told)
