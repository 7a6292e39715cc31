package io.writeback.run;

import io.writeback.destination.BatchPolicy;
import io.writeback.destination.Destination;
import io.writeback.destination.Difference;
import io.writeback.destination.FakePlan;
import io.writeback.destination.Plan;
import io.writeback.destination.PlanInput;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A destination that plans as the test says.
 *
 * @param planning the plan, or the exception that planning throws
 */
record FakeDestination(Supplier<Plan> planning) implements Destination {
  static final String TARGET = "fake:things";

  /** Writes what it gets, except for values that begin with refuse; with differ, another value. */
  static FakeDestination destination() {
    return destination(FakePlan.HUNDRED);
  }

  static FakeDestination destination(BatchPolicy policy) {
    return answering(policy, FakeDestination::byValue);
  }

  static FakeDestination answering(Function<List<Record>, Receipt> answers) {
    return answering(FakePlan.HUNDRED, answers);
  }

  static FakeDestination answering(BatchPolicy policy, Function<List<Record>, Receipt> answers) {
    return new FakeDestination(() -> new FakePlan(policy, answers));
  }

  /** The same, of a plan whose objects the ledger keeps. */
  static FakeDestination remembering(Function<List<Record>, Receipt> answers) {
    return new FakeDestination(
        () ->
            new FakePlan(FakePlan.HUNDRED, answers) {
              @Override
              public Optional<String> remembers() {
                return Optional.of("https://fake.example");
              }
            });
  }

  static Receipt byValue(List<Record> records) {
    for (Record record : records) {
      if (value(record).startsWith("refuse")) {
        return new Receipt.Refused("cannot take \"" + value(record) + "\"", "Value");
      }
    }
    return new Receipt.Delivered(records.stream().map(FakeDestination::delivery).toList());
  }

  static Receipt.Written delivery(Record record) {
    return new Receipt.Written(
        record,
        value(record).startsWith("differ")
            ? List.of(
                new Difference(
                    "value",
                    value(record),
                    value(record).endsWith("formula") ? "=1+1" : "something else"))
            : List.of());
  }

  static String value(Record record) {
    return String.valueOf(record.fields().get("value"));
  }

  @Override
  public String target() {
    return TARGET;
  }

  @Override
  public Plan plan(PlanInput input) {
    return planning.get();
  }

  @Override
  public void reach() {
    throw new AssertionError("a run plans, it does not only reach");
  }
}
