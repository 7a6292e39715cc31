package io.writeback.e2e;

import io.writeback.camel.WritebackRuntime;
import io.writeback.config.Configuration;
import io.writeback.run.ProgressListener;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.workfront.Workfront;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;

/** Our engine and pipeline in a CamelContext of a test's own, without our main. */
final class PlainRuntime {
  private PlainRuntime() {}

  /** The runtime with its engine open; the context has not started yet. */
  static WritebackRuntime in(
      CamelContext context, Path folder, Map<String, String> keys, ProgressListener listener) {
    return in(context, folder, keys, listener, Set.of());
  }

  /**
   * The same.
   *
   * @param names of the writebacks that requests may ask for
   */
  static WritebackRuntime in(
      CamelContext context,
      Path folder,
      Map<String, String> keys,
      ProgressListener listener,
      Set<String> names) {
    WritebackRuntime runtime =
        new WritebackRuntime(
            context,
            new Configuration(folder, "application.properties", keys, Map.of()),
            listener,
            InstantSource.system());
    runtime.open(names);
    return runtime;
  }

  /** The account of a sandbox's Workfront. */
  static Map<String, String> workfront(Sandbox sandbox) {
    return Map.of(
        "account.workfront.url",
        sandbox.workfrontUrl().toString(),
        "account.workfront.api-key",
        Workfront.API_KEY,
        "account.workfront.allow-private",
        "true");
  }
}
