package io.writeback.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryBudgetTest {
  @ParameterizedTest
  @CsvSource({"0,10", "1,10", "100,10", "109,10", "110,11", "1000,100", "10000,1000"})
  void one_request_in_ten_may_be_sent_again_and_ten_whatever_their_number(int requests, int tries) {
    RetryBudget budget = new RetryBudget();
    IntStream.range(0, requests).forEach(i -> budget.sent());

    assertThat(IntStream.range(0, 5_000).filter(i -> budget.take()).count()).isEqualTo(tries);
  }

  @Test
  void more_requests_bring_more_tries() {
    RetryBudget budget = new RetryBudget();
    IntStream.range(0, 100).forEach(i -> budget.sent());
    IntStream.range(0, 10).forEach(i -> budget.take());

    assertThat(budget.take()).isFalse();
    IntStream.range(0, 10).forEach(i -> budget.sent());
    assertThat(budget.take()).isTrue();
    assertThat(budget.spent()).isEqualTo("11 retries (of 110 requests)");
  }

  @ParameterizedTest
  @EnumSource
  void only_failures_of_the_other_side_take_tries(Outcome outcome) {
    assertThat(RetryBudget.isFor(outcome))
        .isEqualTo(outcome == Outcome.UNKNOWN || outcome == Outcome.UNREACHED);
  }
}
