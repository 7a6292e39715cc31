package io.writeback.contract;

import io.writeback.sandbox.workfront.MetadataShape;

/** The same where the metadata describes custom fields as it does native ones. */
final class WorkfrontLabelledContractTest extends WorkfrontCustomFieldContractTest {
  @Override
  protected MetadataShape shape() {
    return MetadataShape.LABELLED;
  }
}
