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
import java.util.List;
import java.util.Map;

/** The plan of a run into Workfront: how rows map, requests, and how answers are read. */
final class WorkfrontPlan implements DestinationPlan {
  private final WorkfrontApi api;
  private final WorkfrontDecision decision;
  private final RecordMapper mapper;
  private final UpdateRequest update;
  private final UpdateReceipt receipt;

  WorkfrontPlan(WorkfrontApi api, WorkfrontDecision decision) {
    this.api = api;
    this.decision = decision;
    FieldMapping mapping = decision.mapping();
    this.mapper = new RecordMapper(mapping, decision.blankCells(), decision.zone());
    this.update =
        UpdateRequest.to(
            api.uri(decision.apiVersion(), "/" + decision.object().path()),
            decision.object(),
            mapping.askedBack());
    this.receipt =
        new UpdateReceipt(
            api.account(),
            api.credentials(),
            new RecordCheck(mapping, decision.zone()),
            new RefusedField(mapping));
  }

  @Override
  public String destination() {
    return WorkfrontType.NAME;
  }

  @Override
  public String target() {
    return decision.target();
  }

  @Override
  public RowMapper mapper() {
    return mapper;
  }

  @Override
  public BatchPolicy policy() {
    return decision.policy();
  }

  @Override
  public List<String> unmatchedColumns() {
    return decision.mapping().unmatched();
  }

  @Override
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>(decision.mapping().warnings());
    if (decision.object().editing() == ObjectType.Editing.SINGLE) {
      warnings.add(
          "Workfront has no bulk update for %s: its records go out one by one"
              .formatted(decision.object().described()));
    }
    return warnings;
  }

  @Override
  public List<MappedColumn> mapping() {
    return decision.mapping().table();
  }

  @Override
  public Map<String, Object> describe() {
    return StoredPlan.write(decision);
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
