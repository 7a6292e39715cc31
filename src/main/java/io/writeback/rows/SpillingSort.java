package io.writeback.rows;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sorts entries with little memory, however many they are: those that do not fit go into a scratch
 * file, a sorted part after the other, and are merged when they are read. Few need no file.
 *
 * <p>An entry is some numbers, ordered by the first, then the second, and so on. They are held in
 * arrays: an object for each entry took longer than to sort them.
 *
 * <p>The file can be computed again at any time, so it is neither synced nor kept.
 */
public final class SpillingSort implements Closeable {
  /** Entries of a part: one to two MB in memory. */
  private static final int PART = 1 << 15;

  /** Entries of a part that are read at once. */
  private static final int READ = 128;

  /** So few entries are sorted by inserting one after the other. */
  private static final int FEW = 8;

  private final Path path;
  private final int width;
  private final int most;
  private final List<Part> parts = new ArrayList<>();

  /** The latest entries, one after the other; grows up to the size of a part. */
  private long[] latest;

  private int count;

  /** On the way from the file into a part's own numbers. */
  private final ByteBuffer bytes;

  /** Null until something is spilled. Not a channel: an interruption would close that. */
  private RandomAccessFile file;

  /** A sorted part of the file: its entries are at these positions, in bytes. */
  private record Part(long from, long to) {}

  /**
   * Empty; a file that is there already is deleted.
   *
   * @param width how many numbers an entry has
   */
  public SpillingSort(Path path, int width) {
    this(path, width, PART);
  }

  /**
   * The same.
   *
   * @param most the entries that are held in memory
   */
  SpillingSort(Path path, int width, int most) {
    this.path = path;
    this.width = width;
    this.most = most;
    this.latest = new long[width * Math.min(most, READ)];
    this.bytes = ByteBuffer.allocate(READ * width * Long.BYTES);
    delete();
  }

  /** Adds an entry, unless {@link #sorted} was called before. */
  public void add(long... entry) {
    if (count == most) {
      spill();
    }
    if ((count + 1) * width > latest.length) {
      latest = Arrays.copyOf(latest, Math.min(most * width, 2 * latest.length));
    }
    System.arraycopy(entry, 0, latest, count * width, width);
    count++;
  }

  private void spill() {
    ByteBuffer part = ByteBuffer.allocate(count * width * Long.BYTES);
    for (int entry : order()) {
      for (int place = 0; place < width; place++) {
        part.putLong(latest[entry * width + place]);
      }
    }
    try {
      if (file == null) {
        file = new RandomAccessFile(path.toFile(), "rw");
      }
      long from = file.length();
      file.seek(from);
      file.write(part.array());
      parts.add(new Part(from, from + part.capacity()));
    } catch (IOException e) {
      throw new ScratchFileException(path, e);
    }
    count = 0;
  }

  /** The latest entries in their order, by their indexes. */
  private int[] order() {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    sort(order, new int[count], 0, count);
    return order;
  }

  private void sort(int[] order, int[] half, int from, int to) {
    if (to - from <= FEW) {
      insert(order, from, to);
      return;
    }
    int middle = (from + to) >>> 1;
    sort(order, half, from, middle);
    sort(order, half, middle, to);
    if (compare(order[middle - 1], order[middle]) <= 0) {
      return;
    }
    System.arraycopy(order, from, half, from, middle - from);
    int left = from;
    int right = middle;
    for (int next = from; left < middle; next++) {
      boolean takesRight = right < to && compare(half[left], order[right]) > 0;
      order[next] = takesRight ? order[right++] : half[left++];
    }
  }

  private void insert(int[] order, int from, int to) {
    for (int next = from + 1; next < to; next++) {
      int entry = order[next];
      int place = next;
      while (place > from && compare(order[place - 1], entry) > 0) {
        order[place] = order[place - 1];
        place--;
      }
      order[place] = entry;
    }
  }

  private int compare(int one, int other) {
    return compare(latest, one * width, latest, other * width, width);
  }

  private static int compare(long[] one, int oneAt, long[] other, int otherAt, int width) {
    for (int place = 0; place < width; place++) {
      long mine = one[oneAt + place];
      long theirs = other[otherAt + place];
      if (mine != theirs) {
        return mine < theirs ? -1 : 1;
      }
    }
    return 0;
  }

  /** All entries in their order, from before the first one; one of these is used at a time. */
  public Sorted sorted() {
    List<Sequence> sequences = new ArrayList<>();
    parts.forEach(part -> sequences.add(new InFile(part)));
    sequences.add(new InMemory(order()));
    return new Sorted(sequences);
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
    latest = new long[width];
    count = 0;
    delete();
  }

  private void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new ScratchFileException(path, e);
    }
  }

  /** Sorted entries, one at a time: that which begins at a place of an array. */
  private abstract static class Sequence {
    long[] numbers = {};
    int at;

    /** Goes to the next entry; false at the end. */
    abstract boolean next();
  }

  /** The latest entries. */
  private final class InMemory extends Sequence {
    private final int[] order;
    private int read;

    private InMemory(int[] order) {
      this.order = order;
      this.numbers = latest;
    }

    @Override
    boolean next() {
      if (read == order.length) {
        return false;
      }
      at = order[read++] * width;
      return true;
    }
  }

  /** Reads a part of the file, some entries at a time. */
  private final class InFile extends Sequence {
    private final long to;
    private long position;
    private int filled;

    private InFile(Part part) {
      this.position = part.from;
      this.to = part.to;
      this.numbers = new long[READ * width];
      this.at = -width;
    }

    @Override
    boolean next() {
      at += width;
      if (at >= filled) {
        fill();
      }
      return at < filled;
    }

    private void fill() {
      int length = (int) Math.min(bytes.capacity(), to - position);
      try {
        file.seek(position);
        file.readFully(bytes.array(), 0, length);
      } catch (IOException e) {
        throw new ScratchFileException(path, e);
      }
      position += length;
      at = 0;
      filled = length / Long.BYTES;
      bytes.clear().asLongBuffer().get(numbers, 0, filled);
    }
  }

  /** The least of what several sorted sequences have next: they are the nodes of a binary heap. */
  public final class Sorted {
    private final Sequence[] heap;
    private int size;
    private boolean begun;

    private Sorted(List<Sequence> sequences) {
      heap = sequences.stream().filter(Sequence::next).toArray(Sequence[]::new);
      size = heap.length;
      for (int node = size / 2 - 1; node >= 0; node--) {
        sink(node);
      }
    }

    /** Goes to the next entry; false at the end. */
    public boolean next() {
      if (begun && size > 0) {
        if (!heap[0].next()) {
          heap[0] = heap[--size];
        }
        sink(0);
      }
      begun = true;
      return size > 0;
    }

    /** A number of the entry. */
    public long get(int place) {
      return heap[0].numbers[heap[0].at + place];
    }

    private void sink(int node) {
      Sequence sinking = heap[node];
      int place = node;
      for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
        if (child + 1 < size && isLess(heap[child + 1], heap[child])) {
          child++;
        }
        if (!isLess(heap[child], sinking)) {
          break;
        }
        heap[place] = heap[child];
        place = child;
      }
      heap[place] = sinking;
    }

    private boolean isLess(Sequence one, Sequence other) {
      return compare(one.numbers, one.at, other.numbers, other.at, width) < 0;
    }
  }
}
