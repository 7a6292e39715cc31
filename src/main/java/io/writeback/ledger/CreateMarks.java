package io.writeback.ledger;

import io.writeback.rows.Digest;
import java.util.List;

/**
 * What a batch does to the objects of which it is unknown whether they were created, and which
 * cannot be found: marked with its intent, before the first byte leaves, and until an answer says
 * more. No run creates what is marked.
 *
 * @param scope see {@link KnownScope#id}
 * @param begun what may be created from now on
 * @param ended digests of match values that are no longer in doubt
 */
public record CreateMarks(long scope, List<Begun> begun, List<Digest> ended) {
  public static final CreateMarks NONE = new CreateMarks(0, List.of(), List.of());

  /**
   * An object that may be created.
   *
   * @param match a digest of the value by which its row is recognised
   */
  public record Begun(Digest match, long row) {}

  public CreateMarks {
    begun = List.copyOf(begun);
    ended = List.copyOf(ended);
  }
}
