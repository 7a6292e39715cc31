package io.writeback.trace;

import io.writeback.batch.BatchWatch;
import io.writeback.http.TryWatch;
import io.writeback.run.ProgressListener;
import java.net.URI;
import java.util.Optional;

/**
 * What records the runs of a process as traces. Without an endpoint nothing does, and no class of
 * OpenTelemetry is loaded.
 */
public interface Traces extends AutoCloseable {
  Traces OFF =
      new Traces() {
        @Override
        public Optional<ProgressListener> runs() {
          return Optional.empty();
        }

        @Override
        public BatchWatch batches() {
          return BatchWatch.NONE;
        }

        @Override
        public TryWatch tries() {
          return TryWatch.NONE;
        }

        @Override
        public void close() {}
      };

  static Traces of(TraceSettings settings) {
    Optional<URI> endpoint = settings.endpoint();
    return endpoint.isEmpty()
        ? OFF
        : new RunTraces(Otlp.to(endpoint.get(), settings.authorization()));
  }

  /** Observes runs, if anything does. */
  Optional<ProgressListener> runs();

  BatchWatch batches();

  TryWatch tries();

  /** Sends what is left, and waits for that a few seconds at most. */
  @Override
  void close();
}
