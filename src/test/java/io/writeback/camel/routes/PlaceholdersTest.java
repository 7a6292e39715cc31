package io.writeback.camel.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.account.Accounts;
import io.writeback.config.Configuration;
import io.writeback.config.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets from Camel's property functions, like those of the vaults. */
class PlaceholdersTest {
  private final DefaultCamelContext context = new DefaultCamelContext();
  private String secret = "";

  @AfterEach
  void close() {
    context.stop();
  }

  /** A vault that knows one secret. */
  private final class Vault implements PropertiesFunction {
    @Override
    public String getName() {
      return "vault";
    }

    @Override
    public String apply(String remainder) {
      if (remainder.equals("workfront:api-key")) {
        return "hunter2";
      }
      if (remainder.endsWith(":echo")) {
        return secret;
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
            Map.of(
                "account.workfront.api-key", value,
                "indirect", "{{env:SECRET}}",
                "round", "{{about}}",
                "about", "{{round}}",
                "overridden", secret),
            Map.of("SECRET", secret, "OVERRIDDEN", secret));
    Settings settings =
        new Accounts(configuration.with(new Placeholders(context, configuration)::resolve))
            .settings("workfront");
    String revealed = settings.secret("api-key", "it is needed").reveal();
    settings.orThrow();
    return revealed;
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

  /** Each was changed or refused while Camel parsed what it had filled in. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\\b",
        "a\\\\b",
        "end\\",
        "a{{b}}c",
        "a}}b",
        "a{{b",
        "x{{env:HOME}}y",
        "\\{{x\\}}",
        "$1\\$2",
        "RAW(x)",
        "#bean:x",
        "a:b?c",
        "pä€"
      })
  void a_value_is_filled_in_as_it_is(String value) {
    secret = value;

    assertThat(apiKey("{{env:SECRET}}")).isEqualTo(value);
    assertThat(apiKey("{{indirect}}")).isEqualTo(value);
    assertThat(apiKey("{{overridden}}")).isEqualTo(value);
    assertThat(apiKey("before {{env:SECRET}} after")).isEqualTo("before " + value + " after");
    assertThat(apiKey("{{vault:" + value.length() + ":echo}}")).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {{env:NOT_SET:fallback}}    | fallback
          a{{?env:NOT_SET}}b          | ab
          \\{{env:SECRET\\}}          | {{env:SECRET}}
          a}}b                        | a}}b
          {{{{name}}:SECRET}}         | s
          """)
  void a_placeholder_may_have_the_forms_that_camel_knows(String text, String value) {
    secret = "s";

    assertThat(apiKey(text.replace("{{name}}", "{{env:NOT_SET:env}}"))).isEqualTo(value);
  }

  @Test
  void a_missing_variable_is_named_by_its_own_name() {
    assertThatThrownBy(() -> apiKey("{{env:NOT_SET}}"))
        .hasMessage(
            "WB-110 application.properties: account.workfront.api-key: {{env:NOT_SET}} has no value"
                + " here: the environment variable NOT_SET is not set");
  }

  @Test
  void keys_that_refer_to_each_other_are_refused() {
    assertThatThrownBy(() -> apiKey("{{round}}"))
        .hasMessageContaining("WB-110")
        .hasMessageContaining("refers to itself");
  }
}
