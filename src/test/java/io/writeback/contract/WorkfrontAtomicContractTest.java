package io.writeback.contract;

import java.util.Map;

/** Workfront with batches that are written all or none, and searched if one is refused. */
final class WorkfrontAtomicContractTest extends WorkfrontContractTest {
  @Override
  protected Sink sink() {
    return new Sink("workfront-update-sink", Map.of("object", "project", "atomic", "bisect"));
  }
}
