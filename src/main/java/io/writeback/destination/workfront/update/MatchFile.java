package io.writeback.destination.workfront.update;

import io.writeback.destination.workfront.mapping.Match;
import io.writeback.destination.workfront.mapping.Matches;
import io.writeback.files.FolderSync;
import io.writeback.files.OwnerOnly;
import io.writeback.problem.Code;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import io.writeback.rows.Digest;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was found for the rows of a run that have no ID, beside its snapshot: 17 bytes a row, so
 * that memory does not grow with rows. A resumed run means the same objects.
 */
final class MatchFile implements Matches {
  static final String NAME = "matches";
  private static final String REASONS = "matches-reasons";
  private static final int ENTRY = 1 + 2 * Long.BYTES;
  private static final int PAGE = ENTRY * 4_096;
  private static final byte NOTHING = 0;
  private static final byte FOUND = 1;
  private static final byte MISSING = 2;
  private static final byte REFUSED = 3;

  static final Match NOT_LOOKED_UP =
      new Match.Refused(Code.KEY_INVALID, "its object was not looked up", Optional.empty());

  private final Path folder;
  private byte[] page = new byte[0];
  private long pageStart = -1;

  /**
   * @param folder with the files; they are read when they are asked for
   */
  MatchFile(Path folder) {
    this.folder = folder;
  }

  @Override
  public synchronized Match of(long row) {
    long at = (row - 1) * ENTRY;
    ByteBuffer entry = ByteBuffer.wrap(read(at), (int) (at % PAGE), ENTRY);
    byte state = entry.get();
    long high = entry.getLong();
    long low = entry.getLong();
    return switch (state) {
      case FOUND -> new Match.Found(new Digest(high, low).id());
      case MISSING -> Match.MISSING;
      case REFUSED -> refused(high, (int) low);
      // Such a row has no value that recognises its object, or is rejected before it is mapped.
      case NOTHING -> NOT_LOOKED_UP;
      default -> throw damaged("it has something unknown for row " + row);
    };
  }

  private byte[] read(long at) {
    long start = at / PAGE * PAGE;
    if (start != pageStart) {
      page = bytes(NAME, start, PAGE);
      pageStart = start;
    }
    if (at - start + ENTRY > page.length) {
      throw damaged("it ends before row " + (at / ENTRY + 1));
    }
    return page;
  }

  private Match refused(long at, int length) {
    String[] parts = new String(bytes(REASONS, at, length), StandardCharsets.UTF_8).split("\t", 3);
    if (parts.length < 3) {
      throw damaged("it has a reason that is cut off");
    }
    return new Match.Refused(
        Code.valueOf(parts[0]),
        parts[2],
        Arrays.stream(parts[1].split(",")).filter(id -> !id.isEmpty()).collect(Collectors.toSet()));
  }

  private byte[] bytes(String name, long at, int most) {
    try (FileChannel file = FileChannel.open(folder.resolve(name), StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(most);
      while (bytes.hasRemaining() && file.read(bytes, at + bytes.position()) >= 0) {
        // The rest follows.
      }
      return Arrays.copyOf(bytes.array(), bytes.position());
    } catch (IOException e) {
      throw new WritebackException(
          Code.SNAPSHOT_IO,
          "which objects the rows of the run mean cannot be read from %s: %s"
              .formatted(folder.resolve(name), Reason.of(e)),
          e);
    }
  }

  private WritebackException damaged(String why) {
    return new WritebackException(
        Code.SNAPSHOT_IO, "%s is damaged: %s".formatted(folder.resolve(NAME), why));
  }

  /** Writes the files of a run, in ascending order of rows. */
  static final class Writer implements Closeable {
    private final Path folder;
    private final FileChannel entries;
    private final FileChannel reasons;
    private final DataOutputStream entriesOut;
    private final DataOutputStream reasonsOut;
    private long next = 1;
    private long reasonsLength;

    Writer(Path folder) {
      this.folder = folder;
      try {
        Files.deleteIfExists(unfinished(NAME));
        Files.deleteIfExists(unfinished(REASONS));
        entries = OwnerOnly.create(unfinished(NAME));
        reasons = OwnerOnly.create(unfinished(REASONS));
      } catch (IOException e) {
        throw unwritable(e);
      }
      entriesOut =
          new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(entries), PAGE));
      reasonsOut =
          new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(reasons), PAGE));
    }

    private Path unfinished(String name) {
      return folder.resolve(name + ".tmp");
    }

    void add(long row, Match match) {
      try {
        for (; next < row; next++) {
          entry(NOTHING, 0, 0);
        }
        next++;
        if (match instanceof Match.Found found) {
          Digest id = Digest.ofId(found.id());
          entry(FOUND, id.high(), id.low());
        } else if (match instanceof Match.Refused refused) {
          String ids = String.join(",", refused.objects().orElse(Set.of()));
          byte[] text =
              String.join("\t", refused.code().name(), ids, refused.reason())
                  .getBytes(StandardCharsets.UTF_8);
          entry(REFUSED, reasonsLength, text.length);
          reasonsOut.write(text);
          reasonsLength += text.length;
        } else {
          entry(MISSING, 0, 0);
        }
      } catch (IOException e) {
        throw unwritable(e);
      }
    }

    private void entry(byte state, long high, long low) throws IOException {
      entriesOut.writeByte(state);
      entriesOut.writeLong(high);
      entriesOut.writeLong(low);
    }

    /** Puts the files on the disk under their names. */
    MatchFile finish() {
      try {
        finish(REASONS, reasonsOut, reasons);
        finish(NAME, entriesOut, entries);
        FolderSync.force(folder);
      } catch (IOException e) {
        throw unwritable(e);
      }
      return new MatchFile(folder);
    }

    private void finish(String name, DataOutputStream out, FileChannel file) throws IOException {
      out.flush();
      file.force(true);
      file.close();
      Files.move(unfinished(name), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() {
      try (entries) {
        reasons.close();
      } catch (IOException e) {
        throw unwritable(e);
      }
    }

    private WritebackException unwritable(IOException e) {
      return new WritebackException(
          Code.SNAPSHOT_IO,
          "which objects the rows of the run mean cannot be written to %s: %s"
              .formatted(folder, Reason.of(e)),
          e);
    }
  }
}
