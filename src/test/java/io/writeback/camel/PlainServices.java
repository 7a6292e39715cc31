package io.writeback.camel;

import io.writeback.camel.pipeline.PipelineRoutes;
import io.writeback.config.Configuration;
import io.writeback.run.ProgressListener;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.workfront.Workfront;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.apache.camel.CamelContext;

/** Our services and pipeline in a CamelContext of a test's own, without our main. */
final class PlainServices {
  private PlainServices() {}

  /** The services, bound in the context, with the routes that every writeback needs. */
  static WritebackServices in(
      CamelContext context, Path folder, Map<String, String> keys, ProgressListener listener)
      throws Exception {
    WritebackServices services =
        new WritebackServices(
            context,
            new Configuration(folder, "application.properties", keys, Map.of()),
            listener,
            InstantSource.system());
    context.getRegistry().bind(WritebackServices.NAME, services);
    context.addRoutes(new PipelineRoutes(services.http()));
    return services;
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
