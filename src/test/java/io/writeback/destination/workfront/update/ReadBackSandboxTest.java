package io.writeback.destination.workfront.update;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.dataset.Row;
import io.writeback.dataset.Schema;
import io.writeback.destination.Exchange;
import io.writeback.destination.Mapped;
import io.writeback.destination.Plan;
import io.writeback.destination.ReadBack;
import io.writeback.destination.ReadBack.State;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.Work;
import io.writeback.destination.workfront.SandboxTenant;
import io.writeback.destination.workfront.Tenant;
import io.writeback.http.HttpRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writes in doubt, against a Workfront whose state is known. */
class ReadBackSandboxTest {
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
  private static final String ANN = "00000000000000000000000000000bbb";

  private final SandboxTenant tenant;
  private final List<Row> rows = SandboxTenant.csv();
  private final Schema schema = Tenant.schema(rows.get(0).cells().toArray(new String[0]));
  private final Plan plan;

  ReadBackSandboxTest() throws IOException {
    tenant = new SandboxTenant();
    plan = tenant.plan("project", schema);
  }

  @AfterEach
  void close() throws IOException {
    tenant.close();
  }

  /** The first rows of the demo that can be sent, each of another project. */
  private List<Record> records(int count) {
    Map<String, Record> records = new LinkedHashMap<>();
    for (Row row : rows.subList(1, rows.size())) {
      if (records.size() < count && plan.mapper().map(row) instanceof Mapped.Sendable mapped) {
        records.putIfAbsent(mapped.record().key(), mapped.record());
      }
    }
    return List.copyOf(records.values());
  }

  private void write(List<Record> records) {
    Exchange update = plan.write(new Work.Records(records));
    HttpRequest sent = plan.authorise(update.request());
    assertThat(update.read(sent, tenant.http.once(sent))).isInstanceOf(Receipt.Delivered.class);
  }

  private HttpRequest question(List<Record> records) {
    return plan.authorise(plan.readBack(records, LONG_AGO).orElseThrow().request());
  }

  private List<State> states(List<Record> records) {
    HttpRequest sent = question(records);
    Receipt found =
        plan.readBack(records, LONG_AGO).orElseThrow().read(sent, tenant.http.once(sent));
    return ((ReadBack) found).entries().stream().map(ReadBack.Entry::state).toList();
  }

  private void change(String id, String field, String value, String by) {
    ObjectNode object = tenant.sandbox.object("PROJ", id).orElseThrow();
    Map<String, Object> changed = new LinkedHashMap<>();
    object.properties().forEach(entry -> changed.put(entry.getKey(), entry.getValue()));
    changed.put(field, value);
    changed.put("lastUpdateDate", "2026-03-01T12:00:00:000+0000");
    changed.put("lastUpdatedByID", by);
    tenant.sandbox.putObject("PROJ", changed);
  }

  @Test
  void what_was_written_holds_and_what_was_not_is_sent_again() {
    List<Record> records = records(20);
    write(records.subList(0, 10));
    List<State> states = states(records);

    assertThat(states.subList(0, 10)).containsOnly(State.HOLDS);
    assertThat(states.subList(10, 20)).containsOnly(State.OTHER_VALUES);
  }

  @Test
  void what_a_person_changed_since_is_a_conflict_and_what_we_changed_is_not() {
    List<Record> records = records(4);
    write(records);
    String us =
        tenant
            .sandbox
            .object("PROJ", records.get(0).key())
            .orElseThrow()
            .get("lastUpdatedByID")
            .asText();
    change(records.get(0).key(), "name", "Ann's name", ANN);
    change(records.get(1).key(), "name", "our name", us);
    change(records.get(2).key(), "categoryID", "", ANN);

    assertThat(states(records))
        .containsExactly(State.CONFLICT, State.OTHER_VALUES, State.HOLDS, State.HOLDS);
  }

  @Test
  void an_object_that_is_not_there_is_gone_and_the_others_are_still_reported() {
    List<Record> records = new ArrayList<>(records(2));
    write(records);
    records.add(1, new Record(9, "f".repeat(32), records.get(0).fields(), 100));

    assertThat(states(records)).containsExactly(State.HOLDS, State.GONE, State.HOLDS);
  }

  @Test
  void more_than_a_uri_holds_is_asked_for_by_a_post() {
    List<Record> records = records(250);
    for (int from = 0; from < records.size(); from += 50) {
      List<Record> batch = records.subList(from, from + 50);
      tenant.http.once(plan.authorise(plan.write(new Work.Records(batch)).request()));
    }
    Set<State> states = new LinkedHashSet<>(states(records));

    assertThat(question(records).method()).isEqualTo("POST");
    assertThat(states).contains(State.HOLDS).doesNotContain(State.GONE, State.CONFLICT);
  }

  @Test
  void an_object_without_bulk_update_is_read_back_too() {
    Map<String, Object> queue = new LinkedHashMap<>();
    queue.put("ID", Tenant.ID_1);
    queue.put("shareMode", 1);
    tenant.sandbox.putObject("QUED", queue);
    Plan queues = tenant.plan("queuedef", Tenant.schema("ID", "shareMode"));
    Mapped mapped = queues.mapper().map(new Row(1, List.of(Tenant.ID_1, "1")));
    assertThat(mapped).isInstanceOf(Mapped.Sendable.class);
    List<Record> records = List.of(((Mapped.Sendable) mapped).record());
    Exchange question = queues.readBack(records, LONG_AGO).orElseThrow();
    HttpRequest sent = queues.authorise(question.request());

    assertThat(question.read(sent, tenant.http.once(sent)))
        .isEqualTo(new ReadBack(List.of(new ReadBack.Entry(records.get(0), State.HOLDS))));
  }
}
