package io.writeback.changes;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * Some changes of a file that grows by pieces.
 *
 * @param file where they are
 * @param first the row of the first change
 * @param last the row of the last change
 * @param position where its head is, in bytes
 * @param length of its changes, compressed; 0 for the mark at the end of a file that was closed
 */
public record Piece(Path file, long first, long last, long position, int length) {
  /**
   * The bytes of a head, and what a piece is a multiple of: no head lies across two sectors of a
   * disk, so that one is there or not, also after the power was lost.
   */
  static final int HEAD = 32;

  private static final int MAGIC = 0x57424231;

  /** Where the next piece begins. */
  long next() {
    long end = position + HEAD + length;
    return (end + HEAD - 1) / HEAD * HEAD;
  }

  /**
   * Its head.
   *
   * @param checksum of its compressed changes
   */
  void putHead(ByteBuffer bytes, int checksum) {
    int from = bytes.position();
    bytes.putInt(MAGIC).putInt(length).putLong(first).putLong(last).putInt(checksum);
    bytes.putInt(checksum(bytes.array(), from, HEAD - Integer.BYTES));
  }

  /** Whether the bytes of a head are those of one. */
  static boolean isHead(byte[] head) {
    ByteBuffer bytes = ByteBuffer.wrap(head);
    return bytes.getInt() == MAGIC
        && bytes.getInt() >= 0
        && bytes.getInt(HEAD - Integer.BYTES) == checksum(head, 0, HEAD - Integer.BYTES);
  }

  /** The piece that a head is of. */
  static Piece of(Path file, long position, byte[] head) {
    ByteBuffer bytes = ByteBuffer.wrap(head).position(Integer.BYTES);
    int length = bytes.getInt();
    return new Piece(file, bytes.getLong(), bytes.getLong(), position, length);
  }

  /** Whether it is not a piece, but the mark behind the last one. */
  boolean isEnd() {
    return length == 0;
  }

  /** Whether its head was written for these compressed changes. */
  boolean isOf(byte[] head, byte[] compressed) {
    return ByteBuffer.wrap(head).getInt(HEAD - 2 * Integer.BYTES)
        == checksum(compressed, 0, compressed.length);
  }

  static int checksum(byte[] bytes, int from, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes, from, length);
    return (int) sum.getValue();
  }
}
