package io.writeback.dataset.domo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the option {@code where}: comparisons with AND, OR, NOT and parentheses, and nothing else
 * of SQL, so that no text of a route becomes a part of a statement as it is.
 *
 * <pre>
 * condition  = part { OR part }
 * part       = factor { AND factor }
 * factor     = NOT factor | ( condition ) | column comparison
 * comparison = ( = | &lt;&gt; | != | &lt; | &lt;= | &gt; | &gt;= | [NOT] LIKE ) value
 *            | [NOT] IN ( value {, value} ) | IS [NOT] NULL
 * column     = Name | `Any name`      value = 'text' | number
 * </pre>
 */
final class ConditionText {
  static final String FORM =
      "comparisons such as Status = 'Active' AND `Due on` >= '2026-01-01', with = <> < <= > >=, LIKE,"
          + " IN (…), IS NULL, AND, OR, NOT and parentheses; texts in single quotes, names with"
          + " blanks in backticks";

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<text>'(?:[^']|'')*')|(?<name>`[^`]+`)|(?<number>-?\\d+(?:\\.\\d+)?(?![\\w.]))"
              + "|(?<word>[\\p{L}_][\\p{L}\\p{N}_]*)|(?<sign><>|!=|<=|>=|[=<>(),])");

  private static final Set<String> KEYWORDS =
      Set.of("AND", "OR", "NOT", "IN", "IS", "NULL", "LIKE");

  private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", "<=", ">", ">=");

  /** Deep enough for what people write, and too little for the stack to overflow. */
  private static final int DEEPEST = 50;

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int next;
  private int depth;

  private ConditionText(String text) {
    this.text = text;
  }

  /**
   * A piece of the text.
   *
   * @param kind {@code text}, {@code name}, {@code number}, {@code word}, {@code sign} or {@code
   *     end}
   * @param at its place in the text, from 1
   */
  private record Token(String kind, String written, int at) {
    /** Whether it is a sign or a keyword, which may be written in any case. */
    boolean is(String expected) {
      return kind.equals("sign")
          ? written.equals(expected)
          : kind.equals("word") && written.equalsIgnoreCase(expected);
    }

    String shown() {
      return kind.equals("end") ? "the end" : written;
    }
  }

  /**
   * Reads a condition.
   *
   * @throws IllegalArgumentException saying what is wrong, and where
   */
  static Condition read(String text) {
    ConditionText reader = new ConditionText(text);
    reader.split();
    Condition condition = reader.either();
    if (!reader.token().kind().equals("end")) {
      throw reader.expected("AND, OR or the end");
    }
    return condition;
  }

  private void split() {
    Matcher matcher = TOKEN.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else if (matcher.region(at, text.length()).lookingAt()) {
        tokens.add(new Token(kind(matcher), matcher.group(), at + 1));
        at = matcher.end();
      } else {
        throw wrong(at + 1, unreadable(text.charAt(at)));
      }
    }
    tokens.add(new Token("end", "", text.length() + 1));
  }

  private static String kind(Matcher matcher) {
    for (String kind : List.of("text", "name", "number", "word")) {
      if (matcher.group(kind) != null) {
        return kind;
      }
    }
    return "sign";
  }

  private static String unreadable(char character) {
    return switch (character) {
      case '\'' -> "a text begins that has no closing quote";
      case '`' -> "a name begins that has no closing backtick";
      case '"' -> "double quotes: a text is in single quotes, a name in backticks";
      default -> "\"" + character + "\" means nothing here";
    };
  }

  private Token token() {
    return tokens.get(next);
  }

  private boolean take(String expected) {
    if (token().is(expected)) {
      next++;
      return true;
    }
    return false;
  }

  private void require(String expected) {
    if (!take(expected)) {
      throw expected(expected);
    }
  }

  private Condition either() {
    List<Condition> parts = new ArrayList<>();
    do {
      parts.add(all());
    } while (take("OR"));
    return Condition.Joined.of("OR", parts);
  }

  private Condition all() {
    List<Condition> parts = new ArrayList<>();
    do {
      parts.add(factor());
    } while (take("AND"));
    return Condition.Joined.of("AND", parts);
  }

  private Condition factor() {
    if (++depth > DEEPEST) {
      throw wrong(token().at(), "more than " + DEEPEST + " NOT and parentheses within each other");
    }
    try {
      if (take("NOT")) {
        return new Condition.Not(factor());
      }
      if (take("(")) {
        Condition inner = either();
        require(")");
        return inner;
      }
      return comparison(column());
    } finally {
      depth--;
    }
  }

  private String column() {
    Token token = token();
    if (token.kind().equals("name")) {
      next++;
      return token.written().substring(1, token.written().length() - 1);
    }
    if (token.kind().equals("word")
        && !KEYWORDS.contains(token.written().toUpperCase(Locale.ROOT))) {
      next++;
      return token.written();
    }
    throw expected("a column");
  }

  private Condition comparison(String column) {
    if (take("IS")) {
      boolean not = take("NOT");
      require("NULL");
      return negated(not, new Condition.IsNull(column));
    }
    boolean not = take("NOT");
    if (take("IN")) {
      return negated(not, new Condition.OneOf(column, values()));
    }
    if (take(Condition.Comparison.LIKE)) {
      return negated(not, new Condition.Comparison(column, Condition.Comparison.LIKE, value()));
    }
    Token sign = token();
    if (not || !COMPARISONS.contains(sign.written())) {
      throw expected(not ? "IN or LIKE" : "a comparison: = <> < <= > >=, LIKE, IN or IS NULL");
    }
    next++;
    String operator = sign.written().equals("!=") ? "<>" : sign.written();
    return new Condition.Comparison(column, operator, value());
  }

  private static Condition negated(boolean not, Condition condition) {
    return not ? new Condition.Not(condition) : condition;
  }

  private List<Condition.Value> values() {
    List<Condition.Value> values = new ArrayList<>();
    require("(");
    do {
      values.add(value());
    } while (take(","));
    require(")");
    return values;
  }

  private Condition.Value value() {
    Token token = token();
    if (token.kind().equals("number")) {
      next++;
      return new Condition.Number(new BigDecimal(token.written()));
    }
    if (!token.kind().equals("text")) {
      throw expected("a text in single quotes or a number");
    }
    String content = token.written().substring(1, token.written().length() - 1);
    if (content.indexOf('\\') >= 0) {
      throw wrong(
          token.at(), "a text with a backslash, which Domo may take as an escape: use LIKE with _");
    }
    next++;
    return new Condition.Text(content.replace("''", "'"));
  }

  private IllegalArgumentException expected(String what) {
    return wrong(token().at(), "expected is %s, found is %s".formatted(what, token().shown()));
  }

  private static IllegalArgumentException wrong(int at, String what) {
    return new IllegalArgumentException("at character %d: %s".formatted(at, what));
  }
}
