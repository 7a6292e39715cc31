package io.writeback.camel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

/** What changes the digest of the code that makes rows, and what does not. */
final class CodeDigestTest {
  private static final String ROUTES =
      """
      - beans:
          - name: prices
            type: java.util.Date
            properties:
              time: 1
      - route:
          id: enrich
          from:
            uri: direct:enrich
            steps:
              - choice:
                  when:
                    - simple: "${body[State]} == 'open'"
                      steps:
                        - enrich:
                            simple: direct:price
              - setHeader:
                  name: factor
                  constant: "{{factor}}"
      - route:
          id: price
          from:
            uri: direct:price
            steps:
              - process:
                  ref: pricer
              - setBody:
                  constant: "10"
              - to: direct:tax
      - route:
          id: tax
          from:
            uri: direct:tax
            steps:
              - to:
                  uri: direct
                  parameters:
                    name: round
      - route:
          id: round
          from:
            uri: direct
            parameters:
              name: round
            steps:
              - setHeader:
                  name: digits
                  constant: "2"
      - route:
          id: other
          from:
            uri: direct:other
            steps:
              - log: "nobody calls it"
      """;

  private static String digest(String routes, String code, String factor) throws Exception {
    try (CamelContext context = new DefaultCamelContext()) {
      Properties properties = new Properties();
      properties.putAll(Map.of("factor", factor));
      context.getPropertiesComponent().setInitialProperties(properties);
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(ResourceHelper.fromString("file:routes.camel.yaml", routes));
      return new CodeDigest(context, code).of("direct:enrich?block=true");
    }
  }

  private static String changed(String from, String to) throws Exception {
    assertThat(ROUTES).contains(from);
    return digest(ROUTES.replace(from, to), "code", "1.2");
  }

  @Test
  void the_same_files_have_the_same_digest_whatever_their_comments_say() throws Exception {
    String digest = digest(ROUTES, "code", "1.2");

    assertThat(digest(ROUTES, "code", "1.2")).isEqualTo(digest);
    assertThat(changed("- beans", "# what it costs\n- beans")).isEqualTo(digest);
    assertThat(changed("nobody calls it", "really")).isEqualTo(digest);
  }

  @Test
  void whatever_makes_another_row_changes_it() throws Exception {
    String digest = digest(ROUTES, "code", "1.2");

    assertThat(changed("'open'", "'closed'")).isNotEqualTo(digest);
    assertThat(changed("\"10\"", "\"11\"")).as("in a route that it calls").isNotEqualTo(digest);
    assertThat(changed("name: digits", "name: places")).as("two calls on").isNotEqualTo(digest);
    assertThat(changed("ref: pricer", "ref: otherPricer")).isNotEqualTo(digest);
    assertThat(changed("time: 1", "time: 2")).as("in a bean").isNotEqualTo(digest);
    assertThat(digest(ROUTES, "other code", "1.2")).isNotEqualTo(digest);
    assertThat(digest(ROUTES, "code", "1.3")).as("in a property").isNotEqualTo(digest);
  }
}
