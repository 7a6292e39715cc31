package io.writeback.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.writeback.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The SDK of OpenTelemetry with an exporter: spans wait in a bounded queue, and another thread
 * sends them. Spans that find it full are dropped; no run waits for a collector.
 */
final class Otlp implements AutoCloseable {
  private static final String SERVICE = "camel-writeback";
  private static final int QUEUE = 16_384;
  private static final Duration BETWEEN_EXPORTS = Duration.ofSeconds(1);
  private static final Duration LONGEST_EXPORT = Duration.ofSeconds(10);
  private static final long LONGEST_FLUSH_SECONDS = 3;

  private final RunIds ids = new RunIds();
  private final SdkTracerProvider provider;

  private Otlp(OtlpHttpSpanExporter exporter, URI endpoint) {
    provider =
        SdkTracerProvider.builder()
            .setIdGenerator(ids)
            .setResource(
                Resource.getDefault()
                    .merge(
                        Resource.create(
                            Attributes.of(
                                AttributeKey.stringKey("service.name"),
                                SERVICE,
                                AttributeKey.longKey("process.pid"),
                                ProcessHandle.current().pid()))))
            .addSpanProcessor(
                BatchSpanProcessor.builder(new ReportedExports(exporter, endpoint))
                    .setMaxQueueSize(QUEUE)
                    .setScheduleDelay(BETWEEN_EXPORTS)
                    .setExporterTimeout(LONGEST_EXPORT)
                    .build())
            .build();
  }

  static Otlp to(URI endpoint, Optional<Secret> authorization) {
    ReportedExports.silenceSdk();
    OtlpHttpSpanExporterBuilder exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(endpoint + "/v1/traces")
            .setTimeout(LONGEST_EXPORT)
            .setRetryPolicy(null);
    authorization.ifPresent(secret -> exporter.addHeader("Authorization", secret.reveal()));
    return new Otlp(exporter.build(), endpoint);
  }

  Tracer tracer() {
    return provider.get(SERVICE);
  }

  RunIds ids() {
    return ids;
  }

  @Override
  public void close() {
    provider.shutdown().join(LONGEST_FLUSH_SECONDS, TimeUnit.SECONDS);
  }
}
