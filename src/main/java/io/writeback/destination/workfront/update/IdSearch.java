package io.writeback.destination.workfront.update;

import io.writeback.http.HttpRequest;
import io.writeback.http.Query;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A search by ID. Unlike a get of several IDs it leaves out what is not there and answers the rest
 * (users' reports).
 *
 * @param uri where the object is searched: {@code …/attask/api/v20.0/proj/search}
 */
record IdSearch(URI uri) {
  /** The largest page of a search (Workfront API basics: {@code $$LIMIT}). */
  static final int MOST_IDS = 2_000;

  /** The values of an answer (Workfront API basics: 1,000,000 fields). */
  private static final int MOST_VALUES = 1_000_000;

  /** More than Workfront shows of an object without being asked. */
  private static final int UNASKED = 20;

  /** How many objects one search can show with so many fields of each. */
  static int mostObjects(int fields) {
    return Math.max(1, Math.min(MOST_IDS, MOST_VALUES / (fields + UNASKED)));
  }

  /**
   * The request without credentials: GET while the URI is short enough, else POST.
   *
   * @param ids no more than {@link #MOST_IDS}
   * @param fields what is asked of each object
   */
  HttpRequest of(Collection<String> ids, FieldList fields) {
    return of(question(ids, fields));
  }

  /** GET while the URI is short enough, else POST. */
  HttpRequest of(String question) {
    HttpRequest get = get(question);
    return get.uri().toString().length() <= UpdateRequest.LONGEST_URI ? get : post(question);
  }

  HttpRequest get(Collection<String> ids, FieldList fields) {
    return get(question(ids, fields));
  }

  private HttpRequest get(String question) {
    return HttpRequest.get(URI.create(uri + "?" + question), "application/json");
  }

  HttpRequest post(Collection<String> ids, FieldList fields) {
    return post(question(ids, fields));
  }

  /** The same as a form with {@code method=GET}, as Workfront's own client sends it. */
  private HttpRequest post(String question) {
    return new HttpRequest(
        "POST",
        uri,
        Map.of("Accept", "application/json", "Content-Type", "application/x-www-form-urlencoded"),
        ("method=GET&" + question).getBytes(StandardCharsets.UTF_8));
  }

  private static String question(Collection<String> ids, FieldList fields) {
    return condition("ID", ids, fields).add(Query.encode("$$LIMIT") + "=" + ids.size()).toString();
  }

  /** A repeated name is a list of values (Workfront's own client). */
  static StringJoiner condition(String field, Collection<String> values, FieldList fields) {
    StringJoiner parts = new StringJoiner("&");
    String name = Query.encode(field);
    values.forEach(value -> parts.add(name + "=" + Query.encode(value)));
    parts.add(name + "_Mod=in");
    parts.add("fields=" + Query.encode(fields.toString()));
    return parts;
  }
}
