package io.writeback.transform;

import io.writeback.config.Option;
import io.writeback.config.RouteStep;
import io.writeback.config.Settings;
import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnNames;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.Schema;
import java.util.List;
import java.util.Objects;

/**
 * What a route says of its step for the team's own code.
 *
 * @param with the endpoint of Camel that gets each row
 * @param columns those of the result, in this order; empty for those of the DataSet
 */
public record Transform(String with, List<String> columns) {
  private static final Option<String> WITH =
      Option.required("with", "the endpoint that gets each row: direct:NAME or bean:NAME")
          .says(
              "The endpoint that gets each row: `direct:NAME` for a route, `bean:NAME` for a class."
                  + " The body is a map of the row's cells by column; afterwards it is a map of the"
                  + " cells to write, or null to leave the row out.")
          .example("direct:enrich");

  private static final Option<List<String>> COLUMNS =
      Option.orElse(
              "columns",
              List.<String>of(),
              "names with commas between them, none twice",
              ColumnNames::of)
          .without("those of the DataSet")
          .says(
              "The columns of the result, in this order. A result with another column rejects its"
                  + " row; a column that a result does not have is NULL.")
          .example("ID, Name, Total");

  public static final RouteStep STEP =
      new RouteStep(
          "transform-action",
          RouteStep.Kind.ACTION,
          "Transform rows",
          "Sends each row of the DataSet through a route or a class of yours, one row at a time and"
              + " in order, before anything is planned or sent. Stands between source and sink.",
          RouteStep.TRANSFORM,
          List.of(WITH, COLUMNS));

  public Transform {
    Objects.requireNonNull(with);
    columns = List.copyOf(columns);
  }

  public static Transform of(Settings options) {
    return new Transform(WITH.in(options), COLUMNS.in(options));
  }

  /** The columns of the result; new ones are text as long as no row is seen. */
  public Schema schema(Schema raw) {
    return columns.isEmpty()
        ? raw
        : new Schema(
            columns.stream()
                .map(
                    name ->
                        raw.indexOf(name) < 0
                            ? new Column(name, ColumnType.STRING)
                            : raw.columns().get(raw.indexOf(name)))
                .toList());
  }
}
