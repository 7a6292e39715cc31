package io.writeback.trace;

import io.writeback.config.Configuration;
import io.writeback.config.Option;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import io.writeback.problem.Problem;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The keys below {@code trace.}.
 *
 * @param endpoint of a collector; without it there are no traces
 * @param authorization what the collector wants to see, if it wants anything
 */
public record TraceSettings(
    Optional<URI> endpoint, Optional<Secret> authorization, List<Problem> problems) {
  private static final Option<Optional<URI>> ENDPOINT =
      Option.url("endpoint")
          .example("http://127.0.0.1:4318")
          .says(
              "Where the traces of runs are sent, by OTLP over HTTP: `http://127.0.0.1:4318`. The"
                  + " path `/v1/traces` is added. Without it there are no traces.");

  private static final Option<Optional<Secret>> AUTHORIZATION =
      Option.headerSecret("authorization")
          .says(
              "The header `Authorization` of each export, if the collector requires one; best from"
                  + " the environment: `{{env:TRACE_AUTHORIZATION}}`.");

  /** All of them, in the order of the documents. */
  public static final List<Option<?>> KEYS = List.of(ENDPOINT, AUTHORIZATION);

  public static TraceSettings of(Configuration configuration) {
    Settings own = configuration.settings("trace.");
    return new TraceSettings(ENDPOINT.in(own), AUTHORIZATION.in(own), own.close());
  }
}
