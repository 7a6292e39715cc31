package io.writeback.destination.workfront.update;

import io.writeback.destination.ExpectedRefusal;
import io.writeback.destination.Forecast;
import io.writeback.destination.workfront.mapping.CustomForm;
import io.writeback.destination.workfront.mapping.FieldMapping;
import io.writeback.destination.workfront.mapping.MetadataField;
import io.writeback.destination.workfront.mapping.ObjectMetadata;
import io.writeback.problem.Code;
import io.writeback.problem.Count;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Counts, for each custom field, the rows whose objects carry no form that has it, and the objects
 * that get a form.
 */
final class FormCount {
  private static final int MOST_NAMED = 5;

  private final String keyColumn;
  private final Map<String, String> formNames = new HashMap<>();

  /** In the order of the columns. */
  private final Map<FieldMapping.Written, Rows> lacking =
      new TreeMap<>(Comparator.comparing(FieldMapping.Written::index));

  private final Rows missing = new Rows();

  /** What is attached to objects that do not have it. */
  private final Optional<CustomForm> attached;

  /** How many objects that is. */
  private long attaching;

  /** Rows whose objects' forms are unknown. */
  private long unknown;

  /** Why they are, in Workfront's own words; "" if it did not say. */
  private String refusal = "";

  /**
   * @param metadata names the forms
   */
  FormCount(String keyColumn, ObjectMetadata metadata, Optional<CustomForm> attached) {
    this.keyColumn = keyColumn;
    this.attached = attached;
    metadata
        .custom()
        .values()
        .forEach(field -> field.forms().forEach(form -> formNames.put(form.id(), form.name())));
  }

  /** What follows for a record. */
  enum Need {
    /** It will probably be refused. */
    REFUSED,
    /** Its object gets the form before it is written. */
    ATTACHED,
    NEITHER
  }

  /** Rows with one reason, and the first of them. */
  private static final class Rows {
    private final List<ExpectedRefusal.Example> examples = new ArrayList<>();
    private long count;

    void add(FormCheck.Asked record, String detail) {
      count++;
      if (examples.size() < ExpectedRefusal.MOST_EXAMPLES) {
        examples.add(new ExpectedRefusal.Example(record.row(), record.key(), detail));
      }
    }
  }

  /**
   * Adds a record.
   *
   * @param carried the forms of its object; empty if Workfront does not say, null if there is no
   *     such object
   */
  Need add(FormCheck.Asked record, Optional<Set<String>> carried) {
    if (carried == null) {
      missing.add(record, "");
      return Need.REFUSED;
    }
    if (carried.isEmpty()) {
      unknown++;
      return Need.NEITHER;
    }
    Set<String> forms = new HashSet<>(carried.get());
    boolean attaches = attached.map(form -> forms.add(form.id())).orElse(false);
    boolean lacks = false;
    for (FieldMapping.Written column : record.written()) {
      if (!hasField(column.field(), forms)) {
        lacks = true;
        lacking.computeIfAbsent(column, one -> new Rows()).add(record, carries(carried.get()));
      }
    }
    if (lacks) {
      return Need.REFUSED;
    }
    attaching += attaches ? 1 : 0;
    return attaches ? Need.ATTACHED : Need.NEITHER;
  }

  private static boolean hasField(MetadataField field, Set<String> carried) {
    return field.forms().stream().map(MetadataField.Form::id).anyMatch(carried::contains);
  }

  /** The forms of the objects of so many rows are unknown. */
  void unknown(long rows) {
    unknown += rows;
  }

  /** Workfront refused to be asked. */
  void refused(String words) {
    refusal = words;
  }

  Forecast forecast() {
    List<ExpectedRefusal> refusals = new ArrayList<>();
    lacking.forEach((column, rows) -> refusals.add(lacksForm(column, rows)));
    if (missing.count > 0) {
      refusals.add(
          new ExpectedRefusal(
              Code.OBJECT_NOT_FOUND,
              keyColumn,
              "ID",
              "Workfront finds no objects with these IDs, or does not show them to our user",
              missing.count,
              missing.examples));
    }
    List<String> notes = new ArrayList<>();
    if (attaching > 0) {
      notes.add(attachingNote());
    }
    if (unknown > 0) {
      notes.add(note());
    }
    return new Forecast(refusals, notes);
  }

  private String attachingNote() {
    return "%s not have the custom form \"%s\": it is attached to each right before its row is written, by a request of its own"
        .formatted(Count.of(attaching, "object does", "objects do"), attached.orElseThrow().name());
  }

  private String note() {
    return String.format(
        Locale.ROOT,
        "Workfront does not say which custom forms the objects of %,d %s carry%s; whether it takes their custom fields shows when they are sent%s",
        unknown,
        unknown == 1 ? "row" : "rows",
        refusal.isEmpty() ? "" : " (" + refusal + ")",
        attached
            .map(form -> ", and the form \"%s\" is attached to none of them".formatted(form.name()))
            .orElse(""));
  }

  private ExpectedRefusal lacksForm(FieldMapping.Written column, Rows rows) {
    MetadataField field = column.field();
    String forms = named(field.forms().stream().map(MetadataField.Form::id).toList());
    return new ExpectedRefusal(
        Code.FORM_MISSING,
        column.column(),
        field.wireName(),
        field.forms().size() == 1
            ? "only the form %s has the field %s, and their objects do not carry it"
                .formatted(forms, field.wireName())
            : "only the forms %s have the field %s, and their objects carry none of them"
                .formatted(forms, field.wireName()),
        rows.count,
        rows.examples);
  }

  private String carries(Set<String> forms) {
    return forms.isEmpty() ? "carries no form" : "carries " + named(forms);
  }

  /** By name; a form that the metadata does not name, by its ID. */
  private String named(Collection<String> forms) {
    String names =
        forms.stream()
            .map(
                form ->
                    formNames.getOrDefault(form, "").isEmpty()
                        ? form
                        : '"' + formNames.get(form) + '"')
            .sorted()
            .limit(MOST_NAMED)
            .collect(Collectors.joining(", "));
    return forms.size() <= MOST_NAMED
        ? names
        : names + " and " + (forms.size() - MOST_NAMED) + " more";
  }
}
