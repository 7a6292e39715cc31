package io.writeback.contract;

import java.util.Set;

final class WorkfrontFailuresTest extends FailureMatrix {
  @Override
  protected DestinationContract destination() {
    return new WorkfrontContractTest();
  }

  /** It answers at once. */
  @Override
  protected Set<Failure> impossible() {
    return Set.of(Failure.OPERATION_LOST, Failure.OPERATION_FAILED);
  }
}
