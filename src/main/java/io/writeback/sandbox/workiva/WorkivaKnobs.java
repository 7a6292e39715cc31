package io.writeback.sandbox.workiva;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import java.util.List;

/**
 * Settings that can be changed while the simulator runs; where the vendor publishes nothing, the
 * default is the strictest option.
 *
 * @param requestsPerSecond of all clients together, including token calls; 0 for no limit
 * @param retryAfterOn429 whether a 429 names the seconds to wait
 * @param retryAfterSeconds the Retry-After of a write and of an operation
 * @param retryAfterForm {@code seconds}, {@code date} or {@code none}
 * @param enforceRetryAfter whether polling an operation earlier gets 429
 * @param operationMillis how long an operation takes
 * @param hold the status at which operations stop: {@code acknowledged}, {@code queued}, {@code
 *     started}; {@code none} to let all end
 * @param operationTtlMillis how long a finished operation can be polled
 * @param operationGoneStatus 404 or 410 after that
 * @param conflicts whether a second write to a spreadsheet gets 409 while the first is in progress
 * @param lockedCells a write on locked cells: {@code fail} (the operation fails), {@code 400} or
 *     {@code 409} (the write is refused)
 * @param maxCells maximum values per write
 * @param maxRangeCells maximum cells in the range of a write, including cleared ones; 0 for no
 *     limit
 * @param maxBodyBytes per write; the published limit is 10,485,760
 * @param unboundedWrites whether a write may have a range such as {@code A:A}
 * @param exactNumbers whether numbers keep all their digits instead of becoming doubles
 * @param stripApostrophe whether a leading apostrophe only marks text
 * @param parseTexts whether a cell reads texts as numbers, percentages, truth values and dates
 * @param numbersAsText whether numbers are read as strings, as from cells formatted as text
 * @param maxAnswerBytes per response with values; the published limit is 10,485,760
 * @param readMicrosPerCell how long a cell of a response takes
 * @param maxRequestMillis how long a request may take; the published limit is 29 seconds
 * @param absoluteLocation whether an operation's URL includes the host
 * @param noAccessIs404 whether a spreadsheet without access gets 404
 */
record WorkivaKnobs(
    int requestsPerSecond,
    boolean retryAfterOn429,
    int retryAfterSeconds,
    String retryAfterForm,
    boolean enforceRetryAfter,
    long operationMillis,
    String hold,
    long operationTtlMillis,
    int operationGoneStatus,
    boolean conflicts,
    String lockedCells,
    int maxCells,
    long maxRangeCells,
    int maxBodyBytes,
    boolean unboundedWrites,
    boolean exactNumbers,
    boolean stripApostrophe,
    boolean parseTexts,
    boolean numbersAsText,
    long maxAnswerBytes,
    long readMicrosPerCell,
    long maxRequestMillis,
    boolean absoluteLocation,
    boolean noAccessIs404) {
  static final WorkivaKnobs DEFAULTS =
      new WorkivaKnobs(
          50,
          true,
          1,
          "seconds",
          true,
          300,
          "none",
          3_600_000,
          404,
          true,
          "fail",
          50_000,
          50_000,
          8_388_608,
          false,
          false,
          false,
          false,
          false,
          10_485_760,
          0,
          29_000,
          true,
          false);

  WorkivaKnobs {
    oneOf("retryAfterForm", retryAfterForm, "seconds", "date", "none");
    oneOf("hold", hold, "none", "acknowledged", "queued", "started");
    oneOf("operationGoneStatus", String.valueOf(operationGoneStatus), "404", "410");
    oneOf("lockedCells", lockedCells, "fail", "400", "409");
    atLeast("requestsPerSecond", requestsPerSecond, 0);
    atLeast("retryAfterSeconds", retryAfterSeconds, 0);
    atLeast("operationMillis", operationMillis, 0);
    atLeast("operationTtlMillis", operationTtlMillis, 0);
    atLeast("maxCells", maxCells, 1);
    atLeast("maxRangeCells", maxRangeCells, 0);
    atLeast("maxBodyBytes", maxBodyBytes, 1);
    atLeast("maxAnswerBytes", maxAnswerBytes, 1);
    atLeast("readMicrosPerCell", readMicrosPerCell, 0);
    atLeast("maxRequestMillis", maxRequestMillis, 1);
  }

  /** These knobs with one of them changed. */
  WorkivaKnobs with(String name, JsonNode value) {
    ObjectNode all = json();
    JsonNode old = all.get(name);
    if (old == null) {
      throw new IllegalArgumentException("No setting is called " + name);
    }
    if (old.getNodeType() != value.getNodeType()
        || value.isNumber() && !value.canConvertToExactIntegral()) {
      throw new IllegalArgumentException(name + " is like " + old + ", not " + value);
    }
    return of(all.set(name, value));
  }

  ObjectNode json() {
    return (ObjectNode) Json.tree(this);
  }

  private static WorkivaKnobs of(JsonNode all) {
    return new WorkivaKnobs(
        all.get("requestsPerSecond").intValue(),
        all.get("retryAfterOn429").booleanValue(),
        all.get("retryAfterSeconds").intValue(),
        all.get("retryAfterForm").textValue(),
        all.get("enforceRetryAfter").booleanValue(),
        all.get("operationMillis").longValue(),
        all.get("hold").textValue(),
        all.get("operationTtlMillis").longValue(),
        all.get("operationGoneStatus").intValue(),
        all.get("conflicts").booleanValue(),
        all.get("lockedCells").textValue(),
        all.get("maxCells").intValue(),
        all.get("maxRangeCells").longValue(),
        all.get("maxBodyBytes").intValue(),
        all.get("unboundedWrites").booleanValue(),
        all.get("exactNumbers").booleanValue(),
        all.get("stripApostrophe").booleanValue(),
        all.get("parseTexts").booleanValue(),
        all.get("numbersAsText").booleanValue(),
        all.get("maxAnswerBytes").longValue(),
        all.get("readMicrosPerCell").longValue(),
        all.get("maxRequestMillis").longValue(),
        all.get("absoluteLocation").booleanValue(),
        all.get("noAccessIs404").booleanValue());
  }

  private static void oneOf(String name, String value, String... allowed) {
    if (!List.of(allowed).contains(value)) {
      throw new IllegalArgumentException(
          name + " is one of " + String.join(", ", allowed) + ", not " + value);
    }
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is " + least + " or more, not " + value);
    }
  }
}
