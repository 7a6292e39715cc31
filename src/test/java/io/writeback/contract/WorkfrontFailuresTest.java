package io.writeback.contract;

import io.writeback.contract.Failure.Seen;
import java.util.Map;
import java.util.Set;

class WorkfrontFailuresTest extends FailureMatrix {
  @Override
  protected DestinationContract destination() {
    return new WorkfrontContractTest();
  }

  /** The login is the first that is asked for. */
  @Override
  protected Map<Failure, Seen> differently() {
    return Map.of(
        Failure.NO_SUCH_HOST, new Seen(4, "WB-451"), Failure.BLACK_HOLE, new Seen(4, "WB-451"));
  }

  /** It answers at once. */
  @Override
  protected Set<Failure> impossible() {
    return Set.of(Failure.OPERATION_LOST, Failure.OPERATION_FAILED);
  }
}
