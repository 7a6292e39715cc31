package io.writeback.ledger;

/** A run under its key: the new one, or the one that was accepted before. */
public record AcceptedRun(RunEntry run, boolean isNew) {}
