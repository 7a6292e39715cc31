package io.writeback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.dataworld.DataWorld;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Permissions and visibility at data.world. */
class DataWorldAccessTest {
  private Sandbox sandbox;
  private DataWorldCalls calls;

  @BeforeEach
  void start() throws IOException {
    sandbox = Sandbox.start(SandboxSettings.onFreePorts().withDemoObjects(false));
    calls = new DataWorldCalls(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer ", "Bearer wrong", "Basic c2FuZGJveDpzYW5kYm94"})
  void without_the_token_every_call_is_401(String authorization) {
    for (String path :
        List.of("user/datasets/own", "datasets/acme/sales-data", "datasets/no/such", "nothing")) {
      var request = calls.anonymous("/v0/" + path);

      Wire.Answer answer =
          calls.send(
              authorization.isEmpty() ? request : request.header("Authorization", authorization));

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.json().get("code").asInt()).isEqualTo(401);
      assertThat(answer.json().get("message").asText()).isNotBlank();
    }
  }

  @Test
  void an_upload_without_the_token_is_401_and_stores_nothing() {
    int bodies = calls.bodies().size();

    Wire.Answer answer =
        calls.send(
            calls
                .anonymous("/v0/uploads/acme/sales-data/files/a.csv")
                .PUT(BodyPublishers.ofString("x".repeat(1_000_000))));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(calls.bodies()).hasSize(bodies);
  }

  @Test
  void the_token_is_a_jwt_and_can_be_revoked_and_given_back() {
    assertThat(DataWorld.TOKEN.split("\\.")).hasSize(3);

    calls.set("{\"revokeToken\":true}");
    assertThat(calls.get("user/datasets/own").status()).isEqualTo(401);

    calls.set("{\"revokeToken\":false}");
    assertThat(calls.get("user/datasets/own").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "NONE,404,404,404",
    "DISCOVER,200,403,403",
    "READ,200,200,403",
    "WRITE,200,200,200",
    "ADMIN,200,200,200"
  })
  void the_access_level_says_what_the_caller_may_do(
      String level, int look, int download, int upload) {
    String dataset = "acme/sales-data";
    calls.admin("POST", "datasets/" + dataset, "{\"accessLevel\":\"" + level + "\"}");

    assertThat(calls.get("datasets/" + dataset).status()).isEqualTo(look);
    assertThat(calls.get("file_download/" + dataset + "/sales.csv").status()).isEqualTo(download);
    Wire.Answer put = calls.put(dataset, "new.csv", "x");
    assertThat(put.status()).isEqualTo(upload);
    if (upload != 200) {
      assertThat(put.json().get("code").asInt()).isEqualTo(upload);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"acme/no-such", "nobody/sales-data", "Acme/sales-data", "a/b"})
  void a_dataset_that_is_not_there_is_404_and_is_not_made(String dataset) {
    Wire.Answer put = calls.put(dataset, "a.csv", "x");

    assertThat(put.status()).isEqualTo(404);
    assertThat(put.json().fieldNames()).toIterable().containsExactly("code", "message", "details");
    assertThat(calls.get("datasets/" + dataset).status()).isEqualTo(404);
  }

  @Test
  void a_file_that_is_not_there_is_404() {
    assertThat(calls.get("file_download/acme/sales-data/nothing.csv").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,user/organizations",
    "GET,user/projects/own",
    "POST,datasets/acme",
    "PUT,datasets/acme/sales-data",
    "PATCH,datasets/acme/sales-data",
    "GET,datasets/acme/sales-data/sync",
    "DELETE,datasets/acme/sales-data/files/sales.csv",
    "POST,uploads/acme/sales-data/files",
    "PUT,uploads/acme/sales-data/files/a.zip?expandArchive=true",
    "GET,download/acme/sales-data",
    "POST,streams/acme/sales-data/s",
  })
  void what_the_sandbox_does_not_imitate_is_refused_in_its_own_name(String method, String path) {
    Wire.Answer answer =
        calls.send(
            calls
                .anonymous("/v0/" + path)
                .header("Authorization", "Bearer " + DataWorld.TOKEN)
                .method(method, BodyPublishers.noBody()));

    assertThat(answer.status()).as(answer.body()).isEqualTo(501);
    assertThat(answer.json().get("sandboxError").asText()).contains("does not imitate");
  }

  @Test
  void nothing_is_served_outside_of_its_prefix() {
    var request =
        calls
            .anonymous("/datasets/acme/sales-data")
            .header("Authorization", "Bearer " + DataWorld.TOKEN);

    assertThat(calls.send(request).status()).isEqualTo(404);
  }

  @Test
  void a_dataset_tells_its_files_its_status_and_what_the_caller_may_do() {
    JsonNode dataset = calls.get("datasets/acme/sales-data").json();

    assertThat(dataset.fieldNames())
        .toIterable()
        .containsExactly(
            "owner",
            "id",
            "title",
            "description",
            "visibility",
            "files",
            "status",
            "accessLevel",
            "isProject",
            "created",
            "updated",
            "version");
    assertThat(dataset.get("accessLevel").asText()).isEqualTo("WRITE");
    assertThat(dataset.get("status").asText()).isEqualTo("LOADED");
    assertThat(dataset.at("/files/0").toString())
        .isEqualTo(
            "{\"name\":\"sales.csv\",\"sizeInBytes\":42,\"created\":\"2026-01-05T06:00:00.000Z\","
                + "\"updated\":\"2026-01-05T06:00:00.000Z\",\"labels\":[]}");
  }

  @Test
  void who_may_only_discover_a_dataset_sees_no_files() {
    calls.admin("POST", "datasets/acme/sales-data", "{\"accessLevel\":\"DISCOVER\"}");

    JsonNode dataset = calls.get("datasets/acme/sales-data").json();

    assertThat(dataset.get("files")).isEmpty();
    assertThat(dataset.get("visibility").asText()).isEqualTo("DISCOVERABLE");
  }

  @Test
  void own_datasets_are_those_of_the_caller() {
    assertThat(keys(calls.get("user/datasets/own").json()))
        .containsExactly("sandbox/sales-data", "sandbox/scratch");
    assertThat(calls.get("user/datasets/liked").json().get("records")).isEmpty();
  }

  @Test
  void a_list_of_an_owner_has_nothing_invisible() {
    assertThat(keys(calls.get("datasets/acme?limit=100").json()))
        .contains("acme/catalogue-only", "acme/sales-data")
        .doesNotContain("acme/board-papers", "sandbox/scratch");
  }

  @ParameterizedTest
  @CsvSource({"'',10,2", "limit=3,3,4", "limit=100,11,1"})
  void a_list_comes_in_pages_until_there_is_no_token(String limit, int firstPage, int pages) {
    List<String> all = new ArrayList<>();
    String next = "";
    int count = 0;
    do {
      JsonNode page = calls.get("user/datasets/contributing?" + limit + next).json();
      assertThat(page.get("count").asInt()).isEqualTo(11);
      if (count++ == 0) {
        assertThat(page.get("records")).hasSize(firstPage);
      }
      all.addAll(keys(page));
      String token = page.path("nextPageToken").asText();
      next = token.isEmpty() ? "" : "&next=" + token;
    } while (!next.isEmpty());

    assertThat(count).isEqualTo(pages);
    assertThat(all)
        .hasSize(11)
        .doesNotHaveDuplicates()
        .contains("acme/sales-data", "acme/reference-data")
        .doesNotContain("acme/catalogue-only");
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=101", "limit=x", "limit=-1", "next=nonsense", "next="})
  void a_page_that_does_not_exist_is_400(String query) {
    assertThat(calls.get("user/datasets/contributing?" + query).status()).isEqualTo(400);
  }

  @Test
  void a_token_is_good_for_its_list_only() {
    String token =
        calls.get("user/datasets/contributing?limit=1").json().get("nextPageToken").asText();

    assertThat(calls.get("user/datasets/own?next=" + token).status()).isEqualTo(400);
  }

  private static List<String> keys(JsonNode page) {
    List<String> keys = new ArrayList<>();
    page.get("records")
        .forEach(one -> keys.add(one.get("owner").asText() + "/" + one.get("id").asText()));
    return keys;
  }
}
