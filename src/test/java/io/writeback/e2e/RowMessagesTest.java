package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.writeback.camel.WritebackRuntime;
import io.writeback.dataset.rows.RowInbox;
import io.writeback.engine.RowGroups;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.RowGroupStore;
import io.writeback.run.ProgressListener;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of messages of two writebacks, a and b, on their way from the ledger into their inboxes. */
final class RowMessagesTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private WritebackRuntime runtime;

  @BeforeEach
  void open() {
    runtime = PlainRuntime.in(new DefaultCamelContext(), folder, Map.of(), ProgressListener.NONE);
  }

  @AfterEach
  void close() throws IOException {
    runtime.close();
  }

  private RowGroupStore store() {
    return runtime.engine().ledger().rowGroups();
  }

  /** The rows of a writeback as a process that begins finds them. */
  private RowGroups rows(String writeback) {
    return new RowGroups(
        writeback,
        store(),
        runtime.engine().runs(),
        new RowInbox(folder.resolve("data/rows").resolve(writeback)));
  }

  private boolean hasRun(String group) {
    return runtime.engine().runs().isAccepted("rows:" + group);
  }

  private static RowGroupStore.Group group(String id) {
    return new RowGroupStore.Group(id, "[\"[\\\"%s\\\"]\"]".formatted(id), 1);
  }

  /** The rows in an inbox in the order in which a run takes them. */
  private List<String> inbox(String writeback) throws IOException {
    Path inbox = folder.resolve("data/rows").resolve(writeback);
    if (!Files.isDirectory(inbox)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(inbox)) {
      List<String> rows = new java.util.ArrayList<>();
      for (Path file : files.sorted().toList()) {
        rows.addAll(Files.readAllLines(file));
      }
      return rows;
    }
  }

  @Test
  void a_row_is_in_the_ledger_when_it_was_added() {
    rows("a").add("[\"1\"]", 2);

    assertThat(store().open("a").orElseThrow().content()).contains("1");
  }

  @Test
  void a_group_that_is_complete_with_its_first_row_is_in_the_ledger() {
    rows("a").add("[\"1\"]", 1);

    assertThat(store().complete("a")).hasSize(1);
  }

  @Test
  void the_group_of_a_killed_process_takes_more_rows() throws Exception {
    store().put("a", group("a1"), 0);
    RowGroups rows = rows("a");

    rows.add("[\"more\"]", 2);

    assertThat(rows.accept(LONG)).hasSize(1);
    assertThat(inbox("a")).containsExactly("[\"a1\"]", "[\"more\"]");
  }

  @Test
  void a_group_waits_for_more_rows_until_its_time_is_over() throws Exception {
    RowGroups rows = rows("a");
    rows.add("[\"1\"]", 2);

    assertThat(rows.accept(LONG)).isEmpty();
    assertThat(rows.accept(Duration.ZERO)).hasSize(1);
    assertThat(inbox("a")).containsExactly("[\"1\"]");
  }

  @Test
  void groups_that_another_writeback_left_are_its_own() throws Exception {
    store().close("b", group("b1"), 0);
    store().close("a", group("a1"), 0);

    rows("a").accept(LONG);

    assertThat(store().complete("a")).isEmpty();
    assertThat(inbox("a")).containsExactly("[\"a1\"]");
    assertThat(inbox("b")).isEmpty();
    assertThat(store().complete("b")).containsExactly("b1");
  }

  @Test
  void a_group_that_another_writeback_was_gathering_is_its_own() throws Exception {
    store().put("b", group("b1"), 0);
    store().put("a", group("a1"), 0);

    rows("a").accept(Duration.ZERO);

    assertThat(store().open("a")).isEmpty();
    assertThat(inbox("a")).containsExactly("[\"a1\"]");
    assertThat(store().open("b").orElseThrow().id()).isEqualTo("b1");
  }

  @Test
  void a_row_after_a_write_that_took_place_although_it_failed_is_not_lost() throws Exception {
    RowGroups rows = rows("a");
    rows.add("[\"1\"]", 3);
    rows.add("[\"2\"]", 3);
    RowGroupStore.Group whole =
        new RowGroupStore.Group(
            store().open("a").orElseThrow().id(),
            "[\"[\\\"1\\\"]\",\"[\\\"2\\\"]\",\"[\\\"3\\\"]\"]",
            3);
    sql("create trigger refusing before update on row_group begin select raise(abort, 'no'); end");
    assertThatThrownBy(() -> rows.add("[\"3\"]", 3)).isInstanceOf(LedgerException.class);
    sql("drop trigger refusing");
    // The group was closed; only the response to the commit was lost.
    store().close("a", whole, 2);
    rows.accept(LONG);

    rows.add("[\"4\"]", 3);

    rows.accept(Duration.ZERO);
    assertThat(inbox("a")).containsExactly("[\"1\"]", "[\"2\"]", "[\"3\"]", "[\"4\"]");
    assertThat(store().open("a")).isEmpty();
  }

  private void sql(String text) throws SQLException {
    try (Connection ledger =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/ledger.db"));
        Statement statement = ledger.createStatement()) {
      statement.execute("pragma busy_timeout = 30000");
      statement.execute(text);
    }
  }

  @Test
  void groups_become_runs_in_their_order() throws Exception {
    store().close("a", group("z1"), 0);
    store().close("a", group("y2"), 0);
    rows("a").accept(LONG);
    assertThat(inbox("a")).containsExactly("[\"z1\"]", "[\"y2\"]");
    assertThat(hasRun("z1")).isTrue();

    store().close("a", group("x3"), 0);
    rows("a").accept(LONG);

    assertThat(inbox("a")).containsExactly("[\"z1\"]", "[\"y2\"]", "[\"x3\"]");
  }

  @Test
  void a_group_waits_while_one_before_it_cannot_be_stored() throws Exception {
    store().close("a", group("z1"), 0);
    store().close("a", group("y2"), 0);
    long number = store().complete("a", "z1").orElseThrow().number();
    Path inTheWay =
        folder.resolve("data/rows/a").resolve(String.format("%014d-z1.jsonl/full", number));
    Files.createDirectories(inTheWay);
    RowGroups rows = rows("a");

    assertThat(rows.accept(LONG)).isEmpty();

    assertThat(hasRun("y2")).isFalse();
    Files.delete(inTheWay);
    Files.delete(inTheWay.getParent());
    await().until(() -> !rows.accept(LONG).isEmpty());
    assertThat(inbox("a")).containsExactly("[\"z1\"]", "[\"y2\"]");
  }

  @Test
  void a_group_whose_run_another_process_has_made_meanwhile_holds_up_no_later_one()
      throws Exception {
    store().close("a", group("z1"), 0);
    store().close("a", group("y2"), 0);
    RowGroups frozen =
        new RowGroups(
            "a",
            dropping("z1"),
            runtime.engine().runs(),
            new RowInbox(folder.resolve("data/rows/a")));

    frozen.accept(LONG);

    assertThat(inbox("a")).containsExactly("[\"y2\"]");
    assertThat(hasRun("y2")).isTrue();
    assertThat(store().complete("a")).isEmpty();
  }

  /** The store of a process that is frozen before it reads a group, while another drops it. */
  private RowGroupStore dropping(String group) {
    RowGroupStore real = store();
    return (RowGroupStore)
        Proxy.newProxyInstance(
            RowGroupStore.class.getClassLoader(),
            new Class<?>[] {RowGroupStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("complete")
                  && arguments.length == 2
                  && arguments[1].equals(group)) {
                real.drop("a", group);
              }
              return method.invoke(real, arguments);
            });
  }

  @Test
  void a_group_that_was_not_removed_is_the_same_request_when_it_is_found_again() throws Exception {
    RowGroups rows = rows("a");
    rows.add("[\"1\"]", 2);
    rows.add("[\"2\"]", 2);
    String id = store().complete("a").get(0);
    rows.accept(LONG);
    try (Stream<Path> files = Files.list(folder.resolve("data/rows/a"))) {
      Files.delete(files.findFirst().orElseThrow());
    }

    store().close("a", group(id), 0);
    assertThat(rows("a").accept(LONG)).isEmpty();

    assertThat(store().complete("a")).isEmpty();
    assertThat(inbox("a")).as("a run had it before").isEmpty();
  }
}
