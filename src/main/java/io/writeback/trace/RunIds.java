package io.writeback.trace;

import io.opentelemetry.sdk.trace.IdGenerator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Makes the id of a trace from that of its run: a run that was paused, or that another process took
 * over, stays one trace.
 */
final class RunIds implements IdGenerator {
  private static final int BYTES = 16;

  private final IdGenerator random = IdGenerator.random();
  private final ThreadLocal<String> run = new ThreadLocal<>();

  /** Makes a root span of a run, on this thread. */
  void during(String runId, Runnable makes) {
    run.set(runId);
    try {
      makes.run();
    } finally {
      run.remove();
    }
  }

  static String traceId(String runId) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(runId.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  @Override
  public String generateSpanId() {
    return random.generateSpanId();
  }

  @Override
  public String generateTraceId() {
    String id = run.get();
    return id == null ? random.generateTraceId() : traceId(id);
  }
}
