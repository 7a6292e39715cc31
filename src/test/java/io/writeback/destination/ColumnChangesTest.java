package io.writeback.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.Schema;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ColumnChangesTest {
  private static final Optional<Set<String>> NO_OPTION = Optional.empty();

  private static Schema schema(String... names) {
    return new Schema(
        Arrays.stream(names).map(name -> new Column(name, ColumnType.STRING)).toList());
  }

  private static Optional<Problem> problem(
      Map<String, String> before,
      Map<String, String> now,
      Schema schema,
      Optional<Set<String>> leftOut,
      boolean declared) {
    Plan plan =
        new FakePlan(FakePlan.HUNDRED, FakePlan::taken) {
          @Override
          public Columns columns() {
            return new Columns(List.of(), List.of(), now, Set.of());
          }
        };
    return ColumnChanges.problem(
        "projects",
        new ColumnChanges.LastRun("r1", Instant.parse("2026-11-01T02:00:00.5Z"), before),
        schema,
        plan,
        leftOut,
        declared);
  }

  @Test
  void a_column_that_is_missing_is_named_with_its_field_its_run_and_its_likely_new_name() {
    Optional<Problem> found =
        problem(
            Map.of("Name", "name", "Project Status", "status"),
            Map.of("Name", "name"),
            schema("ID", "Name", "project_status"),
            Optional.of(Set.of()),
            false);

    assertThat(found).map(Problem::code).contains(Code.COLUMN_LOST);
    assertThat(found.orElseThrow().message())
        .isEqualTo(
            "run r1 of 2026-11-01T02:00:00Z wrote a column that cannot be written now: \"Project"
                + " Status\" (field status) is not in the DataSet; is \"project_status\" its new"
                + " name?; nothing was sent. If that is intended: ./writeback run projects"
                + " --accept-columns, or put columns: \"Project Status=-\" into the route");
  }

  @Test
  void a_column_that_is_there_but_fits_no_field_is_lost_too() {
    Optional<Problem> found =
        problem(
            Map.of("Name", "name", "Cost", "DE:Cost"),
            Map.of("Name", "name"),
            schema("ID", "Name", "Cost"),
            Optional.of(Set.of()),
            false);

    assertThat(found.orElseThrow().message())
        .contains("\"Cost\" (field DE:Cost) fits no field; nothing was sent");
  }

  @Test
  void a_renamed_column_whose_field_is_still_written_loses_nothing() {
    assertThat(
            problem(
                Map.of("Status", "status"),
                Map.of("State", "status"),
                schema("ID", "State"),
                Optional.of(Set.of()),
                false))
        .isEmpty();
  }

  @Test
  void a_new_column_is_no_fault() {
    assertThat(
            problem(
                Map.of("Name", "Name"),
                Map.of("Name", "Name", "City", "City"),
                schema("Name", "City"),
                NO_OPTION,
                false))
        .isEmpty();
  }

  @Test
  void a_column_that_the_route_leaves_out_is_not_lost() {
    assertThat(
            problem(
                Map.of("Name", "name", "Notes", "notes"),
                Map.of("Name", "name"),
                schema("ID", "Name"),
                Optional.of(Set.of("Notes")),
                false))
        .isEmpty();
  }

  @Test
  void a_column_that_a_route_lists_itself_was_taken_out_on_purpose() {
    assertThat(
            problem(
                Map.of("Name", "name", "Notes", "notes"),
                Map.of("Name", "name"),
                schema("ID", "Name"),
                Optional.of(Set.of()),
                true))
        .isEmpty();
  }

  @Test
  void a_vanished_field_of_a_column_that_a_route_lists_is_still_found() {
    assertThat(
            problem(
                Map.of("Name", "name", "Notes", "notes"),
                Map.of("Name", "name"),
                schema("ID", "Name", "Notes"),
                Optional.of(Set.of()),
                true))
        .isPresent();
  }

  @Test
  void advice_that_a_route_cannot_follow_is_not_given() {
    String message =
        problem(Map.of("a", "a", "b", "b"), Map.of("a", "a"), schema("a"), NO_OPTION, false)
            .orElseThrow()
            .message();

    assertThat(message).contains("\"b\" is not in the DataSet").doesNotContain("columns:");
  }

  @Test
  void a_name_with_comma_or_equals_sign_is_protected_in_the_advice() {
    String message =
        problem(
                Map.of("Name", "name", "a,b=c", "x"),
                Map.of("Name", "name"),
                schema("ID", "Name"),
                Optional.of(Set.of()),
                false)
            .orElseThrow()
            .message();

    assertThat(message).contains("columns: \"a\\,b\\=c=-\"");
  }
}
