package io.writeback.run;

import io.writeback.files.OwnerOnly;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one process that executes runs of a data directory. The operating system gives the lock back
 * when the process ends, however it ends.
 */
public final class DataLock implements Closeable {
  private static final String FILE = "lock";
  private static final long BETWEEN_TRIES_MILLIS = 200;

  /**
   * Those that this very process holds: on POSIX, closing any channel of a file gives its lock
   * back, so it must not even be opened again.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private DataLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** The lock, unless another process, or another context of this one, holds it. */
  public static Optional<DataLock> tryTake(Path data) {
    Path file = data.toAbsolutePath().normalize().resolve(FILE);
    if (!HELD_HERE.add(file)) {
      return Optional.empty();
    }
    boolean taken = false;
    try {
      FileChannel channel =
          FileChannel.open(
              file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnly.file());
      taken = channel.tryLock() != null;
      if (taken) {
        return Optional.of(new DataLock(file, channel));
      }
      channel.close();
      return Optional.empty();
    } catch (IOException e) {
      throw new WritebackException(
          Code.SNAPSHOT_IO, "the data directory %s: %s".formatted(data, e.getMessage()), e);
    } finally {
      if (!taken) {
        HELD_HERE.remove(file);
      }
    }
  }

  /** Between two tries. */
  public static void pause() {
    try {
      Thread.sleep(BETWEEN_TRIES_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WritebackException(
          Code.INTERRUPTED, "interrupted while waiting for another process", e);
    }
  }

  /** Whether some process holds it now. */
  public static boolean isHeld(Path data) {
    if (HELD_HERE.contains(data.toAbsolutePath().normalize().resolve(FILE))) {
      return true;
    }
    if (!Files.exists(data.resolve(FILE))) {
      return false;
    }
    // Shared, so that two who ask at the same time do not take each other for the holder.
    try (FileChannel channel = FileChannel.open(data.resolve(FILE), StandardOpenOption.READ);
        FileLock probe = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return probe == null;
    } catch (OverlappingFileLockException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD_HERE.remove(file);
  }
}
