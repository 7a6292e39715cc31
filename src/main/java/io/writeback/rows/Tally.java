package io.writeback.rows;

/**
 * How many rows became what.
 *
 * @param rows how many rows are counted here
 */
public record Tally(
    long rows,
    long confirmed,
    long differs,
    long unchanged,
    long superseded,
    long rejected,
    long inDoubt,
    long notSent) {
  public static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0, 0);

  public Tally plus(Tally other) {
    return new Tally(
        rows + other.rows,
        confirmed + other.confirmed,
        differs + other.differs,
        unchanged + other.unchanged,
        superseded + other.superseded,
        rejected + other.rejected,
        inDoubt + other.inDoubt,
        notSent + other.notSent);
  }

  /** The rows that are accounted for; equal to {@link #rows} if each is exactly once. */
  public long accounted() {
    return confirmed + differs + unchanged + superseded + rejected + inDoubt + notSent;
  }

  /** Rows that the destination holds now, with or without differences. */
  public long written() {
    return confirmed + differs;
  }
}
