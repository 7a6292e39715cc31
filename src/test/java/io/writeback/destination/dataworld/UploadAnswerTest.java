package io.writeback.destination.dataworld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.auth.FixedHeader;
import io.writeback.config.Secret;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.http.CallFailure;
import io.writeback.http.Governor;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpLimits;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.http.RetryPolicy;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers prove, on a clock of the test's own. */
final class UploadAnswerTest {
  private static final Instant SAID = Instant.parse("2026-11-24T10:00:00Z");
  private static final List<Record> FILE = List.of(new Record(1, "f.csv", Map.of(), 9, 3));

  private final Http http = new Http(HttpLimits.STANDARD, RetryPolicy.STANDARD, new Governor());
  private final DataWorldApi api =
      new DataWorldApi(
          new DataWorldAccount(
              "dw", URI.create("https://dw.example/v0"), Secret.of("canary"), 1, false),
          http,
          new FixedHeader("Authorization", Secret.of("Bearer canary")));
  private Duration waited = Duration.ZERO;

  @AfterEach
  void close() throws IOException {
    http.close();
  }

  private static final Duration SETTLE = Duration.ofSeconds(30);

  /** What was there under the name when the run was planned. */
  private Optional<DatasetState.StoredFile> before = Optional.empty();

  private UploadAnswer answers(boolean waitForIngest) {
    return new UploadAnswer(api, decision(waitForIngest), () -> SAID.plus(waited));
  }

  private FileDecision decision(boolean waitForIngest) {
    return new FileDecision(
        "dw",
        "target",
        new DatasetKey("acme", "data"),
        "f.csv",
        0,
        3,
        9,
        "",
        false,
        false,
        before,
        waitForIngest,
        SETTLE,
        List.of());
  }

  private HttpRequest sent() {
    return api.credentials().authorise(DataWorldApi.get(URI.create("https://dw.example/v0/x")));
  }

  private static HttpAnswer answer(int status, String json) {
    return new HttpAnswer(
        status, Map.of("Content-Type", "application/json"), json.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpAnswer dataset(String status, String file, int bytes) {
    return dataset(status, file, bytes, "");
  }

  private static HttpAnswer dataset(String status, String file, int bytes, String updated) {
    return answer(
        200,
        """
        {"owner":"acme","id":"data","accessLevel":"WRITE","status":"%s",
         "files":[{"name":"%s","sizeInBytes":%d%s}]}
        """
            .formatted(
                status, file, bytes, updated.isEmpty() ? "" : ",\"updated\":\"" + updated + "\""));
  }

  private void before(int bytes, String updated) {
    before = Optional.of(new DatasetState.StoredFile("f.csv", bytes, updated));
  }

  private Receipt shown(boolean waitForIngest, HttpAnswer answer) {
    return answers(waitForIngest).shown(FILE, SAID, sent(), answer);
  }

  @Test
  void a_taken_file_is_looked_for_in_its_dataset() {
    Receipt receipt = answers(false).of(sent(), answer(200, "{\"message\":\"File uploaded.\"}"));

    assertThat(receipt)
        .isEqualTo(
            new Receipt.Pending(
                URI.create("https://dw.example/v0/datasets/acme/data"), Duration.ZERO));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "{\"message\":", "{\"message\":7}", "<html/>"})
  void a_success_with_another_body_proves_nothing(String body) {
    CallFailure failure =
        catchThrowableOfType(CallFailure.class, () -> answers(false).of(sent(), answer(200, body)));

    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({"400,WB-432", "403,WB-431", "404,WB-432", "413,WB-432", "422,WB-432", "401,WB-406"})
  void a_refusal_is_told_in_the_words_of_the_destination_and_without_the_token(
      int status, String code) {
    WritebackException refused =
        catchThrowableOfType(
            WritebackException.class,
            () ->
                answers(false)
                    .of(sent(), answer(status, "{\"message\":\"no\",\"details\":\"canary\"}")));

    assertThat(refused.code()).isEqualTo(Code.of(code).orElseThrow());
    assertThat(refused).hasMessageContaining(status + " no; •••").hasMessageNotContaining("canary");
  }

  @Test
  void a_file_with_its_size_is_confirmed_whatever_the_ingest_does() {
    Receipt receipt = shown(false, dataset("INPROGRESS", "f.csv", 9));

    assertThat(receipt).isInstanceOf(Receipt.Delivered.class);
    assertThat(((Receipt.Delivered) receipt).deliveries().get(0).record().rows()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"f.csv,8", "g.csv,9"})
  void a_file_that_is_not_shown_yet_is_asked_for_ever_less_often_and_is_in_doubt_in_the_end(
      String name, int bytes) {
    HttpAnswer other = dataset("LOADED", name, bytes);
    assertThat(((Receipt.Pending) shown(false, other)).after()).isEqualTo(Duration.ofMillis(500));
    waited = Duration.ofSeconds(8);
    assertThat(((Receipt.Pending) shown(false, other)).after()).isEqualTo(Duration.ofSeconds(2));
    waited = Duration.ofSeconds(59);
    assertThat(((Receipt.Pending) shown(false, other)).after()).isEqualTo(Duration.ofSeconds(10));
    waited = UploadAnswer.UNTIL_SHOWN;

    assertThat(shown(false, other)).isInstanceOf(Receipt.Doubtful.class);
  }

  @Test
  void the_file_from_before_the_upload_is_not_the_new_one_although_it_has_its_size() {
    before(9, "2026-11-23T00:00:00.000Z");
    HttpAnswer old = dataset("LOADED", "f.csv", 9, "2026-11-23T00:00:00.000Z");
    assertThat(shown(false, old)).isInstanceOf(Receipt.Pending.class);
    waited = UploadAnswer.UNTIL_SHOWN;
    assertThat(((Receipt.Doubtful) shown(false, old)).message())
        .contains("from before the upload", "2026-11-23T00:00:00.000Z");

    assertThat(shown(false, dataset("LOADED", "f.csv", 9, "2026-11-24T10:00:01.000Z")))
        .isInstanceOf(Receipt.Delivered.class);
  }

  @ParameterizedTest
  @CsvSource({"'',''", "'',2026-11-24T10:00:01.000Z", "2026-11-23T00:00:00.000Z,''"})
  void without_a_time_of_change_a_file_of_the_same_size_is_believed_later_and_it_is_said(
      String was, String is) {
    before(9, was);
    HttpAnswer perhaps = dataset("INPROGRESS", "f.csv", 9, is);
    waited = SETTLE.minusMillis(1);
    assertThat(((Receipt.Pending) shown(false, perhaps)).certain()).isNull();
    waited = SETTLE;

    assertThat(((Receipt.Delivered) shown(false, perhaps)).remark()).contains("is not proven");
  }

  @Test
  void a_file_that_had_another_size_is_the_new_one_at_once() {
    before(8, "2026-11-23T00:00:00.000Z");

    assertThat(shown(false, dataset("LOADED", "f.csv", 9, "")))
        .isInstanceOf(Receipt.Delivered.class);
  }

  @ParameterizedTest
  @CsvSource({"LOADED,0", "SYSTEMERROR,1"})
  void a_status_is_believed_when_it_cannot_be_the_one_from_before_the_upload(
      String status, int differences) {
    HttpAnswer answer = dataset(status, "f.csv", 9);
    waited = SETTLE.minusMillis(1);
    assertThat(((Receipt.Pending) shown(true, answer)).certain().deliveries()).hasSize(1);
    waited = SETTLE;

    Receipt.Delivered read = (Receipt.Delivered) shown(true, answer);

    assertThat(read.deliveries().get(0).differences()).hasSize(differences);
    assertThat(read.remark()).contains(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2026-11-23T00:00:00.000Z"})
  void what_was_there_before_is_kept_with_the_plan(String updated) throws IOException {
    before(9, updated);
    ObjectMapper json = new ObjectMapper();
    FileDecision decision = decision(true);

    Map<String, Object> stored =
        json.readValue(
            json.writeValueAsString(StoredPlan.write(decision)), new TypeReference<>() {});

    assertThat(StoredPlan.read(stored)).isEqualTo(decision);
  }

  @Test
  void that_nothing_was_there_before_is_kept_with_the_plan() {
    assertThat(StoredPlan.read(StoredPlan.write(decision(false)))).isEqualTo(decision(false));
  }

  @Test
  void an_ingest_is_waited_for_until_it_has_taken_too_long() {
    HttpAnswer going = dataset("INPROGRESS", "f.csv", 9);
    waited = Duration.ofMinutes(50);
    assertThat(((Receipt.Pending) shown(true, going)).certain().deliveries()).hasSize(1);
    waited = UploadAnswer.UNTIL_READ;

    Receipt.Delivered late = (Receipt.Delivered) shown(true, going);

    assertThat(late.deliveries().get(0).differences().get(0).found())
        .isEqualTo("INPROGRESS after 60 minutes");
  }

  @Test
  void a_dataset_that_is_gone_leaves_the_file_in_doubt() {
    assertThat(shown(false, answer(404, "{}"))).isInstanceOf(Receipt.Doubtful.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"owner\":\"acme\"}", "<html/>"})
  void what_is_no_dataset_is_asked_for_again(String body) {
    CallFailure failure =
        catchThrowableOfType(CallFailure.class, () -> shown(false, answer(200, body)));

    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
  }
}
