package io.writeback.camel;

import io.writeback.alert.AlertSettings;
import io.writeback.api.ApiSettings;
import io.writeback.camel.routes.Placeholders;
import io.writeback.config.Configuration;
import io.writeback.config.Settings;
import io.writeback.console.ConsoleSettings;
import io.writeback.engine.DataSettings;
import io.writeback.http.HttpLimits;
import io.writeback.http.RetryPolicy;
import io.writeback.log.LogSettings;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import io.writeback.queue.QueueSettings;
import io.writeback.trace.TraceSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * What the keys under {@code writeback.}, {@code http.}, {@code queue.}, {@code api.} and {@code
 * console.}, {@code alert.}, {@code log.} and {@code trace.} say.
 *
 * @param httpProblems what is wrong with the keys under {@code http.}
 */
public record ProcessSettings(
    DataSettings data,
    HttpLimits limits,
    RetryPolicy retries,
    QueueSettings queue,
    ApiSettings api,
    ConsoleSettings console,
    AlertSettings alerts,
    LogSettings log,
    TraceSettings trace,
    List<Problem> httpProblems) {
  public static ProcessSettings of(Configuration configuration) {
    Settings http = configuration.settings("http.");
    DataSettings data = DataSettings.of(configuration);
    HttpLimits limits = HttpLimits.of(http);
    ApiSettings api = ApiSettings.of(configuration);
    return new ProcessSettings(
        data,
        limits,
        RetryPolicy.of(http),
        QueueSettings.of(configuration),
        api,
        ConsoleSettings.of(configuration, api.host(), api.tls().isPresent()),
        AlertSettings.of(configuration),
        LogSettings.of(configuration),
        TraceSettings.of(configuration),
        http.close());
  }

  /** The address of the API and the console. */
  String url() {
    return api.address();
  }

  /**
   * Where ledger and files are, for commands that start no route.
   *
   * @throws ConfigurationException with all that is wrong with the keys
   */
  public static DataSettings data(Configuration configuration) {
    DataSettings data = resolved(configuration, DataSettings::of);
    ConfigurationException.throwIfAny(data.problems());
    return data;
  }

  /** Whether keys and cell values of rows may be shown where others see them. */
  public static boolean showsValues(Configuration configuration) {
    return resolved(configuration, given -> ConsoleSettings.of(given, "localhost", false))
        .showValues();
  }

  private static <T> T resolved(Configuration configuration, Function<Configuration, T> reader) {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      return reader.apply(configuration.with(new Placeholders(context, configuration)::resolve));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Mistakes that concern every command: a value that is only missing in this environment is not
   * one.
   */
  public List<Problem> problems() {
    return allProblems().stream().filter(problem -> !problem.code().isMissingHere()).toList();
  }

  /** Mistakes that concern a command that executes runs: it needs the ledger as well. */
  List<Problem> ledgerProblems() {
    return Stream.concat(
            data.problems().stream().filter(problem -> problem.code().isMissingHere()),
            problems().stream())
        .toList();
  }

  /** Mistakes that concern a server: all of them. */
  List<Problem> allProblems() {
    return Stream.of(
            data.problems(),
            httpProblems,
            queue.problems(),
            api.problems(),
            console.problems(),
            alerts.problems(),
            log.problems(),
            trace.problems())
        .flatMap(List::stream)
        .distinct()
        .toList();
  }
}
