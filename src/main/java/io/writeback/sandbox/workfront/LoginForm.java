package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Parameters;
import io.writeback.sandbox.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The request of a client to a token endpoint, each parameter once.
 *
 * @param basic whether the client's id and secret were sent by HTTP Basic
 */
record LoginForm(Map<String, String> values, boolean basic) {
  /** A form with everything in its body; credentials in the URL are refused. */
  static LoginForm ofForm(Request request) throws TokenRefusal {
    requirePost(request);
    if (!request.mediaType().equals("application/x-www-form-urlencoded")) {
      throw TokenRefusal.badRequest("The body has to be a form");
    }
    return new LoginForm(once(request.form()), false);
  }

  /** A form, or HTTP Basic with JSON: the two formats on Workfront's page. */
  static LoginForm ofFormOrJson(Request request) throws TokenRefusal {
    String basic = request.header("Authorization").orElse("");
    if (basic.isEmpty()) {
      return ofForm(request);
    }
    requirePost(request);
    if (!request.mediaType().equals("application/json")) {
      throw TokenRefusal.badRequest("With HTTP Basic the body has to be JSON");
    }
    Map<String, String> values = new TreeMap<>(json(request.bodyText()));
    if (values.containsKey("client_id") || values.containsKey("client_secret")) {
      throw TokenRefusal.badRequest("The client came twice");
    }
    String[] pair = pair(basic);
    values.put("client_id", pair[0]);
    values.put("client_secret", pair[1]);
    return new LoginForm(values, true);
  }

  private static void requirePost(Request request) throws TokenRefusal {
    if (!request.method().equals("POST")) {
      throw new TokenRefusal(405, "method_not_allowed", "Only POST");
    }
    if (!request.query().names().isEmpty()) {
      throw TokenRefusal.badRequest("Parameters belong into the body");
    }
  }

  private static Map<String, String> once(Parameters form) throws TokenRefusal {
    Map<String, String> values = new TreeMap<>();
    for (String name : form.names()) {
      List<String> all = form.all(name);
      if (all.size() != 1) {
        throw TokenRefusal.badRequest(name + " came more than once");
      }
      values.put(name, all.get(0));
    }
    return values;
  }

  private static Map<String, String> json(String body) throws TokenRefusal {
    Map<String, String> values = new TreeMap<>();
    try {
      for (Map.Entry<String, JsonNode> member : Json.read(body).properties()) {
        if (!member.getValue().isTextual()) {
          throw TokenRefusal.badRequest(member.getKey() + " has to be a text");
        }
        values.put(member.getKey(), member.getValue().textValue());
      }
    } catch (JsonProcessingException e) {
      throw TokenRefusal.badRequest("The body is no JSON");
    }
    return values;
  }

  private static String[] pair(String header) throws TokenRefusal {
    try {
      if (header.startsWith("Basic ")) {
        byte[] decoded = Base64.getDecoder().decode(header.substring("Basic ".length()));
        String[] pair = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
        if (pair.length == 2) {
          return pair;
        }
      }
    } catch (IllegalArgumentException e) {
      throw TokenRefusal.badClient();
    }
    throw TokenRefusal.badClient();
  }

  String value(String name) {
    return values.getOrDefault(name, "");
  }

  /** The value of a required parameter. */
  String required(String name) throws TokenRefusal {
    String value = value(name);
    if (value.isEmpty()) {
      throw TokenRefusal.badRequest(name + " is missing");
    }
    return value;
  }
}
