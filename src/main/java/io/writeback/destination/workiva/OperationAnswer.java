package io.writeback.destination.workiva;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.rest.RestApi;
import io.writeback.destination.rest.StrictJson;
import io.writeback.http.CallFailure;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.http.RetryAfter;
import io.writeback.http.SentCredentials;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what became of an operation. That it is completed is believed when the cells have been read
 * back and hold what was sent.
 *
 * @param notes of the run, to which those of each block are added
 */
record OperationAnswer(WorkivaApi api, SheetValues values, CellPlaces places, ReadBackNotes notes) {
  /** However little Workiva asks for, a running operation is not polled more often. */
  private static final Duration LEAST_WAIT = Duration.ofMillis(100);

  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;

  /**
   * What became of a block.
   *
   * @param last whether no block follows, so that the notes of the run are complete
   * @throws CallFailure if the answer proves nothing, or asks for another try
   */
  Receipt of(List<Record> records, Block block, boolean last, HttpRequest sent, HttpAnswer answer) {
    Outcome outcome = api.outcome(sent, answer);
    if (answer.status() == NOT_FOUND || answer.status() == GONE) {
      BlockReadBack found = readBack(records, block);
      return found.isEmpty() ? delivered(records, found, last) : new Receipt.Gone();
    }
    if (outcome != Outcome.ANSWERED) {
      throw RestApi.again(sent, answer);
    }
    return status(records, block, last, sent, answer);
  }

  private Receipt status(
      List<Record> records, Block block, boolean last, HttpRequest sent, HttpAnswer answer) {
    JsonNode operation = StrictJson.object(answer.body()).orElseThrow(() -> unknown(answer));
    String status = operation.path("status").asText("");
    return switch (status) {
      case "completed" -> completed(records, block, last);
      case "failed", "cancelled" -> {
        List<String> details = WorkivaError.details(operation.path("details"));
        yield new Receipt.Refused(
            SentCredentials.hide(
                "Workiva %s to write %s: %s"
                    .formatted(
                        status.equals("failed") ? "failed" : "was cancelled before it managed",
                        block.area(),
                        details.isEmpty() ? "it gives no reason" : String.join("; ", details)),
                sent));
      }
      case "acknowledged", "queued", "started" -> {
        URI itself = sent.uri();
        Duration asked = RetryAfter.asked(answer).orElse(WriteAnswer.USUAL_WAIT);
        yield new Receipt.Pending(itself, asked.compareTo(LEAST_WAIT) < 0 ? LEAST_WAIT : asked);
      }
      default -> throw unknown(answer);
    };
  }

  private static CallFailure unknown(HttpAnswer answer) {
    return new CallFailure(
        Outcome.UNKNOWN,
        "the answer (%s) is not the state of an operation: %s".formatted(answer, answer.excerpt()));
  }

  private Receipt completed(List<Record> records, Block block, boolean last) {
    BlockReadBack found = readBack(records, block);
    if (!found.elsewhere().isEmpty()) {
      return new Receipt.Doubtful(
          "Workiva says that %s is written, but it does not hold what was sent: %s"
              .formatted(block.area(), String.join("; ", found.elsewhere())));
    }
    return delivered(records, found, last);
  }

  private Receipt delivered(List<Record> records, BlockReadBack found, boolean last) {
    notes.add(found.notes());
    List<Receipt.Written> deliveries = new ArrayList<>();
    for (Record record : records) {
      deliveries.add(new Receipt.Written(record, found.differences(record)));
    }
    return new Receipt.Delivered(deliveries, last ? notes.remark() : "");
  }

  private BlockReadBack readBack(List<Record> records, Block block) {
    return values
        .ask(
            block.area().toString(),
            block.isHeavy(),
            () -> new BlockReadBack(block, records, places))
        .whole();
  }
}
