package io.writeback.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.files.DiskFailure;
import io.writeback.files.FolderSync;
import io.writeback.files.OwnerOnly;
import io.writeback.ledger.Ledger;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.storage.FileStorage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data that came with what started a run, in the folder {@code bodies} of the data directory:
 * on the disk before the run is accepted, and so before the file is moved or the message
 * acknowledged.
 */
public final class KeptBodies {
  private static final Logger LOG = LoggerFactory.getLogger(KeptBodies.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DATA = "data";
  private static final String ABOUT = "about.json";

  /** What was kept for a run that was never accepted, as the process died in between. */
  private static final Duration ORPHAN = Duration.ofHours(1);

  private final Path folder;
  private final FileStorage storage;

  /**
   * @param data the data directory
   * @param storage has them for other machines
   */
  KeptBodies(Path data, FileStorage storage) {
    this.folder = data.resolve("bodies");
    this.storage = storage;
  }

  /**
   * What is known of the data beside its bytes.
   *
   * @param name of the file that it was, for people; "" if it has none
   * @param charset the character set that the message named; null if it named none
   * @param rows how many rows its sender said there are; null if it did not
   */
  public record About(String name, String charset, Long rows) {}

  /** Data that is kept, unchanged since. */
  public record Kept(Path file, About about) {}

  /**
   * Puts data on the disk.
   *
   * @param quota the most bytes that it may have
   * @return the SHA-256 digest of its bytes, lower-case hex
   * @throws WritebackException if it is too large, or cannot be written; nothing is left then
   * @throws IOException if {@code in} cannot be read; nothing is left then
   */
  public String keep(String runId, About about, InputStream in, long quota) throws IOException {
    Path home = folder.resolve(runId);
    DataDirectory.create(home);
    boolean whole = false;
    try {
      String digest = write(home.resolve(DATA), in, quota);
      write(home.resolve(ABOUT), JSON.writeValueAsBytes(about));
      force(home);
      if (storage.isThere()) {
        storage.put(stored(runId, DATA), home.resolve(DATA));
        storage.put(stored(runId, ABOUT), home.resolve(ABOUT));
      }
      whole = true;
      return digest;
    } finally {
      if (!whole) {
        dropEverywhere(runId);
      }
    }
  }

  private static String stored(String runId, String name) {
    return "bodies/" + runId + "/" + name;
  }

  private static String write(Path file, InputStream in, long quota) throws IOException {
    try (FileChannel channel = created(file);
        DigestOutputStream out =
            new DigestOutputStream(
                Channels.newOutputStream(channel), DigestUtils.getSha256Digest())) {
      byte[] some = new byte[1 << 16];
      long bytes = 0;
      for (int count = in.read(some); count >= 0; count = in.read(some)) {
        bytes += count;
        if (bytes > quota) {
          throw new WritebackException(
              Code.SNAPSHOT_QUOTA,
              "the data of a message has more than the %,d bytes that a snapshot may have"
                  .formatted(quota));
        }
        put(file, out, some, count);
      }
      channel.force(true);
      return Hex.encodeHexString(out.getMessageDigest().digest());
    }
  }

  private static FileChannel created(Path file) {
    try {
      return OwnerOnly.create(file);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static void put(Path file, OutputStream out, byte[] some, int count) {
    try {
      out.write(some, 0, count);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static void write(Path file, byte[] content) {
    try {
      AtomicFile.write(file, content);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private void force(Path home) {
    try {
      FolderSync.force(home);
      FolderSync.force(folder);
      FolderSync.force(folder.getParent());
    } catch (IOException e) {
      throw unwritable(home, e);
    }
  }

  private static WritebackException unwritable(Path file, IOException e) {
    return new WritebackException(
        Code.SNAPSHOT_IO,
        "the data of a message cannot be kept in %s: %s"
            .formatted(file, DiskFailure.why(file, e, "send it again")),
        e);
  }

  /**
   * The data of a run.
   *
   * @param sha256 its digest, as the ledger has it
   * @throws WritebackException if it is not there, or not what was kept
   */
  Kept open(String runId, String sha256) {
    Path home = folder.resolve(runId);
    Path file = home.resolve(DATA);
    if (storage.isThere() && !Files.exists(file)) {
      DataDirectory.create(home);
      storage.get(stored(runId, ABOUT), home.resolve(ABOUT));
      bring(stored(runId, DATA), file);
    }
    try (InputStream in = Files.newInputStream(file)) {
      About about = JSON.readValue(Files.readAllBytes(home.resolve(ABOUT)), About.class);
      if (!DigestUtils.sha256Hex(in).equals(sha256)) {
        throw new WritebackException(
            Code.SNAPSHOT_IO, "the data that started the run was changed: " + file);
      }
      return new Kept(file, about);
    } catch (NoSuchFileException e) {
      throw new WritebackException(
          Code.SNAPSHOT_IO, "the data that started the run is not there: " + e.getMessage(), e);
    } catch (JsonProcessingException e) {
      throw new WritebackException(
          Code.SNAPSHOT_IO, "what is known of the data of the run was changed: " + home, e);
    } catch (IOException e) {
      throw new WritebackException(
          Code.SNAPSHOT_IO, "the data that started the run cannot be read: " + e, e);
    }
  }

  /** Under its name there is a whole file or none. */
  private void bring(String stored, Path file) {
    Path unfinished = file.resolveSibling(DATA + "-" + UUID.randomUUID() + ".tmp");
    try {
      storage.get(stored, unfinished);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** The same with what is stored of it for other machines. */
  public void dropEverywhere(String runId) {
    try {
      storage.deleteAll(stored(runId, ""));
    } catch (WritebackException e) {
      LOG.warn(
          "{} the data of run {} is no longer needed, but cannot be removed: {}",
          e.code(),
          runId,
          e.getMessage());
    }
    drop(runId);
  }

  /** Removes the data of a run from this machine, if it has any; a failure is a warning. */
  private void drop(String runId) {
    Path home = folder.resolve(runId);
    if (!Files.isDirectory(home)) {
      return;
    }
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("{} is no longer needed, but cannot be removed: {}", home, e.toString());
    }
  }

  /** Removes what no run of the ledger needs: those were removed, or never accepted. */
  public void sweep(Ledger ledger, InstantSource clock) {
    for (Path home : homes()) {
      String run = home.getFileName().toString();
      if (isOld(home, clock) && ledger.history().find(run).isEmpty()) {
        dropEverywhere(run);
      }
    }
  }

  private List<Path> homes() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> homes = Files.list(folder)) {
      return homes.toList();
    } catch (IOException e) {
      LOG.warn("{} cannot be read: {}", folder, e.toString());
      return List.of();
    }
  }

  private static boolean isOld(Path home, InstantSource clock) {
    try {
      return Files.getLastModifiedTime(home).toInstant().plus(ORPHAN).isBefore(clock.instant());
    } catch (IOException e) {
      return false;
    }
  }
}
