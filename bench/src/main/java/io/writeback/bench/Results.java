package io.writeback.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The figures that are kept.
 *
 * @param folder {@code bench/results} of the project, with one folder for each state of the product
 */
record Results(Path folder) {
  static final String NOW = "now";
  static final String BEFORE = "before";

  static Results of(Path project) {
    return new Results(project.resolve("bench/results"));
  }

  /** All of a piece, the fewest rows first. */
  List<Figures> all(String state, String piece) {
    Path files = folder.resolve(state);
    if (!Files.isDirectory(files)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(files)) {
      return found
          .filter(file -> file.getFileName().toString().endsWith(".json"))
          .map(Figures::read)
          .filter(figures -> figures.piece().equals(piece))
          .sorted(Comparator.comparing(Figures::rows))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the same was before the product was made faster, if that was measured. */
  Optional<Figures> before(Figures now) {
    return all(BEFORE, now.piece()).stream()
        .filter(figures -> figures.rows() == now.rows())
        .findFirst();
  }
}
