package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.http.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What data.world does after an upload, what goes wrong on purpose, and the endpoints for it. */
class DataWorldFaultsTest {
  private static final String DATASET = "acme/sales-data";
  private Sandbox sandbox;
  private DataWorldCalls calls;

  @BeforeEach
  void start() throws IOException {
    sandbox = Sandbox.start(SandboxSettings.onFreePorts().withDemoObjects(false));
    calls = new DataWorldCalls(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @ParameterizedTest
  @CsvSource({"false,LOADED", "true,SYSTEMERROR"})
  void a_dataset_is_in_progress_after_an_upload_and_then_loaded_or_failed(
      boolean fails, String end) {
    assertThat(status("sandbox/scratch")).isEqualTo("NEW");
    calls.set("{\"ingestMillis\":3600000,\"ingestFails\":" + fails + "}");

    calls.put("sandbox/scratch", "a.csv", "x");
    assertThat(status("sandbox/scratch")).isEqualTo("INPROGRESS");

    calls.set("{\"ingestMillis\":0}");
    assertThat(status("sandbox/scratch")).isEqualTo(end);
  }

  @Test
  void a_file_is_there_while_its_dataset_is_in_progress() {
    calls.set("{\"ingestMillis\":3600000}");

    calls.put(DATASET, "a.csv", "x");
    calls.put(DATASET, "a.csv", "y");

    assertThat(status(DATASET)).isEqualTo("INPROGRESS");
    assertThat(calls.get("file_download/" + DATASET + "/a.csv").body()).isEqualTo("y");
  }

  @Test
  void a_status_can_be_pretended_until_it_is_taken_back() {
    calls.admin("POST", "datasets/" + DATASET, "{\"status\":\"SYSTEMERROR\"}");
    assertThat(status(DATASET)).isEqualTo("SYSTEMERROR");

    calls.admin("POST", "datasets/" + DATASET, "{\"status\":null}");
    assertThat(status(DATASET)).isEqualTo("LOADED");
  }

  @Test
  void list_and_status_are_those_from_before_an_upload_for_as_many_answers_as_wanted() {
    calls.set("{\"ingestMillis\":0}");
    calls.put(DATASET, "a.csv", "x");
    JsonNode before = calls.get("datasets/" + DATASET).json();
    calls.set("{\"ingestFails\":true,\"oldLists\":2,\"oldStatuses\":1}");

    calls.put(DATASET, "a.csv", "xyz");

    assertThat(calls.get("datasets/" + DATASET).json()).isEqualTo(before);
    JsonNode second = calls.get("datasets/" + DATASET).json();
    assertThat(second.get("files")).isEqualTo(before.get("files"));
    assertThat(second.get("status").asText()).isEqualTo("SYSTEMERROR");
    assertThat(calls.get("datasets/" + DATASET).json().get("files"))
        .isNotEqualTo(before.get("files"));
  }

  @Test
  void too_many_requests_come_with_retry_after_or_without() {
    calls.set("{\"tooManyRequests\":2,\"retryAfterSeconds\":7}");
    Wire.Answer upload = calls.put(DATASET, "a.csv", "x".repeat(1_000_000));
    calls.set("{\"retryAfterSeconds\":-1}");
    Wire.Answer list = calls.get("user/datasets/own");

    assertThat(upload.status()).isEqualTo(429);
    assertThat(upload.json().get("code").asInt()).isEqualTo(429);
    assertThat(upload.raw().headers().firstValue("Retry-After")).contains("7");
    assertThat(list.status()).isEqualTo(429);
    assertThat(list.raw().headers().firstValue("Retry-After")).isEmpty();
    assertThat(calls.get("user/datasets/own").status()).isEqualTo(200);
    assertThat(sandbox.dataWorld().stats().recordsWritten()).isZero();
  }

  @Test
  void an_answer_given_by_a_fault_comes_whole_behind_a_long_body_and_stores_nothing() {
    int bodies = calls.bodies().size();
    sandbox.faults().add(Fault.answer(503, "{\"code\":503}").onMethod("PUT").onPath("/uploads/"));

    Wire.Answer answer = calls.put(DATASET, "a.csv", "x".repeat(20_000_000));

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().get("code").asInt()).isEqualTo(503);
    assertThat(calls.bodies()).hasSize(bodies);
  }

  @Test
  void a_connection_that_closes_before_the_commit_stores_nothing() {
    int bodies = calls.bodies().size();
    calls.admin("POST", "faults", "{\"kind\":\"close\",\"method\":\"PUT\"}");

    assertThatThrownBy(() -> calls.put(DATASET, "a.csv", "x".repeat(5_000_000)))
        .isInstanceOf(UncheckedIOException.class);

    assertThat(calls.bodies()).hasSize(bodies);
  }

  @Test
  void a_connection_that_closes_after_the_commit_has_stored() {
    sandbox.faults().add(Fault.of(Fault.Kind.CLOSE_AFTER_COMMIT).onMethod("PUT"));

    assertThatThrownBy(() -> calls.put(DATASET, "a.csv", "x"))
        .isInstanceOf(UncheckedIOException.class);

    assertThat(calls.get("file_download/" + DATASET + "/a.csv").body()).isEqualTo("x");
  }

  @Test
  void a_dataset_is_made_shown_and_deleted_through_the_admin_endpoints() {
    Wire.Answer made =
        calls.admin("POST", "datasets/acme/mine", "{\"title\":\"Mine\",\"accessLevel\":\"WRITE\"}");
    calls.put("acme/mine", "a.csv", "x");

    assertThat(made.json().get("title").asText()).isEqualTo("Mine");
    JsonNode shown = calls.admin("GET", "datasets/acme/mine", "").json();
    assertThat(shown.at("/files/0/sha256").asText())
        .isEqualTo("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
    assertThat(calls.admin("GET", "datasets", "").json()).hasSize(16);
    assertThat(calls.admin("DELETE", "datasets/acme/mine", "").status()).isEqualTo(200);
    assertThat(calls.get("datasets/acme/mine").status()).isEqualTo(404);
  }

  @Test
  void the_bytes_of_a_file_are_shown_without_a_login() {
    calls.put(DATASET, "a%20b.csv", "x,ü\n");
    calls.set("{\"revokeToken\":true}");

    assertThat(calls.admin("GET", "datasets/" + DATASET + "/files/a%20b.csv", "").body())
        .isEqualTo("x,ü\n");
    assertThat(calls.admin("GET", "datasets/" + DATASET + "/files/none", "").status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "datasets/acme/mine {\"accessLevel\":\"OWNER\"}",
        "datasets/acme/mine {\"acessLevel\":\"READ\"}",
        "datasets/acme/M {}",
        "settings {\"maxFileByte\":1}",
        "settings {\"maxFileBytes\":\"1\"}",
        "settings {\"ingestFails\":1}"
      })
  void what_the_sandbox_does_not_know_is_refused(String call) {
    String[] pathAndBody = call.split(" ", 2);

    assertThat(calls.admin("POST", pathAndBody[0], pathAndBody[1]).status()).isEqualTo(400);
    assertThat(sandbox.dataWorld().accessLevels()).hasSize(15);
  }

  @Test
  void settings_are_shown() {
    calls.set("{\"maxFileBytes\":5}");

    assertThat(calls.admin("GET", "settings", "").json().toString())
        .isEqualTo(
            "{\"maxFileBytes\":5,\"maxDatasetBytes\":-1,\"ingestMillis\":250,\"ingestFails\":false,"
                + "\"oldLists\":0,\"oldStatuses\":0,\"lateDownloads\":0,\"sizeOffset\":0,"
                + "\"normaliseNames\":false,\"minIntervalMillis\":0,"
                + "\"latencyMillis\":0,\"tooManyRequests\":0,\"retryAfterSeconds\":-1,"
                + "\"cutUploadAfterBytes\":-1}");
  }

  @Test
  void stats_count_the_uploads_of_every_file() {
    calls.put(DATASET, "a.csv", "x");
    calls.put(DATASET, "a.csv", "x");
    calls.put("acme/no-such", "a.csv", "x");

    JsonNode stats = calls.send(calls.anonymous("/sandbox/stats?ids=true")).json();

    assertThat(stats.get("requests").asInt()).isEqualTo(3);
    assertThat(stats.at("/byStatus/404").asInt()).isEqualTo(1);
    assertThat(stats.get("writesPerId").get(DATASET + "/a.csv").asInt()).isEqualTo(2);
    assertThat(calls.admin("POST", "stats/reset", "").json().get("requests").asInt()).isZero();
  }

  private String status(String dataset) {
    return calls.get("datasets/" + dataset).json().get("status").asText();
  }
}
