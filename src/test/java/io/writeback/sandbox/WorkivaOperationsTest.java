package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.http.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workiva: a write is an operation, and only its end changes the sheet. */
class WorkivaOperationsTest {
  private static final String X = "{\"values\":[[\"x\"]]}";
  private WorkivaWire wire;

  @BeforeEach
  void start() throws IOException {
    wire = new WorkivaWire();
    wire.fill("old\n");
  }

  @AfterEach
  void stop() {
    wire.close();
  }

  @Test
  void a_write_is_accepted_with_the_address_of_its_operation_and_no_body() {
    wire.set("{\"retryAfterSeconds\":2}");

    Wire.Answer accepted = wire.put("A1", X);

    assertThat(accepted.status()).isEqualTo(202);
    assertThat(accepted.body()).isEmpty();
    assertThat(WorkivaWire.location(accepted))
        .matches(wire.sandbox().workivaUrl() + "/operations/[0-9a-f]{32}");
    assertThat(accepted.raw().headers().firstValue("Retry-After")).contains("2");
  }

  @Test
  void the_address_may_be_a_path_only() {
    wire.set("{\"absoluteLocation\":false}");

    assertThat(WorkivaWire.location(wire.put("A1", X))).matches("/operations/[0-9a-f]{32}");
  }

  @Test
  void an_operation_has_its_documented_fields() {
    JsonNode operation = wire.operation(wire.put("A1", X));

    assertThat(operation.fieldNames())
        .toIterable()
        .containsExactly(
            "id", "status", "created", "updated", "originalRequest", "resourceUrl", "details");
    assertThat(operation.get("status").asText()).isEqualTo("completed");
    assertThat(operation.get("details").isNull()).isTrue();
    assertThat(operation.get("resourceUrl").isNull()).isTrue();
  }

  @Test
  void an_operation_goes_from_acknowledged_to_completed() {
    wire.set("{\"operationMillis\":3000000}");
    Wire.Answer accepted = wire.put("A1", X);

    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      seen.add(wire.status(accepted) + " " + wire.csv().trim());
      wire.advance(1000000);
    }

    assertThat(seen)
        .containsExactly("acknowledged old", "queued old", "started old", "completed x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"acknowledged", "queued", "started"})
  void an_operation_that_is_held_changes_nothing(String status) {
    wire.set("{\"hold\":\"" + status + "\"}");
    Wire.Answer accepted = wire.put("A1", X);
    assertThat(wire.status(accepted)).isEqualTo(status);
    assertThat(wire.csv()).isEqualTo("old\n");

    wire.set("{\"hold\":\"none\"}");

    assertThat(wire.status(accepted)).isEqualTo("completed");
    assertThat(wire.csv()).isEqualTo("x\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"failed", "cancelled"})
  void an_operation_that_fails_or_is_cancelled_changes_nothing_and_says_why(String status) {
    wire.outcomes("[{\"status\":\"%s\",\"code\":\"C\",\"message\":\"M\"}]".formatted(status));

    JsonNode operation = wire.operation(wire.put("A1", X));

    assertThat(operation.get("status").asText()).isEqualTo(status);
    assertThat(operation.get("details"))
        .hasToString("[{\"code\":\"C\",\"message\":\"M\",\"target\":\"A1\"}]");
    assertThat(wire.csv()).isEqualTo("old\n");
    assertThat(wire.status(wire.put("A1", X))).isEqualTo("completed");
  }

  @Test
  void planned_ends_can_be_forgotten() {
    wire.outcomes("[{\"status\":\"failed\"},{\"status\":\"failed\"}]");

    wire.admin("DELETE", "/sandbox/operations", "");

    assertThat(wire.status(wire.put("A1", X))).isEqualTo("completed");
  }

  @Test
  void the_end_comes_without_anybody_asking() {
    wire.set("{\"operationMillis\":100}");

    wire.put("A1", X);

    await().untilAsserted(() -> assertThat(wire.csv()).isEqualTo("x\n"));
  }

  @Test
  void asking_too_early_is_429() {
    wire.set("{\"retryAfterSeconds\":5}");
    Wire.Answer accepted = wire.put("A1", X);

    Wire.Answer early = wire.follow(WorkivaWire.location(accepted));
    wire.advance(5000);
    Wire.Answer inTime = wire.follow(WorkivaWire.location(accepted));

    assertThat(WorkivaWire.refusal(early)).startsWith("429TooManyRequests Operation ");
    assertThat(early.raw().headers().firstValue("Retry-After")).isPresent();
    assertThat(inTime.status()).isEqualTo(200);
  }

  @Test
  void every_answer_before_the_end_says_when_to_ask_again() {
    wire.set("{\"retryAfterSeconds\":5,\"hold\":\"queued\"}");
    String location = WorkivaWire.location(wire.put("A1", X));
    wire.advance(5000);

    assertThat(wire.follow(location).raw().headers().firstValue("Retry-After")).contains("5");
    assertThat(wire.follow(location).status()).isEqualTo(429);
    wire.set("{\"advanceMillis\":5000,\"hold\":\"none\"}");
    assertThat(wire.follow(location).raw().headers().firstValue("Retry-After")).isEmpty();
    assertThat(wire.follow(location).status()).isEqualTo(200);
  }

  @Test
  void asking_early_may_be_allowed() {
    wire.set("{\"retryAfterSeconds\":5,\"enforceRetryAfter\":false}");

    assertThat(wire.status(wire.put("A1", X))).isEqualTo("completed");
  }

  @Test
  void retry_after_may_be_a_date_that_is_not_too_early() {
    wire.set("{\"retryAfterSeconds\":5,\"retryAfterForm\":\"date\"}");
    ZonedDateTime before = ZonedDateTime.now();

    String date = wire.put("A1", X).raw().headers().firstValue("Retry-After").orElseThrow();

    assertThat(date).matches("\\w{3}, \\d{2} \\w{3} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT");
    assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
        .isAfterOrEqualTo(before.plusSeconds(5).withNano(0));
  }

  @Test
  void retry_after_may_be_missing() {
    wire.set("{\"retryAfterSeconds\":5,\"retryAfterForm\":\"none\"}");

    Wire.Answer accepted = wire.put("A1", X);

    assertThat(accepted.raw().headers().firstValue("Retry-After")).isEmpty();
    assertThat(wire.status(accepted)).isEqualTo("completed");
  }

  @Test
  void a_second_write_to_a_spreadsheet_is_409_until_the_first_has_ended() {
    wire.set("{\"hold\":\"started\"}");
    wire.put("A1", X);

    assertThat(WorkivaWire.refusal(wire.put("A2", X))).isEqualTo("409Conflict s");
    assertThat(wire.putTo("/spreadsheets/s/sheets/b", "A1", X).status()).isEqualTo(409);
    wire.set("{\"hold\":\"none\"}");
    assertThat(wire.put("A2", X).status()).isEqualTo(202);
  }

  @Test
  void a_write_to_another_spreadsheet_is_no_conflict() {
    wire.spreadsheet("t", "{\"sheets\":[{\"id\":\"a\",\"name\":\"A\"}]}");
    wire.set("{\"hold\":\"started\"}");
    wire.put("A1", X);

    assertThat(wire.putTo("/spreadsheets/t/sheets/a", "A1", X).status()).isEqualTo(202);
  }

  @Test
  void of_many_writes_at_once_one_is_accepted() {
    wire.set("{\"hold\":\"queued\"}");

    List<CompletableFuture<Integer>> writes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      writes.add(CompletableFuture.supplyAsync(() -> wire.put("A1", X).status()));
    }

    assertThat(writes.stream().map(CompletableFuture::join))
        .containsOnlyOnce(202)
        .contains(409)
        .hasSize(20);
  }

  @Test
  void conflicts_may_be_allowed_and_the_last_write_wins() {
    wire.set("{\"hold\":\"queued\",\"conflicts\":false}");
    wire.put("A1", X);
    wire.put("A1", "{\"values\":[[\"y\"]]}");

    wire.set("{\"hold\":\"none\"}");

    assertThat(wire.csv()).isEqualTo("y\n");
  }

  @Test
  void readers_see_a_block_as_a_whole_or_not_at_all() {
    wire.fill("a,a,a,a,a,a,a,a,a,a\n".repeat(500));
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 30; i++) {
                wire.put("A1:J500", WorkivaWire.block(500, 10, "\"" + i + "\""));
              }
            });

    do {
      assertThat(wire.csv().lines().flatMap(line -> List.of(line.split(",", -1)).stream()))
          .hasSize(5000)
          .satisfies(cells -> assertThat(cells.stream().distinct()).hasSize(1));
    } while (!writer.isDone());
    writer.join();
    assertThat(wire.csv()).startsWith("29,29");
  }

  @Test
  void a_write_on_locked_cells_fails_as_a_whole() {
    wire.fill("1,2\n");
    wire.locked("[\"B1:B9\"]");

    JsonNode operation = wire.operation(wire.put("A1:B1", "{\"values\":[[\"x\",null]]}"));

    assertThat(operation.get("status").asText()).isEqualTo("failed");
    assertThat(operation.at("/details/0/message").asText())
        .isEqualTo("Attempted to modify locked cells");
    assertThat(operation.at("/details/0/target").asText()).isEqualTo("A1:B1");
    assertThat(wire.csv()).isEqualTo("1,2\n");
    wire.written("A1", X);
  }

  @ParameterizedTest
  @CsvSource({"400,400BadRequest", "409,409Conflict"})
  void a_write_on_locked_cells_may_be_refused_at_once(String knob, String code) {
    wire.locked("[\"B1\"]");
    wire.set("{\"lockedCells\":\"" + knob + "\"}");

    Wire.Answer answer = wire.put("A1:B1", X);

    assertThat(WorkivaWire.refusal(answer)).isEqualTo(code + " A1:B1");
    assertThat(answer.json().get("message").asText()).isEqualTo("Attempted to modify locked cells");
    assertThat(wire.csv()).isEqualTo("old\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"locked\":true,\"sheets\":[{\"id\":\"a\",\"name\":\"A\"}]}",
        "{\"sheets\":[{\"id\":\"a\",\"name\":\"A\",\"lock\":\"lock\"}]}",
        "{\"sheets\":[{\"id\":\"a\",\"name\":\"A\",\"lock\":\"inputMode\"}]}",
        "{\"sheets\":[{\"id\":\"a\",\"name\":\"A\",\"locked\":[\":\"]}]}",
      })
  void a_locked_sheet_or_spreadsheet_is_locked_everywhere(String json) {
    wire.spreadsheet("s", json);

    assertThat(wire.status(wire.put("Z99", X))).isEqualTo("failed");
  }

  @ParameterizedTest
  @CsvSource({"404,404NotFound", "410,410Gone"})
  void a_finished_operation_is_forgotten_after_an_hour(int status, String code) {
    wire.set("{\"operationGoneStatus\":" + status + "}");
    String location = WorkivaWire.location(wire.put("A1", X));
    wire.advance(3_599_000);
    assertThat(wire.follow(location).status()).isEqualTo(200);

    wire.advance(2000);

    assertThat(WorkivaWire.refusal(wire.follow(location))).startsWith(code);
  }

  @Test
  void replacing_a_spreadsheet_cancels_what_is_on_its_way_to_it() {
    wire.set("{\"hold\":\"queued\"}");
    Wire.Answer accepted = wire.put("A1", X);

    wire.spreadsheet("s", "{\"sheets\":[{\"id\":\"a\",\"name\":\"A\"}]}");

    wire.set("{\"hold\":\"none\"}");
    assertThat(wire.status(accepted)).isEqualTo("cancelled");
    assertThat(wire.csv()).isEmpty();
  }

  @Test
  void a_connection_that_closes_after_the_write_was_accepted_leaves_the_operation() {
    wire.sandbox().faults().add(Fault.of(Fault.Kind.CLOSE_AFTER_COMMIT).onMethod("PUT"));

    assertThatThrownBy(() -> wire.put("A1", X)).isInstanceOf(UncheckedIOException.class);

    assertThat(wire.csv()).isEqualTo("x\n");
  }

  @Test
  void a_fault_may_answer_429_without_retry_after() {
    wire.sandbox().faults().add(Fault.answer(429, "{}").onPath("/values/").onMethod("PUT"));

    Wire.Answer answer = wire.put("A1", X);

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.raw().headers().firstValue("Retry-After")).isEmpty();
    assertThat(wire.csv()).isEqualTo("old\n");
  }

  @Test
  void a_write_that_is_done_counts_once() {
    wire.written("A1", X);
    wire.outcomes("[{\"status\":\"failed\"}]");
    wire.status(wire.put("A1", X));

    assertThat(wire.sandbox().workiva().stats().writesPerId()).containsEntry("a", 1L);
  }

  @Test
  void the_clock_can_be_put_forward_from_the_program_too() throws IOException {
    wire.set("{\"operationMillis\":60000}");
    Wire.Answer accepted = wire.put("A1", X);

    wire.sandbox().workiva().change("{\"advanceMillis\":" + Duration.ofMinutes(1).toMillis() + "}");

    assertThat(wire.status(accepted)).isEqualTo("completed");
  }
}
