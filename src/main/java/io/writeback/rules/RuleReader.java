package io.writeback.rules;

import io.writeback.config.Entries;
import io.writeback.config.Suggestion;
import io.writeback.rules.ValueMap.Otherwise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Reads the rules of a route, one column a line: {@code Status: trim; values Active=CUR}. Notes
 * every mistake with its line and its place in the line.
 */
final class RuleReader {
  private static final String FROM = "from ";
  private static final String IN = " in ";
  private static final int LONGEST_TEXT = 1_000_000;

  /** The rules that there are, in the order in which they are applied. */
  static final List<String> RULES =
      List.of(
          "constant",
          "template",
          "trim",
          "values",
          "date",
          "number",
          "truncate",
          "blank",
          "default",
          "onlyIfBlank");

  private final ValueFiles files;
  private final Consumer<String> mistakes;
  private final Map<String, ColumnRules> columns = new LinkedHashMap<>();

  /** Of the line that is read. */
  private int line;

  private String text;
  private String column;
  private Map<String, Boolean> seen;
  private String constant;
  private Template template;
  private ValueMap values;
  private NumberText number;
  private DateText date;
  private int truncate;
  private ColumnRules.Blank blank;
  private String substitute;

  private RuleReader(ValueFiles files, Consumer<String> mistakes) {
    this.files = files;
    this.mistakes = mistakes;
  }

  /**
   * Reads all lines.
   *
   * @param files finds the values that a line takes from a file
   * @param mistakes receives each mistake, as the rest of a sentence that names the option
   */
  static List<ColumnRules> read(String text, ValueFiles files, Consumer<String> mistakes) {
    RuleReader reader = new RuleReader(files, mistakes);
    String[] lines = text.split("\\R", -1);
    for (int number = 1; number <= lines.length; number++) {
      String line = lines[number - 1];
      if (!line.isBlank() && !line.strip().startsWith("#")) {
        reader.line(number, line);
      }
    }
    return List.copyOf(reader.columns.values());
  }

  private void mistake(int at, String message) {
    mistakes.accept("line %d, position %d: %s".formatted(line, at + 1, message));
  }

  private void line(int number, String written) {
    line = number;
    text = written;
    seen = new LinkedHashMap<>();
    constant = null;
    template = null;
    values = null;
    this.number = null;
    date = null;
    truncate = 0;
    blank = null;
    substitute = null;
    int colon = Escapes.indexOf(text, ':', 0);
    if (colon < 0) {
      mistake(0, "has no colon; a line is COLUMN: RULE; RULE (write \\: in the name of a column)");
      return;
    }
    column = Escapes.plain(text.substring(0, colon));
    if (column.isEmpty()) {
      mistake(0, "has no column before the colon");
      return;
    }
    if (columns.containsKey(column)) {
      mistake(
          0,
          "the column \"%s\" has its rules in line %d already; put all of them into one line, with ; between them"
              .formatted(column, columns.get(column).line()));
      return;
    }
    for (int from = colon + 1; from <= text.length(); ) {
      int end = Escapes.indexOf(text, ';', from);
      end = end < 0 ? text.length() : end;
      rule(from, end);
      from = end + 1;
    }
    combinations();
    columns.put(
        column,
        new ColumnRules(
            column,
            number,
            text.substring(colon + 1).strip(),
            constant,
            template,
            seen.containsKey("trim"),
            values,
            this.number,
            date,
            truncate,
            blank,
            substitute,
            seen.containsKey("onlyIfBlank")));
  }

  /** Reads the rule between two places of the line. */
  private void rule(int from, int end) {
    int at = from;
    while (at < end && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    int wordEnd = at;
    while (wordEnd < end && !Character.isWhitespace(text.charAt(wordEnd))) {
      wordEnd++;
    }
    String word = text.substring(at, wordEnd);
    if (word.isEmpty()) {
      mistake(Math.min(at, text.length()), "a rule is missing; allowed are " + listed());
      return;
    }
    if (!RULES.contains(word)) {
      mistake(
          at,
          "\"%s\" is no rule%s; allowed are %s"
              .formatted(word, Suggestion.didYouMean(word, RULES), listed()));
      return;
    }
    if (seen.put(word, true) != null) {
      mistake(at, word + " stands twice in the line");
      return;
    }
    int argument = wordEnd;
    while (argument < end && Character.isWhitespace(text.charAt(argument))) {
      argument++;
    }
    argument(word, at, argument, text.substring(argument, end));
  }

  private static String listed() {
    return String.join(", ", RULES);
  }

  private void argument(String word, int at, int from, String written) {
    String plain = Escapes.plain(written);
    boolean alone = word.equals("trim") || word.equals("onlyIfBlank");
    if (alone && !plain.isEmpty()) {
      mistake(from, word + " takes nothing after it; rules are separated by ;");
    } else if (!alone && plain.isEmpty()) {
      mistake(at, word + " needs " + needed(word));
    } else {
      switch (word) {
        case "constant" -> constant = plain;
        case "template" -> template(from, written);
        case "values" -> values(from, written);
        case "date" -> date(from, plain);
        case "number" -> number(from, plain);
        case "truncate" -> truncate(from, plain);
        case "blank" -> blank(from, plain);
        case "default" -> substitute = plain;
        default -> {
          // trim and onlyIfBlank have been noted.
        }
      }
    }
  }

  private static String needed(String word) {
    return switch (word) {
      case "constant" -> "a text: constant Domo";
      case "template" -> "a text with columns: template {First} {Last}";
      case "values" -> "entries or a file: values Active=CUR, On hold=ONH, or values from FILE.csv";
      case "date" -> "a pattern: date dd.MM.yyyy, or date d. MMMM yyyy in de";
      case "number" -> "an example or a language: number 1.234,56, or number de";
      case "truncate" -> "the most characters: truncate 255";
      case "blank" -> "keep, clear or reject";
      default -> "the text in place of a blank: default unknown";
    };
  }

  private void template(int from, String written) {
    try {
      template = Template.of(written.strip());
    } catch (Template.Misplaced e) {
      mistake(from + e.at(), "the template " + e.getMessage());
    }
  }

  private void values(int from, String written) {
    Otherwise otherwise = Otherwise.REJECT;
    Map<String, String> entries = new LinkedHashMap<>();
    int faults = 0;
    List<String> wrong = new ArrayList<>();
    List<List<String>> all = Entries.of(written, wrong::add);
    for (int entry = 0; entry < all.size(); entry++) {
      List<String> parts = all.get(entry);
      String shown = String.join("=", parts);
      if (parts.size() == 1 && shown.startsWith(FROM) && entry == 0) {
        entries.putAll(file(from, shown.substring(FROM.length()).strip(), wrong));
      } else if (parts.size() == 1 && shown.startsWith("else ") && entry == all.size() - 1) {
        otherwise = otherwise(shown.substring("else ".length()).strip(), wrong);
      } else if (parts.size() != 2 || parts.get(0).isEmpty()) {
        wrong.add(
            "\"%s\" is not cell=value (write \\= and \\, for those characters), and only the last one may be else keep, else reject or else default VALUE"
                .formatted(shown));
      } else if (entries.putIfAbsent(parts.get(0), parts.get(1)) != null) {
        wrong.add("\"%s\" stands twice".formatted(parts.get(0)));
      }
    }
    for (String one : wrong) {
      mistake(from, "values: " + one);
      faults++;
    }
    if (faults == 0 && entries.isEmpty()) {
      mistake(from, "values needs " + needed("values"));
    }
    values = new ValueMap(entries, otherwise);
  }

  private Map<String, String> file(int from, String name, List<String> wrong) {
    try {
      return files.read(name);
    } catch (ValueFiles.Unusable e) {
      wrong.add(e.getMessage());
      return Map.of();
    }
  }

  private static Otherwise otherwise(String word, List<String> wrong) {
    if (word.equals("keep")) {
      return Otherwise.KEEP;
    }
    if (word.startsWith("default ")) {
      return new Otherwise(Otherwise.Kind.DEFAULT, word.substring("default ".length()).strip());
    }
    if (!word.equals("reject")) {
      wrong.add(
          "\"else %s\" is not allowed; allowed are else keep, else reject and else default VALUE"
              .formatted(word));
    }
    return Otherwise.REJECT;
  }

  private void date(int from, String plain) {
    int in = plain.lastIndexOf(IN);
    String pattern = in < 0 ? plain : plain.substring(0, in).strip();
    try {
      Locale locale = in < 0 ? Locale.ENGLISH : locale(plain.substring(in + IN.length()).strip());
      date = new DateText(pattern, locale);
    } catch (IllegalArgumentException e) {
      mistake(
          from,
          "\"%s\" is no pattern of a date: %s; allowed is one such as dd.MM.yyyy, M/d/yyyy, d. MMMM yyyy in de or dd.MM.yyyy HH:mm"
              .formatted(plain, e.getMessage()));
    }
  }

  private static Locale locale(String tag) {
    Locale locale = Locale.forLanguageTag(tag.replace('_', '-'));
    if (locale.getLanguage().isEmpty()
        || Arrays.stream(Locale.getAvailableLocales()).noneMatch(locale::equals)) {
      throw new IllegalArgumentException(
          "\"%s\" is no language; allowed is one such as de, en-US or fr-CH".formatted(tag));
    }
    return locale;
  }

  private void number(int from, String plain) {
    try {
      boolean example = plain.chars().anyMatch(Character::isDigit);
      number = example ? NumberText.like(plain) : NumberText.of(locale(plain));
    } catch (IllegalArgumentException e) {
      mistake(
          from,
          "\"%s\" does not say how numbers are written: %s; allowed is an example such as 1.234,56 or 1234.56, or a language such as de"
              .formatted(plain, e.getMessage()));
    }
  }

  private void truncate(int from, String plain) {
    try {
      truncate = Integer.parseInt(plain);
    } catch (NumberFormatException e) {
      truncate = 0;
    }
    if (truncate < 1 || truncate > LONGEST_TEXT) {
      mistake(
          from,
          "\"%s\" is no number of characters; allowed is 1 to %,d".formatted(plain, LONGEST_TEXT));
      truncate = 0;
    }
  }

  private void blank(int from, String plain) {
    switch (plain) {
      case "keep" -> blank = ColumnRules.Blank.KEEP;
      case "clear" -> blank = ColumnRules.Blank.CLEAR;
      case "reject" -> blank = ColumnRules.Blank.REJECT;
      default ->
          mistake(
              from,
              "blank \"%s\" is not allowed; allowed are keep, clear and reject, and for a text in its place the rule default TEXT"
                  .formatted(plain));
    }
  }

  /** Rules that contradict one another, or have nothing to act on. */
  private void combinations() {
    exclusive("constant", "template");
    exclusive("date", "number");
    exclusive("blank", "default");
    if (seen.containsKey("constant")) {
      List<String> idle =
          RULES.stream()
              .filter(seen::containsKey)
              .filter(rule -> !List.of("constant", "template", "onlyIfBlank").contains(rule))
              .collect(Collectors.toList());
      if (!idle.isEmpty()) {
        mistake(
            0,
            "a constant is written as it is, so that %s does nothing; only onlyIfBlank may stand beside it"
                .formatted(String.join(", ", idle)));
      }
    }
  }

  private void exclusive(String one, String other) {
    if (seen.containsKey(one) && seen.containsKey(other)) {
      mistake(0, "%s and %s contradict each other; keep one of them".formatted(one, other));
    }
  }
}
