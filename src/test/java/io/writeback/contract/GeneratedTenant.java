package io.writeback.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/**
 * A tenant with 267 custom fields of all kinds on eight forms, and projects that carry different
 * sets of the forms. The kinds are as frequent as on the tenant whose metadata was captured: seven
 * of ten fields are text of some sort, two are numbers, one is a date.
 */
final class GeneratedTenant {
  static final int FORMS = 8;
  static final int USERS = 8;

  /** A kind of custom field, how many of it there are, and the prefix of their names. */
  enum Kind {
    TEXT("TEXT", "TEXT", 70),
    AREA("TEXT", "TXTA", 20),
    SELECT("TEXT", "SLCT", 41),
    RADIO("TEXT", "RDIO", 10),
    BOXES("TEXT", "CHCK", 12),
    MULTI("TEXT", "MULT", 10),
    RICH("RICH", "RICH", 8),
    PERSON("TEXT", "TYAH", 5),
    CALC_TEXT("TEXT", "CALC", 8),
    NUMBER("NMBR", "TEXT", 30),
    MONEY("CURC", "TEXT", 14),
    CALC_NUMBER("NMBR", "CALC", 10),
    ROLLUP("CURC", "ROLLUP", 2),
    DAY("DATE", "TEXT", 16),
    MOMENT("DTTM", "TEXT", 6),
    CALC_DAY("DATE", "CALC", 5);

    private final String dataType;
    private final String displayType;
    private final int count;

    Kind(String dataType, String displayType, int count) {
      this.dataType = dataType;
      this.displayType = displayType;
      this.count = count;
    }

    boolean writable() {
      return !displayType.equals("CALC") && !displayType.equals("ROLLUP");
    }

    boolean hasOptions() {
      return List.of("SLCT", "RDIO", "CHCK", "MULT").contains(displayType);
    }
  }

  /** A custom field: its name, its label, and the forms that carry it. */
  record CustomField(Kind kind, String name, String label, List<Integer> forms) {
    String wireName() {
      return "DE:" + name;
    }

    /** Values are codes, labels are words. */
    static String optionValue(int n) {
      return "V" + n;
    }

    static String optionLabel(int n) {
      return List.of("Alpha", "Beta", "Gamma, or so", "Delta", "Epsilon é").get(n);
    }
  }

  final List<CustomField> fields = new ArrayList<>();
  private final List<TreeSet<Integer>> formsOfProjects = new ArrayList<>();
  private final List<String> formIds = new ArrayList<>();

  GeneratedTenant(Random random, int projects) {
    for (Kind kind : Kind.values()) {
      for (int i = 1; i <= kind.count; i++) {
        int n = fields.size();
        List<Integer> forms =
            n % 10 == 0 ? List.of(n % FORMS, (n + 3) % FORMS) : List.of(n % FORMS);
        String name = kind.name().toLowerCase(java.util.Locale.ROOT) + " " + i + " (%/\"ü)";
        fields.add(new CustomField(kind, name, "Label of " + kind + " " + i, forms));
      }
    }
    for (int project = 0; project < projects; project++) {
      TreeSet<Integer> forms = new TreeSet<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        forms.add(random.nextInt(FORMS));
      }
      formsOfProjects.add(project % 50 == 7 ? new TreeSet<>() : forms);
    }
  }

  static String projectId(int project) {
    return String.format("%032x", project + 1);
  }

  boolean carries(int project, CustomField field) {
    return field.forms().stream().anyMatch(formsOfProjects.get(project)::contains);
  }

  boolean carriesNoForm(int project) {
    return formsOfProjects.get(project).isEmpty();
  }

  /** Makes the forms and the projects. */
  void build(Sandbox sandbox) {
    for (int form = 0; form < FORMS; form++) {
      formIds.add(sandbox.workfront().putForm(description(form)));
    }
    for (int project = 0; project < formsOfProjects.size(); project++) {
      List<Map<String, String>> forms =
          formsOfProjects.get(project).stream()
              .map(form -> Map.of("categoryID", formIds.get(form)))
              .toList();
      sandbox.putObject(
          "PROJ", Map.of("ID", projectId(project), "name", "before", "objectCategories", forms));
    }
  }

  private JsonNode description(int form) {
    ObjectNode description = Json.object().put("form", "Form " + form).put("objCode", "PROJ");
    ArrayNode all = description.putArray("fields");
    for (CustomField field : fields) {
      if (field.forms().contains(form)) {
        ObjectNode one = all.addObject().put("name", field.name()).put("label", field.label());
        one.put("dataType", field.kind().dataType).put("displayType", field.kind().displayType);
        if (field.kind() == Kind.PERSON) {
          one.put("refObjCode", "USER");
        }
        if (field.kind().hasOptions()) {
          ObjectNode options = one.putObject("options");
          for (int n = 0; n < 5; n++) {
            options.put(CustomField.optionValue(n), CustomField.optionLabel(n));
          }
        }
      }
    }
    return description;
  }
}
