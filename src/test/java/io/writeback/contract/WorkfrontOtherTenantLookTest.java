package io.writeback.contract;

import io.writeback.sandbox.workfront.MetadataShape;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The same on a tenant that shows money as text, takes lists as text and describes custom fields as
 * it does native ones.
 */
final class WorkfrontOtherTenantLookTest extends WorkfrontLookTest {
  @Override
  protected DestinationContract.Service startService() throws IOException {
    DestinationContract.Service service = super.startService();
    var knobs = all.workfront().knobs();
    all.workfront()
        .set(
            knobs
                .withMoneyAsText(true)
                .withCustomFields(
                    knobs
                        .customFields()
                        .withCommaLists(true)
                        .withMetadataShape(MetadataShape.LABELLED)));
    return service;
  }

  @Override
  protected Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>(super.options());
    options.put("listsAsText", "DE:Boxes,DE:People");
    return options;
  }

  @Override
  protected List<Field> fields() {
    return super.fields().stream()
        .map(
            field ->
                field.before() instanceof List<?> list && field.column().startsWith("DE:")
                    ? new Field(
                        field.column(), field.written(), joined(list), field.same(), field.other())
                    : field)
        .toList();
  }

  private static String joined(List<?> list) {
    return String.join(",", list.stream().map(Object::toString).toList());
  }
}
