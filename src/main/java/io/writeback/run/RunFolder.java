package io.writeback.run;

import io.writeback.files.FolderSync;
import io.writeback.problem.Code;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of one run below the data directory: snapshot, reports and the scratch key index. */
final class RunFolder {
  private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);
  private static final Pattern KEYS = Pattern.compile("keys-(\\d+)(\\D.*)?");

  /** What a process has for itself while it works. */
  private static final Pattern SCRATCH = Pattern.compile("(keys|outcomes|overwritten)-.*|.*\\.tmp");

  private static final String BEFORE = "before-";
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private RunFolder() {}

  /** Made if it is not there, for its owner only; its name is on the disk when this returns. */
  static Path create(Path data, String runId) {
    Path runs = data.resolve("runs");
    Path folder = runs.resolve(runId);
    if (Files.isDirectory(folder)) {
      return folder;
    }
    DataDirectory.create(folder);
    try {
      FolderSync.force(runs);
      FolderSync.force(data);
    } catch (IOException e) {
      throw new WritebackException(
          Code.SNAPSHOT_IO, "the folder of the run, %s: %s".formatted(folder, e.getMessage()), e);
    }
    return folder;
  }

  /**
   * The files in the folder that are more than the scratch of a process, in the order of their
   * names.
   *
   * @throws WritebackException WB-214 if the folder cannot be read
   */
  static List<Path> kept(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !SCRATCH.matcher(file.getFileName().toString()).matches())
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new WritebackException(
          Code.SNAPSHOT_IO, "%s cannot be read: %s".formatted(folder, Reason.of(e)), e);
    }
  }

  /** Whether a file has what a process has kept before it overwrote it. */
  static boolean isBefore(String name) {
    return name.startsWith(BEFORE);
  }

  /** The index of keys of one process that works on the run. */
  static Path keys(Path folder, long epoch) {
    return folder.resolve("keys-" + epoch);
  }

  /** What one process that works on the run has kept before it overwrote it. */
  static Path before(Path folder, long epoch) {
    return folder.resolve(BEFORE + epoch);
  }

  /**
   * The epochs of all processes that have kept something, the first one first.
   *
   * @throws WritebackException WB-526 if the folder cannot be read
   */
  static List<Long> epochsBefore(Path folder) {
    List<Long> epochs = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, BEFORE + "*")) {
      for (Path file : files) {
        String epoch = file.getFileName().toString().substring(BEFORE.length());
        if (NUMBER.matcher(epoch).matches()) {
          epochs.add(Long.valueOf(epoch));
        }
      }
    } catch (IOException e) {
      throw new WritebackException(
          Code.CHANGES_FILE, "%s cannot be read: %s".formatted(folder, Reason.of(e)), e);
    }
    Collections.sort(epochs);
    return epochs;
  }

  /** What processes left that died while they worked on the run. */
  static void dropKeysBefore(Path folder, long epoch) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "keys-*")) {
      for (Path file : files) {
        Matcher name = KEYS.matcher(file.getFileName().toString());
        if (name.matches() && Long.parseLong(name.group(1)) < epoch) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      LOG.warn("scratch files of {} cannot be removed: {}", folder, e.toString());
    }
  }
}
