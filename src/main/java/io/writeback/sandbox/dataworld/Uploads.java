package io.writeback.sandbox.dataworld;

import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Request;
import io.writeback.sandbox.http.Response;
import io.writeback.sandbox.http.Traffic;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Stores uploads, completely or not at all.
 *
 * <p>data.world API, upload file: the raw bytes, of any content type or none, of known length or
 * chunked. A file of the same name is replaced (inferred). Archives are never expanded here.
 */
final class Uploads {
  private static final int LONGEST_NAME = 128;

  private final FileBodies bodies;
  private final Traffic traffic;
  private final Supplier<DataWorldKnobs> knobs;

  Uploads(FileBodies bodies, Traffic traffic, Supplier<DataWorldKnobs> knobs) {
    this.bodies = bodies;
    this.traffic = traffic;
    this.knobs = knobs;
  }

  Response receive(Dataset dataset, String sentName, Request request)
      throws IOException, DataWorldRefusal {
    checkName(sentName);
    checkExpand(request);
    long announced = length(request);
    DataWorldKnobs now = knobs.get();
    String name = now.normaliseNames() ? normalised(sentName) : sentName;
    long room = dataset.room(name, now);
    if (announced > room) {
      throw DataWorldRefusal.tooLarge(room);
    }
    FileBody body;
    try {
      body = bodies.take(new CutStream(request.body(), now.cutUploadAfterBytes()), room);
    } catch (IOException e) {
      // The caller disconnected within the body, or the knob cuts it.
      return Response.dropped();
    }
    if (announced >= 0 && body.size() != announced) {
      bodies.drop(body);
      return Response.dropped();
    }
    commit(dataset, name, body);
    traffic.wrote(dataset.key() + "/" + name);
    return Response.text(
        200,
        "application/json;charset=UTF-8",
        Json.write(Json.object().put("message", "File uploaded.")));
  }

  private void commit(Dataset dataset, String name, FileBody body)
      throws IOException, DataWorldRefusal {
    Optional<FileBody> old;
    try {
      old = dataset.store(name, body, knobs.get(), Instant.now().truncatedTo(ChronoUnit.MILLIS));
    } catch (DataWorldRefusal e) {
      bodies.drop(body);
      throw e;
    }
    if (old.isPresent()) {
      bodies.drop(old.get());
    }
  }

  private static void checkName(String name) throws DataWorldRefusal {
    if (name.isEmpty() || name.length() > LONGEST_NAME || name.contains("/")) {
      throw DataWorldRefusal.unprocessable(
          "A file name has 1 to " + LONGEST_NAME + " characters and no /");
    }
  }

  /** Whether the service normalises names is undocumented. */
  private static String normalised(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}.]+", "-");
  }

  private static void checkExpand(Request request) throws DataWorldRefusal {
    String expand = request.query().first("expandArchive").orElse("false");
    if (!expand.equals("true") && !expand.equals("false")) {
      throw DataWorldRefusal.badRequest("expandArchive is true or false");
    }
    if (expand.equals("true")) {
      throw DataWorldRefusal.notImitated("archives that are expanded");
    }
  }

  private static long length(Request request) {
    return request.header("Content-Length").map(Long::parseLong).orElse(-1L);
  }

  /** A body that is cut off after this many bytes; never if negative. */
  private static final class CutStream extends java.io.FilterInputStream {
    private final boolean cuts;
    private long left;

    CutStream(InputStream in, long bytes) {
      super(in);
      cuts = bytes >= 0;
      left = bytes;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (cuts && left == 0) {
        throw new IOException("The sandbox cuts the upload here");
      }
      int read = in.read(buffer, offset, cuts ? (int) Math.min(left, length) : length);
      left -= Math.max(0, read);
      return read;
    }
  }
}
