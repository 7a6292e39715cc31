package io.writeback.destination;

import io.writeback.config.Suggestion;
import io.writeback.dataset.Schema;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares the columns that the last complete run wrote with those that a run would write now.
 *
 * <p>A column counts as lost if nothing is written to its field any more and the route does not
 * leave it out. Without this check the run would succeed, and the field would keep its old values
 * for good.
 */
public record ColumnChanges(LastRun last, Schema schema, Plan plan) {
  private static final int MOST_LISTED = 20;

  /**
   * The last complete run of a writeback on a target.
   *
   * @param ended when it ended
   * @param written its {@link Columns#written()}
   */
  public record LastRun(String id, Instant ended, Map<String, String> written) {
    public LastRun {
      Objects.requireNonNull(id);
      Objects.requireNonNull(ended);
      written = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(written));
    }
  }

  /**
   * What keeps a run from sending, if anything does.
   *
   * @param schema the columns of the run
   * @param leftOut the columns that the route leaves out; empty if a route of this destination
   *     cannot do that
   * @param declared whether the route itself lists the columns, so that one that is missing was
   *     taken out of it on purpose
   */
  public static Optional<Problem> problem(
      String writeback,
      LastRun last,
      Schema schema,
      Plan plan,
      Optional<Set<String>> leftOut,
      boolean declared) {
    ColumnChanges changes = new ColumnChanges(last, schema, plan);
    Set<String> onPurpose = leftOut.orElse(Set.of());
    List<String> lost =
        last.written().keySet().stream()
            .filter(column -> !onPurpose.contains(column))
            .filter(column -> !declared || schema.names().contains(column))
            .filter(changes::isLost)
            .toList();
    if (lost.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            Code.COLUMN_LOST,
            plan.target(),
            changes.message(writeback, lost, leftOut.isPresent())));
  }

  private boolean isLost(String column) {
    Map<String, String> now = plan.columns().written();
    return !now.containsKey(column) && !now.containsValue(last.written().get(column));
  }

  private String message(String writeback, List<String> lost, boolean canLeaveOut) {
    String listed =
        lost.stream().limit(MOST_LISTED).map(this::described).collect(Collectors.joining("; "));
    String more =
        lost.size() > MOST_LISTED ? "; and %d more".formatted(lost.size() - MOST_LISTED) : "";
    String route =
        canLeaveOut ? ", or put columns: \"%s\" into the route".formatted(leavingOut(lost)) : "";
    return "run %s of %s wrote %s that cannot be written now: %s%s; nothing was sent. If that is intended: ./writeback run %s --accept-columns%s"
        .formatted(
            last.id(),
            last.ended().truncatedTo(ChronoUnit.SECONDS),
            lost.size() == 1 ? "a column" : lost.size() + " columns",
            listed,
            more,
            writeback,
            route);
  }

  private String described(String column) {
    String field = last.written().get(column);
    String named = field.equals(column) ? "" : " (field " + field + ")";
    if (!schema.names().contains(column)) {
      return "\"%s\"%s is not in the DataSet%s".formatted(column, named, newName(column));
    }
    String note =
        plan.columns().mapping().stream()
            .filter(mapped -> mapped.column().equals(column))
            .map(MappedColumn::note)
            .filter(text -> !text.isEmpty())
            .findFirst()
            .map(text -> " (" + text + ")")
            .orElse("");
    return "\"%s\"%s fits no field%s".formatted(column, named, note);
  }

  /** Only a column that was not there before can be the new name of one. */
  private String newName(String column) {
    List<String> candidates = new ArrayList<>(schema.names());
    candidates.removeAll(last.written().keySet());
    return alike(column, candidates).map(name -> "; is \"" + name + "\" its new name?").orElse("");
  }

  private static Optional<String> alike(String column, Collection<String> candidates) {
    return candidates.stream()
        .filter(name -> !letters(name).isEmpty() && letters(name).equals(letters(column)))
        .findFirst()
        .or(() -> Suggestion.nearest(column, candidates));
  }

  private static String letters(String name) {
    return name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  private static String leavingOut(List<String> lost) {
    String entries =
        lost.stream()
            .limit(MOST_LISTED)
            .map(column -> column.replaceAll("([\\\\,=])", "\\\\$1") + "=-")
            .collect(Collectors.joining(", "));
    return lost.size() > MOST_LISTED ? entries + ", …" : entries;
  }
}
