package io.writeback.cli;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.writeback.ledger.BatchEntry;
import io.writeback.ledger.RejectEntry;
import io.writeback.ledger.RejectRow;
import io.writeback.problem.Problem;
import io.writeback.rows.Tally;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What commands print for scripts. */
public final class Output {
  /** A code is written as people see it: WB-101. */
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
          .registerModule(
              new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
          .addMixIn(BatchEntry.class, BatchFields.class)
          .addMixIn(RejectRow.class, RejectFields.class);

  /** A batch as scripts read it: its counts beside its other fields. */
  @JsonIgnoreProperties("settledAt")
  private abstract static class BatchFields {
    @JsonUnwrapped
    @JsonIgnoreProperties({"rows", "unchanged", "superseded"})
    Tally tally;

    @JsonProperty
    abstract Long millis();

    @JsonProperty("range")
    abstract String place();
  }

  /** A reject as scripts read it: its state beside its other fields. */
  private abstract static class RejectFields {
    @JsonUnwrapped RejectEntry reject;

    @JsonProperty
    abstract String state();
  }

  private Output() {}

  public static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A problem for people: further lines of it are indented, so that none looks like another. */
  static String line(Problem problem) {
    return problem.toString().strip().replaceAll("\\R", "\n  ");
  }

  static String problems(List<Problem> problems) {
    return json(Map.of("problems", problems));
  }
}
