package io.writeback.destination.workfront.update;

import io.writeback.destination.Record;
import io.writeback.destination.workfront.account.UpdateBody;
import io.writeback.destination.workfront.mapping.Recognition;
import io.writeback.http.HttpRequest;
import io.writeback.http.Query;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request that creates objects: POST to the object, one as an object, several as an array
 * (Workfront API basics; OpenAPI document of v19.0). Its answer shows what was written, and the
 * value by which each object is recognised.
 *
 * <p>Never atomic: such an answer names no object, and so no ID.
 *
 * @param uri of the object
 * @param readBack the names that can be read back
 */
record CreateRequest(URI uri, FieldList readBack, UpdateBody body, Recognition recognition) {
  private static final String FORM = "categoryID";

  /** The request without credentials. */
  HttpRequest of(List<Record> records) {
    Map<String, String> before =
        recognition.form().isEmpty() ? Map.of() : Map.of(FORM, recognition.form());
    byte[] json =
        records.size() == 1
            ? RecordJson.object(records.get(0), before)
            : RecordJson.array(records, record -> before);
    String fields = shown(records, readBack, recognition).toString();
    String asking = uri + "?fields=" + Query.encode(fields);
    if (body == UpdateBody.JSON && asking.length() <= UpdateRequest.LONGEST_URI) {
      return HttpRequest.json("POST", URI.create(asking), json);
    }
    Map<String, String> form = new LinkedHashMap<>();
    form.put("updates", new String(json, StandardCharsets.UTF_8));
    form.put("fields", fields);
    return HttpRequest.form("POST", uri, form);
  }

  /** What an answer has to show of new objects. */
  static FieldList shown(List<Record> records, FieldList readBack, Recognition recognition) {
    List<String> names = new ArrayList<>(readBack.writtenBy(records).names());
    if (recognition.isSearched() && !names.contains(recognition.field())) {
      names.add(recognition.field());
    }
    return names.isEmpty() ? FieldList.ID : new FieldList(names);
  }
}
