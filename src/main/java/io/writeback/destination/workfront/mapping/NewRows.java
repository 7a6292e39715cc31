package io.writeback.destination.workfront.mapping;

import io.writeback.config.Option;
import io.writeback.config.Settings;
import io.writeback.problem.Code;
import java.util.List;
import java.util.Optional;

/**
 * What a route says about rows that have no ID.
 *
 * @param matchBy the field that recognises their objects, as the route names it; empty if none does
 * @param rowKey the column that recognises such a row where no field does; empty if none does
 * @param creates whether an object is created for a row that has none
 * @param createsVanished whether one is also created where the one that was known is not found
 * @param form the name of the custom form that is attached; empty for none
 * @param formOnAll whether it is also attached to objects that exist and do not have it
 */
record NewRows(
    Optional<String> matchBy,
    Optional<String> rowKey,
    boolean creates,
    boolean createsVanished,
    Optional<String> form,
    boolean formOnAll) {
  /** Rows without an ID are rejected. */
  static final NewRows NONE =
      new NewRows(Optional.empty(), Optional.empty(), false, false, Optional.empty(), false);

  /** What becomes of a row that has no object. */
  private enum Missing {
    REJECT,
    CREATE
  }

  /** Which objects get the form. */
  private enum FormOn {
    CREATED,
    ALL
  }

  private static final Option<Missing> ON_BLANK_ID =
      Option.choice("onBlankId", Missing.REJECT)
          .titled("On blank ID")
          .says(
              "What becomes of a row without an ID: `reject` (WB-301), or `create` a new object,"
                  + " which needs `rowKey`. With `matchBy`, `onMissing` decides instead. See [New"
                  + " rows](new-rows.md).");

  private static final Option<Optional<String>> ROW_KEY =
      Option.text("rowKey")
          .says(
              "For `onBlankId=create`: the column that identifies a row in the source, so that the"
                  + " next run updates what this one created. It need not be written.")
          .example("Order number");

  private static final Option<Optional<String>> MATCH_BY =
      Option.text("matchBy")
          .says(
              "The field by which rows without an ID find their objects: a key, a custom name or a"
                  + " label, of a field that is unique by your word. Values are compared exactly. See"
                  + " [Matching](new-rows.md#matching).")
          .example("DE:Order Number");

  private static final Option<Missing> ON_MISSING =
      Option.choice("onMissing", Missing.REJECT)
          .says(
              "For `matchBy`: what becomes of a row whose value no object has: `reject` (WB-437) or"
                  + " `create` a new object.");

  private static final Option<Missing> ON_VANISHED =
      Option.choice("onVanished", Missing.REJECT)
          .says(
              "What becomes of a row whose object this writeback knew, and which is not found any"
                  + " more (deleted, or not visible): `reject` (WB-438) or `create` it again.");

  private static final Option<Optional<String>> FORM =
      Option.text("form")
          .titled("Custom form")
          .says(
              "The name of the custom form that is attached to objects which are created; with"
                  + " `formOn: all` also to others.")
          .example("Order");

  private static final Option<FormOn> FORM_ON =
      Option.choice("formOn", FormOn.CREATED)
          .titled("Attach the form to")
          .says(
              "Which objects get the `form`: `created` only new ones, `all` also those that exist"
                  + " and do not have it, right before their row is written: one more request for"
                  + " each, once. Other forms stay. See [Forms](new-rows.md#forms).");

  /** All of them, in the order of the documents. */
  static final List<Option<?>> ALL =
      List.of(ON_BLANK_ID, ROW_KEY, MATCH_BY, ON_MISSING, ON_VANISHED, FORM, FORM_ON);

  /** Reads the options and notes every mistake in them. */
  static NewRows of(Settings options) {
    boolean onBlank = ON_BLANK_ID.in(options) == Missing.CREATE;
    boolean onMissing = ON_MISSING.in(options) == Missing.CREATE;
    boolean onVanished = ON_VANISHED.in(options) == Missing.CREATE;
    Optional<String> matchBy = MATCH_BY.in(options).map(String::strip);
    Optional<String> rowKey = ROW_KEY.in(options);
    Optional<String> form = FORM.in(options);
    boolean onAll = FORM_ON.in(options) == FormOn.ALL;
    boolean creates = matchBy.isPresent() ? onMissing : onBlank;
    if (matchBy.isPresent() && onBlank) {
      mistake(options, ON_BLANK_ID, "has no use with matchBy: onMissing=create creates");
    }
    if (matchBy.isPresent() && rowKey.isPresent()) {
      mistake(options, ROW_KEY, "has no use with matchBy, which recognises the rows");
    }
    if (matchBy.isEmpty() && onMissing) {
      mistake(options, ON_MISSING, "has no use without matchBy");
    }
    if (matchBy.isEmpty() && onBlank && rowKey.isEmpty()) {
      mistake(
          options,
          ON_BLANK_ID,
          "needs rowKey (a column that identifies the row) or, instead of both, matchBy: without them every run would create the same objects again");
    }
    if (matchBy.isEmpty() && rowKey.isPresent() && !onBlank) {
      mistake(options, ROW_KEY, "has no use without onBlankId=create");
    }
    if (onVanished && !creates) {
      mistake(options, ON_VANISHED, "has no use where nothing is created");
    }
    if (form.isPresent() && !creates && !onAll) {
      mistake(
          options,
          FORM,
          "has no use where nothing is created; formOn=all attaches it to objects that exist");
    }
    if (form.isEmpty() && onAll) {
      mistake(options, FORM_ON, "has no use without form, the name of the custom form");
    }
    return new NewRows(matchBy, rowKey, creates, onVanished, form, onAll);
  }

  private static void mistake(Settings options, Option<?> option, String what) {
    options.problem(Code.BAD_VALUE, option.name(), what);
  }

  /** Whether rows may have no ID. */
  boolean recognise() {
    return matchBy.isPresent() || rowKey.isPresent();
  }
}
