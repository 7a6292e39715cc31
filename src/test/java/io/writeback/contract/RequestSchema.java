package io.writeback.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What a vendor documents about the requests that it accepts: method, path, parameters, headers,
 * content type, the shape of the body and its limits. What is not documented is a problem.
 */
final class RequestSchema {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** What any HTTP client sends; anything else has to be named by the schema. */
  private static final Set<String> PLAIN_HEADERS =
      Set.of(
          "host",
          "connection",
          "user-agent",
          "accept",
          "accept-encoding",
          "content-type",
          "content-length",
          "transfer-encoding");

  /** Names under which credentials travel; never in a URL, which is logged on the way. */
  private static final Set<String> CREDENTIALS =
      Set.of(
          "apikey",
          "api_key",
          "sessionid",
          "session",
          "username",
          "password",
          "token",
          "access_token",
          "client_id",
          "client_secret",
          "authorization",
          "code");

  private static final String CONTENT_TYPE = "content type is";

  private final List<Form> forms = new ArrayList<>();
  private final List<Rule> rules = new ArrayList<>();
  private final Set<String> headers = new java.util.HashSet<>(PLAIN_HEADERS);

  /** Reports what is wrong with a request. */
  @FunctionalInterface
  interface Rule {
    void check(WireRequest request, Consumer<String> problem);
  }

  /** Reports what is wrong with a JSON body. */
  @FunctionalInterface
  interface JsonRule {
    void check(WireRequest request, JsonNode body, Consumer<String> problem);
  }

  /** A header that requests may have. */
  RequestSchema header(String name) {
    headers.add(name.toLowerCase(Locale.ROOT));
    return this;
  }

  /** What holds for every request. */
  RequestSchema all(Rule rule) {
    rules.add(rule);
    return this;
  }

  /**
   * A documented form; of several for one method and path, a request has to fit one.
   *
   * @param path the whole path, percent-decoded
   */
  Form form(String name, String method, String path) {
    Form form = new Form(this, name, method, Pattern.compile(path));
    forms.add(form);
    return form;
  }

  /** All that is wrong with a request. */
  List<String> problems(WireRequest request) {
    List<String> problems = new ArrayList<>();
    for (String header : request.headers().keySet()) {
      if (!headers.contains(header)) {
        problems.add("header " + header + " is unknown");
      }
    }
    for (String parameter : request.query().keySet()) {
      if (CREDENTIALS.contains(parameter.toLowerCase(Locale.ROOT))) {
        problems.add("credential " + parameter + " is in the URL");
      }
    }
    rules.forEach(rule -> rule.check(request, problems::add));
    problems.addAll(ofForm(request));
    return problems;
  }

  private List<String> ofForm(WireRequest request) {
    List<Form> onPath =
        forms.stream().filter(form -> form.path.matcher(request.path()).matches()).toList();
    if (onPath.isEmpty()) {
      return List.of("path " + request.path() + " is unknown");
    }
    List<Form> candidates =
        onPath.stream().filter(form -> form.method.equals(request.method())).toList();
    if (candidates.isEmpty()) {
      return List.of("method " + request.method() + " is unknown for " + request.path());
    }
    return candidates.stream()
        .map(form -> form.problems(request))
        .min(Comparator.comparing(RequestSchema::isOfAnotherType).thenComparing(List::size))
        .orElseThrow();
  }

  /** A request is compared with the form that it was meant to have. */
  private static boolean isOfAnotherType(List<String> problems) {
    return problems.stream().anyMatch(problem -> problem.contains(": " + CONTENT_TYPE));
  }

  static Optional<JsonNode> json(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** One documented form of a request. */
  static final class Form {
    private final RequestSchema schema;
    private final String name;
    private final String method;
    private final Pattern path;
    private final Map<String, Pattern> query = new LinkedHashMap<>();
    private final Set<String> requiredQuery = new java.util.LinkedHashSet<>();
    private final Set<String> repeated = new java.util.HashSet<>();
    private final List<Rule> rules = new ArrayList<>();
    private Rule body = Form::noBody;

    private Form(RequestSchema schema, String name, String method, Pattern path) {
      this.schema = schema;
      this.name = name;
      this.method = method;
      this.path = path;
    }

    Form mayAsk(String parameter, String value) {
      query.put(parameter, Pattern.compile(value));
      return this;
    }

    Form hasToAsk(String parameter, String value) {
      requiredQuery.add(parameter);
      return mayAsk(parameter, value);
    }

    /** A parameter that may come more than once. */
    Form repeats(String parameter) {
      repeated.add(parameter);
      return this;
    }

    Form rule(Rule rule) {
      rules.add(rule);
      return this;
    }

    Form json(JsonRule rule) {
      body =
          (request, problem) -> {
            requireType(request, "application/json", problem);
            Form.parsed(request.text(), "body", problem)
                .ifPresent(node -> rule.check(request, node, problem));
          };
      return this;
    }

    /** The body is a form with the parameters that the query of another form has. */
    Form formBody(Form like) {
      body =
          (request, problem) -> {
            requireType(request, "application/x-www-form-urlencoded", problem);
            like.parameters("form parameter", request.form(), problem);
          };
      return this;
    }

    /** Any of several bodies, by media type. */
    Form body(Rule rule) {
      body = rule;
      return this;
    }

    RequestSchema and() {
      return schema;
    }

    /** Parameters without a request of their own, for {@link #formBody}. */
    static Form parameters() {
      return new Form(null, "", "", Pattern.compile(""));
    }

    private List<String> problems(WireRequest request) {
      List<String> problems = new ArrayList<>();
      Consumer<String> problem = text -> problems.add(name + ": " + text);
      parameters("parameter", request.query(), problem);
      rules.forEach(rule -> rule.check(request, problem));
      body.check(request, problem);
      return problems;
    }

    void parameters(String what, Map<String, List<String>> given, Consumer<String> problem) {
      given.forEach(
          (parameter, values) -> {
            Pattern allowed = query.get(parameter);
            if (allowed == null) {
              problem.accept(what + " " + parameter + " is unknown");
              return;
            }
            if (values.size() > 1 && !repeated.contains(parameter)) {
              problem.accept(what + " " + parameter + " comes " + values.size() + " times");
            }
            for (String value : values) {
              if (!allowed.matcher(value).matches()) {
                problem.accept(what + " " + parameter + " is \"" + value + "\"");
              }
            }
          });
      for (String parameter : requiredQuery) {
        if (!given.containsKey(parameter)) {
          problem.accept(what + " " + parameter + " is missing");
        }
      }
    }

    static void requireType(WireRequest request, String type, Consumer<String> problem) {
      if (!request.mediaType().equals(type)) {
        problem.accept(CONTENT_TYPE + " \"" + request.mediaType() + "\", not " + type);
      }
    }

    static Optional<JsonNode> parsed(String text, String what, Consumer<String> problem) {
      Optional<JsonNode> node = RequestSchema.json(text);
      if (node.isEmpty()) {
        problem.accept(what + " is no JSON");
      }
      return node;
    }

    private static void noBody(WireRequest request, Consumer<String> problem) {
      if (request.body().length > 0) {
        problem.accept("has a body");
      }
      if (request.has("Content-Type")) {
        problem.accept("has a content type and no body");
      }
    }
  }
}
