package io.writeback.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** docs/performance.md: the text of its template, with the tables of the figures that are kept. */
public final class Page {
  private static final Pattern PLACE = Pattern.compile("(?m)^\\{\\{(\\w+)}}$");

  private Page() {}

  public static String text(Path project) throws IOException {
    Results results = Results.of(project);
    Tables tables = new Tables(results);
    String template =
        Files.readString(project.resolve("bench/performance.md"), StandardCharsets.UTF_8);
    return PLACE
        .matcher(template)
        .replaceAll(
            place -> {
              List<Figures> figures = results.all(Results.NOW, place.group(1));
              return Matcher.quoteReplacement(
                  figures.isEmpty() ? "Not measured yet." : tables.of(figures));
            });
  }
}
