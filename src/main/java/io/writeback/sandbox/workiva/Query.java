package io.writeback.sandbox.workiva;

import io.writeback.sandbox.http.Request;
import java.util.List;

/** The parameters of a call; unknown and duplicate ones are refused. */
final class Query {
  private final Request request;

  private Query(Request request) {
    this.request = request;
  }

  static Query of(Request request, String... known) throws WorkivaRefusal {
    for (String name : request.query().names()) {
      if (!List.of(known).contains(name)) {
        throw WorkivaRefusal.badRequest(name, "There is no parameter " + name + " here");
      }
      if (request.query().all(name).size() > 1) {
        throw WorkivaRefusal.badRequest(name, name + " comes twice");
      }
    }
    return new Query(request);
  }

  /** A number from 1 to the maximum, which is also the default. */
  int upTo(String name, int greatest) throws WorkivaRefusal {
    String text = request.query().first(name).orElse(String.valueOf(greatest));
    if (text.matches("[0-9]{1,6}")) {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= greatest) {
        return number;
      }
    }
    throw WorkivaRefusal.badRequest(name, name + " is 1 to " + greatest);
  }

  /** One of these; the first is the default. */
  String oneOf(String name, String... allowed) throws WorkivaRefusal {
    String value = request.query().first(name).orElse(allowed[0]);
    if (!List.of(allowed).contains(value)) {
      throw WorkivaRefusal.badRequest(name, name + " is one of " + String.join(", ", allowed));
    }
    return value;
  }
}
