package io.writeback.changes;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.problem.Visible;
import java.util.List;

/**
 * What a run would change, as a whole; {@link ChangeCounter} counts it.
 *
 * @param fields those that would change or cannot be read, in the order in which they occurred
 */
@JsonPropertyOrder(alphabetic = false)
public record ChangeSummary(PlannedRows rows, List<FieldChanges> fields) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public ChangeSummary {
    fields = List.copyOf(fields);
  }

  /** How many fields of records would change. */
  public long cells() {
    return fields.stream().mapToLong(FieldChanges::changes).sum();
  }

  /** How many fields of records have a value, and would be emptied. */
  public long emptied() {
    return fields.stream().mapToLong(FieldChanges::toBlank).sum();
  }

  /**
   * The summary that {@link #toJson} wrote.
   *
   * @throws JsonProcessingException if it is none
   */
  public static ChangeSummary fromJson(String json) throws JsonProcessingException {
    return JSON.readValue(json, ChangeSummary.class);
  }

  /** One JSON object on one line. */
  public String toJson() {
    try {
      // Whoever shows it on a terminal sees no control characters; the value is the same.
      return Visible.text(JSON.writeValueAsString(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
