package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.http.Json;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A value of a filter, parsed by its field's type: numbers compare as numbers, dates as dates,
 * everything else as text.
 *
 * <p>A day compared with a date and time equals every instant in it, and for ordering is its
 * midnight (the vendor's page on wildcards); times without a zone are in UTC.
 *
 * @param first the least stored value that is equal to it
 * @param last the greatest
 * @param point its value for ordering
 */
record FilterValue(Key first, Key last, Key point) {
  /** A comparable value; two keys of one field have the same type. */
  record Key(Comparable<?> value) implements Comparable<Key> {
    @Override
    @SuppressWarnings("unchecked")
    public int compareTo(Key other) {
      return ((Comparable<Object>) value).compareTo(other.value);
    }
  }

  /** Reads a value of a filter. */
  static FilterValue of(Field field, String text, Wildcards wildcards) throws Refusal {
    return switch (field.type()) {
      case DATE -> date(field, text, wildcards);
      case DATE_TIME -> dateTime(field, text, wildcards);
      case INT, DOUBLE, MONEY -> exactly(number(text));
      case BOOLEAN -> {
        if (!text.equals("true") && !text.equals("false")) {
          throw Refusal.invalid(field.name(), text);
        }
        yield exactly(Boolean.valueOf(text));
      }
      default -> exactly(Wildcards.isWildcard(text) ? wildcards.text(text) : text);
    };
  }

  /** Whether a stored value is equal. */
  boolean equalTo(Key stored) {
    return stored.compareTo(first) >= 0 && stored.compareTo(last) <= 0;
  }

  /** A stored value for comparison; empty if there is none of that type. */
  static Optional<Key> stored(Field field, JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    return switch (field.type()) {
      case DATE -> DateTimes.date(value.asText()).map(LocalDate::parse).map(Key::new);
      case DATE_TIME -> DateTimes.local(value.asText()).map(Key::new);
      case INT, DOUBLE, MONEY ->
          value.isNumber() ? Optional.of(new Key(value.decimalValue())) : Optional.empty();
      case BOOLEAN -> Optional.of(new Key(value.asBoolean()));
      case REFERENCE, REFERENCE_LIST -> Optional.of(new Key(id(value.asText())));
      default -> Optional.of(new Key(value.asText()));
    };
  }

  /** Users' reports: a reference is matched by the ID in its text, never by the name. */
  private static String id(String reference) {
    try {
      return Json.read(reference).path("ID").asText(reference);
    } catch (JsonProcessingException e) {
      return reference;
    }
  }

  private static FilterValue exactly(Comparable<?> value) {
    Key key = new Key(value);
    return new FilterValue(key, key, key);
  }

  private static BigDecimal number(String text) throws Refusal {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw Refusal.numberFormat(text);
    }
  }

  private static FilterValue date(Field field, String text, Wildcards wildcards) throws Refusal {
    if (Wildcards.isWildcard(text)) {
      return exactly(wildcards.moment(text).at().toLocalDate());
    }
    return exactly(
        LocalDate.parse(
            DateTimes.date(text).orElseThrow(() -> Refusal.invalid(field.name(), text))));
  }

  private static FilterValue dateTime(Field field, String text, Wildcards wildcards)
      throws Refusal {
    if (Wildcards.isWildcard(text)) {
      Wildcards.Moment moment = wildcards.moment(text);
      return moment.wholeDay()
          ? day(moment.at().toLocalDate(), moment.end())
          : exactly(moment.at());
    }
    try {
      return day(LocalDate.parse(text), false);
    } catch (DateTimeParseException e) {
      return exactly(DateTimes.local(text).orElseThrow(() -> Refusal.invalid(field.name(), text)));
    }
  }

  private static FilterValue day(LocalDate day, boolean end) {
    LocalDateTime from = day.atStartOfDay();
    LocalDateTime to = day.atTime(LocalTime.MAX);
    return new FilterValue(new Key(from), new Key(to), new Key(end ? to : from));
  }
}
