package io.writeback.rows;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The keys of the records of a batch that the destination may hold since, with their rows, in few
 * bytes: a hash of each key, in the order of the rows, and behind them which rows these are. A key
 * is looked for by the bytes of its hash, which a database can find by itself.
 *
 * <p>A hash has 48 bits: where a hundred million keys were sent, one search in three million finds
 * a row of another key. A digest that nobody can make collide took a fifth of a microsecond for
 * each row (measured), and that is nothing to fear here.
 */
public final class SentKeys {
  /** Bytes of the hash of a key. */
  static final int HASH = 6;

  private static final int VERSION = 1;
  private static final int CHECKSUM = Integer.BYTES;

  private SentKeys() {}

  /**
   * A record that was sent.
   *
   * @param certain whether it is certain that the destination has written it
   */
  public record Sent(long row, String key, boolean certain) {}

  /**
   * A row whose key has the hash that was looked for.
   *
   * @param certain whether it is certain that the destination has written it
   */
  public record Found(long row, boolean certain) {}

  /** What stands for a key. */
  public static byte[] hash(String key) {
    byte[] bytes = new byte[HASH];
    put(bytes, 0, key);
    return bytes;
  }

  /** FNV-1a of 64 bits, whose bits are mixed as MurmurHash3 does in the end, but the last 16. */
  private static void put(byte[] bytes, int at, String key) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
    hash ^= hash >>> 33;
    for (int i = 0; i < HASH; i++) {
      bytes[at + i] = (byte) (hash >>> Long.SIZE - (i + 1) * Byte.SIZE);
    }
  }

  /**
   * The records of a batch.
   *
   * @param records in ascending order of rows
   */
  public static byte[] of(List<Sent> records) {
    byte[] hashes = new byte[records.size() * HASH];
    long[] rows = new long[records.size()];
    BitSet doubtful = new BitSet();
    for (int i = 0; i < rows.length; i++) {
      Sent record = records.get(i);
      put(hashes, i * HASH, record.key());
      rows[i] = record.row();
      doubtful.set(i, !record.certain());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(hashes.length + 32);
    bytes.write(VERSION);
    number(bytes, rows.length);
    bytes.writeBytes(hashes);
    sequences(bytes, rows);
    sequences(bytes, doubtful.stream().asLongStream().toArray());
    byte[] content = bytes.toByteArray();
    return ByteBuffer.allocate(content.length + CHECKSUM)
        .put(content)
        .putInt(checksum(content))
        .array();
  }

  /** Ascending numbers, as so many times a gap and how many follow it one after the other. */
  private static void sequences(ByteArrayOutputStream bytes, long[] numbers) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int count = 0;
    long end = 0;
    for (int from = 0; from < numbers.length; count++) {
      int to = from + 1;
      while (to < numbers.length && numbers[to] == numbers[to - 1] + 1) {
        to++;
      }
      if (numbers[from] < end) {
        throw new IllegalArgumentException("row " + numbers[from] + " comes after row " + end);
      }
      number(all, numbers[from] - end);
      number(all, to - from);
      end = numbers[to - 1] + 1;
      from = to;
    }
    number(bytes, count);
    bytes.writeBytes(all.toByteArray());
  }

  /** Seven bits a byte, the lowest first; the highest bit says that there are more. */
  private static void number(ByteArrayOutputStream bytes, long number) {
    long rest = number;
    while (rest > 0x7f) {
      bytes.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  /**
   * The rows with a key, in ascending order.
   *
   * @param hash of the key
   * @throws IllegalArgumentException if these are not the bytes that were made
   */
  public static List<Found> find(byte[] keys, byte[] hash) {
    return read(keys, hash);
  }

  /**
   * All rows, in ascending order.
   *
   * @throws IllegalArgumentException if these are not the bytes that were made
   */
  public static List<Found> all(byte[] keys) {
    return read(keys, null);
  }

  private static List<Found> read(byte[] keys, byte[] hash) {
    int length = keys.length - CHECKSUM;
    if (length < 0
        || checksum(Arrays.copyOf(keys, length)) != ByteBuffer.wrap(keys).getInt(length)) {
      throw new IllegalArgumentException("the keys of a batch are damaged");
    }
    try {
      return read(ByteBuffer.wrap(keys, 0, length), hash);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("the keys of a batch are cut off", e);
    }
  }

  /**
   * @param hash null for any
   */
  private static List<Found> read(ByteBuffer keys, byte[] hash) {
    byte version = keys.get();
    if (version != VERSION) {
      throw new IllegalArgumentException("the keys of a batch are of version " + version);
    }
    int count = Math.toIntExact(number(keys));
    BitSet same = new BitSet();
    byte[] one = new byte[HASH];
    for (int i = 0; i < count; i++) {
      keys.get(one);
      same.set(i, hash == null || Arrays.equals(one, hash));
    }
    long[] rows = sequences(keys);
    BitSet doubtful = new BitSet();
    for (long record : sequences(keys)) {
      doubtful.set((int) record);
    }
    List<Found> found = new ArrayList<>();
    same.stream().forEach(i -> found.add(new Found(rows[i], !doubtful.get(i))));
    return found;
  }

  private static long[] sequences(ByteBuffer bytes) {
    long[] numbers = new long[16];
    int size = 0;
    long next = 0;
    for (long left = number(bytes); left > 0; left--) {
      next += number(bytes);
      for (long more = number(bytes); more > 0; more--) {
        if (size == numbers.length) {
          numbers = Arrays.copyOf(numbers, 2 * size);
        }
        numbers[size++] = next++;
      }
    }
    return Arrays.copyOf(numbers, size);
  }

  private static long number(ByteBuffer bytes) {
    long number = 0;
    for (int shift = 0; ; shift += 7) {
      byte seven = bytes.get();
      number |= (seven & 0x7fL) << shift;
      if (seven >= 0) {
        return number;
      }
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return (int) checksum.getValue();
  }
}
