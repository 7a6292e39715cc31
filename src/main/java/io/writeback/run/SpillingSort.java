package io.writeback.run;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Sorts entries with little memory, however many they are: those that do not fit go into a scratch
 * file, a sorted part after the other, and are merged when they are read. Few need no file.
 *
 * <p>The file can be computed again at any time, so it is neither synced nor kept.
 */
final class SpillingSort implements Closeable {
  private static final int ENTRY = 3 * Long.BYTES;

  /** Entries of a part: about 2 MB in memory. */
  private static final int PART = 1 << 15;

  /** Entries of a part that are read at once. */
  private static final int READ = 256;

  private final Path path;
  private final int most;
  private final List<Entry> latest = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();

  /** Null until something is spilled. Not a channel: an interruption would close that. */
  private RandomAccessFile file;

  /** Three numbers, in the order of the first, then the second, then the third. */
  record Entry(long first, long second, long third) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int order = Long.compare(first, other.first);
      order = order == 0 ? Long.compare(second, other.second) : order;
      return order == 0 ? Long.compare(third, other.third) : order;
    }
  }

  /** A sorted part of the file: its entries are at these positions, in bytes. */
  private record Part(long from, long to) {}

  /** Empty; a file that is there already is deleted. */
  SpillingSort(Path path) {
    this(path, PART);
  }

  /**
   * The same.
   *
   * @param most the entries that are held in memory
   */
  SpillingSort(Path path, int most) {
    this.path = path;
    this.most = most;
    delete();
  }

  /** Adds an entry, unless {@link #sorted} was called before. */
  void add(long first, long second, long third) {
    if (latest.size() == most) {
      spill();
    }
    latest.add(new Entry(first, second, third));
  }

  private void spill() {
    Collections.sort(latest);
    ByteBuffer bytes = ByteBuffer.allocate(latest.size() * ENTRY);
    for (Entry entry : latest) {
      bytes.putLong(entry.first).putLong(entry.second).putLong(entry.third);
    }
    try {
      if (file == null) {
        file = new RandomAccessFile(path.toFile(), "rw");
      }
      long from = file.length();
      file.seek(from);
      file.write(bytes.array());
      parts.add(new Part(from, from + bytes.capacity()));
    } catch (IOException e) {
      throw new ScratchFileException(path, e);
    }
    latest.clear();
  }

  /** All entries in their order, from the first one; one iterator is used at a time. */
  Iterator<Entry> sorted() {
    Collections.sort(latest);
    if (parts.isEmpty()) {
      return latest.iterator();
    }
    List<Iterator<Entry>> each = new ArrayList<>();
    parts.forEach(part -> each.add(new PartReader(part)));
    each.add(latest.iterator());
    return new Merge(each);
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw new ScratchFileException(path, e);
    }
    latest.clear();
    delete();
  }

  private void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new ScratchFileException(path, e);
    }
  }

  /** Reads a part of the file, some entries at a time. */
  private final class PartReader implements Iterator<Entry> {
    private final ByteBuffer bytes = ByteBuffer.allocate(READ * ENTRY).flip();
    private final long to;
    private long position;

    private PartReader(Part part) {
      this.position = part.from;
      this.to = part.to;
    }

    @Override
    public boolean hasNext() {
      return bytes.hasRemaining() || position < to;
    }

    @Override
    public Entry next() {
      if (!bytes.hasRemaining()) {
        fill();
      }
      return new Entry(bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    private void fill() {
      int count = (int) Math.min(bytes.capacity(), to - position);
      try {
        file.seek(position);
        file.readFully(bytes.array(), 0, count);
      } catch (IOException e) {
        throw new ScratchFileException(path, e);
      }
      position += count;
      bytes.position(0).limit(count);
    }
  }

  /** The least of what several sorted iterators have next. */
  private static final class Merge implements Iterator<Entry> {
    private final PriorityQueue<Head> heads = new PriorityQueue<>();

    private record Head(Entry entry, Iterator<Entry> rest) implements Comparable<Head> {
      @Override
      public int compareTo(Head other) {
        return entry.compareTo(other.entry);
      }
    }

    private Merge(List<Iterator<Entry>> each) {
      each.forEach(this::advance);
    }

    private void advance(Iterator<Entry> rest) {
      if (rest.hasNext()) {
        heads.add(new Head(rest.next(), rest));
      }
    }

    @Override
    public boolean hasNext() {
      return !heads.isEmpty();
    }

    @Override
    public Entry next() {
      Head head = heads.remove();
      advance(head.rest);
      return head.entry;
    }
  }
}
