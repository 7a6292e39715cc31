package io.writeback.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * The rows of a table of a real PostgreSQL by camel-sql into an echoing Workfront: the live heap
 * after a full collection at 10, 50 and 90 % of the rows, and the time.
 *
 * <p>Arguments: the JDBC address of an empty database, its user, rows (1,000,000), heap (128m),
 * requests at once (8). Run it by {@code bench/sql}, which starts the database and fills its table.
 */
public final class SqlRows {
  private SqlRows() {}

  public static void main(String[] args) throws Exception {
    String url = args[0];
    String user = args[1];
    long rows = args.length > 2 ? Long.parseLong(args[2]) : 1_000_000;
    String heap = args.length > 3 ? args[3] : "128m";
    int atOnce = args.length > 4 ? Integer.parseInt(args[4]) : 8;
    Scale scale = new Scale(rows);
    Scale.Measured measured =
        scale.measure(
            home -> {
              query(home, url, user);
              return home.run(heap);
            },
            atOnce,
            0,
            true);
    System.out.printf(
        Locale.ROOT,
        "rows %,d  heap %s  requests at once %d  exit %d  requests %,d%nwhole process %.1f s, %,.0f rows/s%n",
        rows,
        heap,
        atOnce,
        measured.exit(),
        measured.requests(),
        measured.seconds(),
        rows / measured.seconds());
    scale
        .heap()
        .forEach(
            (percent, bytes) ->
                System.out.printf(
                    Locale.ROOT, "live heap at %d %%: %.1f MB%n", percent, bytes / 1e6));
    System.out.println(measured.report());
  }

  /** Puts the query in the place of the file. */
  private static void query(BenchHome home, String url, String user) {
    try {
      Files.delete(home.folder().resolve("rows.csv"));
      Files.writeString(
          home.folder().resolve("application.properties"),
          """
          camel.beans.benchDb=#class:com.zaxxer.hikari.HikariDataSource
          camel.beans.benchDb.jdbcUrl=%s?defaultRowFetchSize=1000
          camel.beans.benchDb.username=%s
          camel.beans.benchDb.autoCommit=false
          camel.beans.benchDb.readOnly=true
          camel.beans.benchDb.minimumIdle=0
          """
              .formatted(url, user),
          StandardOpenOption.APPEND);
      Files.writeString(
          home.folder().resolve("routes/bench.camel.yaml"),
          """
          - route:
              id: bench
              group: writeback
              from:
                uri: direct:bench
                steps:
                  - to:
                      uri: sql:select * from project order by "ID"
                      parameters:
                        dataSource: "#benchDb"
                        outputType: StreamList
                  - to: kamelet:body-dataset-action?format=rows
                  - to: kamelet:workfront-update-sink?object=project&mode=full
          """);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
