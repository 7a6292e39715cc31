package io.writeback;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/performance.md has the figures that the benchmarks have kept, and no others. */
class PerformanceDocumentTest {
  private static final Path HOME = Path.of("").toAbsolutePath();

  /** The page as the benchmarks write it: bench/ is no part of this build, so it is compiled. */
  private static String page(Path classes) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Path sources = HOME.resolve("bench/src/main/java");
    int result =
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "-nowarn",
            "-classpath",
            System.getProperty("java.class.path"),
            "-sourcepath",
            sources.toString(),
            "-d",
            classes.toString(),
            sources.resolve("io/writeback/bench/Page.java").toString());
    assertThat(result).isZero();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      return (String)
          loader
              .loadClass("io.writeback.bench.Page")
              .getMethod("text", Path.class)
              .invoke(null, HOME);
    }
  }

  @Test
  void it_is_what_the_template_and_the_stored_figures_make(@TempDir Path classes) throws Exception {
    assertThat(HOME.resolve("docs/performance.md"))
        .as("bench/run report writes it")
        .content()
        .isEqualTo(page(classes));
  }
}
