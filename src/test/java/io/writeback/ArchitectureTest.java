package io.writeback;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.util.Arrays;
import java.util.stream.Stream;

/** The packages and the allowed dependencies between them. */
@AnalyzeClasses(packages = "io.writeback", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule only_the_camel_room_knows_camel =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.writeback.camel..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.camel..");

  @ArchTest static final ArchRule files_know_no_room = room("files");
  @ArchTest static final ArchRule problem_knows_no_room = room("problem");
  @ArchTest static final ArchRule process = room("process", "problem");
  @ArchTest static final ArchRule config = room("config", "problem");
  @ArchTest static final ArchRule storage = room("storage", "config", "problem");
  @ArchTest static final ArchRule log = room("log", "config", "problem");

  @ArchTest
  static final ArchRule trace =
      room("trace", "run", "batch", "ledger", "destination", "http", "log", "config", "problem");

  @ArchTest static final ArchRule account = room("account", "config", "problem");
  @ArchTest static final ArchRule limit_knows_no_room = room("limit");

  @ArchTest static final ArchRule http = room("http", "limit", "process", "config", "problem");
  @ArchTest static final ArchRule belief = room("belief", "problem");
  @ArchTest static final ArchRule discovery = room("discovery", "config", "problem");
  @ArchTest static final ArchRule auth = room("auth", "http", "account", "config", "problem");

  @ArchTest
  static final ArchRule dataset =
      room(
          "dataset", "belief", "discovery", "http", "auth", "account", "config", "rows", "problem");

  @ArchTest
  static final ArchRule destination =
      room(
          "destination",
          "belief",
          "discovery",
          "dataset",
          "http",
          "auth",
          "account",
          "config",
          "rows",
          "problem");

  @ArchTest
  static final ArchRule rules =
      room("rules", "belief", "discovery", "destination", "dataset", "config", "rows", "problem");

  @ArchTest static final ArchRule transform = room("transform", "dataset", "config", "problem");

  @ArchTest
  static final ArchRule batch =
      room("batch", "destination", "dataset", "http", "process", "problem");

  @ArchTest static final ArchRule rows_knows_no_room = room("rows");
  @ArchTest static final ArchRule changes = room("changes", "config", "problem");
  @ArchTest static final ArchRule ledger = room("ledger", "limit", "rows", "problem");
  @ArchTest static final ArchRule sandbox_shares_no_class_with_the_client = room("sandbox");

  @ArchTest static final ArchRule schedule = room("schedule", "ledger", "config", "problem");

  @ArchTest
  static final ArchRule run =
      room(
          "run",
          "changes",
          "rules",
          "transform",
          "belief",
          "batch",
          "ledger",
          "destination",
          "dataset",
          "http",
          "process",
          "rows",
          "storage",
          "problem");

  @ArchTest static final ArchRule queue = room("queue", "process", "config", "problem");

  @ArchTest static final ArchRule trigger = room("trigger", "run", "ledger", "config", "problem");

  @ArchTest
  static final ArchRule api = room("api", "trigger", "ledger", "process", "config", "problem");

  @ArchTest
  static final ArchRule run_knows_destinations_and_datasets_by_their_interfaces_only =
      noClasses()
          .that()
          .resideInAnyPackage("io.writeback.run..", "io.writeback.batch..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.writeback.destination.*..",
              "io.writeback.dataset.domo..",
              "io.writeback.dataset.csv..",
              "io.writeback.dataset.rows..");

  @ArchTest
  static final ArchRule alert =
      room("alert", "schedule", "run", "ledger", "http", "config", "rows", "problem");

  @ArchTest
  static final ArchRule results =
      room("results", "run", "ledger", "destination", "dataset", "config", "rows", "problem");

  @ArchTest
  static final ArchRule metrics =
      room("metrics", "run", "ledger", "http", "process", "rows", "problem");

  @ArchTest
  static final ArchRule engine =
      room(
          "engine",
          "results",
          "alert",
          "rules",
          "schedule",
          "run",
          "discovery",
          "ledger",
          "destination",
          "dataset",
          "http",
          "auth",
          "account",
          "process",
          "config",
          "rows",
          "log",
          "storage",
          "problem");

  @ArchTest
  static final ArchRule camel =
      room(
          "camel",
          "results",
          "changes",
          "rules",
          "transform",
          "console",
          "view",
          "engine",
          "metrics",
          "alert",
          "schedule",
          "api",
          "trigger",
          "queue",
          "run",
          "batch",
          "discovery",
          "ledger",
          "destination",
          "dataset",
          "http",
          "auth",
          "account",
          "process",
          "config",
          "rows",
          "log",
          "trace",
          "problem");

  @ArchTest
  static final ArchRule pipeline_knows_batches_and_no_run =
      room("camel.pipeline", "batch", "http", "log", "problem");

  @ArchTest
  static final ArchRule routes =
      room(
          "camel.routes",
          "results",
          "changes",
          "rules",
          "transform",
          "camel.pipeline",
          "engine",
          "schedule",
          "queue",
          "run",
          "destination",
          "dataset",
          "config",
          "problem");

  @ArchTest
  static final ArchRule component =
      room(
          "camel.component",
          "results",
          "changes",
          "transform",
          "camel.routes",
          "camel.pipeline",
          "engine",
          "schedule",
          "trigger",
          "run",
          "ledger",
          "destination",
          "dataset",
          "process",
          "config",
          "problem");

  @ArchTest
  static final ArchRule broker =
      room(
          "camel.queue",
          "camel.component",
          "engine",
          "alert",
          "trigger",
          "queue",
          "run",
          "ledger",
          "dataset",
          "process",
          "config",
          "problem");

  @ArchTest
  static final ArchRule camel_rooms_form_no_circle =
      slices().matching("io.writeback.camel.(*)..").should().beFreeOfCycles();

  /** The root of camel puts the rooms together; they do not reach back into it. */
  @ArchTest
  static final ArchRule no_camel_room_knows_the_root =
      noClasses()
          .that()
          .resideInAPackage("io.writeback.camel.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.writeback.camel");

  @ArchTest
  static final ArchRule view =
      room("view", "changes", "run", "ledger", "destination", "rows", "problem");

  @ArchTest
  static final ArchRule console =
      room(
          "console",
          "api",
          "changes",
          "view",
          "engine",
          "schedule",
          "run",
          "ledger",
          "http",
          "process",
          "config",
          "rows",
          "problem");

  @ArchTest
  static final ArchRule cli =
      room(
          "cli",
          "changes",
          "console",
          "alert",
          "view",
          "belief",
          "discovery",
          "camel",
          "engine",
          "schedule",
          "run",
          "ledger",
          "destination",
          "dataset",
          "config",
          "rows",
          "log",
          "storage",
          "problem");

  @ArchTest
  static final ArchRule demo =
      room(
          "demo", "cli", "camel", "engine", "run", "ledger", "sandbox", "config", "rows",
          "problem");

  /** They are in a separate jar, and the product must work without it. */
  @ArchTest
  static final ArchRule no_room_knows_the_demo_and_its_sandbox =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.writeback.demo..", "io.writeback.sandbox..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.writeback.demo..", "io.writeback.sandbox..");

  @ArchTest
  static final ArchRule the_entry_knows_the_command_line_only =
      classes()
          .that()
          .haveFullyQualifiedName("io.writeback.App")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.writeback", "io.writeback.cli", "io.writeback.process", "java..");

  @ArchTest
  static final ArchRule no_destination_knows_another =
      slices()
          .matching("io.writeback.destination.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              resideInAPackage("io.writeback.destination.."),
              resideInAPackage("io.writeback.destination.rest.."));

  @ArchTest
  static final ArchRule the_parts_of_workfront_know_only_those_below_them =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("type")
          .definedBy("io.writeback.destination.workfront")
          .layer("update")
          .definedBy("io.writeback.destination.workfront.update")
          .layer("mapping")
          .definedBy("io.writeback.destination.workfront.mapping")
          .layer("account")
          .definedBy("io.writeback.destination.workfront.account")
          .whereLayer("type")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("update")
          .mayOnlyBeAccessedByLayers("type")
          .whereLayer("mapping")
          .mayOnlyBeAccessedByLayers("type", "update");

  /** It registers itself: nothing else needs to know its name. */
  @ArchTest
  static final ArchRule no_room_knows_a_destination_by_name =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.writeback.destination..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.writeback.destination.*..");

  @ArchTest
  static final ArchRule no_source_knows_another =
      slices().matching("io.writeback.dataset.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule rooms_form_no_circle =
      slices().matching("io.writeback.(*)..").should().beFreeOfCycles();

  /** Rows of a SQL query have values of its types. */
  @ArchTest static final ArchRule sql = library("ledger|dataset.body", "java.sql..");

  @ArchTest static final ArchRule statements = library("ledger", "org.jdbi..");
  @ArchTest static final ArchRule http_client = library("http|camel.pipeline", "org.apache.hc..");
  @ArchTest static final ArchRule logback = library("log", "ch.qos.logback..");
  @ArchTest static final ArchRule tracing = library("trace", "io.opentelemetry..");
  @ArchTest static final ArchRule meters = library("metrics", "io.micrometer..");
  @ArchTest static final ArchRule jms = library("queue|camel", "jakarta.jms..");
  @ArchTest static final ArchRule quartz = library("schedule|camel.routes", "org.quartz..");
  @ArchTest static final ArchRule command_line = library("cli|demo", "picocli..");

  /** An exception in a round would silently end the loop; an Error would not end the process. */
  @ArchTest
  static final ArchRule work_in_the_background_is_housekeeping =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.writeback.process..", "io.writeback.sandbox..")
          .should()
          .callMethodWhere(target(nameMatching("schedule(WithFixedDelay|AtFixedRate)")));

  @ArchTest
  static final ArchRule nothing_is_deserialised =
      noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class);

  private static ArchRule room(String name, String... mayKnow) {
    String[] rooms =
        Stream.concat(Stream.of(name, "files"), Arrays.stream(mayKnow))
            .map(room -> "io.writeback." + room + "..")
            .toArray(String[]::new);
    return noClasses()
        .that(resideInAPackage("io.writeback." + name + ".."))
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.writeback..").and(resideInAnyPackage(rooms).negate()))
        .as("room " + name + " knows only " + String.join(", ", mayKnow));
  }

  /** A library that only some rooms may know. */
  private static ArchRule library(String rooms, String... packages) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(
            Arrays.stream(rooms.split("\\|"))
                .map(room -> "io.writeback." + room + "..")
                .toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages);
  }
}
