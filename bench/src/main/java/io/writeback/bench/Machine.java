package io.writeback.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where and when something was measured.
 *
 * @param date in UTC
 * @param commit of the product, with a plus sign if files differ from it
 * @param model the name of the processor
 * @param gigabytes of memory
 * @param load how many processes were running in the minute before, of anyone: 0 on a quiet machine
 */
public record Machine(
    String date,
    String commit,
    int cores,
    String model,
    long gigabytes,
    String java,
    String system,
    double load) {
  static Machine here(Path product) throws IOException {
    return new Machine(
        LocalDate.now(ZoneOffset.UTC).toString(),
        commit(product),
        Runtime.getRuntime().availableProcessors(),
        value("/proc/cpuinfo", "model name"),
        Math.round(Long.parseLong(value("/proc/meminfo", "MemTotal").split(" ")[0]) / 1048576.0),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]));
  }

  private static String value(String file, String key) throws IOException {
    for (String line : Files.readAllLines(Path.of(file))) {
      if (line.startsWith(key)) {
        return line.substring(line.indexOf(':') + 1).strip();
      }
    }
    return "unknown";
  }

  private static String commit(Path product) throws IOException {
    boolean changed =
        !git(product, "status", "--porcelain", "src/main", "pom.xml", "writeback").isEmpty();
    return git(product, "rev-parse", "--short", "HEAD") + (changed ? "+" : "");
  }

  private static String git(Path product, String... command) throws IOException {
    List<String> line = new ArrayList<>(List.of("git"));
    line.addAll(List.of(command));
    Process git = new ProcessBuilder(line).directory(product.toFile()).start();
    return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  /** In a sentence. */
  String text() {
    return String.format(
        Locale.ROOT,
        "%s at commit %s, on %d cores (%s, %d GB), %s, %s; load before it %.1f",
        date,
        commit,
        cores,
        model,
        gigabytes,
        java,
        system,
        load);
  }
}
