package io.writeback.contract;

import io.writeback.contract.Failure.Seen;
import java.util.Map;
import java.util.Set;

final class DataWorldFailuresTest extends FailureMatrix {
  @Override
  protected DestinationContract destination() {
    return new DataWorldContractTest();
  }

  /** A refused token is not an expired login; a refused file says nothing about rows. */
  @Override
  protected Map<Failure, Seen> differently() {
    return Map.of(
        Failure.LOGIN_OVER, new Seen(4, "WB-406"), Failure.REFUSED, new Seen(1, "WB-431"));
  }

  /** It knows one file, not records, and has it when it answers. */
  @Override
  protected Set<Failure> impossible() {
    return Set.of(
        Failure.ONE_BAD_RECORD,
        Failure.MANY_BAD_RECORDS,
        Failure.OPERATION_LOST,
        Failure.OPERATION_FAILED);
  }
}
