package io.writeback.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** Figures as tables in Markdown. */
record Tables(Results results) {
  private static final int RECORDS_OF_A_REQUEST = 100;

  /**
   * All of a piece.
   *
   * @param all of different numbers of rows, the fewest first; at least one
   */
  String of(List<Figures> all) {
    return all.get(0).piece().equals("memory")
        ? memory(all)
        : all.stream().map(this::of).collect(Collectors.joining("\n\n"));
  }

  private String of(Figures figures) {
    return switch (figures.piece()) {
      case "compare" -> compare(figures);
      case "ceiling" -> ceiling(figures);
      case "changed" -> changed(figures);
      case "start" -> start(figures);
      case "parts" -> parts(figures);
      case "profile" -> profile(figures);
      default -> throw new IllegalArgumentException(figures.piece());
    };
  }

  /** Rows of a table as they are added. */
  private static final class Table {
    private final StringJoiner lines = new StringJoiner("\n");

    Table(String... heads) {
      line(heads);
      lines.add("|" + "---|".repeat(heads.length));
    }

    void line(String... cells) {
      lines.add("| " + String.join(" | ", cells) + " |");
    }

    @Override
    public String toString() {
      return lines.toString();
    }
  }

  private static String rows(Figures figures) {
    return String.format(Locale.ROOT, "%,d rows", figures.rows());
  }

  private static String with(Figures figures, String before, String name, String after) {
    return Optional.ofNullable(figures.method().get(name))
        .map(value -> before + value + after)
        .orElse("");
  }

  private static String conditions(Figures figures) {
    return rows(figures) + setting(figures);
  }

  private static String setting(Figures figures) {
    return with(figures, ", ", "requests at once", " requests at once")
        + with(figures, ", latency ", "latency in ms", " ms")
        + with(figures, ", -Xmx", "heap", "");
  }

  private static String runs(Figures figures) {
    int runs = figures.repetitions();
    return runs == 1 ? "1 run each" : runs + " runs each";
  }

  private static String measured(Figures figures) {
    return "measured on " + figures.machine().text() + ".";
  }

  /** Where and when it was measured, and what it is compared with. */
  private String sentences(Figures figures) {
    return sentence(measured(figures))
        + results
            .before(figures)
            .map(before -> " Before: " + measured(before) + " " + sentence(runs(before)) + ".")
            .orElse("");
  }

  private static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static String cell(
      Figures figures, String subject, String measure, int digits, String unit) {
    return figures.spread(subject, measure).map(spread -> spread.text(digits) + unit).orElse("");
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String ratio(Figures figures, String measure) {
    return String.format(
        Locale.ROOT,
        "%.2f",
        figures.median(Contender.PRODUCT.title(), measure)
            / figures.median(Contender.JAVA.title(), measure));
  }

  private String compare(Figures figures) {
    Table table = new Table("", "wall", "processor", "most memory", "rows a second", "requests");
    for (String who : figures.values().keySet()) {
      compared(table, figures, who, who);
    }
    results
        .before(figures)
        .ifPresent(
            before ->
                compared(
                    table,
                    before,
                    Contender.PRODUCT.title(),
                    Contender.PRODUCT.title() + " at " + before.machine().commit()));
    table.line(
        "camel-writeback ÷ hand-written Java",
        ratio(figures, "wall"),
        ratio(figures, "processor"),
        ratio(figures, "memory"),
        "",
        "");
    return "%s; %s, in turn.\n\n%s\n\n%s"
        .formatted(conditions(figures), runs(figures), table, sentences(figures));
  }

  private static void compared(Table table, Figures figures, String who, String name) {
    table.line(
        name,
        cell(figures, who, "wall", 1, " s"),
        cell(figures, who, "processor", 1, " s"),
        cell(figures, who, "memory", 0, " MB"),
        String.format(Locale.ROOT, "%,.0f", figures.rows() / figures.median(who, "wall")),
        cell(figures, who, "requests", 0, ""));
  }

  private String ceiling(Figures figures) {
    double limit =
        figures.rows()
            / (double) RECORDS_OF_A_REQUEST
            * Long.parseLong(figures.method().get("latency in ms"))
            / 1_000
            / Long.parseLong(figures.method().get("requests at once"));
    Table table =
        new Table("", "process", "of the limit", "run", "of the limit", "429s", "processor");
    for (String who : figures.values().keySet()) {
      limited(table, figures, limit, who, who);
    }
    results
        .before(figures)
        .ifPresent(
            before ->
                limited(
                    table,
                    before,
                    limit,
                    Contender.PRODUCT.title(),
                    Contender.PRODUCT.title() + " at " + before.machine().commit()));
    return "%s; %s, in turn. The limit is %s.\n\n%s\n\n%s"
        .formatted(
            conditions(figures),
            runs(figures),
            String.format(Locale.ROOT, "%.1f s", limit),
            table,
            sentences(figures));
  }

  private static void limited(Table table, Figures figures, double limit, String who, String name) {
    table.line(
        name,
        cell(figures, who, "wall", 2, " s"),
        percent(limit / figures.median(who, "wall")),
        cell(figures, who, "run", 2, " s"),
        figures.spread(who, "run").map(run -> percent(limit / run.median())).orElse(""),
        cell(figures, who, "refused", 0, ""),
        cell(figures, who, "processor", 1, " s"));
  }

  private String memory(List<Figures> all) {
    String who = Contender.PRODUCT.title();
    Table table =
        new Table(
            "",
            "most memory",
            "live heap at 10 %",
            "live heap at 50 %",
            "live heap at 90 %",
            "runs");
    StringJoiner machines = new StringJoiner("\n\n");
    for (Figures figures : all) {
      for (Figures state : states(figures)) {
        String name = rows(figures) + (state == figures ? "" : ", " + name(figures, state));
        table.line(
            name,
            cell(state, who, "memory", 0, " MB"),
            cell(state, who, "heap at 10 %", 1, " MB"),
            cell(state, who, "heap at 50 %", 1, " MB"),
            cell(state, who, "heap at 90 %", 1, " MB"),
            Integer.toString(state.repetitions()));
        machines.add(name + setting(state) + ": " + measured(state));
      }
    }
    return table + "\n\n" + machines;
  }

  /** Now, and before if that was measured. */
  private List<Figures> states(Figures figures) {
    List<Figures> states = new ArrayList<>(List.of(figures));
    results.before(figures).ifPresent(states::add);
    return states;
  }

  private static String name(Figures now, Figures state) {
    return state == now ? "now" : "at " + state.machine().commit();
  }

  private String changed(Figures figures) {
    Table table = new Table("", "wall", "of a full run", "processor", "of a full run");
    for (Figures state : states(figures)) {
      String full = state.values().keySet().iterator().next();
      for (String run : state.values().keySet()) {
        table.line(
            state == figures ? run : run + ", " + name(figures, state),
            cell(state, run, "wall", 1, " s"),
            percent(state.median(run, "wall") / state.median(full, "wall")),
            cell(state, run, "processor", 1, " s"),
            percent(state.median(run, "processor") / state.median(full, "processor")));
      }
    }
    return "%s; %s, in turn.\n\n%s\n\n%s"
        .formatted(conditions(figures), runs(figures), table, sentences(figures));
  }

  private String start(Figures figures) {
    Table table =
        new Table(
            "",
            "start to end",
            "processor",
            "first request at the destination",
            "first write there");
    for (Figures state : states(figures)) {
      for (String command : state.values().keySet()) {
        if (state != figures && isPeer(command)) {
          continue;
        }
        table.line(
            state == figures ? command : command + ", " + name(figures, state),
            cell(state, command, "wall", 2, " s"),
            cell(state, command, "processor", 2, " s"),
            cell(state, command, "first request", 2, " s"),
            cell(state, command, "first write", 2, " s"));
      }
    }
    return "%s, in turn.\n\n%s\n\n%s".formatted(runs(figures), table, sentences(figures));
  }

  private static boolean isPeer(String command) {
    return command.endsWith(Contender.JAVA.title()) || command.endsWith(Contender.PYTHON.title());
  }

  private String parts(Figures figures) {
    Optional<Figures> before = results.before(figures);
    Table table =
        new Table("", "time a row", "time before", "bytes allocated a row", "bytes before");
    for (String part : figures.values().keySet()) {
      table.line(
          part,
          cell(figures, part, "nanoseconds", 0, " ns"),
          before.map(then -> cell(then, part, "nanoseconds", 0, " ns")).orElse(""),
          cell(figures, part, "bytes", 0, ""),
          before.map(then -> cell(then, part, "bytes", 0, "")).orElse(""));
    }
    return "%s%s\n\n%s\n\n%s"
        .formatted(
            "%d iterations each".formatted(figures.repetitions()),
            with(figures, " in ", "forks", " JVMs."),
            table,
            sentences(figures));
  }

  private String profile(Figures figures) {
    StringJoiner all = new StringJoiner("\n\n");
    for (Figures state : states(figures)) {
      Table table =
          new Table("samples", "class of ours nearest to the top", "most often at the very top");
      for (Map.Entry<String, Map<String, List<Double>>> place : state.values().entrySet()) {
        table.line(
            cell(state, place.getKey(), "share", 1, " %"),
            "`" + place.getKey() + "`",
            "`" + state.words().get(place.getKey()) + "`");
      }
      all.add(
          "%s: %s; %s samples of Java code%s%s.\n\n%s\n\n%s"
              .formatted(
                  state == figures ? "Now" : "Before",
                  conditions(state),
                  state.method().get("samples"),
                  with(
                      state, "; the whole process took ", "processor in s", " s of processor time"),
                  with(state, ", collections stopped it for ", "collections in s", " s"),
                  table,
                  sentence(measured(state))));
    }
    return all.toString();
  }
}
