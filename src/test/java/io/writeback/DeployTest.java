package io.writeback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.writeback.config.Configuration;
import io.writeback.engine.DataSettings;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.Postgres;
import io.writeback.ledger.RunRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What deploy/ says to Docker Compose and to Kubernetes, as their APIs understand it. */
final class DeployTest {
  private static final Path DEPLOY = Path.of("deploy");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** What these objects do not know is refused; as the API server does with strict validation. */
  private static final ObjectMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "ConfigMap", ConfigMap.class,
          "Deployment", Deployment.class,
          "PersistentVolumeClaim", PersistentVolumeClaim.class,
          "PodDisruptionBudget", PodDisruptionBudget.class,
          "Service", Service.class,
          "ServiceAccount", ServiceAccount.class);

  /** Of KEDA, which is no part of Kubernetes. */
  private static final Set<String> SCALED_OBJECT =
      Set.of(
          "scaleTargetRef",
          "minReplicaCount",
          "maxReplicaCount",
          "pollingInterval",
          "cooldownPeriod",
          "advanced",
          "triggers");

  private static List<JsonNode> documents(String yaml) throws IOException {
    return YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml).readAll();
  }

  /** All objects of a way to run, as Kustomize makes them. */
  private static List<JsonNode> built(String way) throws Exception {
    Process version = started("kubectl", "version", "--client");
    // Older ones, as that of Debian 12, do not know what the files say.
    assumeTrue(
        version != null
            && new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .contains("Kustomize Version: v5"),
        "needs a kubectl with Kustomize 5");
    Process kustomize =
        started("kubectl", "kustomize", DEPLOY.resolve("kubernetes/" + way).toString());
    String yaml = new String(kustomize.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(kustomize.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(kustomize.waitFor()).as(err).isZero();
    assertThat(err).as("warnings").isEmpty();
    return documents(yaml);
  }

  private static Process started(String... command) {
    try {
      return new ProcessBuilder(command).start();
    } catch (IOException e) {
      return null;
    }
  }

  private static JsonNode one(List<JsonNode> objects, String kind) {
    List<JsonNode> found =
        objects.stream().filter(object -> object.get("kind").asText().equals(kind)).toList();
    assertThat(found).as(kind).hasSize(1);
    return found.get(0);
  }

  private static Deployment deployment(List<JsonNode> objects) throws IOException {
    return STRICT.treeToValue(one(objects, "Deployment"), Deployment.class);
  }

  /** What a model does not know it keeps aside, and writes again: so names are looked up here. */
  private static void assertKnown(JsonNode given, Class<?> model) throws IOException {
    JsonNode typed = STRICT.valueToTree(STRICT.treeToValue(given, model));
    List<String> unknown = new ArrayList<>();
    unknown(STRICT.treeToValue(given, model), "", unknown);
    assertThat(unknown).as("fields that the API does not have").isEmpty();
    assertThat(typed.get("kind")).isEqualTo(given.get("kind"));
  }

  private static void unknown(Object model, String path, List<String> unknown) {
    if (model instanceof List<?> all) {
      for (int i = 0; i < all.size(); i++) {
        unknown(all.get(i), path + "[" + i + "]", unknown);
      }
      return;
    }
    if (model == null || !model.getClass().getName().startsWith("io.fabric8.")) {
      return;
    }
    for (var method : model.getClass().getMethods()) {
      if (method.getParameterCount() > 0 || !method.getName().startsWith("get")) {
        continue;
      }
      try {
        Object value = method.invoke(model);
        if (method.getName().equals("getAdditionalProperties")) {
          ((Map<?, ?>) value).keySet().forEach(name -> unknown.add(path + "." + name));
        } else {
          unknown(value, path + "." + method.getName().substring(3), unknown);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "one", "many"})
  void each_object_is_one_that_the_api_knows(String way) throws Exception {
    for (JsonNode object : built(way)) {
      String kind = object.get("kind").asText();
      if (!object.get("apiVersion").asText().startsWith("keda.sh/")) {
        assertThat(KINDS).containsKey(kind);
        assertKnown(object, KINDS.get(kind));
      }
    }
  }

  @Test
  void a_misspelt_field_would_be_found() throws IOException {
    JsonNode wrong =
        YAML.readTree(
            "{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {terminationGrace: 4}}}}");
    List<String> unknown = new ArrayList<>();

    unknown(STRICT.treeToValue(wrong, Deployment.class), "", unknown);

    assertThat(unknown).containsExactly(".Spec.Template.Spec.terminationGrace");
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "many"})
  void a_pod_has_no_more_rights_than_it_needs(String way) throws Exception {
    var pod = deployment(built(way)).getSpec().getTemplate().getSpec();
    var container = pod.getContainers().get(0);

    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container.getVolumeMounts().stream().filter(m -> m.getReadOnly() == null))
        .as("where it may write")
        .extracting(mount -> mount.getMountPath())
        .containsExactlyInAnyOrder("/opt/camel-writeback/data", "/tmp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "many"})
  void a_pod_has_time_to_hand_its_runs_over(String way) throws Exception {
    var pod = deployment(built(way)).getSpec().getTemplate().getSpec();

    assertThat(pod.getTerminationGracePeriodSeconds())
        .as("ten seconds for what is in flight, as docs/runs.md says, and the ledger's")
        .isGreaterThanOrEqualTo(30);
    assertThat(pod.getContainers().get(0).getLifecycle())
        .as("a hook would take its time from that")
        .isNull();
  }

  @Test
  void one_pod_never_has_a_second_one_beside_it() throws Exception {
    List<JsonNode> objects = built("one");
    var spec = deployment(objects).getSpec();

    assertThat(spec.getReplicas()).isEqualTo(1);
    assertThat(spec.getStrategy().getType()).isEqualTo("Recreate");
    assertThat(
            STRICT
                .treeToValue(one(objects, "PersistentVolumeClaim"), PersistentVolumeClaim.class)
                .getSpec()
                .getAccessModes())
        .containsExactly("ReadWriteOncePod");
  }

  @Test
  void the_properties_of_many_pods_are_complete() throws Exception {
    Path properties = DEPLOY.resolve("kubernetes/many/application.properties");
    Configuration configuration =
        Configuration.load(
            Path.of("").toAbsolutePath(),
            properties,
            Optional.empty(),
            Map.of(),
            Map.of("WRITEBACK_LEDGER_PASSWORD", "a-password"));

    DataSettings data = DataSettings.of(configuration);

    assertThat(data.problems()).isEmpty();
    assertThat(data.isShared()).isTrue();
    assertThat(data.storage().bucket()).isPresent();
  }

  @Test
  void the_scaler_asks_for_what_the_ledger_has() throws Exception {
    List<JsonNode> objects = built("many");
    JsonNode spec = one(objects, "ScaledObject").get("spec");

    assertThat(SCALED_OBJECT)
        .containsAll(
            List.copyOf(
                STRICT.convertValue(spec, new TypeReference<Map<String, Object>>() {}).keySet()));
    assertThat(spec.at("/scaleTargetRef/name"))
        .isEqualTo(one(objects, "Deployment").at("/metadata/name"));
    String query = spec.at("/triggers/0/metadata/query").asText();
    var database = Postgres.database();
    try (var ledger = Ledger.open(database, InstantSource.system());
        var connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        var statement = connection.createStatement()) {
      ledger.requests().accept(RunRequest.of("a-run", "a-key", "a-writeback"));
      try (var result = statement.executeQuery(query)) {
        assertThat(result.next()).isTrue();
        assertThat(result.getInt(1)).isEqualTo(1);
      }
    }
  }

  @Test
  void compose_starts_the_program_with_as_few_rights() throws IOException {
    JsonNode all = YAML.readTree(Files.readString(DEPLOY.resolve("compose.yaml")));
    JsonNode writeback = all.at("/services/writeback");

    assertThat(writeback.get("read_only").asBoolean()).isTrue();
    assertThat(writeback.get("user").asText()).isEqualTo("10001:10001");
    assertThat(writeback.at("/cap_drop/0").asText()).isEqualTo("ALL");
    assertThat(writeback.get("stop_grace_period").asText()).isEqualTo("30s");
    assertThat(writeback.at("/ports/0").asText()).startsWith("127.0.0.1:");
    assertThat(
            Files.exists(
                DEPLOY.resolve(writeback.at("/build/context").asText()).resolve("pom.xml")))
        .isTrue();
    all.get("services")
        .forEach(service -> assertThat(service.get("image").asText()).doesNotEndWith(":latest"));
  }

  @Test
  void the_image_has_what_the_launcher_needs_and_a_pinned_base() throws IOException {
    String dockerfile = Files.readString(DEPLOY.resolve("Dockerfile"));

    assertThat(dockerfile.lines().filter(line -> line.startsWith("FROM ")))
        .allMatch(line -> line.matches("FROM \\S+:\\d[\\w.-]+( AS \\w+)?"));
    assertThat(dockerfile).contains("USER 10001:10001").contains("ENTRYPOINT [\"./writeback\"]");
    assertThat(
            dockerfile.lines().filter(line -> line.startsWith("COPY ") && !line.contains("--from")))
        .flatMap(line -> List.of(line.split(" ")).subList(1, line.split(" ").length - 1))
        .allSatisfy(
            file -> {
              assertThat(Path.of(file)).exists();
              assertThat(Files.readString(Path.of(".dockerignore"))).contains("!" + file);
            });
  }
}
