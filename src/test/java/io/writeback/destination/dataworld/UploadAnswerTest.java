package io.writeback.destination.dataworld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.writeback.auth.FixedHeader;
import io.writeback.config.Secret;
import io.writeback.destination.Difference;
import io.writeback.destination.ReadBack;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.rest.StoredDecision;
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
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers prove, on a clock of the test's own. */
final class UploadAnswerTest {
  private static final String SENT = "id\n1\n2\n3\n";
  private static final Instant SAID = Instant.parse("2026-11-24T10:00:00Z");
  private static final List<Record> FILE = List.of(new Record(1, "f.csv", Map.of(), 9, 3));

  private final Http http = new Http(HttpLimits.STANDARD, RetryPolicy.STANDARD, new Governor());

  /** What can be downloaded, by its path; a text that begins with an arrow leads elsewhere. */
  private final Map<String, String> downloads = new ConcurrentHashMap<>();

  /** The path and the Authorization of each download. */
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private HttpServer server;
  private DataWorldApi api;
  private Duration waited = Duration.ZERO;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", this::download);
    server.start();
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v0");
    http.admit(url, 1, true);
    api =
        new DataWorldApi(
            new DataWorldAccount(
                "dw", url, Secret.of("canary"), 1, true, Duration.ZERO, Duration.ofSeconds(2)),
            http,
            new FixedHeader("Authorization", Secret.of("Bearer canary")),
            InstantSource.system());
  }

  private void download(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path + " " + exchange.getRequestHeaders().getFirst("Authorization"));
    String found = downloads.get(path);
    if (found == null) {
      exchange.sendResponseHeaders(404, -1);
    } else if (found.startsWith("→")) {
      exchange.getResponseHeaders().set("Location", found.substring(1));
      exchange.sendResponseHeaders(302, -1);
    } else {
      byte[] bytes = found.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private void holds(String name, String bytes) {
    downloads.put("/v0/file_download/acme/data/" + name, bytes);
  }

  @AfterEach
  void close() throws IOException {
    server.stop(0);
    http.close();
  }

  private static final Duration SETTLE = Duration.ofSeconds(30);

  /** What was there under the name when the run was planned. */
  private DatasetState.StoredFile before;

  private List<DatasetState.StoredFile> similar = List.of();

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
        sha256(SENT),
        false,
        false,
        before,
        similar,
        waitForIngest,
        SETTLE,
        List.of());
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest sent() {
    return api.authorised()
        .credentials()
        .authorise(api.get(URI.create(api.account().url() + "/x")));
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
    before = new DatasetState.StoredFile("f.csv", bytes, updated);
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
                URI.create(api.account().url() + "/datasets/acme/data"), Duration.ofSeconds(2)));
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
  void a_refusal_is_reported_in_the_words_of_the_destination_and_without_the_token(
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
    assertThat(((Receipt.Delivered) receipt).written().get(0).record().rows()).isEqualTo(3);
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
        .contains("the previous file", "2026-11-23T00:00:00.000Z");

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
    assertThat(((Receipt.Pending) shown(true, answer)).certain().written()).hasSize(1);
    waited = SETTLE;

    Receipt.Delivered read = (Receipt.Delivered) shown(true, answer);

    assertThat(read.written().get(0).differences()).hasSize(differences);
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
            json.writeValueAsString(StoredDecision.write(decision)), new TypeReference<>() {});

    assertThat(StoredDecision.read(stored, FileDecision.class)).isEqualTo(decision);
  }

  @Test
  void that_nothing_was_there_before_is_kept_with_the_plan() {
    assertThat(StoredDecision.read(StoredDecision.write(decision(false)), FileDecision.class))
        .isEqualTo(decision(false));
  }

  @Test
  void an_ingest_is_waited_for_until_it_has_taken_too_long() {
    HttpAnswer going = dataset("INPROGRESS", "f.csv", 9);
    waited = Duration.ofMinutes(50);
    assertThat(((Receipt.Pending) shown(true, going)).certain().written()).hasSize(1);
    waited = UploadAnswer.UNTIL_READ;

    Receipt.Delivered late = (Receipt.Delivered) shown(true, going);

    assertThat(late.written().get(0).differences().get(0).found())
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

  // The bytes themselves.

  @ParameterizedTest
  @CsvSource({"f.csv,8", "g.csv,9"})
  void a_file_that_the_list_does_not_show_is_confirmed_by_its_bytes(String name, int bytes) {
    holds("f.csv", SENT);
    waited = SETTLE;

    Receipt.Delivered proven = (Receipt.Delivered) shown(false, dataset("LOADED", name, bytes));

    assertThat(proven.written().get(0).differences()).isEmpty();
    assertThat(proven.remark()).contains("SHA-256 is that of what was sent");
    assertThat(asked).containsExactly("/v0/file_download/acme/data/f.csv Bearer canary");
  }

  @Test
  void before_answers_have_settled_nothing_is_downloaded() {
    waited = SETTLE.minusMillis(1);

    assertThat(shown(false, dataset("LOADED", "f.csv", 8))).isInstanceOf(Receipt.Pending.class);
    assertThat(asked).isEmpty();
  }

  @Test
  void a_file_is_downloaded_when_answers_have_settled_and_once_more_before_it_is_in_doubt() {
    UploadAnswer answers = answers(false);
    HttpAnswer other = dataset("LOADED", "f.csv", 8);
    for (int second = 30; second <= 60; second += 10) {
      waited = Duration.ofSeconds(second);
      answers.shown(FILE, SAID, sent(), other);
    }

    assertThat(asked).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id,1,2,4|SHA-256 is|not that of what was sent",
        "id,1,2,3,4|more than the 9 bytes|were sent",
        "id,1|5 of the 9 bytes|were sent",
      })
  void a_file_with_other_bytes_is_in_doubt_and_it_is_said_what_they_are(
      String bytes, String what, String sent) {
    holds("f.csv", bytes.replace(',', '\n') + "\n");
    waited = UploadAnswer.UNTIL_SHOWN;

    assertThat(((Receipt.Doubtful) shown(false, dataset("LOADED", "f.csv", 8))).message())
        .contains("shows it with 8 bytes", what, sent);
  }

  @Test
  void the_bytes_tell_whether_a_file_of_the_same_size_is_the_new_one() {
    before(9, "");
    holds("f.csv", SENT);
    waited = SETTLE;
    assertThat(((Receipt.Delivered) shown(false, dataset("LOADED", "f.csv", 9))).remark())
        .isEmpty();
    holds("f.csv", "id\n1\n2\n4\n");
    waited = UploadAnswer.UNTIL_SHOWN;

    assertThat(shown(false, dataset("LOADED", "f.csv", 9))).isInstanceOf(Receipt.Doubtful.class);
  }

  @Test
  void a_dataset_that_is_not_shown_any_more_may_still_give_the_file() {
    holds("f.csv", SENT);

    assertThat(shown(false, answer(404, "{}"))).isInstanceOf(Receipt.Delivered.class);
  }

  @Test
  void a_download_that_leads_elsewhere_is_followed_without_the_token() {
    URI elsewhere = URI.create("http://localhost:" + server.getAddress().getPort());
    http.admit(elsewhere, 1, true);
    holds("f.csv", "→" + elsewhere + "/bucket/f.csv?signature=x");
    downloads.put("/bucket/f.csv", SENT);
    waited = SETTLE;

    assertThat(shown(false, dataset("LOADED", "f.csv", 8))).isInstanceOf(Receipt.Delivered.class);
    assertThat(asked)
        .containsExactly("/v0/file_download/acme/data/f.csv Bearer canary", "/bucket/f.csv null");
  }

  @Test
  void a_download_that_leads_to_another_place_of_the_same_host_is_followed_with_it() {
    holds("f.csv", "→/v0/other/f.csv");
    downloads.put("/v0/other/f.csv", SENT);
    waited = SETTLE;

    assertThat(shown(false, dataset("LOADED", "f.csv", 8))).isInstanceOf(Receipt.Delivered.class);
    assertThat(asked).endsWith("/v0/other/f.csv Bearer canary");
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:1/x,was not reached",
    "ftp://example.com/x,an unsafe address",
    "http://user:word@127.0.0.1/x,an unsafe address",
    "'',nowhere",
    "/v0/file_download/acme/data/f.csv,redirects too often",
  })
  void a_download_that_leads_where_nothing_is_asked_leaves_the_file_in_doubt(
      String location, String why) {
    holds("f.csv", "→" + location);
    waited = UploadAnswer.UNTIL_SHOWN;

    assertThat(((Receipt.Doubtful) shown(false, dataset("LOADED", "f.csv", 8))).message())
        .contains(why)
        .doesNotContain("word", "canary");
  }

  // Another name.

  @Test
  void a_file_that_was_stored_under_another_name_differs_by_its_name() {
    holds("F-.CSV", SENT);

    Receipt.Delivered found = (Receipt.Delivered) shown(false, dataset("LOADED", "F-.CSV", 7));

    assertThat(found.written().get(0).differences())
        .containsExactly(new Difference("name of the file", "f.csv", "F-.CSV"));
    assertThat(found.remark()).contains("has stored f.csv as F-.CSV", "set fileName");
  }

  @Test
  void a_file_of_a_similar_name_that_was_there_before_is_not_taken_for_it() {
    similar = List.of(new DatasetState.StoredFile("F.CSV", 9, "2026-11-23T00:00:00.000Z"));
    holds("F.CSV", SENT);
    HttpAnswer old = dataset("LOADED", "F.CSV", 9, "2026-11-23T00:00:00.000Z");
    waited = UploadAnswer.UNTIL_SHOWN;

    assertThat(shown(false, old)).isInstanceOf(Receipt.Doubtful.class);
    assertThat(asked).noneMatch(one -> one.contains("F.CSV"));
  }

  @Test
  void a_file_of_a_similar_name_with_other_bytes_is_named_and_the_file_is_in_doubt() {
    holds("F.CSV", "id\n7\n8\n9\n");
    waited = UploadAnswer.UNTIL_SHOWN;

    assertThat(((Receipt.Doubtful) shown(false, dataset("LOADED", "F.CSV", 9))).message())
        .contains("F.CSV was downloaded", "not that of what was sent");
  }

  // An upload of which no answer is known.

  @ParameterizedTest
  @CsvSource({"f.csv,true,HOLDS", "f.csv,false,UNKNOWN", "g.csv,true,UNKNOWN"})
  void what_is_there_already_is_not_sent_again(String name, boolean same, ReadBack.State state) {
    holds("f.csv", same ? SENT : "id\n");

    ReadBack found = answers(false).readBack(FILE, sent(), dataset("LOADED", name, 9));

    assertThat(found.entries().get(0).state()).isEqualTo(state);
  }
}
