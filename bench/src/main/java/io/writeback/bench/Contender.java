package io.writeback.bench;

import java.io.File;
import java.nio.file.Path;

/** Who writes the rows: the product, or one of the two clients that it is compared with. */
enum Contender {
  PRODUCT("camel-writeback") {
    @Override
    ProcessBuilder command(BenchHome home, int port, int concurrency) {
      return home.run(HEAP);
    }
  },
  JAVA("hand-written Java") {
    @Override
    ProcessBuilder command(BenchHome home, int port, int concurrency) {
      return new ProcessBuilder(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-Xmx" + HEAP,
          "-XX:+UseSerialGC",
          "-cp",
          BenchHome.PROJECT.resolve("bench/target/classes")
              + File.pathSeparator
              + BenchHome.PRODUCT.resolve("target/lib")
              + "/*",
          HandWritten.class.getName(),
          home.folder().resolve("rows.csv").toString(),
          uri(port),
          Integer.toString(concurrency));
    }
  },
  PYTHON("Python script") {
    @Override
    ProcessBuilder command(BenchHome home, int port, int concurrency) {
      return new ProcessBuilder(
          "python3",
          BenchHome.PROJECT.resolve("bench/src/peers/peer.py").toString(),
          home.folder().resolve("rows.csv").toString(),
          uri(port),
          Integer.toString(concurrency));
    }
  };

  static final String HEAP = "128m";
  private final String title;

  Contender(String title) {
    this.title = title;
  }

  /**
   * @param home with its rows, and configured for the port and the concurrency
   */
  abstract ProcessBuilder command(BenchHome home, int port, int concurrency);

  /** Its name in tables. */
  String title() {
    return title;
  }

  private static String uri(int port) {
    return "http://127.0.0.1:" + port + "/attask/api/v20.0/PROJ";
  }
}
