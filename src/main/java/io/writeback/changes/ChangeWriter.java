package io.writeback.changes;

import com.fasterxml.jackson.core.JsonGenerator;
import io.writeback.files.DiskFailure;
import io.writeback.files.FolderSync;
import io.writeback.files.OwnerOnly;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a file of changes: under its name it is there to its end, or not at all.
 *
 * <p>All methods throw a {@link WritebackException} with {@link Code#CHANGES_FILE} if the file
 * cannot be written.
 */
public final class ChangeWriter implements Closeable {
  /** The first line has the version of the form, the last one the number of changes. */
  static final String VERSION = "version";

  static final String CHANGES = "changes";
  static final int CURRENT = 1;

  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final Path unfinished;
  private final FileChannel channel;
  private final GZIPOutputStream compressed;
  private final JsonGenerator lines;
  private long changes;
  private long row;

  /** Begins a file; what an earlier try left beside it is replaced. */
  public ChangeWriter(Path path) {
    this.path = path;
    unfinished = path.resolveSibling(path.getFileName() + ".tmp");
    try {
      Files.deleteIfExists(unfinished);
      channel = OwnerOnly.create(unfinished);
    } catch (IOException e) {
      throw unwritable(e);
    }
    try {
      compressed =
          new GZIPOutputStream(
              new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER), BUFFER);
      lines = ChangeLines.writer(compressed);
      lines.writeStartObject();
      lines.writeNumberField(VERSION, CURRENT);
      lines.writeEndObject();
    } catch (IOException e) {
      abandon();
      throw unwritable(e);
    }
  }

  /** Adds a change of the row of the last one, or of a later row. */
  public void add(Change change) {
    if (change.row() < row) {
      throw new IllegalArgumentException("row " + change.row() + " comes after row " + row);
    }
    row = change.row();
    try {
      ChangeLines.write(lines, change);
    } catch (IOException e) {
      throw unwritable(e);
    }
    changes++;
  }

  /** Puts all that was added on the disk, under the name of the file. */
  public ChangeFile finish() {
    try {
      lines.writeStartObject();
      lines.writeNumberField(CHANGES, changes);
      lines.writeEndObject();
      lines.close();
      compressed.finish();
      compressed.flush();
      channel.force(true);
      compressed.close();
      Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
      FolderSync.force(path.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw unwritable(e);
    }
    return ChangeFile.of(path, changes);
  }

  /** Removes what was not finished. */
  @Override
  public void close() {
    try (compressed) {
      lines.close();
    } catch (IOException e) {
      // What is removed need not be complete.
    }
    abandon();
  }

  private void abandon() {
    try {
      channel.close();
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private WritebackException unwritable(IOException e) {
    return new WritebackException(
        Code.CHANGES_FILE,
        "the changes cannot be written to %s: %s"
            .formatted(path, DiskFailure.why(path, e, "run it again")),
        e);
  }
}
