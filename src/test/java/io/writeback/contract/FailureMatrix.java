package io.writeback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.writeback.cli.Home;
import io.writeback.contract.Failure.Seen;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every failure at one destination: a column of the matrix in docs/failures.md.
 *
 * <p>Each run's counts are checked against what the destination holds; a paused run resumes once
 * the failure is gone, and then nothing is missing. A destination is one small subclass.
 */
abstract class FailureMatrix {
  private static final int ROWS = 200;

  @RegisterExtension private final Home home = new Home();

  /** The destination under test. */
  protected abstract DestinationContract destination();

  /** What a user sees here where it differs from the default. */
  protected Map<Failure, Seen> differently() {
    return Map.of();
  }

  /** What cannot happen here. */
  protected Set<Failure> impossible() {
    return Set.of();
  }

  /** The heading of the column. */
  final String name() {
    return getClass().getSimpleName().replace("FailuresTest", "");
  }

  final Seen seen(Failure failure) {
    return differently().getOrDefault(failure, failure.usual());
  }

  @ParameterizedTest
  @EnumSource
  void nothing_is_lost_and_the_user_sees_it(Failure failure) throws IOException {
    assumeThat(impossible()).doesNotContain(failure);
    Trial trial = new Trial(destination(), home, ROWS);
    trial.set("http.tries", "20");
    failure.bringAbout(trial);

    Trial.Ended ended = trial.run();

    assertThat(new Seen(ended.exit(), ended.code())).as(ended.printed()).isEqualTo(seen(failure));
    trial.judge(ended);
    if (ended.exit() == 4) {
      trial.mend();
      Trial.Ended resumed = trial.resume();
      assertThat(resumed.exit()).as(resumed.printed()).isZero();
      trial.judge(resumed);
    }
  }
}
