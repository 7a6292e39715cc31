package io.writeback.camel.component;

import io.writeback.camel.routes.ParameterText;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * {@code writeback:snapshot/SOURCE}, {@code writeback:send/DESTINATION} and {@code
 * writeback:accept/NAME}: what the Kamelets are made of.
 *
 * <p>Strict where Kamelets are not: an option that no operation reads is an error.
 */
public final class WritebackComponent extends DefaultComponent {
  private final Operations operations;

  public WritebackComponent(Operations operations) {
    this.operations = operations;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    int slash = remaining.indexOf('/');
    String operation = slash < 0 ? remaining : remaining.substring(0, slash);
    String subject = slash < 0 ? "" : ParameterText.decoded(remaining.substring(slash + 1));
    Map<String, String> options = new TreeMap<>();
    parameters.forEach(
        (name, value) -> options.put(name, ParameterText.decoded(String.valueOf(value))));
    parameters.clear();
    return new WritebackEndpoint(uri, this, operations, operation, subject, options);
  }

  /** The endpoint reads its options itself. */
  @Override
  protected boolean useIntrospectionOnEndpoint() {
    return false;
  }
}
