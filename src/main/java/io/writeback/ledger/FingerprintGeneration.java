package io.writeback.ledger;

/**
 * The fingerprints that a run trusts and adds to: those of its scope since they were forgotten
 * last.
 */
public record FingerprintGeneration(long scope, long generation) {}
