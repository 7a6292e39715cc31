package io.writeback.destination.workfront.mapping;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.writeback.config.Settings;
import io.writeback.destination.workfront.Tenant;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectMetadataTest {
  private final Tenant tenant = new Tenant();

  @AfterEach
  void close() throws IOException {
    tenant.close();
  }

  private void answer(ResponseDefinitionBuilder answer) {
    tenant.server.stubFor(get(urlPathEqualTo(Tenant.PROJ + "/metadata")).willReturn(answer));
  }

  private WritebackException failure() {
    return catchThrowableOfType(
        WritebackException.class, () -> tenant.plan(Map.of("object", "project"), "ID", "name"));
  }

  @Test
  void reads_fields_with_their_types_flags_and_options() {
    List<MetadataField> fields =
        ObjectMetadata.read(tenant.api(), ObjectType.writable("Project")).all();

    assertThat(fields)
        .contains(
            new MetadataField(
                "status",
                "Project Status",
                "string",
                java.util.Set.of(),
                List.of(
                    new MetadataField.Option("CUR", "Current"),
                    new MetadataField.Option("PLN", "Planning")),
                List.of(),
                false))
        .extracting(MetadataField::wireName)
        .contains("cpi", "DE:Region", "DE:City, State");
    assertThat(fields)
        .filteredOn(field -> !field.writable())
        .extracting(MetadataField::wireName)
        .containsExactly("ID", "cpi", "projStart");
    assertThat(tenant.requests(Tenant.PROJ + "/metadata"))
        .singleElement()
        .satisfies(sent -> assertThat(sent.getHeader("apiKey")).isEqualTo(Tenant.API_KEY));
  }

  @Test
  void changes_its_digest_with_what_matters() {
    String before = digest();
    assertThat(digest()).isEqualTo(before).hasSize(64);

    answer(Tenant.json(200, Tenant.METADATA.replace("Sales Region", "Region of sales")));
    assertThat(digest()).isNotEqualTo(before);

    answer(Tenant.json(200, Tenant.METADATA.replace("REPORTABLE", "SHARABLE")));
    assertThat(digest()).isEqualTo(before);
  }

  private String digest() {
    return (String)
        tenant.plan(Map.of("object", "project"), "ID", "name").describe().get("metadataDigest");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "401|json|{\"error\":{\"message\":\"You are not currently logged in.\"}}|DESTINATION_LOGIN|account.workfront.api-key",
        "403|json|{\"error\":{\"message\":\"No access\"}}|DESTINATION_LOGIN|has no right",
        "422|json|{\"error\":{\"message\":\"Unknown object type: x\"}}|UNKNOWN_OBJECT|Unknown object type: x",
        "404|json|{\"error\":{\"message\":\"Unknown object type: x\"}}|UNKNOWN_OBJECT|Unknown object type: x",
        "200|json|{\"error\":{\"message\":\"Unknown object type: x\"}}|UNKNOWN_OBJECT|Unknown object type: x",
        "200|json|{\"data\":{\"fields\":{}},\"error\":{\"message\":\"not all of it\"}}|UNKNOWN_OBJECT|not all of it",
        "200|json|{\"data\":{\"fields\":{},\"operations\":[\"get\",\"search\"]}}|UNKNOWN_OBJECT|does not let project (PROJ) be edited",
        "404|html|<h1>Not found</h1>|DESTINATION_UNAVAILABLE|account.workfront.url",
        "200|html|<h1>Log in</h1>|DESTINATION_UNAVAILABLE|account.workfront.url",
        "200|json|{\"data\":[]}|DESTINATION_UNAVAILABLE|not Workfront's JSON",
        "200|json|{\"data\":{}}|DESTINATION_UNAVAILABLE|has no fields",
        "200|json|{\"data\":{\"fields\":|DESTINATION_UNAVAILABLE|not Workfront's JSON",
        "410|json|{\"error\":{\"message\":\"gone\"}}|DESTINATION_UNAVAILABLE|account.workfront.api-version",
        "302|html|moved|DESTINATION_REDIRECTS|account.workfront.url",
        "500|json|{\"error\":{\"message\":\"Whoops!\"}}|DESTINATION_UNAVAILABLE|Whoops!",
        "503|html|<h1>down</h1>|DESTINATION_UNAVAILABLE|503",
        "429|json|{\"error\":{\"message\":\"Too many concurrent API requests\"}}|DESTINATION_UNAVAILABLE|Too many"
      })
  void says_what_stands_in_the_way(int status, String type, String body, Code code, String detail) {
    answer(type.equals("json") ? Tenant.json(status, body) : Tenant.html(status, body));
    WritebackException failure = failure();

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure).hasMessageContaining(detail).hasMessageNotContaining(Tenant.API_KEY);
  }

  @Test
  void says_that_nobody_answers() {
    answer(new ResponseDefinitionBuilder().withFault(Fault.CONNECTION_RESET_BY_PEER));
    WritebackException failure = failure();

    assertThat(failure.code()).isEqualTo(Code.DESTINATION_UNAVAILABLE);
    assertThat(failure).hasMessageContaining("account workfront");
  }

  @Test
  void says_that_a_private_address_is_not_allowed() {
    tenant.key("allow-private", "false");
    tenant.key("url", tenant.server.baseUrl().replace("http:", "https:"));
    WritebackException failure = failure();

    assertThat(failure.code()).isEqualTo(Code.ADDRESS_REFUSED);
    assertThat(failure).hasMessageContaining("allow-private=true");
  }

  @Test
  void hides_a_key_that_the_server_echoes() {
    answer(Tenant.json(422, "{\"error\":{\"message\":\"bad key " + Tenant.API_KEY + "\"}}"));

    assertThat(failure()).hasMessageContaining("bad key •••");
  }

  @Test
  void names_the_mistakes_of_account_and_options_together() {
    tenant.key("max-concurrency", "many");
    ConfigurationException failure =
        catchThrowableOfType(
            ConfigurationException.class,
            () ->
                tenant
                    .type()
                    .open(
                        new Settings(
                            "routes/a.camel.yaml",
                            "",
                            Map.of("object", "projects", "batchSize", "x"))));

    assertThat(failure.problems()).hasSize(3);
    assertThat(tenant.urls()).isEmpty();
  }

  @Test
  void lists_the_objects_that_can_be_edited() {
    tenant.server.stubFor(
        get(urlPathEqualTo("/attask/api/v20.0/metadata"))
            .willReturn(
                Tenant.json(
                    200,
                    """
                    {"data":{"objects":{
                      "Task":{"objCode":"TASK","name":"Task","operations":["edit"]},
                      "Project":{"objCode":"PROJ","name":"Project"},
                      "Note":{"objCode":"NOTE","name":"Note","operations":["get"]},
                      "QueueDef":{"objCode":"QUED","name":"QueueDef"},
                      "KanbanBoard":{"objCode":"KNBRD","name":"KanbanBoard"},
                      "New":{"objCode":"BRANDNEW","name":"New"}}}}
                    """)));

    assertThat(tenant.discovery().all("workfront", "").items())
        .containsExactly(
            editable("KNBRD", "kanbanboard"),
            editable("PROJ", "project"),
            editable("TASK", "task"));
  }

  @Test
  void lists_the_objects_of_a_version_whose_list_says_nothing_of_operations() {
    tenant.key("api-version", "22");
    tenant.server.stubFor(
        get(urlPathEqualTo("/attask/api/v22.0/metadata"))
            .willReturn(
                Tenant.json(
                    200,
                    """
                    {"data":{"objects":{
                      "Project":{"name":"Project","label":"Project","objCode":"PROJ","url":"u"},
                      "Assignment":{"name":"Assignment","label":"Assignment","objCode":"ASSGN",
                        "url":"u","secondaryObject":true},
                      "JournalEntry":{"name":"JournalEntry","label":"J","objCode":"JRNLE","url":"u"}
                    }}}
                    """)));

    assertThat(tenant.discovery().all("workfront", "").items())
        .containsExactly(editable("ASSGN", "assignment"), editable("PROJ", "project"));
  }

  private static Map<String, Object> editable(String objCode, String name) {
    return Map.of("objCode", objCode, "name", name);
  }

  @Test
  void says_that_an_object_has_no_fields_to_list_because_it_does_not_exist() {
    WritebackException failure =
        catchThrowableOfType(
            WritebackException.class, () -> tenant.discovery().inside("workfront", "projects", ""));

    assertThat(failure.code()).isEqualTo(Code.UNKNOWN_OBJECT);
    assertThat(failure).hasMessageContaining("did you mean project?");
  }
}
