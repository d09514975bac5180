"""/metrics: what operators watch, in the text format of Prometheus. Counts and times, never a reader or their words."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isinf
from typing import Final

from prometheus_client import CollectorRegistry, Metric, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, InfoMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from bot.content.drafts import Reloads
from bot.delivery.pulse import Pulse
from bot.people.readers import DELIVERY_STATES
from bot.reception import Reception, Totals
from bot.release import version

FRESH: Final = dt.timedelta(seconds=5)
"""How long a count is told again: whoever asks more often costs nothing."""


class Metrics:
    """Counts for whoever asks, once at a time."""

    def __init__(
        self, reception: Reception, now: Callable[[], dt.datetime], reloads: Callable[[], Reloads], pulse: Pulse
    ) -> None:
        self._reception, self._now, self._reloads, self._pulse = reception, now, reloads, pulse
        self._lock = asyncio.Lock()
        self._counted: tuple[dt.datetime, Totals] | None = None

    async def text(self, accept: str) -> tuple[bytes, str]:
        """Return the metrics in a format that is accepted, and its name; raises StateError."""
        totals = await self._totals()
        registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        registry.register(_Collected(self._reception, totals, self._reloads(), self._pulse, self._now()))
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
    pulse: Pulse
    now: dt.datetime

    def collect(self) -> Iterator[Metric]:
        """Yield every metric."""
        yield from self._answers()
        yield from self._waiting()
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
        seconds = HistogramMetricFamily(
            "hindsight_answer_seconds", "How long answers took, by command.", labels=["command"]
        )
        for command, found in sorted(self.reception.latencies.items()):
            buckets = [("+Inf" if isinf(bound) else f"{bound}", count) for bound, count in found.cumulated()]
            seconds.add_metric([command], buckets, found.total)
        yield seconds

    def _waiting(self) -> Iterator[Metric]:
        waiting = GaugeMetricFamily(
            "hindsight_questions_waiting", "Questions that wait their turn.", labels=["channel"]
        )
        for channel, queue in sorted(self.reception.queues.items()):
            waiting.add_metric([channel], len(queue))
        yield waiting
        appeals = "hindsight_appeals_open", "Appeals that no editor has answered yet."
        yield GaugeMetricFamily(*appeals, self.totals.appeals)

    def _deliveries(self) -> Iterator[Metric]:
        found = self.totals.deliveries
        deliveries = GaugeMetricFamily(
            "hindsight_deliveries", "Check-ins due in the last seven days.", labels=["channel", "state"]
        )
        for channel in sorted({channel for channel, _ in found}):
            for state in DELIVERY_STATES:
                deliveries.add_metric([channel, state], found.get((channel, state), 0))
        yield deliveries
        floods = CounterMetricFamily(
            "hindsight_floods", "How often check-ins were told to wait by a network.", labels=["channel"]
        )
        for channel, count in sorted(self.pulse.floods.items()):
            floods.add_metric([channel], count)
        yield floods
        yield _instant("last_tick", "it was last looked for check-ins that are due", self.pulse.ticked)
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
        live = {"digest": self.reception.edition, "version": version()}
        yield InfoMetricFamily("hindsight_edition", "The edition that is live, and the program that serves it.", live)
        yield _instant("reload_last_good", "the files were last good", self.reloads.good)
        yield _instant("reload_last_tried", "the files were last tried", self.reloads.tried)
        yield _instant("backup", "the last backup was made", self.totals.copied)


def _instant(name: str, told: str, at: dt.datetime | None) -> Metric:
    """Return a metric of an instant, without a sample where there is none yet."""
    made = GaugeMetricFamily(f"hindsight_{name}_timestamp_seconds", f"When {told}, in seconds since 1970.", labels=[])
    if at:
        made.add_metric([], at.timestamp())
    return made
