package io.writeback.bench;

import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.LongUnaryOperator;

/** A folder with one writeback, in which the packaged product is run; deleted in the end. */
final class BenchHome implements AutoCloseable {
  /** The project that the benchmarks are part of. */
  static final Path PROJECT = Path.of(System.getProperty("project", ".")).toAbsolutePath();

  /** The project whose packaged product is measured: the same, or one of another time. */
  static final Path PRODUCT = Path.of(System.getProperty("product", PROJECT.toString()));

  private final Path home;

  BenchHome() throws IOException {
    home = Files.createTempDirectory("writeback-bench");
  }

  /**
   * Writes the rows of the writeback.
   *
   * @param budget row to what stands in its column budget
   */
  void writeRows(long rows, LongUnaryOperator budget) throws IOException {
    try (BufferedWriter out =
        Files.newBufferedWriter(home.resolve("rows.csv"), StandardCharsets.UTF_8)) {
      out.write("ID,Name,Description,Status,priority,budget,Planned Start Date,Active,Region\n");
      for (long row = 1; row <= rows; row++) {
        out.write(
            String.format(
                Locale.ROOT,
                "%032x,\"Project %d, phase 2\",Described in some words that take up a little room,"
                    + "CUR,%d,%d.5,2026-%02d-%02dT08:00:00,true,EMEA%n",
                row,
                row,
                row % 5,
                budget.applyAsLong(row),
                row % 12 + 1,
                row % 28 + 1));
      }
    }
  }

  /** Writes rows of a key and a name only, as the sandbox's projects have them. */
  void writeNames(long rows) throws IOException {
    try (BufferedWriter out =
        Files.newBufferedWriter(home.resolve("rows.csv"), StandardCharsets.UTF_8)) {
      out.write("ID,Name\n");
      for (long row = 1; row <= rows; row++) {
        out.write(String.format(Locale.ROOT, "%032x,new %d%n", row, row));
      }
    }
  }

  /** Writes into a sandbox, with further lines of application.properties. */
  void configure(SandboxProcess sandbox, String properties, int batchSize) throws IOException {
    configure(sandbox, properties, "object=project&batchSize=" + batchSize);
  }

  /** The same, with the options of the sink. */
  void configure(SandboxProcess sandbox, String properties, String options) throws IOException {
    Files.writeString(
        home.resolve("application.properties"),
        "account.workfront.url=%s%naccount.workfront.allow-private=true%naccount.workfront.api-key=%s%n%s"
            .formatted(sandbox.url(), sandbox.apiKey(), properties));
    Files.createDirectories(home.resolve("routes"));
    Files.writeString(
        home.resolve("routes/bench.camel.yaml"),
        """
        - route:
            id: bench
            group: writeback
            from:
              uri: direct:bench
              steps:
                - to: kamelet:csv-dataset-action?file=rows.csv
                - to: kamelet:workfront-update-sink?%s
        """
            .formatted(options));
  }

  Path folder() {
    return home;
  }

  void configure(int port, int concurrency, String mode) throws IOException {
    Files.writeString(
        home.resolve("application.properties"),
        """
        account.workfront.url=http://127.0.0.1:%d
        account.workfront.allow-private=true
        account.workfront.api-key=none
        account.workfront.max-concurrency=%d
        """
            .formatted(port, concurrency));
    Files.createDirectories(home.resolve("routes"));
    Files.writeString(
        home.resolve("routes/bench.camel.yaml"),
        """
        - route:
            id: bench
            group: writeback
            from:
              uri: direct:bench
              steps:
                - to: kamelet:csv-dataset-action?file=rows.csv
                - to: kamelet:workfront-update-sink?object=project&mode=%s
        """
            .formatted(mode));
  }

  /** With a broker of its own, and many writebacks in place of the one. */
  void withQueue(int port, int writebacks, List<String> objects) throws IOException {
    Files.writeString(
        home.resolve("application.properties"),
        """
        queue.embedded=true
        queue.port=%d
        queue.username=bench
        queue.password=bench
        """
            .formatted(port),
        StandardOpenOption.APPEND);
    Files.delete(home.resolve("routes/bench.camel.yaml"));
    for (int number = 0; number < writebacks; number++) {
      Files.writeString(
          home.resolve("routes/bench-" + number + ".camel.yaml"),
          """
          - route:
              id: bench-%1$d
              group: writeback
              from:
                uri: direct:bench-%1$d
                steps:
                  - to: kamelet:csv-dataset-action?file=rows.csv
                  - to: kamelet:workfront-update-sink?object=%2$s
          """
              .formatted(number, objects.get(number % objects.size())));
    }
  }

  /** Many writebacks that a schedule starts in the middle of the night, and runs that are kept. */
  void withSchedules(int writebacks) throws IOException {
    configure(9, 4, "full");
    Files.delete(home.resolve("routes/bench.camel.yaml"));
    Files.writeString(
        home.resolve("application.properties"),
        "writeback.run-retention=3650d\n",
        StandardOpenOption.APPEND);
    for (int number = 0; number < writebacks; number++) {
      Files.writeString(
          home.resolve("routes/bench-" + number + ".camel.yaml"),
          """
          - route:
              id: bench-%1$d
              group: writeback
              from:
                uri: direct:bench-%1$d
                steps:
                  - to: kamelet:csv-dataset-action?file=rows.csv
                  - to: kamelet:workfront-update-sink?object=project
          - route:
              id: bench-%1$d-yearly
              from:
                uri: quartz:writeback/bench-%1$d
                parameters:
                  cron: 0 0 2 29 2 ?
                steps:
                  - to: kamelet:writeback-run-action?writeback=bench-%1$d
          """
              .formatted(number));
    }
  }

  /** A process that stays. */
  Process server() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-Djdk.serialFilter=!*",
            "-Dwriteback.home=" + home,
            "-cp",
            PRODUCT.resolve("target/camel-writeback.jar").toString(),
            "io.writeback.App",
            "start")
        .redirectErrorStream(true)
        .redirectOutput(home.resolve("log").toFile())
        .start();
  }

  /** A run of the writeback; its report comes on its standard output. */
  ProcessBuilder run(String xmx) {
    return command(List.of("-Xmx" + xmx), "run", "bench", "--json");
  }

  /**
   * A command as people type it, by the launcher.
   *
   * @param java options for the Java runtime
   */
  ProcessBuilder command(List<String> java, String... command) {
    List<String> line = new ArrayList<>(List.of(PRODUCT.resolve("writeback").toString()));
    line.addAll(List.of(command));
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
    // The last of two equal options counts.
    builder
        .environment()
        .put("WRITEBACK_JAVA_OPTS", "-Dwriteback.home=" + home + " " + String.join(" ", java));
    return builder;
  }

  /**
   * The same as {@link #run} with other classes in place of the product's.
   *
   * @param first what stands before the product on its class path
   */
  ProcessBuilder runWith(String first, String xmx) {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + xmx,
            "-XX:+UseSerialGC",
            "-Dwriteback.home=" + home,
            "-cp",
            first + File.pathSeparator + PRODUCT.resolve("target/camel-writeback.jar"),
            "io.writeback.App",
            "run",
            "bench",
            "--json")
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** Deletes ledger, snapshots and reports: the next command finds a new folder. */
  void forget() throws IOException {
    delete(home.resolve("data"));
  }

  /** How large the ledger is. */
  long ledgerBytes() throws IOException {
    return Files.size(home.resolve("data/ledger.db"));
  }

  @Override
  public void close() throws IOException {
    delete(home);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }
}
