package io.writeback.destination.workiva;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.rest.RestApi;
import io.writeback.destination.rest.StrictJson;
import io.writeback.http.CallFailure;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the cells of a sheet hold, formulas as they were written; read page by page.
 *
 * <p>Workiva, limits: 50,000 cells a page, but also 10 MB and 29 seconds a request, which long
 * texts exceed. So a page that cannot be read is asked for in smaller ones, and from then on all
 * are.
 */
final class SheetValues {
  /**
   * Cells of a page, each tried when the one before is too much; 0 for as many as Workiva gives.
   * The last takes cells of 8,192 characters of four bytes.
   */
  private static final int[] PAGES = {0, 5_000, 1_000, 250};

  private final WorkivaApi api;
  private final String spreadsheet;
  private final String sheet;

  /** The place in {@link #PAGES} of the largest that was not yet too much. */
  private volatile int page;

  SheetValues(WorkivaApi api, String spreadsheet, String sheet) {
    this.api = api;
    this.spreadsheet = spreadsheet;
    this.sheet = sheet;
  }

  /** Receives a cell. */
  @FunctionalInterface
  interface Cell {
    void at(int row, int column, JsonNode value);
  }

  /**
   * Reads all cells of a range as far as the service has any; for callers with retries of their
   * own.
   *
   * @param heavy whether the cells are known to hold much text
   * @param cells makes the receiver of the cells; made again if the pages have to be smaller
   * @return the receiver of every cell, each once
   * @throws CallFailure if there is no answer, or another try may change it
   */
  <C extends Cell> C ask(String range, boolean heavy, Supplier<C> cells) {
    for (int i = Math.max(page, heavy ? 1 : 0); ; i++) {
      boolean last = i == PAGES.length - 1;
      C cell = cells.get();
      try {
        api.each(uri(range, PAGES[i]), failure -> last || !isTooMuch(failure), reader(cell));
        return cell;
      } catch (CallFailure e) {
        if (last || !isTooMuch(e)) {
          throw e;
        }
        page = i + 1;
      }
    }
  }

  /** Asks for the first page of a range. */
  HttpRequest question(String range, boolean heavy) {
    return api.get(uri(range, PAGES[Math.max(page, heavy ? 1 : 0)]));
  }

  /**
   * Reads all cells of a range whose first page was asked for, and asks for the others; in smaller
   * ones if that was too much.
   *
   * @param cells makes the receiver of the cells; made again if the pages have to be smaller
   * @return the receiver of every cell, each once
   * @throws CallFailure if the answer is a refusal, or another try may change it
   */
  <C extends Cell> C answered(
      String range, HttpRequest sent, HttpAnswer answer, Supplier<C> cells) {
    return switch (api.outcome(sent, answer)) {
      case ANSWERED -> {
        JsonNode first =
            StrictJson.object(answer.body())
                .filter(json -> json.path("data").isArray())
                .orElseThrow(
                    () ->
                        new CallFailure(
                            Outcome.UNKNOWN,
                            "the answer (%s) has no values of %s".formatted(answer, range)));
        C cell = cells.get();
        api.each(first, failure -> true, reader(cell));
        yield cell;
      }
      case UNKNOWN -> ask(range, true, cells);
      case REFUSED ->
          throw new CallFailure(
              Outcome.REFUSED,
              "Workiva does not say what %s holds: %s".formatted(range, api.shown(sent, answer)));
      default -> throw RestApi.again(sent, answer);
    };
  }

  /** What is too much to answer is answered with 5xx, or not in time, or not to its end. */
  private static boolean isTooMuch(CallFailure failure) {
    return failure.outcome() == Outcome.UNKNOWN;
  }

  /** The smallest area with all cells of a range that hold something and are in none of others. */
  Area used(String range, List<Area> others) {
    Area[] used = {Area.of(1, 1, 0, 0)};
    // A cell that comes twice, as the pages have to be smaller, makes no difference.
    Cell cell =
        (row, column, value) -> {
          if (!isBlank(value) && others.stream().noneMatch(one -> one.contains(row, column))) {
            used[0] = used[0].with(new Area(row, column, row, column));
          }
        };
    try {
      ask(range, false, () -> cell);
    } catch (CallFailure e) {
      throw api.unanswered(e);
    }
    return used[0];
  }

  static boolean isBlank(JsonNode value) {
    return value.isNull() || value.isTextual() && value.asText().isEmpty();
  }

  private URI uri(String range, int cells) {
    String page = cells == 0 ? "" : "%24maxcellsperpage=" + cells + "&";
    return URI.create(api.values(spreadsheet, sheet, range) + "?" + page + "%24valuestyle=raw");
  }

  private static Consumer<JsonNode> reader(Cell cell) {
    return entry -> {
      Region place = place(entry.path("range").asText(""));
      int row = place.top();
      for (JsonNode values : entry.path("values")) {
        int column = place.left();
        for (JsonNode value : values) {
          cell.at(row, column++, value);
        }
        row++;
      }
    };
  }

  private static Region place(String range) {
    try {
      return Region.parse(range);
    } catch (IllegalArgumentException e) {
      throw new WritebackException(
          Code.DESTINATION_UNAVAILABLE,
          "Workiva says that values are at \"" + range + "\", which is not a range");
    }
  }
}
