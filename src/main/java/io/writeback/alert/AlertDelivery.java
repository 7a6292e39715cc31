package io.writeback.alert;

import io.writeback.ledger.AlertMessage;
import io.writeback.ledger.AlertStore;
import io.writeback.run.Report;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Delivers the messages that the ledger holds, each at least once: it goes from the ledger when it
 * has arrived, or when it is given up.
 */
public final class AlertDelivery {
  private static final Duration SOONEST = Duration.ofSeconds(15);
  private static final Duration LATEST = Duration.ofHours(1);

  /** A message is given up after this time. */
  private static final Duration LONGEST_DELAY = Duration.ofDays(1);

  private final AlertStore store;
  private final Channels channels;
  private final Function<String, Optional<Report>> reports;
  private final Duration length;

  /** What became of one try. */
  public sealed interface Result {
    record Delivered(AlertMessage message) implements Result {}

    /** It is tried again after a pause; no pause means that it is given up. */
    record Undelivered(AlertMessage message, String reason, Optional<Duration> pause)
        implements Result {}
  }

  /**
   * @param reports of runs, unless they were removed
   * @param length how long a delivery takes at most: then another process tries it
   */
  public AlertDelivery(
      AlertStore store,
      Channels channels,
      Function<String, Optional<Report>> reports,
      Duration length) {
    this.store = store;
    this.channels = channels;
    this.reports = reports;
    this.length = length;
  }

  public Set<String> channels() {
    return channels.names();
  }

  /** Tries the next message of a channel; empty if none is due. */
  public Optional<Result> deliverNext(String channel) {
    return store.due(channel).isEmpty()
        ? Optional.empty()
        : store.claim(channel, length).map(this::deliver);
  }

  private Result deliver(AlertMessage message) {
    Optional<Report> report = Optional.ofNullable(message.runId()).flatMap(reports);
    Optional<String> failure = channels.deliver(message, report);
    if (failure.isEmpty()) {
      store.done(message);
      return new Result.Delivered(message);
    }
    if (message.at().plus(LONGEST_DELAY).isBefore(store.now())) {
      store.done(message);
      return new Result.Undelivered(message, failure.get(), Optional.empty());
    }
    Duration pause = pause(message.tries());
    store.again(message, pause);
    return new Result.Undelivered(message, failure.get(), Optional.of(pause));
  }

  /** Gives up old messages for channels that are not configured; returns those channels. */
  public List<String> giveUpOthers() {
    return store.waitingChannels().stream()
        .filter(channel -> !channels.names().contains(channel))
        .filter(channel -> store.giveUp(channel, LONGEST_DELAY) > 0)
        .toList();
  }

  /** 15 s, then twice as long each time, up to an hour. */
  static Duration pause(long tries) {
    Duration pause = SOONEST.multipliedBy(1L << Math.min(tries - 1, 10));
    return pause.compareTo(LATEST) > 0 ? LATEST : pause;
  }
}
