package io.writeback.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.destination.ExpectedRefusal;
import io.writeback.ledger.Cause;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.Pause;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunState;
import io.writeback.ledger.RunTotals;
import io.writeback.problem.Code;
import io.writeback.problem.Visible;
import io.writeback.rows.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What became of every row of a run; the body of a route after its sink, and report.json.
 *
 * @param parent the run whose rejects it sends again, or null
 * @param undoes the run whose changes it takes back, or null
 * @param mode {@code full} if every row is sent, {@code changed} if only those that changed are, or
 *     null if the run did not come to that
 * @param everyRowBecause why every row is sent although the writeback sends changed ones, or null
 * @param code the stable code of why the run ended early, or null
 * @param pause why it is paused: {@code throttle}, {@code outage}, {@code source}, {@code auth},
 *     {@code configuration}, {@code shrunk}, {@code deadline}, {@code approval} or {@code
 *     requested}; null if it is not
 * @param resumesAt when it resumes by itself; null if a person has to resume it, or it is not
 *     paused
 * @param tally of all rows of the snapshot
 * @param written rows that the destination holds now: confirmed and differs
 * @param created those of them that are new in the destination
 * @param recordsSent records in all requests, each time counted
 * @param bytes bytes in all request bodies
 * @param finishedAt null until the run has ended
 * @param expectedRefusals what the destination was expected to refuse, before anything was sent
 * @param rejectsFile where the rejected rows are, or null
 * @param differencesFile where the differences are, or null
 * @param createdFile where the IDs of the new objects are, or null
 */
@JsonPropertyOrder(alphabetic = false)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Report(
    String run,
    String writeback,
    String parent,
    String undoes,
    RunState state,
    Code code,
    String reason,
    String pause,
    String resumesAt,
    String source,
    String target,
    String mode,
    String everyRowBecause,
    @JsonUnwrapped Tally tally,
    long written,
    long created,
    long batches,
    long requests,
    long recordsSent,
    long bytes,
    String acceptedAt,
    String finishedAt,
    double seconds,
    double rowsPerSecond,
    List<String> unmatchedColumns,
    List<String> warnings,
    List<ExpectedRefusal> expectedRefusals,
    List<Cause> rejectCauses,
    List<Cause> differenceCauses,
    String reportFile,
    String rejectsFile,
    String differencesFile,
    String createdFile) {
  private static final int MOST_CAUSES = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  public Report {
    unmatchedColumns = List.copyOf(unmatchedColumns);
    warnings = List.copyOf(warnings);
    expectedRefusals = List.copyOf(expectedRefusals);
    rejectCauses = List.copyOf(rejectCauses);
    differenceCauses = List.copyOf(differenceCauses);
  }

  // Steps after the sink have a report as their body: they name its counts as report.json does.

  public long rows() {
    return tally.rows();
  }

  public long confirmed() {
    return tally.confirmed();
  }

  public long differs() {
    return tally.differs();
  }

  public long unchanged() {
    return tally.unchanged();
  }

  public long superseded() {
    return tally.superseded();
  }

  public long rejected() {
    return tally.rejected();
  }

  public long inDoubt() {
    return tally.inDoubt();
  }

  public long notSent() {
    return tally.notSent();
  }

  /** What only the process that ran it knows of a run; files that are not there are null. */
  record Remarks(
      Optional<RunMode> mode,
      List<String> unmatchedColumns,
      List<String> warnings,
      List<ExpectedRefusal> expectedRefusals,
      String reportFile,
      String rejectsFile,
      String differencesFile,
      String createdFile) {}

  /**
   * The report of a run from its account in the ledger.
   *
   * @param until when it ended, or was last heard of
   */
  static Report of(RunEntry entry, Instant until, Ledger ledger, Remarks remarks) {
    RunTotals totals = ledger.batches().totals(entry.id());
    Optional<Pause> pause = Optional.ofNullable(entry.pause());
    double seconds = Duration.between(entry.acceptedAt(), until).toMillis() / 1000.0;
    return new Report(
        entry.id(),
        entry.writeback(),
        entry.parent(),
        entry.undoes(),
        entry.state(),
        entry.code(),
        entry.reason(),
        pause.map(Pause::kind).map(Pause.Kind::word).orElse(null),
        pause.map(Pause::until).map(Instant::toString).orElse(null),
        entry.source(),
        entry.target(),
        remarks.mode().map(RunMode::mode).orElse(null),
        remarks.mode().map(RunMode::because).filter(why -> !why.isEmpty()).orElse(null),
        totals.tally(entry.snapshotRows() == null ? 0 : entry.snapshotRows()),
        totals.tally().written(),
        ledger.created().count(entry.id()),
        totals.batches(),
        totals.requests(),
        totals.recordsSent(),
        totals.bytes(),
        entry.acceptedAt().toString(),
        entry.finished().map(Instant::toString).orElse(null),
        seconds,
        seconds == 0 ? 0 : Math.round(totals.tally().rows() / seconds * 10) / 10.0,
        remarks.unmatchedColumns(),
        remarks.warnings(),
        remarks.expectedRefusals(),
        ledger.rejects().causes(entry.id(), MOST_CAUSES),
        ledger.rejects().differenceCauses(entry.id(), MOST_CAUSES),
        remarks.reportFile(),
        remarks.rejectsFile(),
        remarks.differencesFile(),
        remarks.createdFile());
  }

  /** The number of {@link #outcome}: steps after the sink compare it, as a script does. */
  public int exitCode() {
    return outcome().number();
  }

  /** What its end means for a script; a ledger that failed makes it {@code FAILED}. */
  public ExitCode outcome() {
    if (code == Code.LEDGER_FAILED) {
      return ExitCode.FAILED;
    }
    return switch (state) {
      case COMPLETE -> ExitCode.COMPLETE;
      case FAILED ->
          code != null && code.isConfiguration() ? ExitCode.CONFIGURATION : ExitCode.FAILED;
      case COMPLETE_WITH_REJECTS -> ExitCode.REJECTS;
      case PAUSED, STOPPED, CANCELLED, ACCEPTED, SNAPSHOT, RUNNING -> ExitCode.UNFINISHED;
    };
  }

  /** Whether it is paused until a person resumes it. */
  public boolean waitsForPerson() {
    return state == RunState.PAUSED && resumesAt == null;
  }

  /**
   * The report that {@link #toJson} wrote.
   *
   * @throws JsonProcessingException if it is none
   */
  static Report fromJson(String json) throws JsonProcessingException {
    return JSON.readValue(json, Report.class);
  }

  /** One JSON object on one line. */
  public String toJson() {
    try {
      // Whoever shows the file on a terminal sees no control characters; the value is the same.
      return Visible.text(JSON.writeValueAsString(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return toJson();
  }
}
