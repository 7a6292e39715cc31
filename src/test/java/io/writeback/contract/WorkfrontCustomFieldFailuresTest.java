package io.writeback.contract;

/** A custom field, with the captured shape of the metadata. */
class WorkfrontCustomFieldFailuresTest extends WorkfrontFailuresTest {
  @Override
  protected DestinationContract destination() {
    return new WorkfrontCustomFieldContractTest();
  }
}
