package io.writeback.changes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/**
 * Reads a file of changes that grew by pieces. One that was not closed may end in an incomplete
 * piece, which is as good as none: its writer never learned that it is on the disk. All else that
 * is not as it was written is an error.
 *
 * <p>All methods throw a {@link WritebackException} with {@link Code#CHANGES_FILE} if the file
 * cannot be read or is damaged.
 */
public final class PieceReader implements Closeable {
  private final Path path;
  private final RandomAccessFile file;
  private final long size;
  private long position;

  public PieceReader(Path path) {
    this.path = path;
    try {
      file = new RandomAccessFile(path.toFile(), "r");
      size = file.length();
    } catch (IOException e) {
      throw ChangeReader.unreadable(path, e);
    }
  }

  /** The next piece, which is whole; empty after the last one. */
  public Optional<Piece> next() {
    try {
      Optional<Piece> found = whole();
      position = found.map(Piece::next).orElse(size);
      return found;
    } catch (IOException e) {
      throw ChangeReader.unreadable(path, e);
    }
  }

  private Optional<Piece> whole() throws IOException {
    byte[] head = head(position);
    if (Piece.isHead(head)) {
      Piece piece = Piece.of(path, position, head);
      if (piece.isEnd() && piece.next() == size) {
        return Optional.empty();
      }
      if (!piece.isEnd() && piece.next() <= size && piece.isOf(head, compressed(piece))) {
        return Optional.of(piece);
      }
    }
    requireNoneAfter(position);
    return Optional.empty();
  }

  /** The bytes at a place; zeros if the file has fewer. */
  private byte[] head(long at) throws IOException {
    byte[] head = new byte[Piece.HEAD];
    if (at + Piece.HEAD <= size) {
      file.seek(at);
      file.readFully(head);
    }
    return head;
  }

  /** Only what was written last may be incomplete. */
  private void requireNoneAfter(long incomplete) throws IOException {
    for (long at = incomplete + Piece.HEAD; at < size; at += Piece.HEAD) {
      if (Piece.isHead(head(at))) {
        throw new DamagedException("at byte %,d it is not what was written".formatted(incomplete));
      }
    }
  }

  private byte[] compressed(Piece piece) throws IOException {
    byte[] compressed = new byte[piece.length()];
    file.seek(piece.position() + Piece.HEAD);
    file.readFully(compressed);
    return compressed;
  }

  /** The changes of a piece of the file. */
  public List<Change> read(Piece piece) {
    List<Change> changes = new ArrayList<>();
    try (JsonParser lines =
        ChangeLines.reader(new InflaterInputStream(new ByteArrayInputStream(compressed(piece))))) {
      for (JsonToken token = lines.nextToken(); token != null; token = lines.nextToken()) {
        if (token != JsonToken.START_ARRAY) {
          throw new DamagedException("it has something else in place of a change");
        }
        changes.add(ChangeLines.read(lines));
      }
      return changes;
    } catch (IOException e) {
      throw ChangeReader.unreadable(path, e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw ChangeReader.unreadable(path, e);
    }
  }
}
