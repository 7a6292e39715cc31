package io.writeback.engine;

import io.writeback.config.Configuration;
import io.writeback.config.Settings;
import io.writeback.ledger.LeaseTerms;
import io.writeback.ledger.LedgerAddress;
import io.writeback.notify.NoticeSettings;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import io.writeback.run.PausePolicy;
import io.writeback.run.Retention;
import io.writeback.run.RunRetention;
import io.writeback.run.Targets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * What the keys under {@code writeback.} say: where rows and ledger are, and how targets are held.
 *
 * @param directory of snapshots, reports, and the ledger if it is no database
 * @param snapshotQuota the most bytes of a snapshot
 * @param snapshotRetention how long the snapshot of a run with open rejects is kept
 * @param runRetention how long runs that ended are kept in the ledger, with their files
 * @param ledger where the account of all runs is
 * @param lease for how long a process that shares its ledger has a target after it last said that
 *     it is alive
 * @param quarantine how long a request without an answer may still be carried out
 * @param patience how long runs wait for what passes by itself
 * @param notices who is notified of runs that failed for good
 * @param maxRuns how many runs a process that stays executes at once
 * @param problems what is wrong with the keys, those below {@code writeback.notify.} apart
 * @param noticeProblems what is wrong with these
 */
public record DataSettings(
    Path directory,
    long snapshotQuota,
    Duration snapshotRetention,
    Duration runRetention,
    LedgerAddress ledger,
    Duration lease,
    Duration quarantine,
    PausePolicy patience,
    NoticeSettings notices,
    int maxRuns,
    List<Problem> problems,
    List<Problem> noticeProblems) {
  /** What a request may take beyond its own deadline: waiting for its turn, logging in. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  /** Each has a thread, its snapshot open and some memory; the accounts limit what is sent. */
  private static final int MAX_RUNS = 20;

  private static final String POSTGRES = "jdbc:postgresql:";

  /**
   * @param placeholders fills in the placeholders of a value; throws if it cannot
   */
  public static DataSettings of(Configuration configuration, UnaryOperator<String> placeholders) {
    Settings own = configuration.settings("writeback.", placeholders);
    Settings other = configuration.settings("writeback.", placeholders);
    Path directory =
        own.parsed(
            "data-dir", configuration.path("data"), "the path of a folder", configuration::path);
    NoticeSettings notices = NoticeSettings.of(other);
    return new DataSettings(
        directory,
        own.bytes("snapshot-quota", 100L << 30),
        own.duration("snapshot-retention", Retention.STANDARD),
        own.duration("run-retention", RunRetention.STANDARD, RunRetention.LEAST),
        ledger(own, directory),
        own.duration("lease", Duration.ofMinutes(5), Duration.ofSeconds(1)),
        own.duration("quarantine", Duration.ofMinutes(5)),
        new PausePolicy(
            own.durations("pauses", PausePolicy.STANDARD.waits()),
            own.duration("run-deadline", PausePolicy.STANDARD.deadline(), Duration.ofSeconds(1)),
            own.durations("export-pauses", PausePolicy.STANDARD.exports())),
        notices,
        own.integer("max-runs", MAX_RUNS, 1, 1_000),
        own.knows(other).close(),
        other.problems());
  }

  private static LedgerAddress ledger(Settings own, Path directory) {
    String url = own.text("ledger").orElse(null);
    String user = own.text("ledger-user").orElse(null);
    String password = own.secretText("ledger-password").orElse(null);
    Duration patience = own.duration("ledger-patience", LedgerAddress.Postgres.PATIENCE);
    if (url == null) {
      return new LedgerAddress.InDirectory(directory);
    }
    if (!url.startsWith(POSTGRES)) {
      own.problem(
          Code.BAD_VALUE,
          "ledger",
          "is no address of a PostgreSQL database: it begins with "
              + POSTGRES
              + "//; without it the ledger is a file in the data directory");
    }
    return new LedgerAddress.Postgres(url, user, password, patience);
  }

  /** Whether several processes may execute runs of the same ledger. */
  public boolean isShared() {
    return ledger instanceof LedgerAddress.Postgres;
  }

  /**
   * A lease is renewed when a third of it is over; what is left then has to be enough for a
   * request.
   *
   * @param deadline the longest that a request may take
   */
  public Optional<Problem> leaseProblem(Duration deadline) {
    Duration least = deadline.plus(MARGIN).multipliedBy(3).dividedBy(2).plusSeconds(1);
    return isShared() && lease.compareTo(least) < 0
        ? Optional.of(
            new Problem(
                Code.BAD_VALUE,
                "writeback.lease",
                "is %d s; with http.deadline at %d s it has to be %d s or more, or nothing could be sent shortly before it is renewed"
                    .formatted(lease.toSeconds(), deadline.toSeconds(), least.toSeconds())))
        : Optional.empty();
  }

  /**
   * @param deadline the longest that a request may take
   */
  Targets.HeldFor heldFor(Duration deadline) {
    return isShared()
        ? new Targets.HeldFor(
            new LeaseTerms(UUID.randomUUID().toString(), lease, quarantine), deadline.plus(MARGIN))
        : Targets.HeldFor.ever(quarantine);
  }
}
