package io.writeback.cli;

import io.writeback.camel.ProcessSettings;
import io.writeback.engine.DataSettings;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunHistory;
import io.writeback.ledger.RunState;
import io.writeback.ledger.RunSummary;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.run.DataLock;
import io.writeback.run.RunFiles;
import io.writeback.run.RunFolders;
import io.writeback.storage.FileStorage;
import io.writeback.view.RunViews;
import io.writeback.view.Surface;
import java.io.Closeable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The ledger of the configured data directory, for commands that look at runs. */
final class OpenedLedger implements Closeable {
  private static final String LAST = "last";
  private static final int MOST_NAMED = 5;

  private final DataSettings data;
  private final Ledger ledger;
  private boolean held;
  private Set<String> live;
  private final FileStorage storage;
  private final RunViews views;

  private OpenedLedger(DataSettings data) {
    this.data = data;
    // Before the states are read: what ends in between is then seen as ended, not as interrupted.
    this.held = isHeld();
    this.ledger = Ledger.open(data.ledger(), InstantSource.system());
    this.live = live();
    this.storage = data.storage().open();
    RunFolders folders = new RunFolders(data.directory(), ledger, storage);
    this.views = new RunViews(ledger, folders, this::held, Surface.COMMANDS);
  }

  private boolean isHeld() {
    return !data.isShared() && DataLock.isHeld(data.directory());
  }

  private Set<String> live() {
    return data.isShared() ? ledger.leases().live() : Set.of();
  }

  /** Looks again which process may be working on which run. */
  void lookAgain() {
    held = isHeld();
    live = live();
  }

  /** The ledger, or none if there are no runs yet: to look does not make one. */
  static Optional<OpenedLedger> ifThere(ConfiguredCommand command) {
    DataSettings data = ProcessSettings.data(command.configuration());
    return data.ledger().exists() ? Optional.of(new OpenedLedger(data)) : Optional.empty();
  }

  /**
   * The ledger with the run that a person means.
   *
   * @throws ConfigurationException if there are no runs yet
   */
  static OpenedLedger of(ConfiguredCommand command) {
    return ifThere(command).orElseThrow(() -> unknown(noRunYet(command)));
  }

  static String noRunYet(ConfiguredCommand command) {
    return "there are no runs yet: there is no ledger in "
        + ProcessSettings.data(command.configuration()).directory();
  }

  Ledger ledger() {
    return ledger;
  }

  RunHistory history() {
    return ledger.history();
  }

  /**
   * Whether a process may be working on a run now: the one of this data directory on any of its
   * runs, one that shares the ledger on those whose target it has. What waits for its turn in a
   * shared ledger may be any process's.
   */
  boolean held(RunEntry run) {
    return held || live.contains(run.id()) || (data.isShared() && run.state() == RunState.ACCEPTED);
  }

  RunFiles files(String runId) {
    return views.files(runId);
  }

  RunViews views() {
    return views;
  }

  /** See {@link RunViews#until}. */
  Instant until(RunSummary summary) {
    return views.until(summary);
  }

  /**
   * The run that a person means by an id, by the beginning of one, or by {@code last}.
   *
   * @throws ConfigurationException naming the runs that it could be
   */
  RunSummary run(String text) {
    if (text.equals(LAST)) {
      return history().list(null, EnumSet.allOf(RunState.class), 1).stream()
          .findFirst()
          .orElseThrow(() -> unknown("there are no runs yet"));
    }
    Optional<RunSummary> exact = history().summary(text);
    if (exact.isPresent()) {
      return exact.get();
    }
    List<String> ids = history().idsBeginning(text, MOST_NAMED + 1);
    if (text.isEmpty() || ids.isEmpty()) {
      throw unknown("no run has an ID that begins with \"" + text + "\"; see ./writeback runs");
    }
    if (ids.size() > 1) {
      throw unknown(
          "\"%s\" is the beginning of more than one run ID: %s%s"
              .formatted(
                  text,
                  String.join(", ", ids.subList(0, Math.min(MOST_NAMED, ids.size()))),
                  ids.size() > MOST_NAMED ? ", …" : ""));
    }
    return history().summary(ids.get(0)).orElseThrow();
  }

  RunEntry entry(String text) {
    return run(text).run();
  }

  private static ConfigurationException unknown(String message) {
    return new ConfigurationException(Code.UNKNOWN_RUN, "", message);
  }

  @Override
  public void close() {
    storage.close();
    ledger.close();
  }
}
