package io.writeback.sandbox;

import io.writeback.sandbox.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Makes the demo's DataSet and what has to come out of it, always the same.
 *
 * <p>Run it from the project folder to make both files again. The expected values are what was
 * meant when the cell was made, not what any code makes of the cell. They hold for blank cells that
 * keep the field, dates in UTC, the last row of an id winning.
 */
final class DemoDataGenerator {
  private static final int ROWS = 5000;
  private static final Path FOLDER = Path.of("src/main/resources/sandbox");
  private static final List<String> COLUMNS =
      List.of(
          "ID",
          "Name",
          "Status",
          "priority",
          "Planned Start Date",
          "Description",
          "condition",
          "budget",
          "Enable Auto Baselines",
          "ownerID",
          "DE:Region",
          "Cost Centre",
          "Budget Owner?",
          "Markets",
          "DE:Approvals",
          "Go-live",
          "DE:Risk Score",
          "DE:Contract Value",
          "Percent Complete",
          "Exported By");

  private static final Map<Integer, Integer> SUPERSEDED_BY =
      Map.of(150, 4150, 1234, 4234, 2999, 3000);
  private static final Set<Integer> ONLY_ID = Set.of(777, 4444);
  private static final Map<Integer, String> OTHER_ID =
      Map.of(311, md5("nobody-1"), 1811, md5("nobody-2"), 612, "12345", 3612, "PRJ-3612");

  /** Not editable, without a form: rows that are wrong because of their project. */
  private static final Set<Integer> BAD_PROJECT = Set.of(1250, 3750, 2222);

  /** Row → column and the bad cell. */
  private static final Map<Integer, Map.Entry<String, String>> BAD_CELL =
      Map.of(
          913, Map.entry("budget", "n/a"),
          1514, Map.entry("Planned Start Date", "2026-13-45"),
          2115, Map.entry("Status", "XXX"),
          2716, Map.entry("Enable Auto Baselines", "maybe"),
          3317, Map.entry("DE:Region", "Atlantis"));

  private static final List<String> PEOPLE =
      List.of("Zoë Ångström", "O'Neil, Pat", "李雷", "José \"Pepe\" Núñez", "Marta Kowalska", "Åsa");
  private static final List<String> TEXTS =
      List.of(
          "On track",
          "Delayed, waiting for \"legal\"",
          "First line\nSecond line; with, commas",
          "Größe prüfen – naïve café ✓",
          "日本語の説明",
          "50% done & <more> to come / see notes");

  private final Random random = new Random(20_260_105);
  private final Map<String, String> cells = new LinkedHashMap<>();
  private final Map<String, Object> values = new LinkedHashMap<>();

  private DemoDataGenerator() {}

  public static void main(String[] args) throws IOException {
    StringBuilder csv = new StringBuilder(String.join(",", COLUMNS)).append('\n');
    StringBuilder expected = new StringBuilder("row,id,outcome,values\n");
    DemoDataGenerator generator = new DemoDataGenerator();
    for (int row = 1; row <= ROWS; row++) {
      generator.row(row, csv, expected);
    }
    Files.writeString(FOLDER.resolve("project-status.csv"), csv);
    Files.writeString(FOLDER.resolve("project-status.expected.csv"), expected);
  }

  private void row(int row, StringBuilder csv, StringBuilder expected) {
    cells.clear();
    values.clear();
    String id = OTHER_ID.getOrDefault(row, md5("project-" + SUPERSEDED_BY.getOrDefault(row, row)));
    if (ONLY_ID.contains(row)) {
      COLUMNS.forEach(column -> cells.put(column, ""));
    } else {
      fill(row);
    }
    cells.put("ID", written(row, id));
    if (BAD_CELL.containsKey(row)) {
      cells.put(BAD_CELL.get(row).getKey(), BAD_CELL.get(row).getValue());
    }
    List<String> line = new ArrayList<>();
    COLUMNS.forEach(column -> line.add(quoted(cells.get(column))));
    csv.append(String.join(",", line)).append('\n');
    String outcome = outcome(row);
    String json = outcome.equals("confirmed") ? Json.write(values) : "";
    expected.append(row).append(',').append(quoted(id)).append(',').append(outcome).append(',');
    expected.append(quoted(json)).append('\n');
  }

  /** The same id in capitals or with blanks around it is the same id. */
  private static String written(int row, String id) {
    return switch (row) {
      case 500, 1500 -> id.toUpperCase(Locale.ROOT);
      case 2500 -> " " + id + " ";
      default -> id;
    };
  }

  private static String outcome(int row) {
    if (SUPERSEDED_BY.containsKey(row)) {
      return "superseded";
    }
    if (ONLY_ID.contains(row)) {
      return "unchanged";
    }
    boolean bad =
        OTHER_ID.containsKey(row) || BAD_PROJECT.contains(row) || BAD_CELL.containsKey(row);
    return bad ? "rejected" : "confirmed";
  }

  private void fill(int row) {
    String name = "Project " + row + " – " + pick("Rollout", "Migration, phase 2", "Launch \"X\"");
    set("Name", name, "name", name);
    choice("Status", "status", "CUR", "ONH", "CPL", "APR", "RVW");
    int priority = 1 + random.nextInt(4);
    maybe("priority", String.valueOf(priority), "priority", priority);
    LocalDate start = LocalDate.of(2026, 1, 5).plusDays(random.nextInt(700));
    String time =
        String.format(Locale.ROOT, "%02d:%02d:00", random.nextInt(24), random.nextInt(60));
    maybe(
        "Planned Start Date",
        start + "T" + time,
        "plannedStartDate",
        start + "T" + time + ":000+0000");
    String text = TEXTS.get(random.nextInt(TEXTS.size()));
    maybe("Description", text, "description", text);
    choice("condition", "condition", "ON", "AR", "IT");
    money("budget", "budget");
    boolean auto = random.nextBoolean();
    String[] spellings =
        auto ? new String[] {"true", "TRUE", "True"} : new String[] {"false", "FALSE", "False"};
    maybe("Enable Auto Baselines", pick(spellings), "enableAutoBaselines", auto);
    String owner = md5("user-" + (2 + random.nextInt(7)));
    maybe("ownerID", owner, "ownerID", owner);
    choice("DE:Region", "DE:Region", "EMEA", "AMER", "APAC");
    String centre = String.format(Locale.ROOT, "%06d", random.nextInt(90_000));
    maybe("Cost Centre", centre, "DE:CostCenter", centre);
    String person = PEOPLE.get(random.nextInt(PEOPLE.size()));
    maybe("Budget Owner?", person, "DE:Budget Owner", person);
    list("Markets", "DE:Markets", "DE", "FR", "US", "JP", "BR");
    list("DE:Approvals", "DE:Approvals", "LEGAL", "FIN", "SEC");
    String day = start.plusDays(90).toString();
    maybe("Go-live", day, "DE:Go Live Date", day);
    int score = random.nextInt(1001);
    String scoreText = score % 10 == 0 ? String.valueOf(score / 10) : score / 10 + "." + score % 10;
    maybe("DE:Risk Score", scoreText, "DE:Risk Score", new java.math.BigDecimal(scoreText));
    money("DE:Contract Value", "DE:Contract Value");
    cells.put("Percent Complete", String.valueOf(random.nextInt(101)));
    cells.put("Exported By", "nightly job");
  }

  private void money(String column, String wire) {
    String amount = (1 + random.nextInt(2_000_000)) + "." + (10 + random.nextInt(90));
    maybe(column, amount, wire, new java.math.BigDecimal(amount));
  }

  private void choice(String column, String wire, String... options) {
    String option = pick(options);
    maybe(column, option, wire, option);
  }

  private void list(String column, String wire, String... options) {
    List<String> chosen = new ArrayList<>();
    for (String option : options) {
      if (random.nextInt(3) == 0) {
        chosen.add(option);
      }
    }
    if (chosen.isEmpty()) {
      chosen.add(options[0]);
    }
    maybe(column, String.join(pick(",", ", "), chosen), wire, chosen);
  }

  /** One cell in sixteen is blank and keeps what the field has. */
  private void maybe(String column, String cell, String wire, Object value) {
    if (random.nextInt(16) == 0) {
      cells.put(column, "");
    } else {
      set(column, cell, wire, value);
    }
  }

  private void set(String column, String cell, String wire, Object value) {
    cells.put(column, cell);
    values.put(wire, value);
  }

  private String pick(String... options) {
    return options[random.nextInt(options.length)];
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  private static String md5(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
