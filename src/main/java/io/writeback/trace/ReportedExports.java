package io.writeback.trace;

import io.opentelemetry.exporter.internal.FailedExportException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.writeback.problem.Reason;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log that spans could not be sent: the first time, then every five minutes at most,
 * and once that it works again.
 */
final class ReportedExports implements SpanExporter {
  private static final Logger LOG = LoggerFactory.getLogger(ReportedExports.class);
  private static final Duration BETWEEN_LINES = Duration.ofMinutes(5);

  /** It would print a line a failure to stderr. Held here: the JDK forgets what nobody holds. */
  private static final java.util.logging.Logger SDK =
      java.util.logging.Logger.getLogger("io.opentelemetry");

  private final SpanExporter exporter;
  private final URI endpoint;
  private boolean failing;
  private long lastLine;
  private long lost;

  ReportedExports(SpanExporter exporter, URI endpoint) {
    this.exporter = exporter;
    this.endpoint = endpoint;
  }

  static void silenceSdk() {
    SDK.setLevel(Level.OFF);
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    int count = spans.size();
    CompletableResultCode result = exporter.export(spans);
    result.whenComplete(() -> ended(result, count));
    return result;
  }

  private synchronized void ended(CompletableResultCode result, int spans) {
    if (result.isSuccess()) {
      if (failing) {
        failing = false;
        LOG.warn("traces are sent to {} again", endpoint);
      }
      return;
    }
    lost += spans;
    long now = System.nanoTime();
    if (!failing || now - lastLine >= BETWEEN_LINES.toNanos()) {
      failing = true;
      lastLine = now;
      LOG.warn(
          "traces cannot be sent to {}, {} spans were lost so far; runs are not affected: {}",
          endpoint,
          lost,
          reason(result.getFailureThrowable()));
    }
  }

  private static String reason(Throwable failure) {
    if (failure instanceof FailedExportException.HttpExportException export) {
      return export.getResponse() == null
          ? Reason.of(export.getCause())
          : "it answered " + export.getResponse().statusCode();
    }
    return failure == null ? "no reason was given" : Reason.of(failure);
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
