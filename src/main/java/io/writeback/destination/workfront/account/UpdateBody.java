package io.writeback.destination.workfront.account;

import io.writeback.destination.BatchPolicy;

/**
 * How a tenant takes the records of an edit. Workfront's own client and the OpenAPI document say
 * JSON; users' notes say that some tenants take a form only.
 */
public enum UpdateBody {
  /** The body is the JSON itself. */
  JSON(Long.MAX_VALUE),

  /**
   * The body is a form whose parameter {@code updates} is the JSON. Java servers commonly take 2 MB
   * of a form; encoding triples a byte at most.
   */
  UPDATES((2L << 20) / 3);

  private final long mostBytes;

  UpdateBody(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** The policy with batches that fit into such a body. */
  public BatchPolicy bounded(BatchPolicy policy) {
    return policy.bytes() <= mostBytes
        ? policy
        : new BatchPolicy(
            policy.records(),
            mostBytes,
            policy.concurrency(),
            policy.maxFailedRecords(),
            policy.errorThreshold(),
            policy.thresholdAfter(),
            policy.bisects());
  }
}
