package io.writeback.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.CsvRows;
import io.writeback.dataset.Row;
import io.writeback.dataset.Schema;
import io.writeback.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The worked examples of docs/field-rules.md: rules, a DataSet, and what becomes of it. */
final class FieldRulesDocumentTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("```rules\n(.*?)```\n```csv\n(.*?)```\n```csv\n(.*?)```", Pattern.DOTALL);

  private static final Pattern TABLE_ROW = Pattern.compile("(?m)^\\| `([^|]*)` *(?:, `[^|]*`)*\\|");

  record Example(String rules, String before, String after) {
    @Override
    public String toString() {
      return rules.strip();
    }
  }

  private static String document() throws IOException {
    return Files.readString(Path.of("docs/field-rules.md"));
  }

  static Stream<Example> examples() throws IOException {
    List<Example> examples =
        EXAMPLE
            .matcher(document())
            .results()
            .map(found -> new Example(found.group(1), found.group(2), found.group(3)))
            .toList();
    assertThat(examples).hasSizeGreaterThanOrEqualTo(7);
    return examples.stream();
  }

  private static CsvRows csv(String text) throws IOException {
    return CsvRows.of(
        "the example",
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_is_as_the_page_shows_it(Example example) throws IOException {
    CsvRows before = csv(example.before());
    Schema schema =
        new Schema(
            before.header().stream().map(name -> new Column(name, ColumnType.STRING)).toList());
    List<Problem> problems = new ArrayList<>();
    RuledRows rules = RuledRows.of(Rules.read(example.rules(), name -> Map.of()), schema, problems);
    assertThat(problems).isEmpty();

    List<List<String>> made = new ArrayList<>();
    for (Optional<Row> row = before.read(); row.isPresent(); row = before.read()) {
      try {
        made.add(List.copyOf(blanks(rules.made(row.get()).cells())));
      } catch (RowFault e) {
        // It is missing in the second table.
      }
    }

    CsvRows after = csv(example.after());
    assertThat(rules.schema().names()).isEqualTo(after.header());
    assertThat(made)
        .isEqualTo(after.some(Long.MAX_VALUE).stream().map(row -> blanks(row.cells())).toList());
  }

  private static List<String> blanks(List<String> cells) {
    return cells.stream().map(cell -> cell == null ? "" : cell).toList();
  }

  @Test
  void the_table_has_the_rules_in_the_order_in_which_they_are_applied() throws IOException {
    String table =
        document().substring(document().indexOf("| rule |"), document().indexOf("### Values"));

    assertThat(
            TABLE_ROW
                .matcher(table)
                .results()
                .map(row -> row.group(1).split(" ", 2)[0])
                .distinct()
                .toList())
        .containsExactlyInAnyOrderElementsOf(RuleReader.RULES);
  }
}
