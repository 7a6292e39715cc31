package io.writeback.auth;

import io.writeback.config.Secret;
import io.writeback.files.OwnerOnly;
import io.writeback.problem.Code;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Keeps tokens that a login replaces: a folder with a file an account, for its owner only.
 *
 * <p>A rotating refresh token can be used once. So its user holds the account's lock, over all
 * processes of the folder, from reading the token until the one that came back is on disk.
 */
public final class TokenStore {
  private static final Map<Path, ReentrantLock> IN_THIS_PROCESS = new ConcurrentHashMap<>();
  private static final long BETWEEN_TRIES_MILLIS = 20;

  private final Path folder;
  private final Duration patience;

  /**
   * @param folder where the files are; made when the first token is stored
   */
  public TokenStore(Path folder) {
    // A login may take its deadline as often as it is tried.
    this(folder, Duration.ofMinutes(10));
  }

  /**
   * @param patience how long to wait for another process that uses the token
   */
  TokenStore(Path folder, Duration patience) {
    this.folder = folder;
    this.patience = patience;
  }

  /**
   * Uses the token of an account, while no other thread or process does.
   *
   * @param configured what the configuration has: the first token, and the one to use again once
   *     someone changes it
   * @throws WritebackException if the token cannot be read or stored, or another process does not
   *     let go of it; nothing was asked then
   */
  public <T> T exclusively(String account, Configured configured, Function<StoredToken, T> use) {
    Path file = folder.resolve(URLEncoder.encode(account, StandardCharsets.UTF_8) + ".json");
    long until = System.nanoTime() + patience.toNanos();
    ReentrantLock own =
        IN_THIS_PROCESS.computeIfAbsent(
            file.toAbsolutePath().normalize(), path -> new ReentrantLock());
    try {
      if (!own.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy(file);
      }
      try {
        Files.createDirectories(folder, OwnerOnly.folder());
        try (FileChannel channel = lockFile(account);
            FileLock lock = lock(channel, until, file)) {
          try (StoredToken token = StoredToken.open(file, configured)) {
            return use.apply(token);
          }
        }
      } finally {
        own.unlock();
      }
    } catch (IOException e) {
      throw failed(file, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WritebackException(
          Code.INTERRUPTED, "interrupted while waiting for the token in " + file, e);
    }
  }

  /**
   * What the configuration says of a token.
   *
   * @param key the key of the token: {@code account.workfront.refresh-token}
   * @param token the token itself
   * @param owner what the token belongs to; with another one, the stored token is none of it
   */
  public record Configured(String key, Secret token, String owner) {}

  private FileChannel lockFile(String account) throws IOException {
    Path file = folder.resolve(URLEncoder.encode(account, StandardCharsets.UTF_8) + ".lock");
    return FileChannel.open(
        file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnly.file());
  }

  private FileLock lock(FileChannel channel, long until, Path file)
      throws IOException, InterruptedException {
    for (; ; ) {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
      if (System.nanoTime() - until >= 0) {
        throw busy(file);
      }
      Thread.sleep(BETWEEN_TRIES_MILLIS);
    }
  }

  private WritebackException busy(Path file) {
    return new WritebackException(
        Code.TOKEN_STORE,
        ("another process has been using the token in %s for %d s: it is logging in, or it hangs;"
                + " stop it if it hangs")
            .formatted(file, patience.toSeconds()));
  }

  static WritebackException failed(Path file, IOException e) {
    return new WritebackException(
        Code.TOKEN_STORE,
        "the token in %s cannot be read or stored: %s".formatted(file, Reason.of(e)),
        e);
  }
}
