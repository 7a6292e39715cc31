package io.writeback.camel.routes;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.util.URISupport;

/**
 * Builds the URI of a Kamelet from the {@code parameters:} of a YAML route, so that every value
 * arrives as written.
 *
 * <p>Camel's YAML loader inserts values unencoded, except for options that an {@link
 * EndpointUriFactory} declares secret: these it wraps in {@code RAW(…)}. Measured on 4.18 without
 * it: {@code R&D report} was cut at the & without an error, and a pasted address lost its second
 * parameter. So every parameter of a Kamelet is declared secret here. Those of our own Kamelets are
 * encoded before, by {@link KameletUses}.
 */
final class KameletUris implements EndpointUriFactory {
  private final Set<String> parameters;
  private CamelContext context;

  KameletUris(KameletCatalogue kamelets) {
    this.parameters = kamelets.parameters();
  }

  @Override
  public boolean isEnabled(String scheme) {
    return "kamelet".equals(scheme);
  }

  @Override
  public String buildUri(String scheme, Map<String, Object> properties) {
    return buildUri(scheme, properties, true);
  }

  @Override
  public String buildUri(String scheme, Map<String, Object> properties, boolean encode) {
    Map<String, Object> values = new TreeMap<>(properties);
    Object template = values.remove("templateId");
    return scheme + ":" + template + "?" + URISupport.createQueryString(values, encode);
  }

  @Override
  public Set<String> propertyNames() {
    return parameters;
  }

  @Override
  public Set<String> secretPropertyNames() {
    return parameters;
  }

  @Override
  public Map<String, String> multiValuePrefixes() {
    return Map.of();
  }

  @Override
  public boolean isLenientProperties() {
    return true;
  }

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    context = camelContext;
  }
}
