package io.writeback.sandbox.workiva;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Request;
import java.util.List;
import java.util.function.Function;

/** Spreadsheets and sheets as the API shows them, in pages of up to 1,000. */
final class ListAnswer {
  private static final int MAX_PAGE = 1000;

  private ListAnswer() {}

  static ObjectNode spreadsheets(Request request, List<Spreadsheet> all) throws WorkivaRefusal {
    for (String name : List.of("$filter", "$orderBy")) {
      if (request.query().names().contains(name)) {
        throw WorkivaRefusal.notImitated("the parameter " + name);
      }
    }
    Query query = Query.of(request, "$maxpagesize", "$next");
    return page(request, query, all, ListAnswer::entry);
  }

  static ObjectNode sheets(Request request, Spreadsheet spreadsheet) throws WorkivaRefusal {
    Query query = Query.of(request, "$maxpagesize", "$next", "$revision");
    query.oneOf("$revision", String.valueOf(spreadsheet.revision()));
    return page(request, query, spreadsheet.sheets(), sheet -> sheet(spreadsheet, sheet));
  }

  static ObjectNode spreadsheet(Spreadsheet spreadsheet) {
    ObjectNode json = entry(spreadsheet).put("lock", spreadsheet.locked() ? "locked" : null);
    json.put("revision", String.valueOf(spreadsheet.revision()));
    json.putObject("linksStatus").put("allLinks", "published").put("ownLinks", "published");
    json.putObject("customFields");
    json.putArray("customFieldGroups");
    json.putArray("sheetCustomFieldGroups");
    return json;
  }

  static ObjectNode sheet(Spreadsheet spreadsheet, Sheet sheet) {
    ObjectNode json = Json.object().put("id", sheet.id()).put("name", sheet.name());
    List<Sheet> siblings =
        spreadsheet.sheets().stream()
            .filter(s -> java.util.Objects.equals(s.parent(), sheet.parent()))
            .toList();
    json.put("index", siblings.indexOf(sheet));
    if (sheet.parent() == null) {
      json.putNull("parent");
    } else {
      json.putObject("parent").put("id", sheet.parent());
    }
    ArrayNode children = json.putArray("children");
    spreadsheet.sheets().stream()
        .filter(child -> sheet.id().equals(child.parent()))
        .forEach(child -> children.addObject().put("id", child.id()));
    sheet
        .dataset()
        .ifPresentOrElse(
            range -> json.putObject("dataset").put("range", range.toString()),
            () -> json.putNull("dataset"));
    json.put("lock", sheet.lock()).putObject("customFields");
    String revision = String.valueOf(spreadsheet.revision());
    json.putObject("table").put("table", sheet.id()).put("revision", revision);
    return json.put("revision", revision);
  }

  private static ObjectNode entry(Spreadsheet spreadsheet) {
    ObjectNode json = Json.object().put("id", spreadsheet.id()).put("name", spreadsheet.name());
    json.put("template", false);
    json.putObject("created").put("dateTime", spreadsheet.created().toString());
    json.putObject("modified").put("dateTime", spreadsheet.modified().toString());
    return json;
  }

  private static <T> ObjectNode page(
      Request request, Query query, List<T> all, Function<T, ObjectNode> shown)
      throws WorkivaRefusal {
    int size = query.upTo("$maxpagesize", MAX_PAGE);
    long first = NextLink.position(request);
    ObjectNode json = Json.object();
    ArrayNode data = json.putArray("data");
    all.stream().skip(first).limit(size).map(shown).forEach(data::add);
    if (all.size() - size > first) {
      json.put("@nextLink", NextLink.to(request, first + size));
    }
    return json;
  }
}
