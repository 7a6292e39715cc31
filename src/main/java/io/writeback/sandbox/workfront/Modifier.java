package io.writeback.sandbox.workfront;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * How a filter compares: the value of {@code field_Mod}.
 *
 * <p>API basics, the page on filter and condition modifiers, and the constants of Workfront's own
 * client. Modifiers in the client that no page explains are not imitated.
 */
enum Modifier {
  EQ(Kind.EQUALITY),
  NE(Kind.EQUALITY),
  IN(Kind.EQUALITY),
  NOTIN(Kind.EQUALITY),
  CIEQ(Kind.TEXT),
  CINE(Kind.TEXT),
  CIIN(Kind.TEXT),
  CINOTIN(Kind.TEXT),
  CONTAINS(Kind.TEXT),
  NOTCONTAINS(Kind.TEXT),
  CICONTAINS(Kind.TEXT),
  CINOTCONTAINS(Kind.TEXT),
  LIKE(Kind.TEXT),
  CILIKE(Kind.TEXT),
  STARTSWITH(Kind.TEXT),
  LT(Kind.ORDER),
  LTE(Kind.ORDER),
  GT(Kind.ORDER),
  GTE(Kind.ORDER),
  BETWEEN(Kind.ORDER),
  ISNULL(Kind.PRESENCE),
  NOTNULL(Kind.PRESENCE),
  ISBLANK(Kind.PRESENCE),
  NOTBLANK(Kind.PRESENCE);

  /** The kinds of values that a modifier compares. */
  enum Kind {
    EQUALITY,
    TEXT,
    ORDER,
    /** It has no value. */
    PRESENCE
  }

  private static final Set<String> NOT_IMITATED =
      Set.of(
          "nee",
          "cicontainsany",
          "cicontainsall",
          "cinotcontainsany",
          "cinotcontainsall",
          "clike",
          "cistartswith",
          "endswith",
          "ciendswith",
          "soundex",
          "cibetween",
          "notbetween",
          "cinotbetween",
          "bitwiseor",
          "bitwiseand",
          "bitwisenand",
          "exacttime",
          "length_lt",
          "length_eq",
          "length_gt",
          "allof",
          "null",
          "blank");

  private final Kind kind;

  Modifier(Kind kind) {
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  /** Whether it accepts a list of values. */
  boolean takesSeveral() {
    return this == IN || this == NOTIN || this == CIIN || this == CINOTIN;
  }

  /** Whether it is the negation of another one, and so matches an object without a value. */
  boolean isNegative() {
    return switch (this) {
      case NE, NOTIN, CINE, CINOTIN, NOTCONTAINS, CINOTCONTAINS -> true;
      default -> false;
    };
  }

  /** Whether it ignores case. */
  boolean ignoresCase() {
    return name().startsWith("CI");
  }

  /** The modifier of that name, in lower case as in Workfront. */
  static Modifier named(String parameter, String name) throws Refusal {
    Optional<Modifier> found =
        Arrays.stream(values()).filter(modifier -> modifier.text().equals(name)).findFirst();
    if (found.isEmpty() && NOT_IMITATED.contains(name)) {
      throw Refusal.notImitated("the modifier " + name);
    }
    return found.orElseThrow(() -> Refusal.invalid(parameter, name));
  }

  String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
