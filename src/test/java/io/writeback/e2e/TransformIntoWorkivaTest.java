package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.cli.Home;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The team's own code before a destination that takes all rows or none. */
final class TransformIntoWorkivaTest {
  private static final String CODE =
      """
      import java.util.Map;
      import org.apache.camel.builder.RouteBuilder;

      public class Code extends RouteBuilder {
        @Override
        public void configure() {
          from("direct:code")
              .process(
                  exchange -> {
                    Map<?, ?> row = exchange.getMessage().getBody(Map.class);
                    exchange
                        .getMessage()
                        .setBody(
                            "0".equals(row.get("v"))
                                ? null
                                : Map.of("k", row.get("k"), "n", 100 / Integer.parseInt((String) row.get("v"))));
                  });
        }
      }
      """;

  @RegisterExtension private final WorkivaHome workiva = new WorkivaHome();

  private Home.Done run(String csv) throws IOException {
    workiva.sheet("old,old,old\nold,old,old\nold,old,old\n");
    workiva.file("routes/Code.java", CODE);
    workiva.route("A1:C3").csv(csv);
    TransformTest.step(workiva, "workiva-region-sink", "with: direct:code", "columns: k, n");
    return workiva.run("run", "w");
  }

  @Test
  void all_rows_are_written_as_the_code_makes_them() throws IOException {
    Home.Done done = run("k,v\na,4\nb,5\n");

    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    assertThat(WorkivaHome.cells(workiva.sheet()).get(0)).startsWith("k", "n");
    assertThat(WorkivaHome.cells(workiva.sheet()).get(1)).startsWith("a", "25");
    assertThat(WorkivaHome.cells(workiva.sheet()).get(2)).startsWith("b", "20");
  }

  @Test
  void a_row_without_a_result_ends_the_run_before_anything_is_written() throws IOException {
    Home.Done done = run("k,v\na,0\nb,x\n");

    assertThat(done.exitCode()).isEqualTo(1);
    assertThat(done.out() + done.err())
        .contains(
            "WB-316", "takes all rows or none", "row 1 was left out", "row 2 For input string");
    assertThat(workiva.puts()).isZero();
  }
}
