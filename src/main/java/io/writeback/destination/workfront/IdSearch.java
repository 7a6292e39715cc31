package io.writeback.destination.workfront;

import io.writeback.http.HttpRequest;
import io.writeback.http.Query;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A search by ID. Unlike a get of several IDs it leaves out what is not there and answers the rest
 * (users' reports). GET while the URI is short enough, else the same as the form of a POST with
 * {@code method=GET}, as Workfront's own client sends it.
 */
final class IdSearch {
  /** The largest page of a search (Workfront API basics: {@code $$LIMIT}). */
  static final int MOST_IDS = 2_000;

  private IdSearch() {}

  /**
   * The request without credentials.
   *
   * @param search where the object is searched: {@code …/attask/api/v20.0/proj/search}
   * @param fields what is asked of each object, as the parameter {@code fields} has it
   */
  static HttpRequest of(URI search, Collection<String> ids, String fields) {
    String question = question(ids, fields);
    String text = search + "?" + question;
    return text.length() <= UpdateRequest.LONGEST_URI
        ? HttpRequest.get(URI.create(text), "application/json")
        : new HttpRequest(
            "POST",
            search,
            Map.of(
                "Accept", "application/json",
                "Content-Type", "application/x-www-form-urlencoded"),
            ("method=GET&" + question).getBytes(StandardCharsets.UTF_8));
  }

  /** A repeated name is a list of values (Workfront's own client). */
  private static String question(Collection<String> ids, String fields) {
    StringJoiner parts = new StringJoiner("&");
    ids.forEach(id -> parts.add("ID=" + Query.encode(id)));
    parts.add("ID_Mod=in");
    parts.add("fields=" + Query.encode(fields));
    parts.add(Query.encode("$$LIMIT") + "=" + ids.size());
    return parts.toString();
  }
}
