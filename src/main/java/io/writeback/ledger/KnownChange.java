package io.writeback.ledger;

import io.writeback.rows.Digest;
import java.util.List;

/**
 * What a batch does to the known objects, in the transaction of its account.
 *
 * @param scope see {@link KnownScope#id}
 * @param written by this run, or found to hold what their rows say; each key once
 * @param released what they hold is not the writeback's any more: undone, or cleared
 * @param gone the objects do not exist any more
 * @param outcomes what became of objects whose rows are gone
 */
public record KnownChange(
    long scope,
    List<KnownObject> written,
    List<Digest> released,
    List<Digest> gone,
    List<GoneObject> outcomes) {
  /** Of a run that does not keep which objects it writes. */
  public static final KnownChange NONE = new KnownChange(0, List.of(), List.of(), List.of());

  /** Of a batch of rows. */
  public KnownChange(
      long scope, List<KnownObject> written, List<Digest> released, List<Digest> gone) {
    this(scope, written, released, gone, List.of());
  }

  public KnownChange {
    written = List.copyOf(written);
    released = List.copyOf(released);
    gone = List.copyOf(gone);
    outcomes = List.copyOf(outcomes);
  }
}
