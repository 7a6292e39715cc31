package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What docs/sources.md shows of an example is what the example says. */
final class SourcesDocumentTest {
  private static final Pattern LINK = Pattern.compile("\\(\\.\\./(routes/examples/[\\w.-]+)\\)");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(yaml|properties)\\n(.*?)^```$");

  /** A block of the page, and the example that its section is about. */
  record Excerpt(String language, String text, Path example) {
    @Override
    public String toString() {
      return example.getFileName() + ", " + language;
    }
  }

  static Stream<Excerpt> excerpts() throws IOException {
    List<Excerpt> excerpts = new ArrayList<>();
    for (String section : Files.readString(Path.of("docs/sources.md")).split("(?m)^## ")) {
      Matcher link = LINK.matcher(section);
      if (link.find()) {
        Path example = Path.of(link.group(1));
        BLOCK
            .matcher(section)
            .results()
            .map((MatchResult block) -> new Excerpt(block.group(1), block.group(2), example))
            .forEach(excerpts::add);
      }
    }
    assertThat(excerpts).hasSizeGreaterThanOrEqualTo(6);
    return excerpts.stream();
  }

  private static Object yaml(String text) {
    return new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  /** Descriptions are left out on the page. */
  private static Object shown(Object node) {
    if (node instanceof Map<?, ?> map) {
      Map<Object, Object> rest = new java.util.LinkedHashMap<>();
      map.forEach(
          (key, value) -> {
            if (!"description".equals(key)) {
              rest.put(key, shown(value));
            }
          });
      return rest;
    }
    return node instanceof List<?> list
        ? list.stream().map(SourcesDocumentTest::shown).toList()
        : node;
  }

  /** Whether a list of steps or routes is one after the other somewhere in an example. */
  private static boolean has(Object example, List<?> excerpt) {
    if (example instanceof Map<?, ?> map) {
      return map.values().stream().anyMatch(value -> has(value, excerpt));
    }
    return example instanceof List<?> list
        && (Collections.indexOfSubList(list, excerpt) >= 0
            || list.stream().anyMatch(item -> has(item, excerpt)));
  }

  @ParameterizedTest
  @MethodSource("excerpts")
  void an_excerpt_is_a_part_of_its_example(Excerpt excerpt) {
    String example;
    try {
      example = Files.readString(excerpt.example());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (excerpt.language().equals("properties")) {
      List<String> comments = example.lines().map(line -> line.replaceFirst("^# *", "")).toList();
      assertThat(comments).containsSubsequence(excerpt.text().lines().toList());
    } else {
      List<?> shown = (List<?>) shown(yaml(excerpt.text()));
      assertThat(has(shown(yaml(example)), shown)).as("%s", shown).isTrue();
    }
  }
}
