package io.writeback.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.account.Accounts;
import io.writeback.config.Configuration;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Secrets that come through Camel's property functions, as those of the vaults do. */
class PlaceholdersTest {
  private final DefaultCamelContext context = new DefaultCamelContext();

  @AfterEach
  void close() {
    context.stop();
  }

  /** A vault that knows one secret. */
  private static final class Vault implements PropertiesFunction {
    @Override
    public String getName() {
      return "vault";
    }

    @Override
    public String apply(String remainder) {
      if (remainder.equals("workfront:api-key")) {
        return "hunter2";
      }
      throw new IllegalStateException("connection to hunter2@vault refused for " + remainder);
    }
  }

  private String apiKey(String value) {
    ((PropertiesComponent) context.getPropertiesComponent()).addPropertiesFunction(new Vault());
    Configuration configuration =
        new Configuration(
            Path.of("."),
            "application.properties",
            Map.of("account.workfront.api-key", value),
            Map.of());
    return new Accounts(configuration, new Placeholders(context, configuration)::resolve)
        .settings("workfront")
        .secret("api-key", "it is needed")
        .reveal();
  }

  @Test
  void a_function_of_a_vault_resolves_the_secret_of_an_account() {
    assertThat(apiKey("{{vault:workfront:api-key}}")).isEqualTo("hunter2");
  }

  @Test
  void a_function_that_fails_is_named_with_the_key_and_without_the_words_of_the_vault() {
    assertThatThrownBy(() -> apiKey("{{vault:workfront:other}}"))
        .hasMessage(
            "WB-110 application.properties: account.workfront.api-key: {{vault:workfront:other}}"
                + " has no value here: the function vault failed (IllegalStateException)");
  }

  @Test
  void a_function_that_is_not_on_the_class_path_is_named_with_what_it_needs() {
    assertThatThrownBy(() -> apiKey("{{hashicorp:secret:workfront#api-key}}"))
        .hasMessageContaining("WB-110")
        .hasMessageContaining("account.workfront.api-key")
        .hasMessageContaining("hashicorp is neither a property function nor a key")
        .hasMessageContaining("its Camel module on the class path");
  }
}
