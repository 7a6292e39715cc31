package io.writeback.contract;

/** A custom field, with the other shape of the metadata. */
final class WorkfrontLabelledFailuresTest extends WorkfrontFailuresTest {
  @Override
  protected DestinationContract destination() {
    return new WorkfrontLabelledContractTest();
  }
}
