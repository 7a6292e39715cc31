package io.writeback.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A whole tenant: 267 custom fields of all kinds, native fields, eight forms, 5,000 projects with
 * different sets of forms. What {@code check} says beforehand, what the run then does, and what the
 * projects hold after it, object by object. {@code -Dtenant.seed} repeats a run, {@code
 * -Dtenant.rows} changes its size.
 */
class WorkfrontTenantTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FIELDS = 267;
  private static final int SAMPLE = 100;
  private static final Set<String> NOT_SENT =
      Set.of("ID", "objectCategories", "categoryID", "lastUpdateDate", "lastUpdatedByID");
  private static final int PROJECTS = Integer.getInteger("tenant.rows", 5000);

  @RegisterExtension private final Home home = new Home();

  private final long seed = Long.getLong("tenant.seed", System.nanoTime());

  /** Fields that some project holds now. */
  private final Set<String> fields = new TreeSet<>();

  private final List<String> table = new ArrayList<>();
  private final List<String> disagreements = new ArrayList<>();

  @Test
  void every_value_arrives_and_nothing_is_sent_twice() throws IOException {
    Random random = new Random(seed);
    GeneratedTenant tenant = new GeneratedTenant(random, PROJECTS);
    assertThat(tenant.fields).hasSize(FIELDS);
    GeneratedDataSet rows = new GeneratedDataSet(tenant, random, PROJECTS);
    Sandbox sandbox = home.sandbox(Home.EMPTY);
    tenant.build(sandbox);
    home.file("tenant.csv", rows.csv());
    home.csvToWorkfront("tenant", "tenant.csv", "mode: changed");

    JsonNode check = json(home.run("check", "tenant", "--json"), 0);
    JsonNode first = json(home.run("run", "tenant", "--json"), 3);
    JsonNode again = json(home.run("run", "tenant", "--json"), 3);

    for (int project = 0; project < PROJECTS; project++) {
      String id = GeneratedTenant.projectId(project);
      ObjectNode stored = sandbox.object("PROJ", id).orElseThrow();
      assertThat(rows.mistakes(project, stored)).as(seed()).isEmpty();
      stored.fieldNames().forEachRemaining(fields::add);
    }
    fields.removeAll(NOT_SENT);
    compare(rows, check, first);
    // Only what was refused is sent again.
    assertThat(again.get("unchanged")).as(seed() + again).isEqualTo(first.get("confirmed"));
    assertThat(again.get("confirmed").asInt()).as(seed() + again).isZero();
    assertThat(again.get("rejected")).as(seed() + again).isEqualTo(first.get("rejected"));
  }

  /** What was said before the first request, beside what happened. */
  private void compare(GeneratedDataSet rows, JsonNode check, JsonNode run) throws IOException {
    int strays = rows.strays().size();
    int writable = 0;
    int readOnly = 0;
    for (JsonNode column : check.get("columns")) {
      String field = column.path("field").asText();
      writable += field.isEmpty() || field.equals("ID") ? 0 : 1;
      readOnly += column.path("note").asText().contains("read-only") ? 1 : 0;
    }
    line("what", "check, before", "what happened");
    int sent = check.at("/sample/sent").asInt();
    line("rows of the sample that can be sent", sent, Math.min(SAMPLE, PROJECTS));
    line("columns written", writable, fields.size());
    line(
        "columns read-only",
        readOnly,
        rows.readOnlyFields() - fields.stream().filter(rows::isReadOnly).count());
    line("columns without a field", check.get("unmatchedColumns").size(), 1);
    line("rows without the form of a value", expected(run), run.get("rejected").asInt());
    line("rows confirmed", PROJECTS - strays, run.get("confirmed").asInt());
    line("rows that differ", 0, run.get("differs").asInt());
    Files.createDirectories(Path.of("target"));
    Files.write(Path.of("target", "tenant-check.txt"), table);
    assertThat(disagreements).as(seed() + String.join("\n", table)).isEmpty();
    assertThat(writable).as("columns written").isEqualTo(rows.writtenColumns());
    assertThat(run.get("rejected").asInt()).as(seed()).isEqualTo(strays);
  }

  private void line(String what, Object before, Object after) {
    String line = "%-36s %16s %16s".formatted(what, before, after);
    table.add(line);
    if (table.size() > 1 && !before.toString().equals(after.toString())) {
      disagreements.add(line);
    }
  }

  /** What the run itself foretold before its first request. */
  private static int expected(JsonNode run) {
    int rows = 0;
    for (JsonNode refusal : run.path("expectedRefusals")) {
      rows += refusal.get("rows").asInt();
    }
    return rows;
  }

  private JsonNode json(Home.Done done, int exitCode) throws IOException {
    assertThat(done.exitCode()).as(seed() + done.out() + done.err()).isEqualTo(exitCode);
    JsonNode printed = JSON.readTree(done.out());
    return printed.isArray() ? printed.get(0) : printed;
  }

  private String seed() {
    return "-Dtenant.seed=" + seed + " ";
  }
}
