package io.writeback.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.http.CallFailure;
import io.writeback.http.Outcome;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A destination that does not tell what it holds of a batch that is in doubt. */
class ReadBackStrategyTest {
  private static Exception after(Exception failure) {
    DefaultCamelContext context = new DefaultCamelContext();
    Exchange original = new DefaultExchange(context);
    Exchange asked = new DefaultExchange(context);
    asked.setException(failure);
    return new ReadBackStrategy().aggregate(original, asked).getException();
  }

  @ParameterizedTest
  @EnumSource(names = {"THROTTLED", "UNREACHED", "UNKNOWN", "UNAUTHORISED"})
  void that_may_tell_later_is_asked_again_before_anything_is_overwritten(Outcome outcome) {
    CallFailure failure = new CallFailure(outcome, "not now");

    assertThat(after(failure)).isSameAs(failure);
  }

  @Test
  void that_refuses_the_login_gets_nothing() {
    WritebackException failure = new WritebackException(Code.DESTINATION_LOGIN, "no");

    assertThat(after(failure)).isSameAs(failure);
  }

  @Test
  void that_refuses_to_tell_gets_the_batch_again() {
    assertThat(after(new CallFailure(Outcome.REFUSED, "no right to read"))).isNull();
  }
}
