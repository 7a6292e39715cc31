package io.writeback.run;

import io.writeback.changes.Change;
import io.writeback.changes.ChangeFile;
import io.writeback.changes.ChangeReader;
import io.writeback.changes.ChangeWriter;
import io.writeback.destination.Difference;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A field that an undo leaves as it is, as it no longer holds what the undone run wrote.
 *
 * <p>Each is stored as two changes: what someone made of the field since, and what the undo would
 * have made of that.
 *
 * @param row of the undo
 * @param field its wire name; "" if the record is not there any more
 * @param written what the run wrote
 * @param found what the field holds now
 * @param wanted what it held before the run
 */
public record KeptField(
    long row, String key, String field, Object written, Object found, Object wanted) {
  /** A record that is not there any more, or not visible. */
  static KeptField gone(long row, String key) {
    return new KeptField(row, key, "", null, null, null);
  }

  /** Whether the whole record is not there any more. */
  public boolean isGone() {
    return field.isEmpty();
  }

  private Change since() {
    return new Change(row, key, field, written, found);
  }

  private Change undone() {
    return new Change(row, key, field, found, wanted);
  }

  /** What was wanted and what is there, of a record whose other fields are restored. */
  Difference difference() {
    return new Difference(field, undone().shownAfter(), undone().shownBefore());
  }

  /** With the three values. */
  public String sentence() {
    return isGone()
        ? "it is not there any more, or not visible"
        : "%s is %s now and is kept; the run wrote %s, and before that it was %s"
            .formatted(
                field,
                ApprovedPlan.shown(found),
                ApprovedPlan.shown(written),
                ApprovedPlan.shown(wanted));
  }

  /** Writes them, in ascending order of rows. */
  static final class Writer implements Closeable {
    private final ChangeWriter changes;

    Writer(Path file) {
      this.changes = new ChangeWriter(file);
    }

    void add(KeptField kept) {
      changes.add(kept.since());
      changes.add(kept.undone());
    }

    void finish() {
      changes.finish();
    }

    @Override
    public void close() {
      changes.close();
    }
  }

  /** Reads what was written to its end. */
  static final class Reader implements Iterator<KeptField>, Closeable {
    private final ChangeReader changes;

    Reader(ChangeFile file) {
      this.changes = file.open();
    }

    @Override
    public boolean hasNext() {
      return changes.hasNext();
    }

    @Override
    public KeptField next() {
      Change since = changes.next();
      return of(since, changes.next());
    }

    private static KeptField of(Change since, Change undone) {
      return new KeptField(
          since.row(), since.key(), since.field(), since.before(), undone.before(), undone.after());
    }

    /** Those of a row; those of rows before it are passed over. */
    List<KeptField> ofRow(long row) {
      List<Change> pairs = changes.ofRow(row);
      List<KeptField> kept = new ArrayList<>(pairs.size() / 2);
      for (int each = 0; each + 1 < pairs.size(); each += 2) {
        kept.add(of(pairs.get(each), pairs.get(each + 1)));
      }
      return kept;
    }

    @Override
    public void close() {
      changes.close();
    }
  }
}
