package io.writeback.changes;

import com.fasterxml.jackson.core.JsonGenerator;
import io.writeback.files.DiskFailure;
import io.writeback.files.FolderSync;
import io.writeback.files.OwnerOnly;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.DeflaterOutputStream;

/**
 * A file of changes that grows by pieces, each of which is on the disk to its end before the next
 * one is begun: only its last piece may be incomplete. Used by many threads.
 *
 * <p>All methods throw a {@link WritebackException} with {@link Code#CHANGES_FILE} if the file
 * cannot be written; after that it takes no more, as a piece behind an incomplete one could not be
 * found.
 */
public final class PieceWriter implements Closeable {
  private final Path path;

  /** Not a channel: an interruption would close that. */
  private final RandomAccessFile file;

  private long end;
  private boolean failed;
  private boolean closed;

  /** Creates the file, which must not be there, readable by its owner only. */
  public PieceWriter(Path path) {
    this.path = path;
    try {
      OwnerOnly.create(path).close();
      file = new RandomAccessFile(path.toFile(), "rw");
      FolderSync.force(path.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /**
   * Adds a piece; it is on the disk when this returns.
   *
   * @param changes at least one, in the order of their rows
   */
  public void append(List<Change> changes) {
    byte[] compressed = compressed(changes);
    synchronized (this) {
      Piece piece =
          new Piece(
              path,
              changes.get(0).row(),
              changes.get(changes.size() - 1).row(),
              end,
              compressed.length);
      write(piece, compressed);
    }
  }

  private static byte[] compressed(List<Change> changes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream compressing = new DeflaterOutputStream(bytes);
        JsonGenerator lines = ChangeLines.writer(compressing)) {
      for (Change change : changes) {
        ChangeLines.write(lines, change);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  private void write(Piece piece, byte[] compressed) {
    if (failed || closed) {
      throw unwritable(new IOException(failed ? "an earlier piece is incomplete" : "it is closed"));
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) (piece.next() - end));
    piece.putHead(bytes, Piece.checksum(compressed, 0, compressed.length));
    bytes.put(compressed);
    failed = true;
    try {
      file.write(bytes.array());
      file.getFD().sync();
    } catch (IOException e) {
      throw unwritable(e);
    }
    failed = false;
    end = piece.next();
  }

  /** Marks its end, behind which no piece is missing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    try (file) {
      if (!failed) {
        write(new Piece(path, 0, 0, end, 0), new byte[0]);
      }
    } catch (IOException e) {
      throw unwritable(e);
    } finally {
      closed = true;
    }
  }

  private WritebackException unwritable(IOException e) {
    return new WritebackException(
        Code.CHANGES_FILE,
        "what is overwritten cannot be kept in %s, so it is not overwritten: %s"
            .formatted(path, DiskFailure.why(path, e, "resume the run")),
        e);
  }
}
