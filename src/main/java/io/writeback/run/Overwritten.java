package io.writeback.run;

import io.writeback.changes.Change;
import io.writeback.changes.ChangeCursor;
import io.writeback.changes.ChangeSource;
import io.writeback.changes.Piece;
import io.writeback.changes.PieceReader;
import io.writeback.rows.SpillingSort;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What all processes of a run have kept before they overwrote it, in the order of rows, each field
 * of a row once: what was there first. Later ones may be what the run itself had written.
 *
 * <p>Its files are checked to their ends before the first change is handed out. Its memory is that
 * of a batch, however many rows there are.
 */
final class Overwritten implements ChangeSource {
  /** The places of an entry that is sorted. */
  private static final int FIRST = 0;

  private static final int EPOCH = 1;
  private static final int POSITION = 2;
  private static final int LAST = 3;
  private static final int LENGTH = 4;
  private static final int WIDTH = 5;

  private final Path folder;

  Overwritten(Path folder) {
    this.folder = folder;
  }

  @Override
  public ChangeCursor open() {
    SpillingSort pieces =
        new SpillingSort(folder.resolve("overwritten-" + UUID.randomUUID()), WIDTH);
    try {
      for (long epoch : RunFolder.epochsBefore(folder)) {
        addAll(epoch, pieces);
      }
      return new InOrder(pieces);
    } catch (RuntimeException e) {
      pieces.close();
      throw e;
    }
  }

  private void addAll(long epoch, SpillingSort pieces) {
    try (PieceReader reader = new PieceReader(RunFolder.before(folder, epoch))) {
      for (Optional<Piece> next = reader.next(); next.isPresent(); next = reader.next()) {
        Piece piece = next.get();
        pieces.add(piece.first(), epoch, piece.position(), piece.last(), piece.length());
      }
    }
  }

  /** A piece, and the process that wrote it. */
  private record Kept(long epoch, Piece piece) {
    private static final Comparator<Kept> BY_TIME =
        Comparator.comparingLong(Kept::epoch).thenComparing(kept -> kept.piece.position());

    List<Change> changes() {
      try (PieceReader reader = new PieceReader(piece.file())) {
        return reader.read(piece);
      }
    }
  }

  /** Pieces of different batches have no row in common; those of one batch are read together. */
  private final class InOrder implements ChangeCursor {
    private final SpillingSort pieces;
    private final SpillingSort.Sorted sorted;
    private boolean more;
    private final Deque<Change> batch = new ArrayDeque<>();

    private InOrder(SpillingSort pieces) {
      this.pieces = pieces;
      this.sorted = pieces.sorted();
      this.more = sorted.next();
    }

    @Override
    public boolean hasNext() {
      while (batch.isEmpty() && more) {
        addFirstOfEach(together());
      }
      return !batch.isEmpty();
    }

    private List<Kept> together() {
      List<Kept> together = new ArrayList<>();
      long last = sorted.get(LAST);
      while (more && sorted.get(FIRST) <= last) {
        last = Math.max(last, sorted.get(LAST));
        together.add(kept());
        more = sorted.next();
      }
      together.sort(Kept.BY_TIME);
      return together;
    }

    private Kept kept() {
      return new Kept(
          sorted.get(EPOCH),
          new Piece(
              RunFolder.before(folder, sorted.get(EPOCH)),
              sorted.get(FIRST),
              sorted.get(LAST),
              sorted.get(POSITION),
              (int) sorted.get(LENGTH)));
    }

    private void addFirstOfEach(List<Kept> together) {
      Map<Long, Map<String, Change>> rows = new TreeMap<>();
      for (Kept kept : together) {
        for (Change change : kept.changes()) {
          rows.computeIfAbsent(change.row(), row -> new LinkedHashMap<>())
              .putIfAbsent(change.field(), change);
        }
      }
      rows.values().forEach(fields -> batch.addAll(fields.values()));
    }

    @Override
    public Change peek() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return batch.element();
    }

    @Override
    public Change next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return batch.remove();
    }

    @Override
    public void close() {
      more = false;
      batch.clear();
      pieces.close();
    }
  }
}
