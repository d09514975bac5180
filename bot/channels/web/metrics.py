"""/metrics: what operators watch, in the text format of Prometheus. Counts and times, never a reader or their words."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

from prometheus_client import CollectorRegistry, Metric, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from bot.content.drafts import Reloads
from bot.people.readers import DELIVERY_STATES
from bot.reception import Reception, Totals

FRESH: Final = dt.timedelta(seconds=5)
"""How long a count is told again: whoever asks more often costs nothing."""


class Metrics:
    """Counts for whoever asks, once at a time."""

    def __init__(self, reception: Reception, now: Callable[[], dt.datetime], reloads: Callable[[], Reloads]) -> None:
        self._reception, self._now, self._reloads = reception, now, reloads
        self._lock = asyncio.Lock()
        self._counted: tuple[dt.datetime, Totals] | None = None

    async def text(self, accept: str) -> tuple[bytes, str]:
        """Return the metrics in a format that is accepted, and its name; raises StateError."""
        totals = await self._totals()
        registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        registry.register(_Collected(self._reception, totals, self._reloads(), self._now()))
        encode, kind = choose_encoder(accept)
        return encode(registry), kind

    async def _totals(self) -> Totals:
        async with self._lock:
            now = self._now()
            if self._counted is None or not now - FRESH < self._counted[0] <= now:
                self._counted = now, await self._reception.totals()
            return self._counted[1]


@dataclass(frozen=True, slots=True, eq=False)
class _Collected(Collector):
    reception: Reception
    totals: Totals
    reloads: Reloads
    now: dt.datetime

    def collect(self) -> Iterator[Metric]:
        """Yield every metric."""
        yield from self._answers()
        yield from self._deliveries()
        yield from self._edition()

    def _answers(self) -> Iterator[Metric]:
        answers = CounterMetricFamily("hindsight_answers", "Questions answered since the start.", labels=["channel"])
        failures = CounterMetricFamily("hindsight_failures", "Errors in us, each logged by its id.", labels=["channel"])
        answered, failed = self.reception.counts
        for channel in sorted({*answered, *failed}):
            answers.add_metric([channel], answered[channel])
            failures.add_metric([channel], failed[channel])
        yield answers
        yield failures

    def _deliveries(self) -> Iterator[Metric]:
        found = self.totals.deliveries
        deliveries = GaugeMetricFamily(
            "hindsight_deliveries", "Check-ins due in the last seven days.", labels=["channel", "state"]
        )
        for channel in sorted({channel for channel, _ in found}):
            for state in DELIVERY_STATES:
                deliveries.add_metric([channel, state], found.get((channel, state), 0))
        yield deliveries
        waits = self.now - self.totals.waits_since if self.totals.waits_since else dt.timedelta()
        yield GaugeMetricFamily(
            "hindsight_oldest_queued_seconds", "How long ago the oldest queued check-in was due.", waits.total_seconds()
        )
        subscriptions = GaugeMetricFamily(
            "hindsight_subscriptions", "Subscriptions: running, or paused by whom.", labels=["channel", "state"]
        )
        for (channel, how), count in sorted(self.totals.subscriptions.items()):
            subscriptions.add_metric([channel, how], count)
        yield subscriptions

    def _edition(self) -> Iterator[Metric]:
        live = {"digest": self.reception.edition, "version": version("hindsight")}
        yield InfoMetricFamily("hindsight_edition", "The edition that is live, and the program that serves it.", live)
        for name, at in (("last_good", self.reloads.good), ("last_tried", self.reloads.tried)):
            told = f"When the files were {name.replace('_', ' ')}, in seconds since 1970."
            yield GaugeMetricFamily(f"hindsight_reload_{name}_timestamp_seconds", told, at.timestamp())
