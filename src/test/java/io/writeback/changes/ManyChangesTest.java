package io.writeback.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million changes need no more memory than a few. */
class ManyChangesTest {
  /** In MB: the least that a JVM with the libraries of the tests needs is about 10. */
  private static final int HEAP = 20;

  private static final int ROWS = 250_000;
  private static final int FIELDS = 4;

  @TempDir Path folder;

  /** Writes changes, all with other values, sums them up, and reads them. */
  public static void main(String[] arguments) {
    Path path = Path.of(arguments[0]);
    ChangeCounter counter = new ChangeCounter();
    try (ChangeWriter writer = new ChangeWriter(path)) {
      for (long row = 1; row <= ROWS; row++) {
        String key = "5f0a00000000000000000000%08x".formatted(row);
        for (Change change :
            new Change[] {
              new Change(row, key, "name", "Project " + row, "Project no. " + row),
              new Change(row, key, "priority", row, row + 1),
              new Change(
                  row, key, "budget", BigDecimal.valueOf(row, 2), BigDecimal.valueOf(row * 7, 2)),
              new Change(
                  row,
                  key,
                  "plannedCompletionDate",
                  LocalDate.ofEpochDay(row).toString(),
                  LocalDate.ofEpochDay(row + row % 30).toString())
            }) {
          writer.add(change);
          counter.add(change);
        }
      }
      writer.finish();
    }
    ChangeFile file = ChangeFile.verified(path);
    ChangeSummary summary = counter.summary();
    System.out.println(file.changes() + " of " + summary.cells() + " in " + summary.rows().total());
  }

  @Test
  void a_million_changes_fit_into_a_very_small_heap() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP + "m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ManyChangesTest.class.getName(),
                folder.resolve("changes.json.gz").toString())
            .redirectErrorStream(true)
            .start();

    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(output)
        .isEqualToIgnoringNewLines("%d of %d in %d".formatted(ROWS * FIELDS, ROWS * FIELDS, ROWS));
  }
}
