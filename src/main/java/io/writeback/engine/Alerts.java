package io.writeback.engine;

import io.writeback.alert.AlertDelivery;
import io.writeback.alert.AlertWatch;
import io.writeback.ledger.AlertChange;
import io.writeback.ledger.AlertMessage;
import io.writeback.ledger.ChangeSignal;
import io.writeback.problem.Code;
import io.writeback.problem.Lengths;
import java.util.Optional;
import java.util.Set;

/** Examines writebacks and delivers messages about them, with lines in the log. */
public final class Alerts {
  private final AlertWatch watch;
  private final AlertDelivery delivery;
  private final ChangeSignal changes;

  /**
   * @param changes when there may be something new to examine
   */
  Alerts(AlertWatch watch, AlertDelivery delivery, ChangeSignal changes) {
    this.watch = watch;
    this.delivery = delivery;
    this.changes = changes;
  }

  /** Examines every writeback, unless nothing has changed. */
  void examineIfDue() {
    if (changes.isDue()) {
      examine();
      delivery
          .giveUpOthers()
          .forEach(
              channel ->
                  LogEvent.of("messages of alerts given up, as their channel is not configured")
                      .with("channel", channel)
                      .with("code", Code.ALERT_UNDELIVERED)
                      .warn());
    }
  }

  /** Examines every writeback. */
  public void examine() {
    watch.examine(Alerts::log);
  }

  private static void log(AlertChange change) {
    if (change.kind() == AlertChange.Kind.REPEATED) {
      return;
    }
    LogEvent event =
        LogEvent.of(
                switch (change.kind()) {
                  case RAISED -> "alert raised";
                  case RECOVERED -> "alert recovered";
                  default -> "alert closed";
                })
            .with("writeback", change.writeback())
            .with("rule", change.rule())
            .with("run", change.runId())
            .with("because", change.message());
    if (change.kind() == AlertChange.Kind.RAISED) {
      event.warn();
    } else {
      event.info();
    }
  }

  Set<String> channels() {
    return delivery.channels();
  }

  /** Delivers what is due on a channel. */
  public void deliver(String channel) {
    Optional<AlertDelivery.Result> result = delivery.deliverNext(channel);
    while (result.isPresent()) {
      log(result.get());
      result = delivery.deliverNext(channel);
    }
  }

  private static void log(AlertDelivery.Result result) {
    if (result instanceof AlertDelivery.Result.Delivered delivered) {
      event("alert sent", delivered.message()).info();
    } else if (result instanceof AlertDelivery.Result.Undelivered undelivered) {
      event(
              undelivered.pause().isPresent() ? "alert not delivered" : "alert given up",
              undelivered.message())
          .with("code", Code.ALERT_UNDELIVERED)
          .with("reason", undelivered.reason())
          .with("again-in", undelivered.pause().map(Lengths::text).orElse(null))
          .warn();
    }
  }

  private static LogEvent event(String what, AlertMessage message) {
    return LogEvent.of(what)
        .with("writeback", message.writeback())
        .with("rule", message.rule())
        .with("recovered", message.recovered())
        .with("run", message.runId())
        .with("channel", message.channel());
  }
}
