package io.writeback.dataset;

import io.writeback.files.DiskFailure;
import io.writeback.files.OwnerOnly;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/** A file that is written once, as UTF-8, counted, digested and kept below a quota. */
final class SnapshotFile implements Closeable {
  private final String source;
  private final Path path;
  private final long quota;
  private final FileChannel channel;
  private final Writer text;
  private final MessageDigest digest = DigestUtils.getSha256Digest();
  private long bytes;

  /** Creates an empty file, readable by its owner only: rows may be personal data. */
  SnapshotFile(String source, Path path, long quota) {
    this.source = source;
    this.path = path;
    this.quota = quota;
    try {
      Files.deleteIfExists(path);
      channel = OwnerOnly.create(path);
    } catch (IOException e) {
      throw unwritable(e);
    }
    text = new OutputStreamWriter(new Bytes(), StandardCharsets.UTF_8.newEncoder());
  }

  /**
   * Where text goes; what it holds back is on the disk after {@link #finish}. Throws a {@link
   * WritebackException} if the file cannot be written.
   */
  Writer writer() {
    return text;
  }

  /** Puts all that was written on the disk. */
  void finish() {
    try {
      text.flush();
      channel.force(true);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  long bytes() {
    return bytes;
  }

  /** The digest of what was written, lower-case hex; only once. */
  String digest() {
    return Hex.encodeHexString(digest.digest());
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private WritebackException unwritable(IOException e) {
    return new WritebackException(
        Code.SNAPSHOT_IO,
        "the snapshot " + path + " cannot be written: " + DiskFailure.why(path, e, "run it again"),
        e);
  }

  private final class Bytes extends OutputStream {
    private final OutputStream file = Channels.newOutputStream(channel);

    @Override
    public void write(int value) {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] written, int offset, int count) {
      bytes += count;
      if (bytes > quota) {
        throw new WritebackException(
            Code.SNAPSHOT_QUOTA,
            source + ": the rows need more than the " + quota + " bytes that a snapshot may have");
      }
      digest.update(written, offset, count);
      try {
        file.write(written, offset, count);
      } catch (IOException e) {
        throw unwritable(e);
      }
    }
  }
}
