package io.writeback.run;

import static io.writeback.run.FakeDestination.destination;
import static io.writeback.run.FakeDestination.remembering;
import static io.writeback.run.FakeSource.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.http.CallFailure;
import io.writeback.http.Outcome;
import io.writeback.ledger.FingerprintStore;
import io.writeback.ledger.KnownObject;
import io.writeback.ledger.KnownScope;
import io.writeback.rows.Digest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The objects that runs have written are in the ledger, for plans that ask for it. */
final class KnownObjectsTest extends RunFixture {
  private static final KnownScope SCOPE =
      new KnownScope("project-status", "https://fake.example", FakeDestination.TARGET);

  private List<KnownObject> known() {
    return ledger.knownObjects().after(SCOPE, FingerprintStore.BEGINNING, 1_000);
  }

  private static List<Digest> keys(IntStream rows) {
    return rows.mapToObj(row -> Digest.of("key-%05d".formatted(row))).toList();
  }

  @Test
  void what_was_confirmed_or_differs_is_known_with_its_run() {
    Report report =
        execute(
            rows(250, row -> row == 7 ? "differ" : "value"), remembering(FakeDestination::byValue));

    long number = ledger.knownObjects().number(report.run());
    assertThat(known()).extracting(KnownObject::run).containsOnly(number);
    assertThat(known())
        .extracting(KnownObject::key)
        .containsExactlyInAnyOrderElementsOf(keys(IntStream.rangeClosed(1, 250)));
  }

  @Test
  void what_was_refused_or_is_in_doubt_is_not_known() {
    execute(
        rows(200, row -> row == 7 ? "refuse" : "value"),
        remembering(
            records -> {
              if (records.get(0).row() > 100) {
                throw new CallFailure(Outcome.UNKNOWN, "of a test");
              }
              return FakeDestination.byValue(records);
            }));

    assertThat(known())
        .extracting(KnownObject::key)
        .containsExactlyInAnyOrderElementsOf(
            keys(IntStream.rangeClosed(1, 100).filter(row -> row != 7)));
  }

  @Test
  void a_plan_that_does_not_ask_for_it_keeps_none() {
    execute(rows(10, row -> "value"), destination());

    assertThat(known()).isEmpty();
  }
}
