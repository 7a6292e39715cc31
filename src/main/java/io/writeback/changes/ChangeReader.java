package io.writeback.changes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads a file of changes, one after the other, and notices if it is no longer what was written: by
 * the checksum of its compression, and by the number of changes at its end.
 *
 * <p>{@link #hasNext} throws a {@link WritebackException} with {@link Code#CHANGES_FILE} where it
 * cannot be read on. A changed value may be noticed at the end only: {@link ChangeFile#verified}
 * reads to the end before anything is used.
 */
public final class ChangeReader implements ChangeCursor {
  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final JsonParser lines;
  private Change next;
  private boolean ended;
  private long count;

  ChangeReader(Path path) {
    this.path = path;
    try {
      lines = opened(path);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** The file after its first line. */
  private static JsonParser opened(Path path) throws IOException {
    InputStream in = Files.newInputStream(path);
    try {
      JsonParser lines = ChangeLines.reader(new GZIPInputStream(in, BUFFER));
      ChangeLines.require(lines, JsonToken.START_OBJECT);
      if (number(lines, ChangeWriter.VERSION) != ChangeWriter.CURRENT) {
        throw new DamagedException("it is of another version");
      }
      return lines;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** The rest of an object of one number. */
  private static long number(JsonParser lines, String name) throws IOException {
    ChangeLines.require(lines, JsonToken.FIELD_NAME);
    if (!lines.currentName().equals(name)) {
      throw new DamagedException("it has no " + name + " where they have to be");
    }
    ChangeLines.require(lines, JsonToken.VALUE_NUMBER_INT);
    long number = lines.getLongValue();
    ChangeLines.require(lines, JsonToken.END_OBJECT);
    return number;
  }

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      try {
        next = read();
      } catch (IOException e) {
        throw unreadable(path, e);
      }
    }
    return next != null;
  }

  /** The next change; null after the last one, if that is proven to be the last. */
  private Change read() throws IOException {
    JsonToken token = lines.nextToken();
    if (token == JsonToken.START_ARRAY) {
      count++;
      return ChangeLines.read(lines);
    }
    if (token == null) {
      throw new DamagedException("it has no end");
    }
    long written = number(lines, ChangeWriter.CHANGES);
    if (written != count || lines.nextToken() != null) {
      throw new DamagedException(
          "it has other changes than the %,d that were written".formatted(written));
    }
    ended = true;
    return null;
  }

  @Override
  public Change next() {
    Change change = peek();
    next = null;
    return change;
  }

  @Override
  public Change peek() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return next;
  }

  /** How many were read. */
  long count() {
    return count;
  }

  @Override
  public void close() {
    ended = true;
    next = null;
    try {
      lines.close();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  static WritebackException unreadable(Path path, IOException e) {
    return new WritebackException(
        Code.CHANGES_FILE, "the changes in %s cannot be read: %s".formatted(path, why(e)), e);
  }

  /** What a parser says of a damaged file may have values in it. */
  private static String why(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "the file does not exist";
    }
    if (e instanceof EOFException) {
      return "the file is cut off";
    }
    if (e instanceof DamagedException) {
      return "the file is damaged: " + e.getMessage();
    }
    return e instanceof ZipException || e instanceof JsonProcessingException
        ? "the file is damaged"
        : e.toString();
  }
}
