package io.writeback.destination.workiva;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.Difference;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.http.CallFailure;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.http.RetryAfter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads what became of an operation. That it is completed is believed when the cells have been read
 * back and hold what was sent.
 */
final class OperationAnswer {
  /** However little Workiva asks for, an operation that goes on is not asked more often. */
  private static final Duration LEAST_WAIT = Duration.ofMillis(100);

  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;
  private static final int MOST_TOLD = 5;

  private final WorkivaApi api;
  private final SheetValues values;
  private final List<String> columns;

  OperationAnswer(WorkivaApi api, SheetValues values, List<String> columns) {
    this.api = api;
    this.values = values;
    this.columns = columns;
  }

  /**
   * What became of a block.
   *
   * @throws CallFailure if the answer proves nothing, or asks for another try
   */
  Receipt of(List<Record> records, Block block, HttpRequest sent, HttpAnswer answer) {
    if (answer.status() == NOT_FOUND || answer.status() == GONE) {
      api.credentials().worked(sent);
      Found found = readBack(records, block);
      return found.isEmpty() ? delivered(records, found) : new Receipt.Gone();
    }
    return switch (Outcome.of(answer.status())) {
      case UNAUTHORISED -> throw WriteAnswer.unauthorised(api, sent, answer);
      case ANSWERED -> {
        api.credentials().worked(sent);
        yield status(records, block, sent, answer);
      }
      default -> throw WriteAnswer.hidden(sent, answer);
    };
  }

  private Receipt status(List<Record> records, Block block, HttpRequest sent, HttpAnswer answer) {
    JsonNode operation = Json.object(answer.body()).orElseThrow(() -> unknown(answer));
    String status = operation.path("status").asText("");
    return switch (status) {
      case "completed" -> completed(records, block);
      case "failed", "cancelled" -> {
        List<String> details = WorkivaFailure.details(operation.path("details"));
        yield new Receipt.Refused(
            WorkivaFailure.hide(
                "Workiva %s to write %s: %s"
                    .formatted(
                        status.equals("failed") ? "failed" : "was made to give up, and not",
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
        "the answer (%s) is no state of an operation: %s".formatted(answer, answer.excerpt()));
  }

  private Receipt completed(List<Record> records, Block block) {
    Found found = readBack(records, block);
    if (!found.elsewhere.isEmpty()) {
      return new Receipt.Doubtful(
          "Workiva says that %s is written, but it does not hold what was sent: %s"
              .formatted(block.area(), String.join("; ", found.elsewhere)));
    }
    return delivered(records, found);
  }

  private static Receipt delivered(List<Record> records, Found found) {
    List<Receipt.Delivery> deliveries = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      deliveries.add(
          new Receipt.Delivery(
              records.get(i), found.rows.getOrDefault(found.headers + i, List.of())));
    }
    return new Receipt.Delivered(deliveries);
  }

  /** Cells that hold something else than was sent: by the row of the block, and outside of rows. */
  private static final class Found {
    private final Map<Integer, List<Difference>> rows = new TreeMap<>();
    private final List<String> elsewhere = new ArrayList<>();

    /** How many rows of the block are no rows of the DataSet. */
    private final int headers;

    Found(int headers) {
      this.headers = headers;
    }

    boolean isEmpty() {
      return rows.isEmpty() && elsewhere.isEmpty();
    }
  }

  private Found readBack(List<Record> records, Block block) {
    Found found = new Found(block.values().size() - records.size());
    Area area = block.area();
    BitSet seen = new BitSet();
    values.ask(
        area,
        (row, column, value) -> {
          if (area.contains(row, column)) {
            seen.set((row - area.top()) * area.width() + column - area.left());
            compare(block, row, column, value, found);
          }
        });
    for (int down = 0; down < block.values().size(); down++) {
      for (int along = 0; along < block.values().get(down).size(); along++) {
        if (!seen.get(down * area.width() + along)) {
          compare(
              block,
              area.top() + down,
              area.left() + along,
              Json.MAPPER.getNodeFactory().nullNode(),
              found);
        }
      }
    }
    return found;
  }

  private void compare(Block block, int row, int column, JsonNode value, Found found) {
    Object sent = block.at(row, column);
    if (Block.isEqual(sent, value)) {
      return;
    }
    int down = row - block.area().top();
    int along = column - block.area().left();
    if (down >= found.headers && down < block.values().size() && along < columns.size()) {
      found
          .rows
          .computeIfAbsent(down, one -> new ArrayList<>())
          .add(new Difference(columns.get(along), sent.toString(), value.asText("")));
    } else if (found.elsewhere.size() < MOST_TOLD) {
      found.elsewhere.add(
          "%s holds \"%s\" and not \"%s\""
              .formatted(Area.cell(row, column), value.asText(""), sent));
    }
  }
}
