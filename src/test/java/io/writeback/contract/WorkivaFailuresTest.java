package io.writeback.contract;

import io.writeback.contract.Failure.Seen;
import java.util.Map;
import java.util.Set;

final class WorkivaFailuresTest extends FailureMatrix {
  @Override
  protected DestinationContract destination() {
    return new WorkivaContractTest();
  }

  /** A block that is refused says nothing of single rows. */
  @Override
  protected Map<Failure, Seen> differently() {
    return Map.of(
        Failure.REFUSED, new Seen(1, "WB-426"),
        Failure.NO_SUCH_HOST, new Seen(4, "WB-451"),
        Failure.BLACK_HOLE, new Seen(4, "WB-451"));
  }

  /** It knows cells, not records. */
  @Override
  protected Set<Failure> impossible() {
    return Set.of(Failure.ONE_BAD_RECORD, Failure.MANY_BAD_RECORDS);
  }
}
