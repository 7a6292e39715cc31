package io.writeback.http;

import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** A file as the body of a request: its length is known, and it can be sent again. */
final class FileEntity extends AbstractHttpEntity implements GuardedEntity {
  private static final int CHUNK = 64 * 1024;

  private final RequestBody.OfFile body;
  private final SendGuard guard;
  private volatile long movedAt = System.nanoTime();
  private volatile boolean gone;

  FileEntity(RequestBody.OfFile body, String contentType, SendGuard guard) {
    super(ContentType.parseLenient(contentType), null, false);
    this.body = body;
    this.guard = guard;
  }

  @Override
  public SendGuard guard() {
    return guard;
  }

  @Override
  public boolean isGuardedFirst() {
    return false;
  }

  /** How long no byte of it has left, or how long ago the last one did. */
  long idleMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - movedAt);
  }

  /** Whether all of it has left. */
  boolean isGone() {
    return gone;
  }

  /** The time without a byte begins now. */
  void begins() {
    gone = false;
    movedAt = System.nanoTime();
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public long getContentLength() {
    return body.length();
  }

  @Override
  public boolean isStreaming() {
    return false;
  }

  @Override
  public InputStream getContent() throws IOException {
    return Files.newInputStream(body.file());
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    begins();
    try (InputStream in = opened()) {
      MessageDigest digest = DigestUtils.getSha256Digest();
      byte[] chunk = new byte[CHUNK];
      long left = body.length();
      while (left > 0) {
        int count = in.readNBytes(chunk, 0, (int) Math.min(CHUNK, left));
        digest.update(chunk, 0, count);
        left -= count;
        if (count == 0 || left == 0) {
          check(left, in.read() >= 0, Hex.encodeHexString(digest.digest()));
        }
        out.write(chunk, 0, count);
        movedAt = System.nanoTime();
      }
    }
    out.flush();
    movedAt = System.nanoTime();
    gone = true;
  }

  private InputStream opened() throws IOException {
    try {
      return getContent();
    } catch (NoSuchFileException e) {
      throw new WritebackException(
          Code.SNAPSHOT_IO, "the file " + body.file() + ", which was to be sent, is gone", e);
    }
  }

  private void check(long missing, boolean more, String digest) {
    if (missing > 0 || more || !digest.equals(body.sha256())) {
      throw new WritebackException(
          Code.SNAPSHOT_IO,
          "the file %s was changed while it was being sent; it was not sent completely"
              .formatted(body.file()));
    }
    guard.check();
  }

  @Override
  public void close() {
    // Each write opens the file again.
  }
}
