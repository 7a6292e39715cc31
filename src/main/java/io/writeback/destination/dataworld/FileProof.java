package io.writeback.destination.dataworld;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Downloads a file and compares its SHA-256 with that of the file that was sent: neither name nor
 * size in a list are promised to be what was sent (data.world API, download file).
 *
 * <p>The bytes are never held.
 *
 * @param bytes of the file that was sent
 * @param sha256 of it
 */
record FileProof(DataWorldApi api, DatasetKey dataset, long bytes, String sha256) {
  private static final int BUFFER = 1 << 16;

  /** What a file is, compared with the one that was sent. */
  enum Found {
    SAME,
    OTHER,
    /** It could not be read. */
    UNKNOWN
  }

  /**
   * What was found.
   *
   * @param why for people, what was found or what stood in the way
   */
  record Result(Found found, String why) {
    boolean isSame() {
      return found == Found.SAME;
    }
  }

  /**
   * Compares the file of a name.
   *
   * @throws io.writeback.http.CallFailure if another try may find more
   */
  Result of(String name) {
    FileDownload.Result<Result> read =
        new FileDownload(api, dataset).of(name, body -> compare(name, body));
    return read.value() == null ? new Result(Found.UNKNOWN, read.why()) : read.value();
  }

  private Result compare(String name, InputStream body) throws IOException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    byte[] buffer = new byte[BUFFER];
    long read = 0;
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      read += count;
      if (read > bytes) {
        return other(name, "more than the %,d bytes that were sent");
      }
      digest.update(buffer, 0, count);
    }
    if (read < bytes) {
      return other(name, read + " of the %,d bytes that were sent");
    }
    return Hex.encodeHexString(digest.digest()).equals(sha256)
        ? new Result(Found.SAME, name + " was downloaded, and its SHA-256 is that of what was sent")
        : other(name, "%,d bytes, but their SHA-256 is not that of what was sent");
  }

  private Result other(String name, String what) {
    return new Result(
        Found.OTHER, "%s was downloaded, and it has %s".formatted(name, what.formatted(bytes)));
  }
}
