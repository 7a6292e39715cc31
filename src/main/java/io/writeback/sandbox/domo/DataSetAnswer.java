package io.writeback.sandbox.domo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Renders a DataSet as Domo does. */
final class DataSetAnswer {
  private DataSetAnswer() {}

  /** The metadata; for a deleted DataSet only a part, with the flag. */
  static ObjectNode of(DataSet dataSet) throws IOException {
    ObjectNode answer = Json.object().put("id", dataSet.id()).put("name", dataSet.fileName());
    if (dataSet.knobs().deleted()) {
      return answer.put("deleted", true);
    }
    answer.put("description", "A DataSet of the sandbox");
    head(answer, dataSet);
    ArrayNode columns = answer.putObject("schema").putArray("columns");
    for (Column column : dataSet.columns()) {
      columns.addObject().put("type", column.type()).put("name", column.name());
    }
    answer.put("pdpEnabled", dataSet.knobs().pdpEnabled());
    answer.putArray("policies");
    return answer;
  }

  /** An entry of the list. */
  static ObjectNode entry(DataSet dataSet) throws IOException {
    ObjectNode answer = Json.object().put("id", dataSet.id()).put("name", dataSet.fileName());
    head(answer, dataSet);
    return answer;
  }

  private static void head(ObjectNode answer, DataSet dataSet) throws IOException {
    Instant current = dataSet.dataCurrentAt().truncatedTo(ChronoUnit.MILLIS);
    answer.put("rows", dataSet.rows()).put("columns", dataSet.columns().size());
    answer.putObject("owner").put("id", 964_382_593L).put("name", "Sandbox");
    answer.put("createdAt", "2025-01-01T00:00:00Z").put("updatedAt", current.toString());
    answer.put("dataCurrentAt", current.toString());
  }
}
