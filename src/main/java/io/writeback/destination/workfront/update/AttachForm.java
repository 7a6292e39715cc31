package io.writeback.destination.workfront.update;

import io.writeback.destination.Exchange;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.workfront.account.WorkfrontAnswer;
import io.writeback.destination.workfront.account.WorkfrontApi;
import io.writeback.destination.workfront.mapping.CustomForm;
import io.writeback.destination.workfront.mapping.ObjectType;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Attaches a custom form to one object that exists: {@code PUT …/ctgy/assignCategory} with the
 * arguments in {@code updates}, the only form that is seen to work (users' reports; the action and
 * its arguments are in Workfront's object reference).
 *
 * <p>Chosen because it adds: a write of the collection {@code objectCategories}, which could take
 * 100 objects, replaces it, so that a form which someone attaches meanwhile would be detached with
 * its values, and a write of {@code categoryID} changes which form is the first. It takes one
 * object a request.
 */
record AttachForm(WorkfrontApi api, String apiVersion, ObjectType object, CustomForm form) {
  /** A repeated request is refused so, and the form is there. */
  static final String ATTACHED = "already attached";

  /** The request without credentials, and how its answer is read. */
  Exchange to(Record record) {
    String arguments =
        new String(
            RecordJson.object(
                record.only(Map.of()),
                Map.of("objCode", object.code(), "objID", record.key(), "categoryID", form.id())),
            StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.form(
            "PUT", api.uri(apiVersion, "/ctgy/assignCategory"), Map.of("updates", arguments));
    return new Exchange(request, (sent, answer) -> read(record, sent, answer));
  }

  private Receipt read(Record record, HttpRequest sent, HttpAnswer answer) {
    WorkfrontAnswer read = new WorkfrontAnswer(sent, answer);
    ObjectAnswer attached = new ObjectAnswer(api, "the attachment of a form", "", read);
    Optional<String> refusal = attached.refusal();
    if (refusal.isPresent() && !isThere(refusal.get())) {
      return new Receipt.Refused(
          "the form \"%s\" was not attached: %s".formatted(form.name(), refusal.get()));
    }
    if (refusal.isEmpty() && !read.data().isObject()) {
      throw attached.unknown("does not say that it was carried out");
    }
    return new Receipt.Delivered(List.of(new Receipt.Written(record, List.of())));
  }

  private boolean isThere(String words) {
    String lower = words.toLowerCase(Locale.ROOT);
    return lower.contains(ATTACHED) && lower.contains(form.id().toLowerCase(Locale.ROOT));
  }
}
