package io.writeback.destination.workiva;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Finds an id in what people paste: the id itself, or the address of a page. */
final class PastedId {
  private PastedId() {}

  /** The id of a spreadsheet: what follows {@code /spreadsheet/} in an address. */
  static String spreadsheet(String text) {
    return of(text, Set.of("spreadsheet", "spreadsheets"), "spreadsheet");
  }

  /** The id or the title of a sheet: in an address what follows {@code /sheet/}. */
  static String sheet(String text) {
    return isAddress(text) ? of(text, Set.of("sheet", "sheets"), "sheet") : text.strip();
  }

  private static boolean isAddress(String text) {
    return text.contains("://");
  }

  private static String of(String text, Set<String> before, String what) {
    String bare = text.strip();
    if (!isAddress(bare)) {
      if (bare.contains("/") || bare.contains("?") || bare.contains(" ")) {
        throw new IllegalArgumentException("this is neither an id nor a whole address");
      }
      return bare;
    }
    List<String> parts = Arrays.asList(bare.replaceAll("[?#].*$", "").split("/"));
    for (int i = 0; i + 1 < parts.size(); i++) {
      if (before.contains(parts.get(i)) && !parts.get(i + 1).isBlank()) {
        return parts.get(i + 1);
      }
    }
    throw new IllegalArgumentException("the address has no /" + what + "/ with an id behind it");
  }
}
