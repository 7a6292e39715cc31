package io.writeback.dataset.domo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.writeback.auth.Authorised;
import io.writeback.auth.Connections;
import io.writeback.auth.FixedLogin;
import io.writeback.auth.TokenHeader;
import io.writeback.http.CallFailure;
import io.writeback.http.ContentCoding;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.http.Query;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

/** The calls of Domo's DataSet API that are needed, under one account and its one token. */
public final class DomoClient implements Connections.Client {
  /** The most DataSets that Domo lists at once. */
  public static final int MOST_LISTED = 50;

  private static final String DATASETS = "/v1/datasets/";
  private static final int EXCERPT = 2048;

  private final DomoAccount account;
  private final FixedLogin login;
  private final Authorised authorised;
  private final DomoFailure failures;

  public DomoClient(DomoAccount account, Http http, InstantSource clock) {
    this.account = account;
    this.login = account.login(http, clock);
    this.authorised =
        new Authorised(
            http, new TokenHeader("Authorization", login, clock), DomoFailure::refusesToken);
    this.failures = new DomoFailure(account);
  }

  @Override
  public DomoAccount account() {
    return account;
  }

  /**
   * DataSets with their rows and last change, but without schema; by name, as without an order a
   * DataSet could be on two pages or on none.
   *
   * @param nameLike part of the name; "" for all
   * @param limit 1 to {@link #MOST_LISTED}
   */
  public List<DomoDataset> list(String nameLike, int limit, int offset) {
    if (limit < 1 || limit > MOST_LISTED || offset < 0) {
      throw new IllegalArgumentException("limit " + limit + ", offset " + offset);
    }
    Map<String, String> query = new LinkedHashMap<>();
    query.put("limit", String.valueOf(limit));
    query.put("offset", String.valueOf(offset));
    query.put("sort", "name");
    if (!nameLike.isBlank()) {
      query.put("nameLike", nameLike);
    }
    JsonNode json = get("the list of DataSets", Query.uri(account.url(), "/v1/datasets", query));
    if (!json.isArray()) {
      throw shapeless("the list of DataSets");
    }
    List<DomoDataset> found = new ArrayList<>();
    json.forEach(dataset -> found.add(DomoDataset.of(dataset, null)));
    return List.copyOf(found);
  }

  /** What a login of the account answers, with its token. */
  JsonNode login() {
    return login.answer();
  }

  /** The metadata of a DataSet as it came. */
  JsonNode described(String id) {
    return get(what(id), Query.uri(account.url(), DATASETS + id, Map.of()));
  }

  /** What Domo says of one DataSet, with its schema; it may be deleted. */
  public DomoDataset metadata(String id) {
    String what = what(id);
    HttpAnswer answer = whole(what, Query.uri(account.url(), DATASETS + id, Map.of()));
    JsonNode json = DomoFailure.json(answer);
    DomoDataset dataset = DomoDataset.of(json, answer.date().orElse(null));
    if (!json.isObject() || dataset.id().isEmpty()) {
      throw shapeless(what);
    }
    return dataset;
  }

  /** How many rows this client may see, when permissions hide some of them. */
  long visibleRows(String id) {
    return count(id, "SELECT COUNT(*) FROM table");
  }

  /** The one number that a query answers. */
  long count(String id, String sql) {
    String what = "the row count of " + what(id);
    return whole(one(what, id, sql).path(0), what);
  }

  /**
   * What a DataSet has of a column of numbers.
   *
   * @param rows all of them
   * @param numbered those that have a number there
   * @param highest of these; empty if there is none
   */
  record BatchFigures(long rows, long numbered, OptionalLong highest) {}

  /** The three figures that a query answers. */
  BatchFigures batches(String id, String sql) {
    String what = "the batches of " + what(id);
    JsonNode row = one(what, id, sql);
    return new BatchFigures(
        whole(row.path(0), what),
        whole(row.path(1), what),
        row.path(2).isNull() ? OptionalLong.empty() : OptionalLong.of(whole(row.path(2), what)));
  }

  /** The first row of what a query answers, which is small. */
  private JsonNode one(String what, String id, String sql) {
    return queried(what, id, sql).path("rows").path(0);
  }

  /** What a query answers, which is small. */
  JsonNode queried(String what, String id, String sql) {
    return DomoFailure.json(whole(what, asking(id, sql)));
  }

  /** A sum of whole numbers may be written as 3.0. */
  private long whole(JsonNode number, String what) {
    try {
      if (number.isNumber()) {
        return number.decimalValue().longValueExact();
      }
    } catch (ArithmeticException e) {
      // It has a fraction, or more digits than any count.
    }
    throw shapeless(what);
  }

  private HttpRequest asking(String id, String sql) {
    byte[] body =
        JsonNodeFactory.instance
            .objectNode()
            .put("sql", sql)
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    return HttpRequest.json(
        "POST", Query.uri(account.url(), DATASETS + "query/execute/" + id, Map.of()), body);
  }

  /**
   * Hands over the rows of a query while they arrive.
   *
   * @param columns the names of those that it asks for
   * @param again called before the rows come from the start: at first, and if they broke off
   */
  void query(
      String id, String sql, List<String> columns, Runnable again, QueryAnswer.RowReader reader) {
    String what = "a query of " + what(id);
    streamed(
        what,
        asking(id, sql).withHeader("Accept-Encoding", "gzip"),
        (head, body) -> {
          InputStream content = content(what, head, body);
          if (!head.mediaType().equals("application/json")) {
            throw not("application/json", what, head, content);
          }
          again.run();
          try {
            return QueryAnswer.read(content, columns, reader);
          } catch (QueryAnswer.ShapeException e) {
            throw new WritebackException(
                Code.SOURCE_UNAVAILABLE,
                "%s: %s did not answer as the query API does: %s"
                    .formatted(what, account.url(), e.getMessage()));
          }
        });
  }

  /**
   * Hands over the rows as CSV while they arrive; called again from the start if they break off.
   *
   * <p>gzip is asked for, as rows of text shrink to a tenth.
   */
  <T> T export(String id, CsvReader<T> reader) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("includeHeader", "true");
    query.put("fileName", id + ".csv");
    HttpRequest request =
        HttpRequest.get(Query.uri(account.url(), DATASETS + id + "/data", query), "text/csv")
            .withHeader("Accept-Encoding", "gzip");
    String what = "the export of " + what(id);
    return streamed(
        what,
        request,
        (head, body) -> {
          InputStream content = content(what, head, body);
          if (!head.mediaType().equals("text/csv")) {
            throw not("text/csv", what, head, content);
          }
          return reader.read(new ExportStream(content, isFramed(head, coding(head))));
        });
  }

  private static String coding(HttpAnswer head) {
    return head.header("Content-Encoding").orElse("");
  }

  /** What an answer has, without its compression. */
  private static InputStream content(String what, HttpAnswer head, InputStream body)
      throws IOException {
    String coding = coding(head);
    if (!ContentCoding.isKnown(coding)) {
      throw new WritebackException(
          Code.EXPORT_CODING,
          "%s is compressed as \"%s\"; gzip, deflate and no compression can be read"
              .formatted(what, coding));
    }
    return ContentCoding.inflated(coding, body);
  }

  /**
   * The whole answer, a success.
   *
   * @param what is done, for messages
   */
  private HttpAnswer whole(String what, HttpRequest request) {
    try {
      return success(what, authorised.ask(request));
    } catch (CallFailure e) {
      throw failures.silent(what, e);
    }
  }

  /** Hands a success to the reader while it arrives; again from the start if it breaks off. */
  private <T> T streamed(String what, HttpRequest request, Http.StreamReader<T> reader) {
    AtomicReference<T> read = new AtomicReference<>();
    try {
      success(
          what,
          authorised.stream(
              request,
              (head, body) -> {
                read.set(reader.read(head, body));
                return head;
              }));
    } catch (CallFailure e) {
      throw failures.brokenOff(what, e);
    }
    return read.get();
  }

  private HttpAnswer success(String what, Authorised.Answered answered) {
    if (Outcome.of(answered.answer().status()) != Outcome.ANSWERED) {
      throw failures.refused(what, answered.sent(), answered.answer());
    }
    return answered.answer();
  }

  private static boolean isFramed(HttpAnswer head, String coding) {
    return head.header("Content-Length").isPresent()
        || head.header("Transfer-Encoding").isPresent()
        || ContentCoding.isCompressed(coding);
  }

  /** Reads the bytes of a CSV file. */
  @FunctionalInterface
  interface CsvReader<T> {
    T read(ExportStream csv) throws IOException;
  }

  /** An export has been answered with a login page and 200 (domo-java-sdk#11). */
  private WritebackException not(String expected, String what, HttpAnswer head, InputStream content)
      throws IOException {
    HttpAnswer start =
        new HttpAnswer(head.status(), head.headers(), content.readNBytes(EXCERPT), head.sent());
    return new WritebackException(
        Code.EXPORT_NOT_CSV,
        "%s is not %s but \"%s\": %s; is %s the address of the API?"
            .formatted(what, expected, head.mediaType(), start.excerpt(), account.key("url")));
  }

  private JsonNode get(String what, java.net.URI uri) {
    return DomoFailure.json(whole(what, uri));
  }

  private HttpAnswer whole(String what, java.net.URI uri) {
    return whole(what, HttpRequest.get(uri, "application/json"));
  }

  /** What a request is answered, which is sent again after what passes. */
  JsonNode json(String what, HttpRequest request) {
    return DomoFailure.json(whole(what, request));
  }

  /** The same of a request that may be carried out once only: it is sent again if it was not. */
  JsonNode jsonOnce(String what, HttpRequest request) {
    try {
      return DomoFailure.json(
          success(what, authorised.ask(request, failure -> failure.outcome() != Outcome.UNKNOWN)));
    } catch (CallFailure e) {
      throw failures.silent(what, e);
    }
  }

  WritebackException shapeless(String what) {
    return new WritebackException(
        Code.SOURCE_UNAVAILABLE,
        "%s: %s did not answer as the API does; is %s right?"
            .formatted(what, account.url(), account.key("url")));
  }

  private static String what(String id) {
    return "Domo DataSet " + id;
  }
}
