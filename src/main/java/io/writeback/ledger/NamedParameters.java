package io.writeback.ledger;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Finds {@code :name} and {@code ?} in a statement of ours: outside of what is in quotes.
 *
 * <p>JDBI's own parser knows comments and escapes too, which we do not have; its lexer takes a
 * twentieth of the time of a run of one row until it has warmed up (measured).
 */
final class NamedParameters implements SqlParser {
  /** Far more than there are statements; what a list of values becomes is another one each time. */
  private static final int MOST_KEPT = 1_000;

  private final Map<String, ParsedSql> parsed = new ConcurrentHashMap<>();

  @Override
  public ParsedSql parse(String sql, StatementContext context) {
    ParsedSql known = parsed.get(sql);
    if (known != null) {
      return known;
    }
    ParsedSql found = parse(sql);
    if (parsed.size() < MOST_KEPT) {
      parsed.put(sql, found);
    }
    return found;
  }

  @Override
  public String nameParameter(String name, StatementContext context) {
    return ":" + name;
  }

  static ParsedSql parse(String sql) {
    ParsedSql.Builder parsed = ParsedSql.builder();
    int copied = 0;
    int at = 0;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      int end = at + 1;
      if (c == '\'' || c == '"') {
        int closing = sql.indexOf(c, end);
        end = closing < 0 ? sql.length() : closing + 1;
      } else if (c == '?') {
        parsed.append(sql.substring(copied, at)).appendPositionalParameter();
        copied = end;
      } else if (c == ':') {
        end = endOfName(sql, end);
        if (end > at + 1) {
          parsed.append(sql.substring(copied, at)).appendNamedParameter(sql.substring(at + 1, end));
          copied = end;
        }
      }
      at = end;
    }
    return parsed.append(sql.substring(copied)).build();
  }

  private static int endOfName(String sql, int begin) {
    int end = begin;
    while (end < sql.length()
        && (Character.isJavaIdentifierPart(sql.charAt(end)) || sql.charAt(end) == '.')) {
      end++;
    }
    return end;
  }
}
