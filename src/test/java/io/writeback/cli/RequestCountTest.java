package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.sandbox.Sandbox;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many requests a run needs at Workfront, all of them counted there. */
class RequestCountTest {
  /** The object's metadata, and the tenant's list of custom fields. */
  private static final int BEFORE_THE_FIRST_ROW = 2;

  private static final int RECORDS = 100;

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;

  @BeforeEach
  void open() throws IOException {
    sandbox = home.sandbox(Home.EMPTY);
  }

  private long requestsOf(int rows, String... options) {
    StringBuilder csv = new StringBuilder("ID,Name\n");
    for (int row = 1; row <= rows; row++) {
      String id = "%032x".formatted(row);
      sandbox.putObject("PROJ", Map.of("ID", id, "name", "old"));
      csv.append(id).append(",new ").append(row).append('\n');
    }
    home.file("rows.csv", csv.toString());
    home.csvToWorkfront("rows", "rows.csv", options);

    assertThat(home.run("run", "rows").exitCode()).isZero();

    return sandbox.stats().requests();
  }

  @Test
  void a_thousand_rows_need_ten_writes_and_no_more_than_a_constant_number_besides() {
    assertThat(requestsOf(1_000)).isLessThanOrEqualTo(1_000 / RECORDS + BEFORE_THE_FIRST_ROW);
  }

  @Test
  void to_keep_what_is_overwritten_takes_one_more_request_per_hundred_rows() {
    assertThat(requestsOf(1_000, "keepBefore: true"))
        .isLessThanOrEqualTo(2 * 1_000 / RECORDS + BEFORE_THE_FIRST_ROW);
  }

  @Test
  void three_thousand_rows_need_thirty_writes_and_the_same_besides() {
    assertThat(requestsOf(3_000)).isLessThanOrEqualTo(3_000 / RECORDS + BEFORE_THE_FIRST_ROW);
  }
}
