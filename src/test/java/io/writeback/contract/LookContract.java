package io.writeback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.account.Accounts;
import io.writeback.auth.TokenStore;
import io.writeback.config.Configuration;
import io.writeback.config.Settings;
import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.Row;
import io.writeback.dataset.Schema;
import io.writeback.destination.Destination;
import io.writeback.destination.DestinationType;
import io.writeback.destination.Exchange;
import io.writeback.destination.Held;
import io.writeback.destination.Mapped;
import io.writeback.destination.Plan;
import io.writeback.destination.PlanInput;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.Resources;
import io.writeback.destination.RunContext;
import io.writeback.destination.Work;
import io.writeback.http.CallFailure;
import io.writeback.http.Governor;
import io.writeback.http.Http;
import io.writeback.http.HttpLimits;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.http.RetryPolicy;
import io.writeback.sandbox.http.Fault;
import io.writeback.sandbox.http.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of every destination that can be looked at: what a look shows is what raw requests
 * have written, and a write of it restores what was there.
 */
abstract class LookContract {
  private final Http http =
      new Http(
          HttpLimits.STANDARD,
          new RetryPolicy(2, 2, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(1)),
          new Governor());
  private DestinationContract.Service service;
  private Plan plan;

  // What a destination has to supply.

  protected abstract DestinationContract.Service startService() throws IOException;

  protected abstract DestinationType type();

  /** The account's name, as in {@code account.NAME.url}. */
  protected abstract String account();

  /** The keys of the account but its URL, by their names below {@code account.NAME.}. */
  protected abstract Map<String, String> credentials();

  /** The options of the sink. */
  protected abstract Map<String, String> options();

  /** The columns with the key; none if a row is where it is. */
  protected abstract List<String> keyColumns();

  /** The cells of the key of a record; two of them are there, 1 and 2. */
  protected abstract List<String> key(int n);

  /** The fields that are looked at. */
  protected abstract List<Field> fields();

  /**
   * A field, and what may stand in it.
   *
   * @param written a value of a raw request, as JSON
   * @param before what a look shows then
   * @param same a cell that means the same, in another spelling
   * @param other a cell that means something else
   */
  protected record Field(
      String column, ColumnType type, String written, Object before, String same, String other) {
    /** A column of text. */
    Field(String column, String written, Object before, String same, String other) {
      this(column, ColumnType.STRING, written, before, same, other);
    }
  }

  /** Gives both records these values by raw requests: column to JSON. */
  protected abstract void write(Map<String, JsonNode> values) throws IOException;

  /** All that the destination holds in and around the records, by raw requests. */
  protected abstract JsonNode raw() throws IOException;

  /** Without what every write changes: when, and by whom. */
  protected JsonNode withoutTraces(JsonNode raw) {
    return raw;
  }

  /** Whether a record can be gone: then key 3 names none. */
  protected boolean mayBeGone() {
    return true;
  }

  @BeforeEach
  final void start() throws IOException {
    service = startService();
    Map<String, String> keys = new LinkedHashMap<>();
    credentials().forEach((name, value) -> keys.put("account." + account() + "." + name, value));
    keys.put("account." + account() + ".url", service.url().toString());
    keys.put("account." + account() + ".allow-private", "true");
    Resources resources =
        new Resources(
            new Accounts(new Configuration(Path.of("."), "application.properties", keys, Map.of())),
            http,
            InstantSource.system(),
            new TokenStore(Path.of("target", "tokens-of-tests")));
    writeAll(Field::written);
    Settings settings = new Settings("route", "", options());
    Destination destination = type().connect(resources).open(settings);
    settings.orThrow();
    List<Row> rows = rows(Field::other);
    plan =
        destination.plan(
            new PlanInput(
                schema(),
                rows.size(),
                rows::forEach,
                List.of(),
                RunContext.now(),
                Optional.empty()));
  }

  @AfterEach
  final void stop() throws Exception {
    http.close();
    service.close();
  }

  private Schema schema() {
    return new Schema(
        Stream.concat(
                keyColumns().stream().map(name -> new Column(name, ColumnType.STRING)),
                fields().stream().map(field -> new Column(field.column(), field.type())))
            .toList());
  }

  private void writeAll(Function<Field, String> value) throws IOException {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    for (Field field : fields()) {
      values.put(field.column(), Json.readLenient(value.apply(field)));
    }
    write(values);
  }

  private Row row(int n, Function<Field, String> cell) {
    List<String> cells = new ArrayList<>(key(n));
    fields().forEach(field -> cells.add(cell.apply(field)));
    return new Row(n, cells);
  }

  private List<Row> rows(Function<Field, String> cell) {
    return List.of(row(1, cell), row(2, cell));
  }

  protected final List<Record> records(Function<Field, String> cell) {
    return rows(cell).stream().map(this::record).toList();
  }

  private Record record(Row row) {
    Mapped mapped = plan.mapper().map(row);
    assertThat(mapped).isInstanceOf(Mapped.Sendable.class);
    return ((Mapped.Sendable) mapped).record();
  }

  protected final Plan plan() {
    return plan;
  }

  protected final Held look(List<Record> records) {
    return (Held) receipt(plan.look(records).orElseThrow());
  }

  private Receipt receipt(Exchange exchange) {
    HttpRequest sent = plan.authorise(exchange.request());
    return exchange.read(sent, http.once(sent));
  }

  /** Writes records as a run does, and waits for the end. */
  protected final void send(List<Record> records) {
    Work work = new Work.Records(records);
    Receipt receipt = receipt(plan.write(work));
    while (receipt instanceof Receipt.Pending pending) {
      receipt = receipt(plan.poll(work, pending.operation(), Instant.now()));
    }
    List<Receipt.Written> written =
        receipt instanceof Receipt.PerRecord each
            ? each.written()
            : ((Receipt.Delivered) receipt).written();
    assertThat(written).extracting(Receipt.Written::record).isEqualTo(records);
    assertThat(written).allMatch(one -> one.differences().isEmpty());
  }

  private static List<Held.Value> values(Held.Entry entry) {
    assertThat(entry.cells()).allMatch(cell -> cell instanceof Held.Value);
    return entry.cells().stream().map(Held.Value.class::cast).toList();
  }

  /** The record that restores what is held. */
  protected static Record before(Held.Entry entry) {
    Map<String, Object> fields = new LinkedHashMap<>();
    values(entry).forEach(value -> fields.put(value.field(), value.before()));
    return new Record(entry.record().row(), entry.record().key(), fields, entry.record().bytes());
  }

  protected static List<Record> before(Held held) {
    return held.entries().stream().map(LookContract::before).toList();
  }

  @Test
  void what_a_look_shows_is_what_a_raw_request_wrote() {
    List<Record> records = records(Field::other);

    Held held = look(records);

    assertThat(held.entries()).extracting(Held.Entry::record).isEqualTo(records);
    for (Held.Entry entry : held.entries()) {
      assertThat(entry.found()).isTrue();
      assertThat(values(entry))
          .extracting(Held.Value::field)
          .containsExactlyElementsOf(entry.record().fields().keySet());
      assertThat(values(entry))
          .extracting(Held.Value::before)
          .containsExactlyElementsOf(fields().stream().map(Field::before).toList());
      assertThat(values(entry)).noneMatch(Held.Value::equal);
    }
  }

  @Test
  void what_is_equal_is_no_change_whatever_its_spelling() {
    Held held = look(records(Field::same));

    for (Held.Entry entry : held.entries()) {
      assertThat(values(entry)).allMatch(Held.Value::equal);
    }
  }

  @Test
  void writing_what_was_held_restores_the_very_object() throws IOException {
    JsonNode before = raw();
    Held held = look(records(Field::other));
    send(records(Field::other));
    assertThat(withoutTraces(raw())).isNotEqualTo(withoutTraces(before));

    send(before(held));

    assertThat(withoutTraces(raw())).isEqualTo(withoutTraces(before));
    Held restored = look(before(held));
    assertThat(before(restored)).isEqualTo(before(held));
    assertThat(restored.entries()).flatMap(LookContract::values).allMatch(Held.Value::equal);
  }

  @Test
  void fields_without_a_value_are_restored_as_such() throws IOException {
    writeAll(field -> "null");
    JsonNode before = raw();
    Held held = look(records(Field::other));
    assertThat(held.entries())
        .flatMap(LookContract::values)
        .extracting(Held.Value::before)
        .allMatch(value -> value == null || value.equals(""));
    send(records(Field::other));

    send(before(held));

    assertThat(withoutTraces(raw())).isEqualTo(withoutTraces(before));
  }

  @Test
  void a_look_writes_nothing() throws IOException {
    JsonNode before = raw();

    look(records(Field::other));

    assertThat(raw()).isEqualTo(before);
  }

  @Test
  void records_are_shown_in_the_order_asked_and_one_that_is_gone_is_said_to_be() {
    assumeThat(mayBeGone()).as("a record can be gone").isTrue();
    List<Record> records =
        List.of(
            record(row(2, Field::same)), record(row(3, Field::same)), record(row(1, Field::other)));

    Held held = look(records);

    assertThat(held.entries()).extracting(Held.Entry::record).isEqualTo(records);
    assertThat(held.entries()).extracting(Held.Entry::found).containsExactly(true, false, true);
    assertThat(held.entries().get(1).cells()).isEmpty();
  }

  @Test
  void what_proves_nothing_is_a_failure_and_shows_no_record() {
    Exchange look = plan.look(records(Field::other)).orElseThrow();
    for (Fault fault : List.of(Fault.html(), Fault.answer(200, ""), Fault.answer(503, "later"))) {
      service.faults().add(fault.times(Fault.FOR_EVER));

      assertThatExceptionOfType(CallFailure.class)
          .isThrownBy(() -> receipt(look))
          .matches(failure -> failure.outcome() == Outcome.UNKNOWN);
      service.faults().clear();
    }
  }

  @Test
  void it_says_how_many_records_one_look_takes() {
    assertThat(plan.mostLookedAt()).isPositive();
  }
}
