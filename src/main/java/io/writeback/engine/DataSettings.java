package io.writeback.engine;

import io.writeback.config.Configuration;
import io.writeback.config.Option;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import io.writeback.ledger.LeaseTerms;
import io.writeback.ledger.LedgerAddress;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import io.writeback.run.PausePolicy;
import io.writeback.run.Retention;
import io.writeback.run.RunRetention;
import io.writeback.storage.StorageSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

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
 * @param maxRuns how many runs a process that stays executes at once
 * @param storage where the files of runs are kept for other machines
 * @param problems what is wrong with the keys
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
    int maxRuns,
    StorageSettings storage,
    List<Problem> problems) {
  /** Each has a thread, its snapshot open and some memory; the accounts limit what is sent. */
  private static final int MAX_RUNS = 20;

  private static final String POSTGRES = "jdbc:postgresql:";

  private static final Option<Path> DATA_DIR =
      Option.path("data-dir", "data", "the path of a folder")
          .says(
              "The directory of ledger, snapshots and reports. Only its owner may access it; at each"
                  + " start, access by others is removed, with a line in the log, or refused"
                  + " (WB-519). A process whose ledger file is deleted or replaced sends nothing"
                  + " more, and exits (WB-501).");

  private static final Option<Long> SNAPSHOT_QUOTA =
      Option.bytes("snapshot-quota", 100L << 30)
          .says("The maximum size of one snapshot in bytes (100 GiB).");

  private static final Option<Duration> SNAPSHOT_RETENTION =
      Option.duration("snapshot-retention", Retention.STANDARD)
          .says(
              "How long the snapshot of a run that is over is kept while it has open rejects; `0s`"
                  + " removes it at once. [Which are"
                  + " kept](runs.md#how-long-snapshots-are-kept).");

  private static final Option<Duration> RUN_RETENTION =
      Option.duration("run-retention", RunRetention.STANDARD, RunRetention.LEAST)
          .says(
              "How long an ended run is kept in the ledger, with its rejects, its events and its"
                  + " folder; at least `1d`. [What is removed](runs.md#how-long-runs-are-kept).");

  private static final Option<Optional<String>> LEDGER =
      Option.text("ledger")
          .without("a file in `data-dir`")
          .says(
              "The ledger: `jdbc:postgresql://HOST/DATABASE` for one that several machines share."
                  + " [Requirements](runs.md#several-machines).");

  private static final Option<Optional<String>> LEDGER_USER =
      Option.text("ledger-user").without("none").says("The user of that database.");

  private static final Option<Optional<Secret>> LEDGER_PASSWORD =
      Option.secret("ledger-password")
          .says("The password of that user; best from the environment: `{{env:LEDGER_PASSWORD}}`.");

  private static final Option<Duration> LEDGER_PATIENCE =
      Option.duration("ledger-patience", LedgerAddress.Postgres.PATIENCE)
          .says(
              "With a shared ledger: how long to wait for an unavailable database, counted from the"
                  + " first failure. Nothing is sent meanwhile, and every write is made exactly once"
                  + " when it is back. After that the process exits and its runs are interrupted."
                  + " [When the database is"
                  + " unavailable](runs.md#when-the-database-is-unavailable).");

  private static final Option<Duration> LEASE =
      Option.duration("lease", LeaseTerms.STANDARD, LeaseTerms.SHORTEST)
          .says(
              "With a shared ledger: how long a run keeps its target after its process last renewed"
                  + " the lease, at least `5s`. It is renewed five times in that time. With a fifth"
                  + " of it left nothing is sent; with a tenth left what is in flight is cut off."
                  + " [When a process dies](runs.md#when-a-process-dies-or-freezes).");

  private static final Option<List<Duration>> PAUSES =
      Option.durations("pauses", PausePolicy.STANDARD.waits())
          .says(
              "How long a run is paused when its destination is down: the first time, the second"
                  + " time in a row, and so on; the last value repeats. `none`: it is STOPPED"
                  + " instead. [When a run pauses](failures.md#how-long-a-run-waits).");

  private static final Option<List<Duration>> EXPORT_PAUSES =
      Option.durations("export-pauses", PausePolicy.STANDARD.exports())
          .says(
              "How long a run waits before it exports a DataSet again after an inconsistent export"
                  + " (WB-207, WB-208), or reads a CSV file again that was changed meanwhile: after"
                  + " the first time, the second in a row, and so on. After the last it is FAILED."
                  + " `none`: at once.");

  private static final Option<Duration> RUN_DEADLINE =
      Option.duration("run-deadline", PausePolicy.STANDARD.deadline(), Duration.ofSeconds(1))
          .says(
              "How long a run may take in total, including pauses, from its beginning or from when"
                  + " it was last resumed manually. After that it waits for you.");

  private static final Option<Duration> PLAN_VALID =
      Option.duration("plan-valid", PausePolicy.STANDARD.plans(), Duration.ofSeconds(1))
          .says(
              "How old a plan may be when it is approved. After that it cannot be applied (WB-528)."
                  + " [Plans](plan-and-undo.md).");

  private static final Option<Duration> QUARANTINE =
      Option.duration("quarantine", Duration.ofMinutes(5))
          .says(
              "How long after a request without a response no other run writes to the same target:"
                  + " the request may still be executed and would undo newer values.");

  private static final Option<Integer> MOST_RUNS =
      Option.integer("max-runs", MAX_RUNS, 1, 1_000)
          .says(
              "How many runs `./writeback start` executes at once, 1 to 1,000. Runs that wait for a"
                  + " busy target do not count.");

  /** All of them, in the order of the documents. */
  public static final List<Option<?>> KEYS =
      Stream.of(
              List.of(DATA_DIR, SNAPSHOT_QUOTA, SNAPSHOT_RETENTION),
              StorageSettings.KEYS,
              List.of(
                  RUN_RETENTION,
                  LEDGER,
                  LEDGER_USER,
                  LEDGER_PASSWORD,
                  LEDGER_PATIENCE,
                  LEASE,
                  PAUSES,
                  EXPORT_PAUSES,
                  RUN_DEADLINE,
                  PLAN_VALID,
                  QUARANTINE,
                  MOST_RUNS))
          .<Option<?>>flatMap(List::stream)
          .toList();

  public static DataSettings of(Configuration configuration) {
    Settings own = configuration.settings("writeback.");
    Path directory = DATA_DIR.in(own);
    LedgerAddress ledger = ledger(own, directory);
    StorageSettings storage = StorageSettings.of(own);
    if (storage.bucket().isPresent() && !(ledger instanceof LedgerAddress.Postgres)) {
      own.problem(
          Code.BAD_VALUE,
          "snapshots",
          "is for machines that share a ledger: set writeback.ledger too, or remove it");
    }
    return new DataSettings(
        directory,
        SNAPSHOT_QUOTA.in(own),
        SNAPSHOT_RETENTION.in(own),
        RUN_RETENTION.in(own),
        ledger,
        LEASE.in(own),
        QUARANTINE.in(own),
        new PausePolicy(
            PAUSES.in(own), RUN_DEADLINE.in(own), EXPORT_PAUSES.in(own), PLAN_VALID.in(own)),
        MOST_RUNS.in(own),
        storage,
        own.close());
  }

  private static LedgerAddress ledger(Settings own, Path directory) {
    String url = LEDGER.in(own).orElse(null);
    String user = LEDGER_USER.in(own).orElse(null);
    String password = LEDGER_PASSWORD.in(own).map(Secret::reveal).orElse(null);
    Duration patience = LEDGER_PATIENCE.in(own);
    if (url == null) {
      return new LedgerAddress.InDirectory(directory);
    }
    if (!url.startsWith(POSTGRES)) {
      own.problem(
          Code.BAD_VALUE,
          "ledger",
          "is not the address of a PostgreSQL database: it begins with "
              + POSTGRES
              + "//; without it the ledger is a file in the data directory");
    }
    return new LedgerAddress.Postgres(url, user, password, patience);
  }

  /** Whether several processes may execute runs of the same ledger. */
  public boolean isShared() {
    return ledger instanceof LedgerAddress.Postgres;
  }

  /** How this process holds what it claims. */
  LeaseTerms terms() {
    return isShared()
        ? new LeaseTerms(UUID.randomUUID().toString(), lease, quarantine)
        : LeaseTerms.ever(quarantine);
  }
}
