package io.writeback.destination.dataworld;

import io.writeback.destination.HeldFile;
import io.writeback.http.CallFailure;
import io.writeback.http.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Optional;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Takes the file that is there under the name of the one that is sent, byte for byte.
 *
 * @param sha256 of the file that is sent
 */
record HeldDownload(DataWorldApi api, DatasetKey dataset, String name, String sha256) {
  private static final int BUFFER = 1 << 16;

  /**
   * Copies the file.
   *
   * @return empty if there is none
   * @throws CallFailure if it cannot be downloaded now
   * @throws UncheckedIOException if {@code into} takes no more
   */
  Optional<HeldFile> to(OutputStream into) {
    FileDownload.Result<HeldFile> read =
        new FileDownload(api, dataset).of(name, body -> copied(body, into));
    if (read.value() != null) {
      return Optional.of(read.value());
    }
    // That it is not shown is no proof that nothing is there.
    if (read.missing() && api.read(dataset).file(name).isEmpty()) {
      return Optional.empty();
    }
    throw new CallFailure(Outcome.UNKNOWN, "what is there is not known: " + read.why());
  }

  private HeldFile copied(InputStream body, OutputStream into) throws IOException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      digest.update(buffer, 0, count);
      bytes += count;
      write(buffer, count, into);
    }
    String found = Hex.encodeHexString(digest.digest());
    return new HeldFile(name, bytes, found, found.equals(sha256));
  }

  /** Our disk is not to be taken for the network. */
  private static void write(byte[] buffer, int count, OutputStream into) {
    try {
      into.write(buffer, 0, count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
