package io.writeback.changes;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.problem.Count;
import io.writeback.problem.Visible;
import java.util.List;

/**
 * What a run would change, as a whole; {@link ChangeCounter} counts it.
 *
 * @param fields those that would change or cannot be read, in the order in which they occurred
 * @param gone the objects whose rows are gone; null if nothing is done about them
 */
@JsonPropertyOrder(alphabetic = false)
public record ChangeSummary(
    PlannedRows rows,
    List<FieldChanges> fields,
    @JsonInclude(JsonInclude.Include.NON_NULL) Gone gone) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public ChangeSummary {
    fields = List.copyOf(fields);
  }

  /** Of rows only. */
  public ChangeSummary(PlannedRows rows, List<FieldChanges> fields) {
    this(rows, fields, null);
  }

  /**
   * The objects whose rows are gone.
   *
   * @param done what would be done with them: {@code cleared}
   * @param objects that it would be done with
   * @param cells their fields that would be emptied
   * @param nothing objects that are blank or gone already
   */
  public record Gone(String done, long objects, long cells, long nothing) {
    /** For people. */
    public String sentence() {
      return "%s %s no longer in the DataSet: %,d would be %s, in %s%s"
          .formatted(
              Count.of(objects + nothing, "object"),
              objects + nothing == 1 ? "is" : "are",
              objects,
              done,
              Count.of(cells, "value"),
              nothing == 0 ? "" : "; %,d blank or gone already".formatted(nothing));
    }
  }

  /**
   * The same with the objects whose rows are gone.
   *
   * @param done what would be done with them: {@code cleared}
   */
  public ChangeSummary with(ChangeSummary found, String done) {
    PlannedRows objects = found.rows();
    return new ChangeSummary(
        rows,
        fields,
        new Gone(
            done,
            objects.written(),
            found.cells(),
            objects.equal() + objects.notFound() + objects.rejected()));
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
