package io.writeback.run;

import static io.writeback.run.FakeDestination.answering;
import static io.writeback.run.FakeDestination.destination;
import static io.writeback.run.FakeSource.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.http.CallFailure;
import io.writeback.http.Outcome;
import io.writeback.rows.SentKeys;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The keys of all records that a destination may hold are in the ledger, and no others. */
final class SentRowsTest extends RunFixture {
  private List<SentKeys.Found> found(Report report, String key) {
    byte[] hash = SentKeys.hash(key);
    return ledger.sentKeys().containing(List.of(report.run()), hash).stream()
        .flatMap(keys -> SentKeys.find(keys.keys(), hash).stream())
        .toList();
  }

  /** The key of a row, as the source of the tests makes it. */
  private static String key(int row) {
    return "key-%05d".formatted(row);
  }

  @Test
  void every_confirmed_and_every_differing_row_is_found_by_its_key() {
    Report report = execute(rows(250, row -> row == 7 ? "differ" : "value"), destination());

    for (int row : new int[] {1, 7, 100, 101, 250}) {
      assertThat(found(report, key(row))).containsExactly(new SentKeys.Found(row, true));
    }
    assertThat(found(report, key(251))).isEmpty();
  }

  @Test
  void a_row_that_was_refused_is_not_among_them() {
    Report report = execute(rows(250, row -> row == 7 ? "refuse" : "value"), destination());

    assertThat(report.tally().rejected()).isEqualTo(1);
    assertThat(found(report, key(7))).isEmpty();
    assertThat(found(report, key(8))).containsExactly(new SentKeys.Found(8, true));
  }

  @Test
  void rows_in_doubt_are_found_as_such_and_those_that_were_not_sent_are_not() {
    AtomicInteger requests = new AtomicInteger();
    Report report =
        execute(
            rows(250, row -> "value"),
            answering(
                records -> {
                  if (requests.incrementAndGet() > 1) {
                    throw new CallFailure(Outcome.UNKNOWN, "of a test");
                  }
                  return FakeDestination.byValue(records);
                }));

    assertThat(report.tally().inDoubt()).isEqualTo(100);
    assertThat(found(report, key(1))).containsExactly(new SentKeys.Found(1, true));
    assertThat(found(report, key(150))).containsExactly(new SentKeys.Found(150, false));
    assertThat(found(report, key(201))).isEmpty();
  }
}
