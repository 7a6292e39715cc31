package io.writeback.run;

import io.writeback.files.FolderSync;
import io.writeback.problem.Code;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import io.writeback.rows.Digest;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The keys of the objects of a run whose rows are gone, in a file of its folder: the number of the
 * first of them, 16 bytes for each, and a checksum. They do not change, so that a resumed run and
 * an undo have the same ones; memory does not grow with them.
 *
 * @param first the number of the first, after those of the rows
 */
record GoneKeys(Path file, long first, long count) {
  private static final String NAME = "gone";
  private static final int KEY = 2 * Long.BYTES;
  private static final int HEAD = Long.BYTES;
  private static final int END = Long.BYTES;

  /** Adds keys, then {@link #finish}; without that there is no file. */
  static final class Writer implements AutoCloseable {
    private final Path folder;
    private final long first;
    private final FileOutputStream file;
    private final CheckedOutputStream checked;
    private final DataOutputStream out;
    private long count;

    Writer(Path folder, long first) {
      this.folder = folder;
      this.first = first;
      try {
        file = new FileOutputStream(unfinished(folder).toFile());
        checked = new CheckedOutputStream(new BufferedOutputStream(file), new CRC32());
        out = new DataOutputStream(checked);
        out.writeLong(first);
      } catch (IOException e) {
        throw failed(folder.resolve(NAME), e);
      }
    }

    void add(Digest key) {
      try {
        out.write(key.bytes());
        count++;
      } catch (IOException e) {
        throw failed(folder.resolve(NAME), e);
      }
    }

    /** It is on disk when this returns. */
    GoneKeys finish() {
      Path finished = folder.resolve(NAME);
      try {
        out.flush();
        out.writeLong(checked.getChecksum().getValue());
        out.flush();
        file.getFD().sync();
        out.close();
        Files.move(unfinished(folder), finished, StandardCopyOption.ATOMIC_MOVE);
        FolderSync.force(folder);
        return new GoneKeys(finished, first, count);
      } catch (IOException e) {
        throw failed(finished, e);
      }
    }

    @Override
    public void close() {
      try {
        out.close();
        Files.deleteIfExists(unfinished(folder));
      } catch (IOException e) {
        throw failed(folder.resolve(NAME), e);
      }
    }
  }

  private static Path unfinished(Path folder) {
    return folder.resolve(NAME + ".tmp");
  }

  /** Removes what an earlier try has left. */
  static void drop(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve(NAME));
    } catch (IOException e) {
      throw failed(folder.resolve(NAME), e);
    }
  }

  /**
   * Those of a run; none if it has no file.
   *
   * @throws WritebackException WB-526 if the file is not as it was written
   */
  static GoneKeys of(Path folder) {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      return new GoneKeys(file, 0, 0);
    }
    try (CheckedInputStream checked =
            new CheckedInputStream(
                new BufferedInputStream(Files.newInputStream(file)), new CRC32());
        DataInputStream in = new DataInputStream(checked)) {
      long count = (Files.size(file) - HEAD - END) / KEY;
      long first = in.readLong();
      in.skipNBytes(count * KEY);
      long found = checked.getChecksum().getValue();
      if (in.readLong() != found || in.read() >= 0) {
        throw new WritebackException(
            Code.CHANGES_FILE, "%s is not as it was written".formatted(file));
      }
      return new GoneKeys(file, first, count);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /** Some of them, from 0. */
  List<Digest> some(long from, int most) {
    int keys = (int) Math.min(most, count - from);
    List<Digest> some = new ArrayList<>(keys);
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(HEAD + from * KEY);
      byte[] bytes = new byte[keys * KEY];
      in.readFully(bytes);
      ByteBuffer read = ByteBuffer.wrap(bytes);
      while (some.size() < keys) {
        some.add(new Digest(read.getLong(), read.getLong()));
      }
      return some;
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private static WritebackException failed(Path file, IOException e) {
    return new WritebackException(
        Code.CHANGES_FILE, "%s cannot be written or read: %s".formatted(file, Reason.of(e)), e);
  }
}
