package io.writeback.rules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A text with the cells of columns in it: {@code {First}[ {Middle}] {Last}}. What is in brackets is
 * left out if one of its cells is blank. A backslash makes one of <code>{ } [ ] \</code> a
 * character.
 */
final class Template {
  /** A piece of it: a text, the cell of a column, or what is in brackets. */
  private sealed interface Part permits Literal, Cell, Optional {}

  private record Literal(String text) implements Part {}

  private record Cell(String column) implements Part {}

  private record Optional(List<Part> parts) implements Part {}

  private final List<Part> parts;
  private final Set<String> columns = new LinkedHashSet<>();

  private Template(List<Part> parts) {
    this.parts = parts;
    gather(parts);
  }

  /**
   * Reads one.
   *
   * @throws Misplaced saying what is wrong, and where in the text
   */
  static Template of(String text) throws Misplaced {
    Reader reader = new Reader(text);
    Template template = new Template(reader.parts(false));
    if (template.columns.isEmpty()) {
      throw new Misplaced(0, "has no {column}; a text that is always the same is a constant");
    }
    return template;
  }

  private void gather(List<Part> some) {
    for (Part part : some) {
      if (part instanceof Cell cell) {
        columns.add(cell.column());
      } else if (part instanceof Optional optional) {
        gather(optional.parts());
      }
    }
  }

  /** The columns that it is made of. */
  Set<String> columns() {
    return columns;
  }

  /**
   * The text for a row; null if all of its cells are blank.
   *
   * @param cells the cell of a column; null if it is blank
   */
  String text(Function<String, String> cells) {
    StringBuilder text = new StringBuilder();
    boolean[] found = {false};
    write(parts, cells, text, found);
    return found[0] ? text.toString() : null;
  }

  private static void write(
      List<Part> parts, Function<String, String> cells, StringBuilder text, boolean[] found) {
    for (Part part : parts) {
      if (part instanceof Literal literal) {
        text.append(literal.text());
      } else if (part instanceof Cell cell) {
        String value = cells.apply(cell.column());
        found[0] |= value != null;
        text.append(value == null ? "" : value);
      } else if (part instanceof Optional optional
          && optional.parts().stream()
              .noneMatch(one -> one instanceof Cell c && cells.apply(c.column()) == null)) {
        write(optional.parts(), cells, text, found);
      }
    }
  }

  /** A mistake at a place of a text. */
  static final class Misplaced extends Exception {
    private static final long serialVersionUID = 1L;
    private final int at;

    Misplaced(int at, String message) {
      super(message, null, false, false);
      this.at = at;
    }

    /** From 0. */
    int at() {
      return at;
    }
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    List<Part> parts(boolean inBrackets) throws Misplaced {
      int opened = at - 1;
      List<Part> parts = new ArrayList<>();
      StringBuilder literal = new StringBuilder();
      while (at < text.length()) {
        char character = text.charAt(at);
        if (character == '\\' && at + 1 < text.length()) {
          literal.append(text.charAt(at + 1));
          at += 2;
        } else if (character == '{') {
          end(literal, parts);
          parts.add(cell());
        } else if (character == '[' && !inBrackets) {
          end(literal, parts);
          at++;
          parts.add(new Optional(parts(true)));
        } else if (character == ']' && inBrackets) {
          end(literal, parts);
          if (parts.stream().noneMatch(Cell.class::isInstance)) {
            throw new Misplaced(opened, "has brackets without a {column}; write \\[ for [");
          }
          at++;
          return parts;
        } else if (character == '[' || character == ']' || character == '}') {
          throw new Misplaced(
              at, "has a %s that belongs to nothing; write \\%s".formatted(character, character));
        } else {
          literal.append(character);
          at++;
        }
      }
      if (inBrackets) {
        throw new Misplaced(opened, "opens [ and does not close it");
      }
      end(literal, parts);
      return parts;
    }

    private static void end(StringBuilder literal, List<Part> parts) {
      if (literal.length() > 0) {
        parts.add(new Literal(literal.toString()));
        literal.setLength(0);
      }
    }

    private Cell cell() throws Misplaced {
      int close = Escapes.indexOf(text, '}', at);
      if (close < 0) {
        throw new Misplaced(at, "opens { and does not close it");
      }
      String column = Escapes.plain(text.substring(at + 1, close));
      if (column.isEmpty()) {
        throw new Misplaced(at, "has {} without a column");
      }
      at = close + 1;
      return new Cell(column);
    }
  }
}
