package io.writeback.destination;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Method;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DelegatingPlanTest {
  static Method[] methods() {
    return Plan.class.getDeclaredMethods();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void no_method_is_left_to_its_default(Method method) {
    assertThatCode(
            () ->
                DelegatingPlan.class.getDeclaredMethod(
                    method.getName(), method.getParameterTypes()))
        .doesNotThrowAnyException();
  }
}
