package io.writeback.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a header has to be: names, none blank, none twice. */
final class CsvHeader {
  private CsvHeader() {}

  /** Every column at fault; none if the header is good. */
  static List<String> faults(List<String> names) {
    List<String> faults = new ArrayList<>();
    Map<String, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name == null || name.isBlank()) {
        faults.add("column " + (i + 1) + " has no name");
      } else {
        places.computeIfAbsent(name, unseen -> new ArrayList<>()).add(i + 1);
        if (name.indexOf('\0') >= 0) {
          faults.add("column " + (i + 1) + " has a NUL in its name; is the file UTF-16?");
        }
      }
    }
    places.forEach(
        (name, columns) -> {
          if (columns.size() > 1) {
            faults.add("\"" + name + "\" is the name of the columns " + joined(columns));
          }
        });
    return faults;
  }

  private static String joined(List<Integer> columns) {
    return String.join(" and ", columns.stream().map(String::valueOf).toList());
  }
}
