package io.writeback.sandbox.workiva;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** A write in progress; {@link Operations} holds its monitor whenever it accesses one. */
final class Operation {
  private final String id = UUID.randomUUID().toString().replace("-", "");
  private final String request = UUID.randomUUID().toString();
  private final String spreadsheetId;
  private final String sheetId;
  private final CellRange range;
  private final Outcome planned;
  private final Duration takes;
  private final Instant created;
  private Write write;
  private Outcome end;
  private OperationStatus status = OperationStatus.ACKNOWLEDGED;
  private Instant updated;
  private Instant nextPoll;

  Operation(Write write, Outcome planned, Duration takes, Instant now) {
    this.write = write;
    this.spreadsheetId = write.spreadsheet().id();
    this.sheetId = write.sheet().id();
    this.range = write.range();
    this.planned = planned;
    this.takes = takes;
    this.created = now;
    this.updated = now;
    this.nextPoll = now;
  }

  String id() {
    return id;
  }

  String spreadsheetId() {
    return spreadsheetId;
  }

  String sheetId() {
    return sheetId;
  }

  Instant updated() {
    return updated;
  }

  CellRange range() {
    return range;
  }

  boolean isCompleted() {
    return status == OperationStatus.COMPLETED;
  }

  boolean isOver() {
    return status.isEnd();
  }

  Instant nextPoll() {
    return nextPoll;
  }

  void nextPoll(Instant time) {
    nextPoll = time;
  }

  /**
   * Advances it to the current time; the sheet changes only at its end. Its end time is the due
   * time, however late it is observed.
   */
  void advance(Instant now, String hold) {
    Duration past = Duration.between(created, now);
    double part = takes.isZero() ? 1 : (double) past.toMillis() / takes.toMillis();
    OperationStatus next = OperationStatus.after(part, hold);
    if (next.isEnd()) {
      Instant due = created.plus(takes);
      end(planned.status() == OperationStatus.COMPLETED ? write(due) : planned, due);
    } else if (next.compareTo(status) > 0) {
      status = next;
      updated = now;
    }
  }

  void end(Outcome outcome, Instant now) {
    end = outcome;
    status = outcome.status();
    updated = now;
    write = null;
  }

  ObjectNode json() {
    ObjectNode json = Json.object().put("id", id).put("status", status.label());
    json.putObject("created").put("dateTime", created.toString());
    json.putObject("updated").put("dateTime", updated.toString());
    json.put("originalRequest", request).putNull("resourceUrl");
    if (end == null || status == OperationStatus.COMPLETED) {
      return json.putNull("details");
    }
    ObjectNode detail = json.putArray("details").addObject().put("code", end.code());
    detail.put("message", end.message()).put("target", range.toString());
    return json;
  }

  private Outcome write(Instant now) {
    Spreadsheet spreadsheet = write.spreadsheet();
    if (spreadsheet.isLocked(write.sheet(), range)) {
      return Outcome.LOCKED;
    }
    return spreadsheet.write(write.sheet(), range, write.block(), now)
        ? Outcome.COMPLETED
        : Outcome.TOO_LARGE;
  }
}
