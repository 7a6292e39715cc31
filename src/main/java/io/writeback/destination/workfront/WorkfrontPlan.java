package io.writeback.destination.workfront;

import io.writeback.destination.BatchPolicy;
import io.writeback.destination.DestinationPlan;
import io.writeback.destination.MappedColumn;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.RowMapper;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run into Workfront has decided: object, mapping, requests, and how answers are read. */
final class WorkfrontPlan implements DestinationPlan {
  private final WorkfrontApi api;
  private final WorkfrontOptions options;
  private final ObjectMetadata metadata;
  private final FieldMapping mapping;
  private final RecordMapper mapper;
  private final UpdateRequest update;
  private final UpdateReceipt receipt;

  WorkfrontPlan(
      WorkfrontApi api, WorkfrontOptions options, ObjectMetadata metadata, FieldMapping mapping) {
    this.api = api;
    this.options = options;
    this.metadata = metadata;
    this.mapping = mapping;
    this.mapper = new RecordMapper(mapping, options);
    this.update =
        UpdateRequest.to(
            api.uri("/" + options.object().path()),
            options.object(),
            mapping.written().stream()
                .map(FieldMapping.Written::field)
                .filter(MetadataField::canBeAskedBack)
                .map(MetadataField::wireName)
                .toList());
    this.receipt =
        new UpdateReceipt(
            api.account(),
            api.credentials(),
            new RecordCheck(mapping, options.zone()),
            new RefusedField(mapping));
  }

  /** What is written to: {@code workfront:example.my.workfront.com/PROJ}. */
  static String target(WorkfrontAccount account, String objCode) {
    return "workfront:" + account.host() + "/" + objCode;
  }

  @Override
  public String destination() {
    return WorkfrontType.NAME;
  }

  @Override
  public String target() {
    return target(api.account(), options.object().code());
  }

  @Override
  public RowMapper mapper() {
    return mapper;
  }

  @Override
  public BatchPolicy policy() {
    return options.policy();
  }

  @Override
  public List<String> unmatchedColumns() {
    return mapping.unmatched();
  }

  @Override
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>(mapping.warnings());
    if (options.object().editing() == ObjectType.Editing.SINGLE) {
      warnings.add(
          "Workfront has no bulk update for %s: its records go out one by one"
              .formatted(options.object().described()));
    }
    return warnings;
  }

  @Override
  public List<MappedColumn> mapping() {
    return mapping.table();
  }

  @Override
  public Map<String, Object> describe() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("target", target());
    facts.put("apiVersion", api.account().apiVersion());
    facts.put("metadataDigest", metadata.digest());
    facts.put("idColumn", options.idColumn());
    facts.put("blankCells", options.blankCells().name().toLowerCase(java.util.Locale.ROOT));
    facts.put("zone", options.zone().getId());
    facts.put(
        "columns",
        mapping.table().stream()
            .map(
                column ->
                    Map.of(
                        "column", column.column(),
                        "field", column.field(),
                        "why", column.why(),
                        "type", column.type(),
                        "note", column.note()))
            .toList());
    return facts;
  }

  @Override
  public HttpRequest request(List<Record> records) {
    return update.of(records);
  }

  @Override
  public HttpRequest authorise(HttpRequest request) {
    return api.credentials().authorise(request);
  }

  @Override
  public Receipt receipt(List<Record> records, HttpRequest sent, HttpAnswer answer) {
    return receipt.of(records, sent, answer);
  }
}
