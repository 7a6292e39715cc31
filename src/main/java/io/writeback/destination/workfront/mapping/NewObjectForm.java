package io.writeback.destination.workfront.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.workfront.account.WorkfrontAnswer;
import io.writeback.destination.workfront.account.WorkfrontApi;
import io.writeback.http.HttpRequest;
import io.writeback.http.Query;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The custom form that objects get: found by its name, and checked against the custom fields that
 * are written to new objects, which have no other form.
 *
 * @param where what is written to, as messages name it
 */
public record NewObjectForm(WorkfrontApi api, WorkfrontOptions options, String where) {
  /**
   * The form that the route names; empty if it names none.
   *
   * @throws ConfigurationException if there is no such form
   */
  public Optional<CustomForm> find() {
    return options.form().map(name -> new CustomForm(id(name), name));
  }

  /**
   * The mapping with the form's ID, if new objects get a form.
   *
   * @throws ConfigurationException if a custom field is on no form that new objects have
   */
  public FieldMapping of(FieldMapping mapping, Optional<CustomForm> attached) {
    Recognition recognition = mapping.recognition();
    if (recognition == null || !recognition.creates()) {
      return mapping;
    }
    String form = attached.map(CustomForm::id).orElse("");
    List<Problem> problems = new ArrayList<>();
    for (FieldMapping.Written column : mapping.written()) {
      List<MetadataField.Form> forms = column.field().forms();
      if (!forms.isEmpty() && forms.stream().noneMatch(one -> one.id().equals(form))) {
        problems.add(
            new Problem(
                Code.FORM_MISSING,
                where,
                "column \"%s\" goes to %s, which is only on the forms %s, and new objects get %s"
                    .formatted(
                        column.column(),
                        column.field().wireName(),
                        String.join(", ", column.field().formNames()),
                        attached
                            .map(one -> "the form \"" + one.name() + "\"")
                            .orElse("no form: name one with the option form"))));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return form.isEmpty() ? mapping : mapping.with(recognition.withForm(form));
  }

  private String id(String name) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("name", name);
    query.put("catObjCode", options.object().code());
    query.put("fields", "name,catObjCode");
    query.put("$$LIMIT", "2000");
    WorkfrontAnswer answer =
        api.search(
            HttpRequest.get(Query.uri(api.uri(""), "/ctgy/search", query), "application/json"));
    List<String> ids = new ArrayList<>();
    for (JsonNode form : answer.objects().orElseThrow(() -> unknown(name, answer.refusal()))) {
      if (form.path("name").asText().equals(name)) {
        ids.add(ObjectMetadata.id(form, "ID"));
      }
    }
    if (ids.size() != 1) {
      throw unknown(
          name,
          ids.isEmpty()
              ? "Workfront shows no form of this name for " + options.object().described()
              : ids.size() + " forms have this name");
    }
    return ids.get(0);
  }

  private ConfigurationException unknown(String name, String why) {
    return new ConfigurationException(
        Code.UNKNOWN_FORM, where, "the form \"%s\" cannot be used: %s".formatted(name, why));
  }
}
