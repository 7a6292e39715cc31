package io.writeback.camel.routes;

import io.writeback.config.RouteStep;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.SendDefinition;

/**
 * Prepares the routes of writebacks as they are added to a context.
 *
 * <p>What is before the source fetches the rows: a run that has its rows must not fetch others,
 * which would be consumed and thrown away. So these steps are left out when the route of such a run
 * is entered again. And no step may buffer the rows: a stream is read once, by the source.
 */
final class SourceSteps extends ModelLifecycleStrategySupport {
  private final KameletCatalogue kamelets;

  SourceSteps(KameletCatalogue kamelets) {
    this.kamelets = kamelets;
  }

  /** The place of the source among the steps of a route itself; -1 if it is not there. */
  static int place(RouteDefinition route, KameletCatalogue kamelets) {
    List<ProcessorDefinition<?>> steps = route.getOutputs();
    for (int place = 0; place < steps.size(); place++) {
      if (steps.get(place) instanceof SendDefinition<?> send
          && kamelets.step(send.getEndpointUri()).filter(RouteStep::isDataset).isPresent()) {
        return place;
      }
    }
    return -1;
  }

  /** A Kamelet is a route too, which would buffer the body before its step reads it. */
  @Override
  public void onAddRouteTemplateDefinition(RouteTemplateDefinition template) {
    boolean reads =
        template.getRoute().getOutputs().stream()
            .anyMatch(
                step ->
                    step instanceof SendDefinition<?> send
                        && send.getEndpointUri().startsWith(RouteStep.DATASET));
    if (reads) {
      template.getRoute().setStreamCache("false");
    }
  }

  @Override
  public void onAddRouteDefinition(RouteDefinition route) {
    int source = place(route, kamelets);
    if (source < 0) {
      return;
    }
    if (route.getStreamCache() == null) {
      route.setStreamCache("false");
    }
    List<ProcessorDefinition<?>> before =
        route.getOutputs().subList(0, source).stream().filter(step -> !step.isAbstract()).toList();
    if (!before.isEmpty()) {
      FilterDefinition unstaged = new FilterDefinition(SourceSteps::isUnstaged);
      before.forEach(unstaged::addOutput);
      int first = route.getOutputs().indexOf(before.get(0));
      route.getOutputs().removeAll(before);
      unstaged.setParent(route);
      route.getOutputs().add(first, unstaged);
    }
  }

  private static boolean isUnstaged(Exchange exchange) {
    return !RunProperty.of(exchange).isStaged();
  }
}
