package io.writeback.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.writeback.http.HostState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The limits of hosts, as the governor has learnt them. */
final class HostGauges {
  private final MeterRegistry registry;
  private final Supplier<List<HostState>> hosts;
  private final Map<String, HostState> latest = new ConcurrentHashMap<>();

  HostGauges(MeterRegistry registry, Supplier<List<HostState>> hosts) {
    this.registry = registry;
    this.hosts = hosts;
  }

  /** Before the gauges are read: an account has no host before it is first used. */
  void refresh() {
    for (HostState host : hosts.get()) {
      if (latest.put(host.host(), host) == null) {
        register(host.host());
      }
    }
  }

  private void register(String host) {
    gauge(host, "writeback.host.limit", "Requests that a host is given at once", HostState::limit)
        .register(registry);
    gauge(
            host,
            "writeback.host.limit.ceiling",
            "The most that the accounts of a host allow",
            HostState::ceiling)
        .register(registry);
    gauge(host, "writeback.host.in.flight", "Requests in flight", HostState::inFlight)
        .register(registry);
    gauge(host, "writeback.host.waiting", "Requests that wait for a place", HostState::waiting)
        .register(registry);
    gauge(
            host,
            "writeback.host.throttled",
            "How long a host still asks us to wait; 0 if it does not",
            state -> state.throttledFor().toMillis() / 1000.0)
        .baseUnit("seconds")
        .register(registry);
  }

  private Gauge.Builder<Map<String, HostState>> gauge(
      String host, String name, String what, ToDoubleFunction<HostState> value) {
    return Gauge.builder(name, latest, states -> value.applyAsDouble(states.get(host)))
        .description(what)
        .tag("host", host);
  }
}
