package io.writeback.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.contract.GeneratedTenant.CustomField;
import io.writeback.contract.GeneratedTenant.Kind;
import io.writeback.sandbox.http.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A DataSet of seeded chance for a {@link GeneratedTenant}, and what each of its cells has to be in
 * Workfront. The expectation is made together with the cell, from the API's documented forms; it
 * knows nothing of how the client maps, converts or compares.
 */
final class GeneratedDataSet {
  /** Projects whose row has a value for a field that none of the project's forms has. */
  private static final int STRAYS_EVERY = 400;

  private static final int NATIVE = 8;

  private final GeneratedTenant tenant;
  private final Random random;
  private final StringBuilder csv = new StringBuilder();
  private final List<Map<String, Predicate<JsonNode>>> expected = new ArrayList<>();
  private final TreeSet<Integer> strays = new TreeSet<>();

  /** A cell and what has to be stored. */
  private record Cell(String text, Predicate<JsonNode> stored) {}

  GeneratedDataSet(GeneratedTenant tenant, Random random, int projects) {
    this.tenant = tenant;
    this.random = random;
    header();
    for (int project = 0; project < projects; project++) {
      row(project);
    }
  }

  String csv() {
    return csv.toString();
  }

  /** The rows, counted from 0, with a value that no form of their project takes. */
  TreeSet<Integer> strays() {
    return strays;
  }

  /** Columns that have a field which can be written. */
  int writtenColumns() {
    return NATIVE + (int) tenant.fields.stream().filter(field -> field.kind().writable()).count();
  }

  /** The read-only fields that have a column: of the native ones {@code percentComplete}. */
  long readOnlyFields() {
    return 1 + tenant.fields.stream().filter(field -> !field.kind().writable()).count();
  }

  boolean isReadOnly(String wireName) {
    return wireName.equals("percentComplete")
        || tenant.fields.stream()
            .anyMatch(field -> field.wireName().equals(wireName) && !field.kind().writable());
  }

  /** What is wrong with the stored object; empty if nothing. */
  List<String> mistakes(int project, ObjectNode object) {
    List<String> mistakes = new ArrayList<>();
    expected
        .get(project)
        .forEach(
            (field, stored) -> {
              if (!stored.test(object.path(field))) {
                mistakes.add("project %d: %s is %s".formatted(project, field, object.path(field)));
              }
            });
    for (CustomField field : tenant.fields) {
      if (!expected.get(project).containsKey(field.wireName()) && object.has(field.wireName())) {
        mistakes.add("project %d: %s was never sent".formatted(project, field.wireName()));
      }
    }
    return mistakes;
  }

  private void header() {
    List<String> names = new ArrayList<>();
    names.add("ID");
    names.addAll(
        List.of(
            "name",
            "Description",
            "status",
            "Priority",
            "budget",
            "Planned Start Date",
            "enableAutoBaselines",
            "ownerID",
            "percentComplete",
            "No Such Field"));
    for (int n = 0; n < tenant.fields.size(); n++) {
      CustomField field = tenant.fields.get(n);
      names.add(List.of(field.name(), field.wireName(), field.label()).get(n % 3));
    }
    line(names);
  }

  private void row(int project) {
    boolean stray = project % STRAYS_EVERY == 13;
    Map<String, Predicate<JsonNode>> fields = new LinkedHashMap<>();
    List<String> cells = new ArrayList<>();
    cells.add(GeneratedTenant.projectId(project));
    for (Map.Entry<String, Cell> one : natives().entrySet()) {
      cells.add(one.getValue().text());
      fields.put(one.getKey(), one.getValue().stored());
    }
    cells.add("12");
    cells.add("of no field");
    boolean strayed = false;
    for (CustomField field : tenant.fields) {
      boolean carried = tenant.carries(project, field);
      if (!field.kind().writable()) {
        cells.add("1");
      } else if (carried || (stray && !strayed)) {
        Cell cell = cell(field.kind());
        cells.add(cell.text());
        fields.put(field.wireName(), cell.stored());
        strayed |= !carried;
      } else {
        cells.add("");
      }
    }
    if (strayed) {
      strays.add(project);
      expected.add(Map.of("name", text("before")));
    } else {
      expected.add(fields);
    }
    line(cells);
  }

  private Map<String, Cell> natives() {
    Map<String, Cell> cells = new LinkedHashMap<>();
    cells.put("name", cell(Kind.TEXT));
    cells.put("description", cell(Kind.AREA));
    String status = List.of("CUR", "PLN", "ONH").get(random.nextInt(3));
    cells.put("status", new Cell(status, text(status)));
    int priority = random.nextInt(5);
    cells.put("priority", new Cell(priority + "", number(new BigDecimal(priority))));
    cells.put("budget", cell(Kind.MONEY));
    cells.put("plannedStartDate", cell(Kind.MOMENT));
    boolean flag = random.nextBoolean();
    cells.put(
        "enableAutoBaselines",
        new Cell(flag + "", node -> node.isBoolean() && node.asBoolean() == flag));
    String owner = user(1 + random.nextInt(GeneratedTenant.USERS));
    cells.put("ownerID", new Cell(owner, text(owner)));
    return cells;
  }

  private Cell cell(Kind kind) {
    return switch (kind) {
      case TEXT -> same(word());
      case AREA -> same(word() + "\n\"" + word() + "\", " + word());
      case SELECT, RADIO -> option();
      case BOXES, MULTI -> options();
      case RICH -> richText();
      case PERSON -> person();
      case NUMBER, MONEY -> number();
      case DAY -> same(day().toString());
      case MOMENT -> moment();
      default -> throw new IllegalArgumentException(kind + " is not written");
    };
  }

  private static Cell same(String text) {
    return new Cell(text, text(text));
  }

  private Cell option() {
    int n = random.nextInt(5);
    String cell = random.nextBoolean() ? CustomField.optionLabel(n) : CustomField.optionValue(n);
    return new Cell(cell, text(CustomField.optionValue(n)));
  }

  /** Labels or values, two or three of them, none with a comma. */
  private Cell options() {
    TreeSet<Integer> chosen = new TreeSet<>();
    while (chosen.size() < 2) {
      chosen.add(List.of(0, 1, 3, 4).get(random.nextInt(4)));
    }
    List<String> cell = new ArrayList<>();
    TreeSet<String> wanted = new TreeSet<>();
    for (int n : chosen) {
      cell.add(random.nextBoolean() ? CustomField.optionLabel(n) : CustomField.optionValue(n));
      wanted.add(CustomField.optionValue(n));
    }
    return new Cell(
        String.join(", ", cell),
        node -> {
          TreeSet<String> stored = new TreeSet<>();
          node.forEach(element -> stored.add(element.asText()));
          return node.isArray() && node.size() == wanted.size() && stored.equals(wanted);
        });
  }

  private Cell richText() {
    List<String> lines = List.of(word(), "", word());
    return new Cell(
        String.join("\n", lines),
        node -> {
          JsonNode document = parsed(node);
          return document.path("entityMap").isObject()
              && document.path("blocks").findValuesAsText("text").equals(lines);
        });
  }

  private Cell person() {
    int n = 1 + random.nextInt(GeneratedTenant.USERS);
    ObjectNode envelope = Json.object().put("objCode", "USER").put("name", "Person " + n);
    envelope.put("ID", user(n));
    return new Cell(user(n), node -> parsed(node).equals(envelope));
  }

  private Cell number() {
    BigDecimal number = BigDecimal.valueOf(random.nextInt(20_000_000) - 10_000_000, 2);
    return new Cell(number.toPlainString(), number(number));
  }

  private Cell moment() {
    String day = day().toString();
    int hour = random.nextInt(24);
    return new Cell(
        "%sT%02d:30:15+02:00".formatted(day, hour),
        text(
            java.time.OffsetDateTime.parse("%sT%02d:30:15+02:00".formatted(day, hour))
                    .withOffsetSameInstant(java.time.ZoneOffset.UTC)
                    .toLocalDateTime()
                    .toString()
                + ":000+0000"));
  }

  private LocalDate day() {
    return LocalDate.of(2020, 1, 1).plusDays(random.nextInt(4000));
  }

  private String word() {
    return List.of("Straße", "0042", "a,b", "\"q\"", "😀", "x < y", "plain").get(random.nextInt(7))
        + " "
        + random.nextInt(100_000);
  }

  private static Predicate<JsonNode> text(String text) {
    return node -> node.isTextual() && node.asText().equals(text);
  }

  private static Predicate<JsonNode> number(BigDecimal number) {
    return node -> node.isNumber() && node.decimalValue().compareTo(number) == 0;
  }

  private static JsonNode parsed(JsonNode text) {
    try {
      return Json.read(text.asText());
    } catch (JsonProcessingException e) {
      return Json.object();
    }
  }

  /** The ID that the sandbox gives to its people. */
  private static String user(int n) {
    try {
      byte[] name = ("user-" + n).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(name));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void line(List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      csv.append(i == 0 ? "" : ",");
      String cell = cells.get(i);
      csv.append(cell.isEmpty() ? "" : "\"" + cell.replace("\"", "\"\"") + "\"");
    }
    csv.append('\n');
  }
}
