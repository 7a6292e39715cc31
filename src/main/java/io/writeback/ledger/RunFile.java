package io.writeback.ledger;

/**
 * A file of a run, as it is in the storage that machines share.
 *
 * @param sha256 lower-case hex; null as long as only the machine has it that writes it
 */
public record RunFile(String name, long bytes, String sha256) {
  /** Whether the storage has it. */
  public boolean isStored() {
    return sha256 != null;
  }
}
