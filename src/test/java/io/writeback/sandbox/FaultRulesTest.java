package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.writeback.sandbox.http.Fault;
import io.writeback.sandbox.http.FaultRules;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults as a team writes them, and what they do to a service. */
class FaultRulesTest {
  private static final String PROJECT = Wire.id("project-1");
  private Sandbox sandbox;
  private Wire wire;

  @BeforeEach
  void start() throws IOException {
    sandbox = Sandbox.start(SandboxSettings.onFreePorts());
    wire = new Wire(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void all_mistakes_are_reported_at_once_with_the_numbers_of_their_rules() {
    FaultRules.Mistakes mistakes =
        catchThrowableOfType(
            FaultRules.Mistakes.class,
            () ->
                FaultRules.read(
                    """
                    [{"kind":"clsoe"},
                     {"kind":"close","times":0,"path":"(","nht":2},
                     {"kind":"answer","service":"worfront"},
                     {"kind":"delay","commit":"after"},
                     {"kind":"html","nth":1,"probability":2,"glob":"/a","path":"/b"},
                     {"kind":"close","commit":"during","seed":3,"method":7},
                     "close"]"""));

    assertThat(mistakes.all())
        .hasSize(15)
        .anySatisfy(one -> assertThat(one).startsWith("rule 1: \"kind\" is \"clsoe\", allowed"))
        .anySatisfy(
            one -> assertThat(one).startsWith("rule 2: \"nht\" is not a member of the kind"))
        .anySatisfy(one -> assertThat(one).startsWith("rule 2: \"times\" is 1 to"))
        .anySatisfy(one -> assertThat(one).startsWith("rule 2: \"path\" is not a regular"))
        .anySatisfy(one -> assertThat(one).startsWith("rule 3: \"service\" is \"worfront\""))
        .anySatisfy(one -> assertThat(one).isEqualTo("rule 3: \"status\" is missing: 200 to 599"))
        .anySatisfy(one -> assertThat(one).startsWith("rule 4: \"commit\" is not a member"))
        .anySatisfy(one -> assertThat(one).startsWith("rule 4: \"delayMillis\" is missing"))
        .anySatisfy(one -> assertThat(one).contains("\"nth\" or \"probability\", not both"))
        .anySatisfy(one -> assertThat(one).contains("\"path\" or \"glob\", not both"))
        .anySatisfy(one -> assertThat(one).contains("more than 0 and at most 1, not 2"))
        .anySatisfy(one -> assertThat(one).contains("is before or after, not during"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nothing", "[{\"kind\":\"close\"", "3", "[{\"kind\":1}]"})
  void what_is_no_list_of_rules_is_refused(String json) {
    assertThatThrownBy(() -> FaultRules.read(json)).isInstanceOf(FaultRules.Mistakes.class);
  }

  @Test
  void a_wrong_rule_over_http_is_400_and_no_rule_of_it_counts() {
    Wire.Answer answer = post("[{\"kind\":\"close\"},{\"kind\":\"clsoe\"}]");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("mistakes")).hasSize(1);
    assertThat(sandbox.faults().left()).isZero();
  }

  @Test
  void rules_that_wait_are_shown_with_what_they_have_done() {
    post("{\"kind\":\"answer\",\"status\":503,\"method\":\"GET\",\"nth\":2,\"times\":2}");
    get();
    get();

    Wire.Answer shown = wire.send(admin().GET());

    assertThat(shown.json().get("waiting").asInt()).isEqualTo(1);
    assertThat(shown.json().get("rules").get(0).get("seen").asInt()).isEqualTo(2);
    assertThat(shown.json().get("rules").get(0).get("struck").asInt()).isEqualTo(1);
  }

  @Test
  void all_rules_are_forgotten_when_one_says_so() {
    post("{\"kind\":\"close\"}");

    wire.send(admin().DELETE());

    assertThat(get()).isEqualTo("200");
  }

  @Test
  void a_rule_is_for_its_service_and_no_other() {
    post("{\"kind\":\"answer\",\"status\":503,\"service\":\"domo\"}");

    assertThat(get()).isEqualTo("200");
    assertThat(wire.send(wire.domo("/v1/datasets")).status()).isEqualTo(503);
  }

  @ParameterizedTest
  @CsvSource({
    "/attask/api/*/proj/*,503",
    "/attask/**,503",
    "/attask/*,200",
    "/attask/api/*/task/*,200"
  })
  void a_glob_is_the_whole_path(String glob, String status) {
    post("{\"kind\":\"answer\",\"status\":503,\"glob\":\"" + glob + "\"}");

    assertThat(get()).isEqualTo(status);
  }

  @Test
  void the_same_seed_strikes_the_same_requests() {
    List<String> first = statuses(7);
    List<String> again = statuses(7);
    List<String> other = statuses(8);

    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
    assertThat(first.stream().filter("503"::equals).count()).isBetween(10L, 50L);
  }

  private List<String> statuses(int seed) {
    sandbox.faults().clear();
    post("{\"kind\":\"answer\",\"status\":503,\"probability\":0.3,\"seed\":" + seed + "}");
    List<String> statuses = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      statuses.add(get());
    }
    return statuses;
  }

  /** What a client sees, and what became of the project's name: it was old. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'kind':'answer','status':502,'body':'x'                       | 502     | old",
        "'kind':'answer','status':502,'body':'x','commit':'after'      | 502     | new",
        "'kind':'too_many_requests','retryAfter':'7'                   | 429     | old",
        "'kind':'html'                                                 | 200     | old",
        "'kind':'empty','commit':'after'                               | 200     | new",
        "'kind':'wrong_shape'                                          | 200     | old",
        "'kind':'redirect','commit':'after'                            | 302     | new",
        "'kind':'close'                                                | nothing | old",
        "'kind':'close','commit':'after'                               | nothing | new",
        "'kind':'reset'                                                | reset   | old",
        "'kind':'reset','commit':'after'                               | reset   | new",
        "'kind':'silence','delayMillis':1                              | nothing | old",
        "'kind':'silence','delayMillis':1,'commit':'after'             | nothing | new",
        "'kind':'truncated_answer'                                     | 200     | new",
        "'kind':'huge_answer','bytes':3000000                          | 200     | new",
        "'kind':'slow_head','delayMillis':1                            | 200     | new",
        "'kind':'slow_body','delayMillis':1                            | 200     | new",
        "'kind':'delay','delayMillis':1                                | 200     | new"
      })
  void each_kind_does_what_it_says(String rule, String seen, String name) {
    sandbox.putObject("PROJ", java.util.Map.of("ID", PROJECT, "name", "old"));
    post(
        "{'service':'workfront','method':'PUT',".replace('\'', '"')
            + rule.replace('\'', '"')
            + "}");

    assertThat(put()).isEqualTo(seen);
    assertThat(sandbox.object("PROJ", PROJECT).orElseThrow().get("name").asText()).isEqualTo(name);
    assertThat(sandbox.faults().left()).isZero();
  }

  @Test
  void the_bad_day_of_the_documents_is_one() throws IOException {
    List<Fault> rules = FaultRules.read(Files.readString(Path.of("docs/bad-day.json")));

    assertThat(rules).hasSizeGreaterThan(5);
  }

  private Wire.Answer post(String rules) {
    return wire.send(admin().POST(BodyPublishers.ofString(rules)));
  }

  private HttpRequest.Builder admin() {
    return HttpRequest.newBuilder(URI.create(sandbox.workivaUrl() + "/sandbox/faults"));
  }

  private String get() {
    return Integer.toString(wire.workfront("GET", "proj/" + PROJECT).status());
  }

  private String put() {
    try {
      return Integer.toString(wire.workfront("PUT", "proj/" + PROJECT + "?name=new").status());
    } catch (UncheckedIOException e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      return trace.toString().contains("reset") ? "reset" : "nothing";
    }
  }
}
