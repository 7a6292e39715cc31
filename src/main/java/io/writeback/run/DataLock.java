package io.writeback.run;

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

/**
 * The one process that executes runs of a data directory. The operating system gives the lock back
 * when the process ends, however it ends.
 */
public final class DataLock implements Closeable {
  private static final String FILE = "lock";
  private static final long BETWEEN_TRIES_MILLIS = 200;

  private final FileChannel channel;

  private DataLock(FileChannel channel) {
    this.channel = channel;
  }

  /** The lock, unless another process holds it. */
  public static Optional<DataLock> tryTake(Path data) {
    try {
      FileChannel channel = open(data);
      if (tryLock(channel)) {
        return Optional.of(new DataLock(channel));
      }
      channel.close();
      return Optional.empty();
    } catch (IOException e) {
      throw new WritebackException(
          Code.SNAPSHOT_IO, "the data directory %s: %s".formatted(data, e.getMessage()), e);
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

  /**
   * Whether some process holds it now. Not to be asked by the process that holds it: on POSIX,
   * closing any channel of the file gives the lock back.
   */
  public static boolean isHeld(Path data) {
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

  private static FileChannel open(Path data) throws IOException {
    return FileChannel.open(
        data.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // Somebody else in this very process.
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
