package io.writeback.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.writeback.ledger.RowGroupStore;
import io.writeback.problem.WritebackException;
import io.writeback.run.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups of rows of two writebacks, a and b, on their way from the ledger into their inboxes. */
final class RowMessagesTest {
  @TempDir private Path folder;
  private CamelContext context;
  private WritebackRuntime runtime;

  @BeforeEach
  void open() throws Exception {
    context = new DefaultCamelContext();
    runtime =
        PlainRuntime.in(
            context,
            folder,
            Map.of(
                "account.workfront.url", "https://example.my.workfront.com",
                "account.workfront.api-key", "none"),
            ProgressListener.NONE);
    context.addRoutes(writeback("a"));
    context.addRoutes(writeback("b"));
  }

  @AfterEach
  void close() throws IOException {
    context.stop();
    runtime.close();
  }

  private static RouteBuilder writeback(String name) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:" + name)
            .routeId(name)
            .to("kamelet:rows-dataset-action?name=" + name + "&columns=ID")
            .to("kamelet:workfront-update-sink?object=project");
      }
    };
  }

  /** Gathers the rows of a; there is none for b. */
  private RouteBuilder gathering() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        GatheredRows rows = new GatheredRows(() -> runtime.engine().ledger().rowGroups("a"));
        from("direct:rows")
            .aggregate(constant("rows"), rows)
            .aggregationRepository(rows)
            .completionSize(2)
            .completionTimeout(60_000)
            .to("kamelet:row-group-action?writeback=a");
      }
    };
  }

  private static RowGroupStore.Group group(String id) {
    return new RowGroupStore.Group(
        id,
        "rows",
        "{\"rows\":[\"[\\\"%s\\\"]\"],\"properties\":{\"CamelAggregatedSize\":1,\"CamelAggregatedCompletedBy\":\"timeout\",\"CamelAggregatedTimeout\":1}}"
            .formatted(id));
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

  /** Hands a group over like the aggregate. */
  private Exchange handOver(String id) {
    return context
        .createProducerTemplate()
        .send("kamelet:row-group-action?writeback=a", exchangeOf(id));
  }

  private Exchange exchangeOf(String id) {
    Exchange exchange = new DefaultExchange(context);
    exchange.setProperty(GatheredRows.GROUP, id);
    return exchange;
  }

  @Test
  void groups_that_another_writeback_left_are_its_own() throws Exception {
    runtime.engine().ledger().rowGroups("b").close(group("b1"));
    runtime.engine().ledger().rowGroups("a").close(group("a1"));
    context.addRoutes(gathering());

    context.start();

    await().until(() -> runtime.engine().ledger().rowGroups("a").complete().isEmpty());
    assertThat(inbox("a")).containsExactly("[\"a1\"]");
    assertThat(inbox("b")).isEmpty();
    assertThat(runtime.engine().ledger().rowGroups("b").complete()).containsExactly("b1");
  }

  @Test
  void a_group_that_another_writeback_was_gathering_is_its_own() throws Exception {
    runtime.engine().ledger().rowGroups("b").put(group("b1"));
    runtime.engine().ledger().rowGroups("a").put(group("a1"));
    context.addRoutes(gathering());

    context.start();

    await()
        .until(
            () ->
                runtime.engine().ledger().rowGroups("a").open().isEmpty() && !inbox("a").isEmpty());
    assertThat(inbox("a")).containsExactly("[\"a1\"]");
    assertThat(runtime.engine().ledger().rowGroups("b").open().orElseThrow().id()).isEqualTo("b1");
  }

  @Test
  void a_group_of_another_writeback_is_refused() throws Exception {
    runtime.engine().ledger().rowGroups("b").close(group("b1"));
    context.start();

    assertThat(handOver("b1").getException())
        .isInstanceOf(WritebackException.class)
        .hasMessageContaining("the ledger has no such group of rows of a")
        .hasMessageContaining("writebackRows.a");
    assertThat(runtime.engine().runs().knows("rows:b1")).isFalse();
  }

  @Test
  void a_group_takes_those_before_it_along_that_have_no_run_yet() throws Exception {
    runtime.engine().ledger().rowGroups("a").close(group("z1"));
    runtime.engine().ledger().rowGroups("a").close(group("y2"));
    runtime.engine().ledger().rowGroups("a").close(group("x3"));
    context.start();

    assertThat(handOver("y2").getException()).isNull();

    assertThat(inbox("a")).containsExactly("[\"z1\"]", "[\"y2\"]");
    assertThat(runtime.engine().runs().knows("rows:z1")).isTrue();
    assertThat(runtime.engine().runs().knows("rows:x3")).isFalse();
    assertThat(handOver("x3").getException()).isNull();
    assertThat(handOver("z1").getException()).isNull();
    assertThat(inbox("a")).containsExactly("[\"z1\"]", "[\"y2\"]", "[\"x3\"]");
  }

  @Test
  void a_group_waits_while_one_before_it_cannot_be_put_down() throws Exception {
    runtime.engine().ledger().rowGroups("a").close(group("z1"));
    runtime.engine().ledger().rowGroups("a").close(group("y2"));
    long number = runtime.engine().ledger().rowGroups("a").complete("z1").orElseThrow().number();
    Path inTheWay =
        folder.resolve("data/rows/a").resolve(String.format("%014d-z1.jsonl/full", number));
    Files.createDirectories(inTheWay);
    context.start();

    assertThat(handOver("y2").getException()).isNotNull();

    assertThat(runtime.engine().runs().knows("rows:y2")).isFalse();
    Files.delete(inTheWay);
    Files.delete(inTheWay.getParent());
    assertThat(handOver("y2").getException()).isNull();
    assertThat(inbox("a")).containsExactly("[\"z1\"]", "[\"y2\"]");
  }

  @Test
  void a_group_that_was_not_confirmed_is_the_same_request_when_it_comes_by_again()
      throws Exception {
    context.addRoutes(gathering());
    context.start();
    for (int row = 1; row <= 2; row++) {
      context.createProducerTemplate().sendBody("direct:rows", "[\"" + row + "\"]");
    }
    await().until(() -> runtime.engine().ledger().rowGroups("a").complete().isEmpty());
    Path file;
    try (Stream<Path> files = Files.list(folder.resolve("data/rows/a"))) {
      file = files.findFirst().orElseThrow();
    }
    String id = file.getFileName().toString().replaceFirst("^\\d+-", "").replace(".jsonl", "");
    Files.delete(file);

    runtime.engine().ledger().rowGroups("a").close(group(id));

    await().until(() -> runtime.engine().ledger().rowGroups("a").complete().isEmpty());
    assertThat(inbox("a")).as("a run had it before").isEmpty();
  }
}
