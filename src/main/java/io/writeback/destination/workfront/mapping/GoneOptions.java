package io.writeback.destination.workfront.mapping;

import io.writeback.config.Entries;
import io.writeback.config.Option;
import io.writeback.config.Settings;
import io.writeback.destination.GoneLimit;
import io.writeback.destination.GonePolicy;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a route says of objects whose rows are gone.
 *
 * @param policy what becomes of them
 * @param fields those that are emptied, as the route names them; empty for all that are written
 */
public record GoneOptions(GonePolicy policy, List<String> fields) {
  /** What becomes of an object that the writeback has written and whose row is gone. */
  public enum OnGone {
    IGNORE,
    CLEAR,
    DELETE
  }

  private static final String ON_GONE_NAME = "onGone";
  private static final String FIELDS_NAME = "goneFields";

  private static final Option<OnGone> ON_GONE =
      Option.choice(ON_GONE_NAME, OnGone.IGNORE)
          .titled("When a row is gone")
          .says(
              "What becomes of an object that this writeback has written and whose row is no longer"
                  + " in the DataSet: `ignore` nothing, `clear` empties the fields that are written,"
                  + " `delete` deletes it, which needs `account.NAME.allow-delete=true`. See [Rows"
                  + " that are gone](gone-rows.md).");

  private static final Option<GoneLimit> MAX_GONE =
      Option.parsed("maxGone", "10%", GoneLimit.ALLOWED, GoneLimit::parse)
          .titled("Maximum objects whose rows are gone")
          .says(
              "How many objects a run may clear or delete without asking: a number, or a part of"
                  + " those that the writeback has written. More than half of them always wait for"
                  + " a person.")
          .example("50");

  private static final Option<Optional<String>> GONE_FIELDS =
      Option.text(FIELDS_NAME)
          .titled("Fields to clear")
          .without("all that are written")
          .says(
              "For `onGone: clear`: the columns or fields that are emptied, such as `Budget,"
                  + " DE:Notes`, where others have to keep a value.")
          .example("Budget, DE:Notes");

  static final List<Option<?>> ALL = List.of(ON_GONE, MAX_GONE, GONE_FIELDS);

  public GoneOptions {
    fields = List.copyOf(fields);
  }

  /** Reads the options and notes every mistake in them; empty if nothing becomes of the objects. */
  static Optional<GoneOptions> of(Settings options) {
    OnGone what = ON_GONE.in(options);
    GoneLimit most = MAX_GONE.in(options);
    List<String> fields =
        GONE_FIELDS
            .in(options)
            .map(
                text ->
                    Entries.names(
                        text, mistake -> options.problem(Code.BAD_VALUE, FIELDS_NAME, mistake)))
            .orElse(List.of());
    if (what == OnGone.DELETE && !fields.isEmpty()) {
      options.problem(
          Code.BAD_VALUE, FIELDS_NAME, "has no use with onGone=delete, which deletes objects");
    }
    return what == OnGone.IGNORE
        ? Optional.empty()
        : Optional.of(new GoneOptions(new GonePolicy(what == OnGone.DELETE, most), fields));
  }

  /**
   * The fields that a gone object loses, by their wire names; of one that is deleted, those that
   * show whether someone has changed it. Never the one that recognises it: a row that comes back
   * would not find its object.
   *
   * @throws ConfigurationException if the route names one that is not written, or there is none
   */
  public List<String> cleared(FieldMapping mapping) {
    List<String> cleared = new ArrayList<>();
    List<String> unknown = new ArrayList<>(fields);
    for (FieldMapping.Written written : mapping.written()) {
      boolean named = written.field().answersTo(written.column(), fields);
      unknown.removeIf(name -> written.field().answersTo(written.column(), List.of(name)));
      boolean recognises =
          mapping
              .recognised()
              .map(Recognition::field)
              .filter(written.field().wireName()::equals)
              .isPresent();
      if (named && recognises) {
        throw problem(
            FIELDS_NAME,
            "names %s, which matchBy recognises objects by: emptied, a row that comes back would not find its object"
                .formatted(written.field().wireName()));
      }
      if (written.readBack() && !recognises && (fields.isEmpty() || named)) {
        cleared.add(written.field().wireName());
      }
    }
    if (!unknown.isEmpty()) {
      throw problem(
          FIELDS_NAME,
          "names \"%s\", which is no column or field that is written"
              .formatted(String.join("\", \"", unknown)));
    }
    if (cleared.isEmpty() && !policy.deletes()) {
      throw problem(ON_GONE_NAME, "has nothing to clear: no field that is written can be read");
    }
    return cleared;
  }

  /**
   * @param key the key of the account that allows it
   * @throws ConfigurationException if objects are deleted, and the account does not allow that
   */
  public void requireAllowed(boolean allowed, String key) {
    if (policy.deletes() && !allowed) {
      throw problem(
          ON_GONE_NAME,
          "is delete, but %s is not true: set it in application.properties if routes may delete objects there"
              .formatted(key));
    }
  }

  private static ConfigurationException problem(String option, String what) {
    return new ConfigurationException(Code.BAD_VALUE, option, what);
  }
}
