package io.writeback.sandbox.dataworld;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A page of a list of datasets.
 *
 * <p>data.world API, lists: {@code limit} is 10 when not given and 100 at most; the answer's {@code
 * nextPageToken} is the next call's {@code next}. The last page has none. A token is valid only for
 * its list.
 *
 * @param list its name
 * @param from the first entry
 * @param limit maximum number of entries
 */
record Page(String list, int from, int limit) {
  private static final int USUAL = 10;
  private static final int MOST = 100;

  static Page of(String list, Parameters query) throws DataWorldRefusal {
    int limit = number(query.first("limit").orElse(String.valueOf(USUAL)), "limit");
    if (limit < 1 || limit > MOST) {
      throw DataWorldRefusal.badRequest("limit is 1 to " + MOST);
    }
    String next = query.first("next").orElse(null);
    return new Page(list, next == null ? 0 : start(list, next), limit);
  }

  ObjectNode answer(List<Dataset> all, DataWorldKnobs knobs) {
    ObjectNode answer = Json.object().put("count", all.size());
    int end = Math.min(all.size(), from + limit);
    if (end < all.size()) {
      answer.put("nextPageToken", token(list, end));
    }
    ArrayNode records = answer.putArray("records");
    all.subList(Math.min(from, end), end)
        .forEach(dataset -> records.add(DatasetAnswer.of(dataset, knobs)));
    return answer;
  }

  private static String token(String list, int from) {
    byte[] text = (list + "@" + from).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }

  private static int start(String list, String token) throws DataWorldRefusal {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (text.startsWith(list + "@")) {
        return number(text.substring(list.length() + 1), "next");
      }
    } catch (IllegalArgumentException e) {
      // It is said below.
    }
    throw DataWorldRefusal.badRequest("next is no token of this list");
  }

  private static int number(String text, String name) throws DataWorldRefusal {
    if (!text.matches("\\d{1,6}")) {
      throw DataWorldRefusal.badRequest(name + " is a number");
    }
    return Integer.parseInt(text);
  }
}
