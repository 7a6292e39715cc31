package io.writeback.destination.workiva;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.config.Suggestion;
import io.writeback.http.Query;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.WritebackException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Spreadsheets and their sheets, as the API lists them. */
record Sheets(WorkivaApi api) {
  /** A spreadsheet in the list. */
  record Spreadsheet(String id, String name, String modified) {}

  /**
   * A sheet of a spreadsheet.
   *
   * @param parent the id of the sheet that it lies below, "" if there is none
   * @param lock {@code lock}, {@code inputMode} or ""
   * @param dataset the range of its dataset, which nothing but a dataset call may write; "" if
   *     there is none
   */
  record Sheet(String id, String title, String parent, String lock, String dataset) {}

  List<Spreadsheet> spreadsheets() {
    List<Spreadsheet> found = new ArrayList<>();
    api.each(
        URI.create(api.account().url() + "/spreadsheets"),
        json ->
            found.add(
                new Spreadsheet(
                    text(json, "id"),
                    text(json, "name"),
                    json.path("modified").path("dateTime").asText(""))));
    return found;
  }

  /**
   * The sheets of a spreadsheet, those below others too.
   *
   * @throws WritebackException if there is no such spreadsheet
   */
  List<Sheet> of(String spreadsheet) {
    List<Sheet> found = new ArrayList<>();
    api.each(
        uri(spreadsheet, "/sheets"),
        json ->
            found.add(
                new Sheet(
                    text(json, "id"),
                    text(json, "name"),
                    text(json.path("parent"), "id"),
                    text(json, "lock"),
                    dataset(json.path("dataset")))));
    return found;
  }

  /** Whether the spreadsheet cannot be edited. */
  boolean isLocked(String spreadsheet) {
    return !text(api.read(uri(spreadsheet, "")), "lock").isEmpty();
  }

  /**
   * Finds a sheet by its id, or by its title if exactly one sheet has it.
   *
   * @throws ConfigurationException if there is none, or more than one
   */
  Sheet find(String spreadsheet, String asked) {
    List<Sheet> all = of(spreadsheet);
    List<Sheet> byTitle = new ArrayList<>();
    for (Sheet sheet : all) {
      if (sheet.id().equals(asked)) {
        return sheet;
      }
      if (sheet.title().equals(asked)) {
        byTitle.add(sheet);
      }
    }
    if (byTitle.size() == 1) {
      return byTitle.get(0);
    }
    throw byTitle.isEmpty() ? unknown(spreadsheet, asked, all) : ambiguous(asked, byTitle);
  }

  private ConfigurationException unknown(String spreadsheet, String asked, List<Sheet> all) {
    return new ConfigurationException(
        Code.UNKNOWN_OBJECT,
        "",
        "spreadsheet %s has no sheet with the id or title \"%s\"%s; ./writeback discover workiva %s lists its sheets"
            .formatted(
                spreadsheet,
                asked,
                Suggestion.didYouMean(asked, all.stream().map(Sheet::title).toList()),
                spreadsheet));
  }

  private static ConfigurationException ambiguous(String asked, List<Sheet> sheets) {
    return new ConfigurationException(
        Code.SHEET_AMBIGUOUS,
        "",
        "%d sheets have the title \"%s\"; set sheetId to one of their ids: %s"
            .formatted(
                sheets.size(),
                asked,
                sheets.stream().map(Sheet::id).sorted().collect(Collectors.joining(", "))));
  }

  private URI uri(String spreadsheet, String path) {
    return URI.create(api.account().url() + "/spreadsheets/" + Query.encode(spreadsheet) + path);
  }

  /** As the API gives it. */
  private static String dataset(JsonNode dataset) {
    JsonNode range = dataset.path("range");
    return range.isMissingNode() || range.isNull()
        ? ""
        : range.isValueNode() ? range.asText() : range.toString();
  }

  private static String text(JsonNode json, String name) {
    JsonNode found = json.path(name);
    return found.isNull() ? "" : found.asText("");
  }
}
