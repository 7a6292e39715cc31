package io.writeback;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.writeback.dataset.Row;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.SnapshotReader;
import io.writeback.destination.Exchange;
import io.writeback.destination.Mapped;
import io.writeback.destination.Plan;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.Work;
import io.writeback.destination.workfront.Tenant;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What each row allocates on its way: a bound that no machine is too slow for. The bytes of the
 * thread are counted exactly, so they are the same every time; optimising compilers only make them
 * fewer. The bounds are what was measured and about a third more.
 */
class RowCostTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROWS = 2_000;
  private static final int RECORDS = 100;
  private static final String[] COLUMNS = {
    "ID",
    "name",
    "auditNote",
    "status",
    "priority",
    "budget",
    "plannedStartDate",
    "personal",
    "DE:Region"
  };

  @TempDir private Path folder;
  private Tenant tenant;
  private Plan plan;
  private Snapshot snapshot;

  @BeforeEach
  void open() throws IOException {
    tenant = new Tenant();
    plan = tenant.plan(Map.of("object", "project"), COLUMNS);
    StringBuilder csv = new StringBuilder(String.join(",", COLUMNS)).append('\n');
    for (int row = 1; row <= ROWS; row++) {
      csv.append(
          "%032x,\"Project %d, phase 2\",Described in some words that take up a little room,CUR,3,%d.5,2026-%02d-%02dT08:00:00,true,EMEA\n"
              .formatted(row, row, row, row % 12 + 1, row % 28 + 1));
    }
    Path file = Files.writeString(folder.resolve("rows.csv"), csv);
    snapshot =
        new Snapshot(file, Tenant.schema(COLUMNS), ROWS, Files.size(file), "", "the test", "");
  }

  @AfterEach
  void close() throws IOException {
    tenant.close();
  }

  /** Bytes a row, of the second time: the first one also loads classes. */
  private static long bytesOfEach(int rows, Runnable work) {
    work.run();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    work.run();
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / rows;
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    try (SnapshotReader reader = snapshot.open()) {
      while (rows.size() < RECORDS) {
        rows.add(reader.next().kept());
      }
    }
    return rows;
  }

  private Work.Records work() {
    return new Work.Records(rows().stream().map(this::record).toList());
  }

  private Record record(Row row) {
    return ((Mapped.Sendable) plan.mapper().map(row)).record();
  }

  @Test
  void a_row_of_which_no_cell_is_asked_for_is_read_within_its_bytes() {
    long bytes =
        bytesOfEach(
            ROWS,
            () -> {
              try (SnapshotReader reader = snapshot.open()) {
                reader.forEachRemaining(row -> {});
              }
            });

    assertThat(bytes).isBetween(1L, 155L);
  }

  @Test
  void a_row_becomes_a_record_within_its_bytes() {
    List<Row> rows = rows();

    long bytes = bytesOfEach(RECORDS, () -> rows.forEach(this::record));

    assertThat(bytes).isBetween(1L, 1_950L);
  }

  @Test
  void a_record_is_written_into_a_request_within_its_bytes() {
    Work.Records work = work();

    long bytes = bytesOfEach(RECORDS, () -> plan.write(work).request().bytes());

    assertThat(bytes).isBetween(1L, 1_850L);
  }

  @Test
  void a_record_is_compared_in_an_answer_within_its_bytes() {
    Exchange exchange = plan.write(work());
    HttpRequest sent = plan.authorise(exchange.request());
    HttpAnswer answer =
        new HttpAnswer(
            200,
            Map.of("Content-Type", "application/json"),
            ("{\"data\":" + new String(sent.bytes(), StandardCharsets.UTF_8) + "}")
                .getBytes(StandardCharsets.UTF_8));
    Receipt.Delivered receipt = (Receipt.Delivered) exchange.read(sent, answer);
    assertThat(receipt.written())
        .hasSize(RECORDS)
        .allSatisfy(written -> assertThat(written.differences()).isEmpty());

    long bytes = bytesOfEach(RECORDS, () -> exchange.read(sent, answer));

    assertThat(bytes).isBetween(1L, 1_600L);
  }
}
