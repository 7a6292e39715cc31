package io.writeback.changes;

/**
 * What would become of rows; each is one of these.
 *
 * @param changed have a field that would change
 * @param unknown would be written, and differ in nothing that can be read, but have a field that
 *     cannot be read
 * @param equal hold already what would be written
 * @param rejected would be rejected, for what is known without the destination
 * @param notFound have no record in the destination
 * @param created would get a record that is not there yet
 */
public record PlannedRows(
    long changed, long unknown, long equal, long rejected, long notFound, long created) {
  /** Where no record is created. */
  public PlannedRows(long changed, long unknown, long equal, long rejected, long notFound) {
    this(changed, unknown, equal, rejected, notFound, 0);
  }

  /** All of them. */
  public long total() {
    return written() + equal + rejected + notFound;
  }

  /** Those that would be sent. */
  public long written() {
    return changed + unknown + created;
  }
}
