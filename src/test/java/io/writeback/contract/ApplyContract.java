package io.writeback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.cli.Home;
import io.writeback.contract.RecordingProxy.Act;
import io.writeback.contract.RecordingProxy.Gate;
import io.writeback.sandbox.http.Fault;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contract of plan and apply, for every destination: a plan writes nothing, apply writes what
 * was shown, and what someone else wrote in the meantime is never overwritten and always named.
 */
abstract class ApplyContract extends DestinationContract {
  private static final String FOREIGN = "of a colleague";

  /** A row of the batch in the middle, where batches go out one after the other. */
  private static final int IN_THE_MIDDLE = 250;

  /** Someone else changes what the destination holds for row n. */
  protected abstract void edit(int n, String value);

  /** Whether all rows are one file, of which nothing is sent if it was changed. */
  protected boolean isOneFile() {
    return false;
  }

  private String plan() throws IOException {
    return done(0, "plan", Trial.NAME, "--json").get("plan").asText();
  }

  /** Its batches go out one after the other. */
  private String planOfOneAtATime() throws IOException {
    home().set("account." + account() + ".max-concurrency", "1");
    return plan();
  }

  private JsonNode apply(int exitCode, String plan) throws IOException {
    return done(exitCode, "apply", plan, "--json");
  }

  private void foreignEdit(int n) {
    edit(n, FOREIGN);
    trial().edited(n, FOREIGN);
  }

  /** All rows were written but the one that someone else changed; of a file, none. */
  private void assertKept(int n, int exitCode, JsonNode report) {
    assertThat(exitCode).as("%s", report).isEqualTo(isOneFile() ? 1 : 3);
    assertThat(stored().get(n)).isEqualTo(FOREIGN);
    assertThat(report.toString()).contains("WB-306");
    if (isOneFile()) {
      assertThat(report.get("code").asText()).isEqualTo("WB-306");
      assertThat(report.get("confirmed").asInt()).isZero();
    } else {
      trial().complete(report, Set.of(n));
    }
  }

  @Test
  void a_plan_writes_nothing_and_shows_how_many_rows_change() throws IOException {
    JsonNode plan = done(0, "plan", Trial.NAME, "--json");

    assertThat(plan.get("changes").get("rows").get("changed").asInt()).isEqualTo(size().rows());
    assertThat(plan.get("waitsForApproval").asBoolean()).isTrue();
    assertThat(writes()).isEmpty();
    assertThat(stored()).isEqualTo(trial().before());
  }

  @Test
  void apply_writes_what_the_plan_has_shown_and_then_nothing_would_change() throws IOException {
    JsonNode report = apply(0, plan());

    complete(report);
    assertThat(writes()).hasSize(size().writes());
    JsonNode rows = done(0, "plan", Trial.NAME, "--json").get("changes").get("rows");
    assertThat(rows.get("changed").asInt()).as("%s", rows).isZero();
    assertThat(rows.get("equal").asInt()).as("%s", rows).isEqualTo(size().rows());
  }

  @Test
  void a_plan_without_a_change_sends_nothing() throws IOException {
    run(0);
    int before = writes().size();

    JsonNode report = apply(0, plan());

    assertThat(writes()).hasSize(before);
    assertThat(report.get("unchanged").asInt()).isEqualTo(size().rows());
    trial().assertAllStoredBut(Set.of());
  }

  @Test
  void what_someone_changed_after_the_plan_was_made_is_kept_and_named() throws IOException {
    String plan = plan();
    foreignEdit(IN_THE_MIDDLE);

    Home.Done done = home().run("apply", plan, "--json");

    assertKept(IN_THE_MIDDLE, done.exitCode(), done.json());
  }

  /** What happens to a request of an apply. */
  enum Mishap {
    BUSY,
    LOST,
    RESET_BEFORE,
    RESET_AFTER,
    CUT_OFF
  }

  private void befalls(Mishap mishap) {
    switch (mishap) {
      case BUSY -> trial().service().faults().add(inMidRun(Fault.answer(503, "not now")));
      case LOST ->
          trial().service().faults().add(inMidRun(Fault.of(Fault.Kind.CLOSE_AFTER_COMMIT)));
      case RESET_BEFORE -> proxy().trap(write(), middle(), 1, RecordingProxy.resetBefore());
      case RESET_AFTER -> proxy().trap(write(), middle(), 1, RecordingProxy.resetAfter());
      case CUT_OFF -> proxy().trap(write(), middle(), 1, RecordingProxy.cutAnswer());
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_mishap_costs_an_apply_no_row(Mishap mishap) throws IOException {
    String plan = plan();
    befalls(mishap);

    complete(apply(0, plan));
  }

  @ParameterizedTest
  @EnumSource
  void a_mishap_costs_no_change_of_someone_else(Mishap mishap) throws IOException {
    assumeThat(isOneFile()).as("nothing is sent").isFalse();
    String plan = plan();
    foreignEdit(IN_THE_MIDDLE);
    befalls(mishap);

    Home.Done done = home().run("apply", plan, "--json");

    assertKept(IN_THE_MIDDLE, done.exitCode(), done.json());
  }

  @Test
  void what_someone_changes_before_a_second_try_is_kept() throws IOException {
    editedInMidRun(
        passage -> {
          foreignEdit(IN_THE_MIDDLE);
          passage.reset();
        });
  }

  @Test
  void what_someone_writes_over_a_write_whose_answer_is_lost_is_kept() throws IOException {
    editedInMidRun(
        passage -> {
          passage.forward();
          foreignEdit(IN_THE_MIDDLE);
          passage.reset();
        });
  }

  private void editedInMidRun(Act act) throws IOException {
    String plan = planOfOneAtATime();
    proxy().trap(write(), middle(), 1, act);

    Home.Done done = home().run("apply", plan, "--json");

    assertKept(IN_THE_MIDDLE, done.exitCode(), done.json());
  }

  @Test
  void an_apply_that_is_killed_before_its_requests_arrive_keeps_what_was_changed_meanwhile()
      throws Exception {
    killedAt(Gate.before(), 1, "apply", planOfOneAtATime());
    foreignEdit(IN_THE_MIDDLE);

    assertKeptByResume();
  }

  @Test
  void an_apply_that_is_killed_before_it_hears_of_its_success_keeps_what_was_changed_meanwhile()
      throws Exception {
    killedAt(Gate.behind(), 1, "apply", planOfOneAtATime());
    foreignEdit(IN_THE_MIDDLE);

    assertKeptByResume();
  }

  private void assertKeptByResume() throws IOException {
    Home.Done done = home().run("resume", "--json");

    assertKept(IN_THE_MIDDLE, done.exitCode(), done.json().get(0));
  }

  @Test
  void an_apply_that_is_killed_is_completed_by_resume() throws Exception {
    killedAt(Gate.behind(), 4, "apply", plan());

    complete(resume());
  }

  @Test
  void a_plan_stays_what_it_is_when_the_rows_of_its_source_are_others_now() throws IOException {
    String plan = plan();
    trial().values("newer ");

    complete(apply(0, plan));
  }
}
