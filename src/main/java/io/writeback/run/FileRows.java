package io.writeback.run;

import io.writeback.rows.SpillingSort;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The rows of a CSV file, by digests of their bytes: how many there are, and how many another file
 * has too. Its memory does not grow with them.
 *
 * <p>A row ends with a line that ends outside of quotes; CRLF and LF are one end. The first row is
 * the header. What is no CSV file is divided somewhere, which does no harm.
 */
final class FileRows implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final MessageDigest digest = DigestUtils.getSha256Digest();
  private final SpillingSort rows;

  /** The row that is being read, as far as it is not in the digest. */
  private final byte[] row = new byte[BUFFER];

  private int length;
  private boolean isLong;
  private boolean quoted;
  private byte[] header;
  private long count;

  private FileRows(Path scratch) {
    rows = new SpillingSort(scratch, 2);
  }

  /**
   * Reads a file.
   *
   * @param scratch where digests go that memory has no place for; gone when this is closed
   */
  static FileRows of(Path file, Path scratch) throws IOException {
    FileRows rows = new FileRows(scratch);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (int i = 0; i < read; i++) {
          rows.add(buffer[i]);
        }
      }
      rows.end();
      return rows;
    } catch (IOException | RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  private void add(byte one) {
    quoted ^= one == '"';
    if (one == '\n' && !quoted) {
      end();
      return;
    }
    if (length == row.length) {
      digest.update(row, 0, length);
      length = 0;
      isLong = true;
    }
    row[length++] = one;
  }

  /** An empty line is no row. */
  private void end() {
    int bytes = length > 0 && row[length - 1] == '\r' ? length - 1 : length;
    if (bytes > 0 || isLong) {
      digest.update(row, 0, bytes);
      take(digest.digest());
    }
    length = 0;
    isLong = false;
  }

  private void take(byte[] sha256) {
    if (header == null) {
      header = sha256;
      return;
    }
    ByteBuffer half = ByteBuffer.wrap(sha256);
    rows.add(half.getLong(), half.getLong());
    count++;
  }

  /** How many rows follow the header. */
  long count() {
    return count;
  }

  boolean hasHeaderOf(FileRows other) {
    return Arrays.equals(header, other.header);
  }

  /** How many of the rows another file has too; one that is there twice counts twice. */
  long common(FileRows other) {
    SpillingSort.Sorted ours = rows.sorted();
    SpillingSort.Sorted theirs = other.rows.sorted();
    long common = 0;
    boolean more = ours.next() && theirs.next();
    while (more) {
      int order = compare(ours, theirs);
      common += order == 0 ? 1 : 0;
      more = (order > 0 || ours.next()) && (order < 0 || theirs.next());
    }
    return common;
  }

  private static int compare(SpillingSort.Sorted one, SpillingSort.Sorted other) {
    int high = Long.compare(one.get(0), other.get(0));
    return high == 0 ? Long.compare(one.get(1), other.get(1)) : high;
  }

  @Override
  public void close() {
    rows.close();
  }
}
