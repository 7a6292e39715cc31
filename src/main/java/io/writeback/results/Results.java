package io.writeback.results;

import io.writeback.dataset.domo.DomoClient;
import io.writeback.dataset.domo.DomoStreams;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.ResultDelivery;
import io.writeback.ledger.ResultStore;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import io.writeback.rows.ScratchFileException;
import io.writeback.run.PlanRestorer;
import io.writeback.run.Report;
import io.writeback.run.RowOutcomes;
import io.writeback.run.RunFolders;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Delivers the results of runs that have ended, each at least tried until it is there: on failure
 * again after 15 s, then after twice as long each time, up to an hour, for a week.
 */
public final class Results {
  private static final Duration SOONEST = Duration.ofSeconds(15);
  private static final Duration LATEST = Duration.ofHours(1);
  private static final Duration LONGEST_DELAY = Duration.ofDays(7);

  /** Bytes of a part, about. */
  private static final int PART = 4 << 20;

  /** Then another process tries a delivery. */
  private static final Duration CLAIM = Duration.ofMinutes(30);

  private final Ledger ledger;
  private final ResultStore store;
  private final RunFolders folders;
  private final PlanRestorer restorer;
  private final Function<String, Report> reports;
  private final Function<ResultDelivery, ResultReceiver> receivers;

  /** What became of one try. */
  public sealed interface Outcome {
    ResultDelivery delivery();

    record Delivered(ResultDelivery delivery) implements Outcome {}

    /** It is tried again after a pause; no pause means that it is given up. */
    record Undelivered(ResultDelivery delivery, String reason, Optional<Duration> pause)
        implements Outcome {}
  }

  /**
   * @param folders where the files of runs are
   * @param restorer makes the plans of runs, which know the keys of rows
   * @param reports of runs
   */
  Results(
      Ledger ledger,
      RunFolders folders,
      PlanRestorer restorer,
      Function<String, Report> reports,
      Function<ResultDelivery, ResultReceiver> receivers) {
    this.ledger = ledger;
    this.store = ledger.results();
    this.folders = folders;
    this.restorer = restorer;
    this.reports = reports;
    this.receivers = receivers;
  }

  /**
   * Those of a ledger, to Domo and to files.
   *
   * @param accounts of Domo, by name
   * @param paths finds a folder: relative ones begin in the project
   */
  public static Results of(
      Ledger ledger,
      RunFolders folders,
      PlanRestorer restorer,
      Function<String, Report> reports,
      Function<String, DomoClient> accounts,
      Function<String, Path> paths) {
    return new Results(
        ledger,
        folders,
        restorer,
        reports,
        delivery ->
            delivery.account() == null
                ? new CsvResults(
                    paths.apply(delivery.destination().substring(ResultTarget.CSV.length())))
                : new DomoResults(
                    ledger.results(),
                    new DomoStreams(accounts.apply(delivery.account())),
                    PART,
                    Results::sleep));
  }

  private static boolean sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Tries the next delivery that is due; empty if none is. */
  public Optional<Outcome> deliverNext() {
    return store.due().flatMap(this::claimed);
  }

  private Optional<Outcome> claimed(ResultDelivery due) {
    return store.claim(due, CLAIM) ? Optional.of(deliver(due.claimed())) : Optional.empty();
  }

  private Outcome deliver(ResultDelivery delivery) {
    try {
      receivers.apply(delivery).deliver(lines(delivery));
      store.done(delivery);
      return new Outcome.Delivered(delivery);
    } catch (IOException | WritebackException | ScratchFileException | IllegalArgumentException e) {
      return undelivered(delivery, reason(e));
    }
  }

  private static String reason(Exception e) {
    if (e instanceof WritebackException known) {
      return known.problems().get(0).message();
    }
    return e instanceof FileSystemException file && file.getFile() != null
        ? file.getFile() + ": " + Reason.of(e)
        : Reason.of(e);
  }

  private Outcome undelivered(ResultDelivery delivery, String reason) {
    if (delivery.since().plus(LONGEST_DELAY).isBefore(store.now())) {
      store.giveUp(delivery, reason);
      return new Outcome.Undelivered(delivery, reason, Optional.empty());
    }
    Duration pause = pause(delivery.tries());
    store.again(delivery, reason, pause);
    return new Outcome.Undelivered(delivery, reason, Optional.of(pause));
  }

  private ResultLines lines(ResultDelivery delivery) {
    Report run = reports.apply(delivery.runId());
    if (delivery.kind().equals(ResultDelivery.RUNS)) {
      return new ResultLines(
          delivery, ResultTable.RUNS, each -> each.accept(ResultTable.line(run)));
    }
    Consumer<Consumer<List<String>>> rows =
        each ->
            RowOutcomes.each(
                ledger,
                delivery.runId(),
                folders,
                restorer,
                row -> each.accept(ResultTable.line(run, row)));
    return new ResultLines(delivery, ResultTable.ROWS, rows);
  }

  static Duration pause(int tries) {
    Duration pause = SOONEST.multipliedBy(1L << Math.min(tries - 1, 10));
    return pause.compareTo(LATEST) > 0 ? LATEST : pause;
  }
}
