package io.writeback.sandbox.domo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SELECT on one DataSet: columns or COUNT, MIN and MAX, WHERE, ORDER BY, LIMIT and OFFSET. All
 * other SQL is refused, and so is a column that does not exist, and a text that is compared with a
 * number.
 *
 * @param outputs what it selects
 * @param where takes the texts of the cells of a row; an empty one is NULL
 * @param order null if it has no ORDER BY
 * @param limit the most rows; {@link Long#MAX_VALUE} for all
 */
record SelectStatement(
    List<Output> outputs,
    Predicate<List<String>> where,
    Comparator<List<String>> order,
    long limit,
    long offset) {

  /**
   * A column of the answer.
   *
   * @param function COUNT, MIN or MAX; "" for the column itself
   * @param index of the column in the DataSet; -1 for COUNT(*)
   */
  record Output(Column column, String function, int index) {}

  /** Reads a statement. */
  static SelectStatement parse(String sql, List<Column> columns) throws DomoRefusal {
    return new Parser(sql, columns).statement();
  }

  /** Whether it asks for figures of all rows, and not for rows. */
  boolean isAggregate() {
    return outputs.stream().anyMatch(output -> !output.function().isEmpty());
  }

  private static boolean isNumber(Column column) {
    return List.of("LONG", "DOUBLE", "DECIMAL").contains(column.type());
  }

  /** The order of the cells of a column; NULL comes first, as in MySQL. */
  static Comparator<String> cells(Column column) {
    Comparator<String> filled =
        isNumber(column) ? Comparator.comparing(BigDecimal::new) : Comparator.naturalOrder();
    return (one, other) ->
        one.isEmpty() || other.isEmpty()
            ? Boolean.compare(!one.isEmpty(), !other.isEmpty())
            : filled.compare(one, other);
  }

  private static final class Parser {
    private static final Pattern TOKEN =
        Pattern.compile(
            "\\s*(?:('(?:[^']|'')*')|`([^`]+)`|(-?\\d+(?:\\.\\d+)?)|([A-Za-z_][\\w.-]*)"
                + "|(<>|!=|<=|>=|[=<>(),*;]))");

    private static final List<String> COMPARISONS = List.of("=", "<>", "!=", "<", "<=", ">", ">=");

    private final String sql;
    private final List<Column> columns;
    private final List<String> tokens = new ArrayList<>();
    private int next;

    Parser(String sql, List<Column> columns) {
      this.sql = sql;
      this.columns = columns;
    }

    SelectStatement statement() throws DomoRefusal {
      Matcher matcher = TOKEN.matcher(sql);
      int at = 0;
      while (at < sql.stripTrailing().length()) {
        if (!matcher.region(at, sql.length()).lookingAt()) {
          throw refused();
        }
        // A name in backticks is marked by the first of them, so that it is no keyword.
        tokens.add(matcher.group(2) == null ? matcher.group().strip() : "`" + matcher.group(2));
        at = matcher.end();
      }
      require("SELECT");
      List<Output> outputs = outputs();
      require("FROM");
      table();
      Predicate<List<String>> where = take("WHERE") ? either() : row -> true;
      Comparator<List<String>> order = null;
      if (take("ORDER")) {
        require("BY");
        order = order();
        while (take(",")) {
          order = order.thenComparing(order());
        }
      }
      long limit = take("LIMIT") ? count() : Long.MAX_VALUE;
      long offset = take("OFFSET") ? count() : 0;
      take(";");
      if (next < tokens.size()) {
        throw refused();
      }
      return new SelectStatement(outputs, where, order, limit, offset);
    }

    private List<Output> outputs() throws DomoRefusal {
      List<Output> outputs = new ArrayList<>();
      if (take("*")) {
        for (int i = 0; i < columns.size(); i++) {
          outputs.add(new Output(columns.get(i), "", i));
        }
        return outputs;
      }
      do {
        outputs.add(output());
      } while (take(","));
      boolean figures = outputs.stream().anyMatch(output -> !output.function().isEmpty());
      if (figures && outputs.stream().anyMatch(output -> output.function().isEmpty())) {
        throw DomoRefusal.badRequest("A column beside a function needs GROUP BY");
      }
      return outputs;
    }

    private Output output() throws DomoRefusal {
      String function = peek().toUpperCase(Locale.ROOT);
      if (!List.of("COUNT", "MIN", "MAX").contains(function)) {
        int index = column();
        return new Output(columns.get(index), "", index);
      }
      next++;
      require("(");
      boolean all = function.equals("COUNT") && (take("*") || take("1"));
      String inner = tokens.get(next - 1);
      int index = all ? -1 : column();
      require(")");
      String name =
          take("AS")
              ? name()
              : "%s(%s)".formatted(function, all ? inner : columns.get(index).name());
      String type = function.equals("COUNT") ? "LONG" : columns.get(index).type();
      return new Output(new Column(name, type), function, index);
    }

    private void table() throws DomoRefusal {
      String table = word();
      if (table.isEmpty()) {
        throw refused();
      }
    }

    private Comparator<List<String>> order() throws DomoRefusal {
      int index = column();
      Comparator<List<String>> order =
          Comparator.comparing(row -> row.get(index), cells(columns.get(index)));
      if (take("DESC")) {
        return order.reversed();
      }
      take("ASC");
      return order;
    }

    private Predicate<List<String>> either() throws DomoRefusal {
      Predicate<List<String>> condition = all();
      while (take("OR")) {
        condition = condition.or(all());
      }
      return condition;
    }

    private Predicate<List<String>> all() throws DomoRefusal {
      Predicate<List<String>> condition = factor();
      while (take("AND")) {
        condition = condition.and(factor());
      }
      return condition;
    }

    private Predicate<List<String>> factor() throws DomoRefusal {
      if (take("(")) {
        Predicate<List<String>> inner = either();
        require(")");
        return inner;
      }
      if (take("NOT")) {
        return negated();
      }
      return comparison(column(), false);
    }

    /** NOT of a comparison with NULL is as unknown as the comparison. */
    private Predicate<List<String>> negated() throws DomoRefusal {
      if (take("NOT")) {
        return factor();
      }
      if (!take("(")) {
        return comparison(column(), true);
      }
      Predicate<List<String>> negated = not(() -> anyOf());
      require(")");
      return negated;
    }

    @FunctionalInterface
    private interface Part {
      List<List<Predicate<List<String>>>> read() throws DomoRefusal;
    }

    private Predicate<List<String>> not(Part part) throws DomoRefusal {
      // NOT (a AND b OR c) is (NOT a OR NOT b) AND NOT c: each is read as what it negates.
      Predicate<List<String>> all = row -> true;
      for (List<Predicate<List<String>>> group : part.read()) {
        Predicate<List<String>> any = row -> false;
        for (Predicate<List<String>> negated : group) {
          any = any.or(negated);
        }
        all = all.and(any);
      }
      return all;
    }

    private List<List<Predicate<List<String>>>> anyOf() throws DomoRefusal {
      List<List<Predicate<List<String>>>> groups = new ArrayList<>();
      do {
        List<Predicate<List<String>>> group = new ArrayList<>();
        do {
          group.add(negated());
        } while (take("AND"));
        groups.add(group);
      } while (take("OR"));
      return groups;
    }

    private Predicate<List<String>> comparison(int index, boolean negate) throws DomoRefusal {
      Column column = columns.get(index);
      if (take("IS")) {
        boolean not = take("NOT") != negate;
        require("NULL");
        return row -> row.get(index).isEmpty() != not;
      }
      boolean not = take("NOT") != negate;
      if (take("IN")) {
        require("(");
        List<String> values = new ArrayList<>();
        do {
          values.add(value(column));
        } while (take(","));
        require(")");
        return filled(
            index,
            cell ->
                values.stream().anyMatch(value -> cells(column).compare(cell, value) == 0) != not);
      }
      if (take("LIKE")) {
        if (isNumber(column)) {
          throw DomoRefusal.badRequest("LIKE on the column of numbers " + column.name());
        }
        Pattern like = like(value(column));
        return filled(index, cell -> like.matcher(cell).matches() != not);
      }
      String sign = word();
      if (!COMPARISONS.contains(sign)) {
        throw refused();
      }
      String value = value(column);
      return filled(
          index, cell -> holds(sign, Integer.signum(cells(column).compare(cell, value))) != not);
    }

    private static Predicate<List<String>> filled(int index, Predicate<String> cell) {
      return row -> !row.get(index).isEmpty() && cell.test(row.get(index));
    }

    private static Pattern like(String value) {
      StringBuilder pattern = new StringBuilder();
      for (char character : value.toCharArray()) {
        pattern.append(
            switch (character) {
              case '%' -> ".*";
              case '_' -> ".";
              default -> Pattern.quote(String.valueOf(character));
            });
      }
      return Pattern.compile(pattern.toString(), Pattern.DOTALL);
    }

    private static boolean holds(String sign, int order) {
      return switch (sign) {
        case "=" -> order == 0;
        case "<>", "!=" -> order != 0;
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        default -> order >= 0;
      };
    }

    private String value(Column column) throws DomoRefusal {
      String token = word();
      boolean text = token.startsWith("'");
      if (!text && !token.matches("-?\\d+(\\.\\d+)?")) {
        throw refused();
      }
      if (text && token.indexOf('\\') >= 0) {
        throw DomoRefusal.badRequest("The sandbox does not know what a backslash means to Domo");
      }
      if (text == isNumber(column)) {
        throw DomoRefusal.badRequest(
            "The column %s is %s and cannot be compared with %s"
                .formatted(column.name(), column.type(), token));
      }
      return text ? token.substring(1, token.length() - 1).replace("''", "'") : token;
    }

    private int column() throws DomoRefusal {
      String name = name();
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).name().equals(name)) {
          return i;
        }
      }
      throw DomoRefusal.badRequest("Unknown column '%s'".formatted(name));
    }

    private String name() throws DomoRefusal {
      String token = word();
      return token.startsWith("`") ? token.substring(1) : token;
    }

    private long count() throws DomoRefusal {
      String token = word();
      if (!token.matches("\\d{1,18}")) {
        throw refused();
      }
      return Long.parseLong(token);
    }

    private String peek() {
      return next < tokens.size() ? tokens.get(next) : "";
    }

    private String word() throws DomoRefusal {
      if (next == tokens.size()) {
        throw refused();
      }
      return tokens.get(next++);
    }

    private boolean take(String expected) {
      boolean taken = peek().equalsIgnoreCase(expected);
      next += taken ? 1 : 0;
      return taken;
    }

    private void require(String expected) throws DomoRefusal {
      if (!take(expected)) {
        throw refused();
      }
    }

    private DomoRefusal refused() {
      return DomoRefusal.badRequest("The sandbox cannot run this SQL: " + sql);
    }
  }
}
