package io.writeback.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.workfront.MetadataShape;
import java.util.Map;

/**
 * Workfront with a custom field that its column finds by label, on a tenant whose metadata has the
 * captured shape: the label is in PARAM alone.
 */
class WorkfrontCustomFieldContractTest extends WorkfrontContractTest {
  private static final String FIELD = "DE:contract_note";
  private String form;

  protected MetadataShape shape() {
    return MetadataShape.CAPTURED;
  }

  @Override
  protected String header() {
    return "ID,Note of the contract";
  }

  @Override
  protected void prepare(int size) {
    var knobs = all.workfront().knobs();
    all.workfront().set(knobs.withCustomFields(knobs.customFields().withMetadataShape(shape())));
    ObjectNode description = Json.object().put("form", "Contract").put("objCode", "PROJ");
    ObjectNode field = description.putArray("fields").addObject().put("name", "contract_note");
    field.put("label", "Note of the contract").put("dataType", "TEXT").put("displayType", "TXTA");
    form = all.workfront().putForm(description);
    super.prepare(size);
  }

  @Override
  protected String field() {
    return FIELD;
  }

  @Override
  protected Map<String, Object> project(int n, String value) {
    return Map.of("ID", id(n), "name", "One", "categoryID", form, FIELD, value);
  }
}
