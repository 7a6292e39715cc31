package io.writeback.sandbox.workfront;

import java.time.Duration;
import java.util.Objects;

/**
 * What can be changed while the simulator runs.
 *
 * @param failureMode what one bad record does to a bulk update
 * @param latency how long each request is delayed
 * @param concurrencyLimit how many requests may be in flight (10 in the vendor's older pages)
 * @param moneyAsText whether money is returned as text from version 20 on (users' reports)
 * @param customFields undocumented behaviour of custom fields
 * @param wire accepted request formats
 */
public record WorkfrontKnobs(
    FailureMode failureMode,
    Duration latency,
    int concurrencyLimit,
    boolean moneyAsText,
    CustomFieldKnobs customFields,
    WireKnobs wire) {
  public WorkfrontKnobs {
    if (failureMode == null || wire == null) {
      throw new IllegalArgumentException("failureMode or wire is missing");
    }
    if (latency == null || latency.isNegative()) {
      throw new IllegalArgumentException("latency is 0 or more, not " + latency);
    }
    if (concurrencyLimit < 1) {
      throw new IllegalArgumentException("concurrencyLimit is 1 or more, not " + concurrencyLimit);
    }
    Objects.requireNonNull(customFields, "customFields");
  }

  public WorkfrontKnobs(
      FailureMode failureMode, Duration latency, int concurrencyLimit, boolean moneyAsText) {
    this(
        failureMode,
        latency,
        concurrencyLimit,
        moneyAsText,
        CustomFieldKnobs.STRICT,
        WireKnobs.STANDARD);
  }

  public WorkfrontKnobs withFailureMode(FailureMode mode) {
    return new WorkfrontKnobs(mode, latency, concurrencyLimit, moneyAsText, customFields, wire);
  }

  public WorkfrontKnobs withLatency(Duration newLatency) {
    return new WorkfrontKnobs(
        failureMode, newLatency, concurrencyLimit, moneyAsText, customFields, wire);
  }

  public WorkfrontKnobs withConcurrencyLimit(int limit) {
    return new WorkfrontKnobs(failureMode, latency, limit, moneyAsText, customFields, wire);
  }

  public WorkfrontKnobs withMoneyAsText(boolean asText) {
    return new WorkfrontKnobs(failureMode, latency, concurrencyLimit, asText, customFields, wire);
  }

  public WorkfrontKnobs withCustomFields(CustomFieldKnobs knobs) {
    return new WorkfrontKnobs(failureMode, latency, concurrencyLimit, moneyAsText, knobs, wire);
  }

  public WorkfrontKnobs withWire(WireKnobs newWire) {
    return new WorkfrontKnobs(
        failureMode, latency, concurrencyLimit, moneyAsText, customFields, newWire);
  }
}
