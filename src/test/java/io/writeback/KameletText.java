package io.writeback;

import io.writeback.config.Option;
import io.writeback.config.RouteStep;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is generated from a step of a route: its Kamelet, and the table of its parameters. */
final class KameletText {
  private KameletText() {}

  /** The whole file {@code NAME.kamelet.yaml}. */
  static String yaml(RouteStep step) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        apiVersion: camel.apache.org/v1
        kind: Kamelet
        metadata:
          name: %s
          annotations:
            camel.apache.org/kamelet.support.level: "Stable"
            camel.apache.org/catalog.version: "0.1.0"
            camel.apache.org/provider: "camel-writeback"
            camel.apache.org/kamelet.group: "Writeback"
          labels:
            camel.apache.org/kamelet.type: %s
        spec:
          definition:
            title: %s
            description: |-
              %s
            type: object
        """
            .formatted(
                step.kamelet(),
                step.kind().name().toLowerCase(Locale.ROOT),
                step.title(),
                step.sentence()));
    List<Option<?>> required = step.options().stream().filter(Option::isRequired).toList();
    text.append(required.isEmpty() ? "    required: []\n" : "    required:\n");
    required.forEach(option -> text.append("      - ").append(option.name()).append('\n'));
    text.append(step.options().isEmpty() ? "    properties: {}\n" : "    properties:\n");
    step.options().forEach(option -> property(option, text));
    text.append(
        """
          dependencies:
            - "camel:kamelet"
            - "mvn:io.writeback:camel-writeback:0.1.0"
          template:
            from:
        """);
    if (step.kind() == RouteStep.Kind.SOURCE) {
      text.append("      uri: ").append(quoted(step.uri())).append('\n');
      parameters(step, "      ", text);
      text.append("      steps:\n        - to:\n            uri: \"kamelet:sink\"\n");
    } else {
      text.append("      uri: \"kamelet:source\"\n      steps:\n        - to:\n            uri: ")
          .append(quoted(step.uri()))
          .append('\n');
      parameters(step, "            ", text);
    }
    return text.toString();
  }

  private static void property(Option<?> option, StringBuilder text) {
    Option.Schema schema = option.schema();
    text.append("      ").append(option.name()).append(":\n");
    line(text, "title", quoted(option.title()));
    line(text, "description", quoted(option.plainSentence()));
    line(text, "type", schema.type());
    if (option.fallback() != null) {
      line(text, "default", value(schema, option.fallback()));
    }
    if (!schema.choices().isEmpty()) {
      line(
          text,
          "enum",
          schema.choices().stream()
              .map(KameletText::quoted)
              .collect(Collectors.joining(", ", "[", "]")));
    }
    if (!option.example().isEmpty()) {
      line(text, "example", value(schema, option.example()));
    }
    if (schema.least() != null) {
      line(text, "minimum", schema.least().toString());
    }
    if (schema.most() != null) {
      line(text, "maximum", schema.most().toString());
    }
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("        ").append(name).append(": ").append(value).append('\n');
  }

  private static String value(Option.Schema schema, String written) {
    return schema.type().equals("string") ? quoted(written) : written;
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Values as they are written: RAW keeps Camel from decoding them. */
  private static void parameters(RouteStep step, String indent, StringBuilder text) {
    List<Option<?>> passed =
        step.options().stream()
            .filter(option -> !step.uri().contains("{{" + option.name() + "}}"))
            .toList();
    if (passed.isEmpty()) {
      return;
    }
    text.append(indent).append("parameters:\n");
    for (Option<?> option : passed) {
      boolean given = option.isRequired() || option.fallback() != null;
      text.append(indent)
          .append("  ")
          .append(option.name())
          .append(": ")
          .append(quoted(given ? "RAW({{" + option.name() + "}})" : "{{?" + option.name() + "}}"))
          .append('\n');
    }
  }

  /**
   * The rows of a table: name, default, effect.
   *
   * @param document that it is in, for links into it
   */
  static List<String> rows(List<Option<?>> options, String document) {
    return options.stream().flatMap(option -> rows(option, document)).toList();
  }

  private static Stream<String> rows(Option<?> option, String document) {
    String row = row(option.name(), option.documentedDefault(), option.sentence());
    Stream<String> rows =
        option.schema().secret()
            ? Stream.of(
                row,
                row(
                    option.name() + "-file",
                    "none",
                    "A file with the value of `"
                        + option.name()
                        + "`. [Mounted files](configuration.md#mounted-files)."))
            : Stream.of(row);
    return rows.map(text -> text.replace("](" + document + "#", "](#"));
  }

  private static String row(String name, String fallback, String sentence) {
    return "| `%s` | %s | %s |".formatted(name, fallback, sentence);
  }
}
