package io.writeback.sandbox.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Fault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Fault rules as users write them: a JSON array of rules, or one rule.
 *
 * <p>All mistakes are reported at once, each with the number of its rule, and no rule is applied.
 */
public final class FaultRules {
  private static final List<String> SERVICES =
      List.of("domo", "workfront", "workiva", "data.world");

  /** The members that every rule may have. */
  private static final Set<String> COMMON =
      Set.of(
          "note",
          "service",
          "method",
          "path",
          "glob",
          "contains",
          "nth",
          "times",
          "probability",
          "seed",
          "kind");

  /** By its name in a rule: the kind before and after the commit, and its other members. */
  private static final Map<String, Form> FORMS =
      Map.ofEntries(
          form("answer", Kind.ANSWER, Kind.ANSWER_AFTER_COMMIT, "status", "body", "headers"),
          form("too_many_requests", Kind.ANSWER, null, "retryAfter", "headers"),
          form("html", Kind.ANSWER, Kind.ANSWER_AFTER_COMMIT, "status", "body", "headers"),
          form("empty", Kind.ANSWER, Kind.ANSWER_AFTER_COMMIT, "status", "headers"),
          form("wrong_shape", Kind.ANSWER, Kind.ANSWER_AFTER_COMMIT, "status", "headers"),
          form("redirect", Kind.ANSWER, Kind.ANSWER_AFTER_COMMIT, "status", "location", "headers"),
          form("close", Kind.CLOSE_BEFORE_COMMIT, Kind.CLOSE_AFTER_COMMIT),
          form("reset", Kind.RESET_BEFORE_COMMIT, Kind.RESET_AFTER_COMMIT),
          form("silence", Kind.SILENCE_BEFORE_COMMIT, Kind.SILENCE_AFTER_COMMIT, "delayMillis"),
          form("truncated_answer", null, Kind.TRUNCATED_ANSWER),
          form("rewrite", null, Kind.REWRITTEN_ANSWER, "find", "replacement", "headers"),
          form("huge_answer", null, Kind.HUGE_ANSWER, "bytes"),
          form("slow_head", null, Kind.SLOW_HEAD, "delayMillis"),
          form("slow_body", null, Kind.SLOW_BODY, "delayMillis"),
          form("delay", Kind.DELAY, null, "delayMillis"));

  private record Form(Kind before, Kind after, Set<String> own) {
    boolean needsDelay() {
      return own.contains("delayMillis") && before != Kind.SILENCE_BEFORE_COMMIT;
    }
  }

  /** The mistakes in rules. */
  public static final class Mistakes extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> all;

    private Mistakes(List<String> all) {
      super(String.join("\n", all));
      this.all = List.copyOf(all);
    }

    public List<String> all() {
      return all;
    }
  }

  private final List<String> mistakes = new ArrayList<>();
  private String rule = "";

  private FaultRules() {}

  /**
   * Reads rules.
   *
   * @throws Mistakes if there are any
   */
  public static List<Fault> read(String json) {
    FaultRules rules = new FaultRules();
    List<Fault> faults = rules.all(json);
    if (!rules.mistakes.isEmpty()) {
      throw new Mistakes(rules.mistakes);
    }
    return faults;
  }

  private List<Fault> all(String json) {
    List<Fault> faults = new ArrayList<>();
    JsonNode tree;
    try {
      tree = Json.read(json);
    } catch (JsonProcessingException e) {
      mistakes.add("this is not JSON: " + e.getOriginalMessage() + at(e));
      return faults;
    }
    JsonNode list = tree.isObject() ? Json.array().add(tree) : tree;
    if (!list.isArray()) {
      mistakes.add("rules are a JSON array of objects, or one object");
      return faults;
    }
    for (int i = 0; i < list.size(); i++) {
      rule = "rule " + (i + 1) + ": ";
      if (list.get(i).isObject()) {
        fault((ObjectNode) list.get(i), faults);
      } else {
        wrong("a rule is an object, not " + list.get(i));
      }
    }
    return faults;
  }

  private static String at(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : " (line %d, column %d)"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  private void fault(ObjectNode node, List<Fault> faults) {
    int before = mistakes.size();
    String kind = text(node, "kind", "");
    Form form = FORMS.get(kind);
    if (form == null) {
      wrong(
          "\"kind\" is \"%s\", allowed is one of %s"
              .formatted(kind, String.join(", ", new TreeSet<>(FORMS.keySet()))));
      return;
    }
    names(node, kind, form);
    Fault fault = Fault.of(committed(node, kind, form)).aiming(aim(node)).striking(strikes(node));
    fault = answer(node, kind, fault);
    if (form.own.contains("delayMillis")) {
      long least = form.needsDelay() ? 1 : 0;
      long standard = form.needsDelay() ? -1 : fault.delay().toMillis();
      long delay = number(node, "delayMillis", standard, least, 86_400_000);
      fault = fault.lasting(Duration.ofMillis(Math.max(0, delay)));
    }
    fault = fault.bytes(number(node, "bytes", fault.bytes(), 1, 1L << 40));
    if (mistakes.size() == before) {
      faults.add(fault);
    }
  }

  private void names(ObjectNode node, String kind, Form form) {
    Set<String> allowed = new TreeSet<>(COMMON);
    allowed.addAll(form.own);
    if (form.before != null && form.after != null) {
      allowed.add("commit");
    }
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!allowed.contains(name)) {
                wrong(
                    "\"%s\" is not a member of the kind %s; allowed are %s"
                        .formatted(name, kind, String.join(", ", allowed)));
              }
            });
  }

  private Kind committed(ObjectNode node, String kind, Form form) {
    if (form.before == null || form.after == null) {
      return form.before == null ? form.after : form.before;
    }
    String commit = text(node, "commit", "before");
    if (!Set.of("before", "after").contains(commit)) {
      wrong("\"commit\" of the kind %s is before or after, not %s".formatted(kind, commit));
    }
    return commit.equals("after") ? form.after : form.before;
  }

  private Fault.Aim aim(ObjectNode node) {
    String service = text(node, "service", "");
    if (!service.isEmpty() && !SERVICES.contains(service)) {
      wrong(
          "\"service\" is \"%s\", allowed is one of %s"
              .formatted(service, String.join(", ", SERVICES)));
    }
    if (node.has("path") && node.has("glob")) {
      wrong("a rule has \"path\" or \"glob\", not both");
    }
    String regex = node.has("glob") ? regex(text(node, "glob", "")) : text(node, "path", "");
    return new Fault.Aim(
        service,
        text(node, "method", ""),
        pattern("path", regex),
        pattern("contains", text(node, "contains", "")));
  }

  private Pattern pattern(String name, String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      wrong("\"%s\" is not a regular expression: %s".formatted(name, e.getDescription()));
      return Pattern.compile("");
    }
  }

  /** The whole path: * is any text without a slash, ** any text. */
  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder("^");
    for (String part : glob.split("(?<=\\*)(?!\\*)|(?<!\\*)(?=\\*)")) {
      boolean stars = part.startsWith("*");
      regex.append(!stars ? Pattern.quote(part) : part.length() > 1 ? ".*" : "[^/]*");
    }
    return regex.append('$').toString();
  }

  private Fault.Strikes strikes(ObjectNode node) {
    boolean chance = node.has("probability");
    if (chance && node.has("nth")) {
      wrong("a rule has \"nth\" or \"probability\", not both");
    }
    if (node.has("seed") && !chance) {
      wrong("\"seed\" needs a \"probability\"");
    }
    JsonNode given = node.path("probability");
    double probability = given.isNumber() ? given.doubleValue() : 1;
    if (chance && (!given.isNumber() || probability <= 0 || probability > 1)) {
      wrong("\"probability\" is more than 0 and at most 1, not " + given);
      probability = 1;
    }
    int times = (int) number(node, "times", chance ? Fault.FOR_EVER : 1, 1, Fault.FOR_EVER);
    int nth = (int) number(node, "nth", 1, 1, Fault.FOR_EVER);
    return new Fault.Strikes(
        Math.max(0, nth - 1),
        Math.max(1, times),
        probability,
        number(node, "seed", 1, Long.MIN_VALUE, Long.MAX_VALUE));
  }

  private Fault answer(ObjectNode node, String kind, Fault fault) {
    Fault answering =
        switch (kind) {
          case "answer" -> fault.answering(status(node, -1), text(node, "body", ""));
          case "too_many_requests" -> fault.answering(429, "");
          case "rewrite" ->
              fault
                  .finding(pattern("find", text(node, "find", "")))
                  .answering(200, text(node, "replacement", ""));
          case "html" ->
              fault
                  .answering(status(node, 200), text(node, "body", Fault.html().answer().body()))
                  .header("Content-Type", "text/html;charset=UTF-8");
          case "empty" -> fault.answering(status(node, 200), "");
          case "wrong_shape" ->
              fault.answering(status(node, 200), "{\"nothing\":[\"that was asked for\"]}");
          case "redirect" ->
              fault
                  .answering(status(node, 302), "")
                  .header("Location", text(node, "location", "http://169.254.169.254/"));
          default -> fault;
        };
    if (node.has("retryAfter") && kind.equals("too_many_requests")) {
      answering = answering.header("Retry-After", node.get("retryAfter").asText());
    }
    JsonNode headers = node.path("headers");
    if (!headers.isMissingNode() && !headers.isObject()) {
      wrong("\"headers\" is an object of names and values, not " + headers);
    }
    for (var header : headers.properties()) {
      answering = answering.header(header.getKey(), header.getValue().asText());
    }
    return answering;
  }

  private int status(ObjectNode node, int standard) {
    long status = number(node, "status", standard, 200, 599);
    return status < 200 || status > 599 ? 503 : (int) status;
  }

  private String text(ObjectNode node, String name, String standard) {
    JsonNode value = node.path(name);
    if (value.isMissingNode()) {
      return standard;
    }
    if (!value.isTextual()) {
      wrong("\"%s\" is a text, not %s".formatted(name, value));
    }
    return value.asText();
  }

  /** An integer; a missing one is an error if its default is below the minimum. */
  private long number(ObjectNode node, String name, long standard, long least, long most) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() && standard >= least) {
      return standard;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < least
        || value.longValue() > most) {
      wrong(
          value.isMissingNode()
              ? "\"%s\" is missing: %d to %d".formatted(name, least, most)
              : "\"%s\" is %d to %d, not %s".formatted(name, least, most, value));
      return standard;
    }
    return value.longValue();
  }

  private void wrong(String mistake) {
    mistakes.add(rule + mistake);
  }

  private static Map.Entry<String, Form> form(String name, Kind before, Kind after, String... own) {
    return Map.entry(name, new Form(before, after, Set.of(own)));
  }
}
