package io.writeback.dataset.domo;

import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.Schema;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A condition on the rows of a DataSet: what the option {@code where} says, and never the text of
 * it. It is read into these parts, compared with the schema, and its SQL is written from them.
 */
sealed interface Condition {
  /** The condition as SQL of Domo's query API. */
  String sql();

  /** Hands over each comparison with a value of it. */
  void each(Consumer<Compared> comparison);

  /** A comparison, which names a column and the values that it is compared with. */
  sealed interface Compared extends Condition {
    String column();

    List<Value> values();

    @Override
    default void each(Consumer<Compared> comparison) {
      comparison.accept(this);
    }
  }

  /** A value that a column is compared with; it prints itself as SQL. */
  sealed interface Value {
    /** Why a column of a type cannot be compared with it; "" if it can. */
    String problem(ColumnType type);
  }

  /**
   * A text or a time.
   *
   * @param text without quotes; has no backslash, as it is unknown whether Domo takes one as an
   *     escape
   */
  record Text(String text) implements Value {
    public Text {
      if (text.indexOf('\\') >= 0) {
        throw new IllegalArgumentException("a text with a backslash");
      }
    }

    @Override
    public String problem(ColumnType type) {
      return switch (type) {
        case STRING -> "";
        case DATE -> parses(LocalDate::parse) ? "" : "a DATE, compared with a 'yyyy-MM-dd'";
        case DATETIME ->
            parses(LocalDate::parse) || parses(LocalDateTime::parse)
                ? ""
                : "a DATETIME, compared with a 'yyyy-MM-dd' or a 'yyyy-MM-ddTHH:mm:ss'";
        case LONG, DECIMAL, DOUBLE -> "a number, compared with a number without quotes";
      };
    }

    private boolean parses(Function<String, ?> parser) {
      try {
        return parser.apply(text) != null;
      } catch (DateTimeException e) {
        return false;
      }
    }

    @Override
    public String toString() {
      return "'" + text.replace("'", "''") + "'";
    }
  }

  /** A number. */
  record Number(BigDecimal number) implements Value {
    @Override
    public String problem(ColumnType type) {
      return switch (type) {
        case LONG, DECIMAL, DOUBLE -> "";
        case STRING -> "a text, compared with a text in single quotes";
        case DATE, DATETIME -> "a time, compared with a text such as '2026-11-30'";
      };
    }

    @Override
    public String toString() {
      return number.toPlainString();
    }
  }

  /**
   * @param operator one of {@code = <> < <= > >= LIKE}, the last for columns of texts
   */
  record Comparison(String column, String operator, Value value) implements Compared {
    static final String LIKE = "LIKE";

    @Override
    public List<Value> values() {
      return List.of(value);
    }

    @Override
    public String sql() {
      return "%s %s %s".formatted(name(column), operator, value);
    }
  }

  record OneOf(String column, List<Value> values) implements Compared {
    public OneOf {
      values = List.copyOf(values);
    }

    @Override
    public String sql() {
      return "%s IN (%s)"
          .formatted(
              name(column), values.stream().map(Value::toString).collect(Collectors.joining(", ")));
    }
  }

  record IsNull(String column) implements Compared {
    @Override
    public List<Value> values() {
      return List.of();
    }

    @Override
    public String sql() {
      return name(column) + " IS NULL";
    }
  }

  record Not(Condition part) implements Condition {
    @Override
    public String sql() {
      return "NOT (" + part.sql() + ")";
    }

    @Override
    public void each(Consumer<Compared> comparison) {
      part.each(comparison);
    }
  }

  /**
   * Several conditions.
   *
   * @param word AND or OR
   */
  record Joined(String word, List<Condition> parts) implements Condition {
    public Joined {
      parts = List.copyOf(parts);
    }

    static Condition of(String word, List<Condition> parts) {
      return parts.size() == 1 ? parts.get(0) : new Joined(word, parts);
    }

    @Override
    public String sql() {
      return parts.stream()
          .map(part -> "(" + part.sql() + ")")
          .collect(Collectors.joining(" " + word + " "));
    }

    @Override
    public void each(Consumer<Compared> comparison) {
      parts.forEach(part -> part.each(comparison));
    }
  }

  /**
   * Compares it with the columns of a DataSet.
   *
   * @param unknown receives the name of each column that does not exist
   * @param mistakes receives each comparison that makes no sense, as a sentence without its subject
   */
  default void check(Schema schema, Consumer<String> unknown, Consumer<String> mistakes) {
    each(
        compared -> {
          int index = schema.indexOf(compared.column());
          if (index < 0) {
            unknown.accept(compared.column());
            return;
          }
          Column column = schema.columns().get(index);
          if (compared instanceof Comparison comparison
              && comparison.operator().equals(Comparison.LIKE)
              && column.type() != ColumnType.STRING) {
            mistakes.accept(
                "has %s, but %s is no column of texts: LIKE is for those"
                    .formatted(compared.sql(), column.name()));
            return;
          }
          for (Value value : compared.values()) {
            String problem = value.problem(column.type());
            if (!problem.isEmpty()) {
              mistakes.accept(
                  "has %s, but %s is %s".formatted(compared.sql(), column.name(), problem));
            }
          }
        });
  }

  /**
   * A column in SQL.
   *
   * @param column a name without a backtick: it is unknown how Domo escapes one
   */
  static String name(String column) {
    if (column.indexOf('`') >= 0) {
      throw new IllegalArgumentException("a column with a backtick: " + column);
    }
    return "`" + column + "`";
  }
}
