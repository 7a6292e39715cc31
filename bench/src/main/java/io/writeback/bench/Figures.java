package io.writeback.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one measurement found, as a file below {@code bench/results}.
 *
 * @param piece what was measured: {@code compare}
 * @param rows how many rows; a piece has one file for each number of rows
 * @param method the other parameters, name to value
 * @param values subject and measure to every value, in the order in which they were measured
 * @param words what is said of a subject besides
 */
public record Figures(
    String piece,
    long rows,
    Map<String, String> method,
    Machine machine,
    Map<String, Map<String, List<Double>>> values,
    Map<String, String> words) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public Figures {
    method = Collections.unmodifiableMap(new TreeMap<>(method));
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    words = Collections.unmodifiableMap(new LinkedHashMap<>(words));
  }

  static Figures read(Path file) {
    try {
      return JSON.readValue(file.toFile(), Figures.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve(piece + "-" + rows + ".json"), JSON.writeValueAsString(this) + "\n");
  }

  /** Empty if the subject was not measured so. */
  Optional<Spread> spread(String subject, String measure) {
    return Optional.ofNullable(values.getOrDefault(subject, Map.of()).get(measure)).map(Spread::of);
  }

  double median(String subject, String measure) {
    return spread(subject, measure).orElseThrow().median();
  }

  /** How often each was measured. */
  int repetitions() {
    return values.values().stream()
        .flatMap(measures -> measures.values().stream())
        .mapToInt(List::size)
        .max()
        .orElse(0);
  }
}
