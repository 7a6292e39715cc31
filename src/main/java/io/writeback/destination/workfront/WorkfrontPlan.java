package io.writeback.destination.workfront;

import io.writeback.destination.BatchPolicy;
import io.writeback.destination.ChangedMode;
import io.writeback.destination.DestinationPlan;
import io.writeback.destination.Forecast;
import io.writeback.destination.MappedColumn;
import io.writeback.destination.ReadBack;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.RowMapper;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** The plan of a run into Workfront: how rows map, requests, and how answers are read. */
final class WorkfrontPlan implements DestinationPlan {
  private final WorkfrontApi api;
  private final WorkfrontDecision decision;
  private final RecordMapper mapper;
  private final UpdateRequest update;
  private final UpdateReceipt receipt;
  private final ReadBackRequest readBack;
  private final ReadBackAnswer readBackAnswer;
  private final AtomicReceipt atomic;
  private final WrittenObjects written;
  private final Optional<FormCheck> forms;

  /**
   * @param forms asks which forms objects carry; empty if nobody wants to know
   */
  WorkfrontPlan(WorkfrontApi api, WorkfrontDecision decision, Optional<FormCheck> forms) {
    this.forms = forms;
    this.api = api;
    this.decision = decision;
    FieldMapping mapping = decision.mapping();
    this.mapper =
        new RecordMapper(
            mapping, decision.blankCells(), decision.zone(), api.account().dateTimeForm());
    URI uri = api.uri(decision.apiVersion(), "/" + decision.object().path());
    RecordCheck check = new RecordCheck(mapping, decision.zone(), decision.writeOnly());
    this.update =
        UpdateRequest.to(
            uri,
            decision.object(),
            mapping.askedBack(),
            isAtomic(decision),
            api.account().updateBody());
    this.readBack = new ReadBackRequest(uri, mapping.askedBack(), decision.tellsChanges());
    this.receipt =
        new UpdateReceipt(
            answers("the update", "; the objects may have been written or not"),
            check,
            new RefusedField(mapping),
            readBack.uri());
    this.readBackAnswer = new ReadBackAnswer(answers("the reading back", ""), check);
    this.atomic =
        new AtomicReceipt(
            answers("the atomic update", "; the objects may have been written or not"),
            new RefusedField(mapping),
            readBack.uri());
    this.written = new WrittenObjects(answers("the reading of what was written", ""), check);
  }

  /** Which column goes where. */
  FieldMapping columns() {
    return decision.mapping();
  }

  private static boolean isAtomic(WorkfrontDecision decision) {
    return decision.atomic() != WorkfrontOptions.Atomic.FALSE;
  }

  private ObjectAnswers answers(String question, String doubt) {
    return new ObjectAnswers(api.account(), api.credentials(), question, doubt);
  }

  @Override
  public String product() {
    return "Workfront";
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
    return api.account().updateBody().bounded(decision.policy());
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
    api.versionWarning(decision.apiVersion()).ifPresent(warnings::add);
    return warnings;
  }

  @Override
  public List<MappedColumn> mapping() {
    return decision.mapping().table();
  }

  @Override
  public Set<String> fields() {
    return decision.mapping().written().stream()
        .map(written -> written.field().wireName())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Optional<ChangedMode> changed() {
    return decision.changed();
  }

  @Override
  public Map<String, Object> describe() {
    return StoredPlan.write(decision);
  }

  @Override
  public Forecast forecast(Forecast.Records records, LongConsumer expected) {
    return forms.map(check -> check.of(records, expected)).orElse(Forecast.NOTHING);
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
    return isAtomic(decision)
        ? atomic.of(records, sent, answer)
        : receipt.of(records, sent, answer, update.showsWhatIsWritten(records));
  }

  /** What an atomic or a long call has written is not in its answer: it is read. */
  @Override
  public HttpRequest poll(List<Record> records, URI operation) {
    return readBack.confirming(records);
  }

  @Override
  public Receipt polled(
      List<Record> records, int closing, Instant since, HttpRequest sent, HttpAnswer answer) {
    return written.of(records, sent, answer);
  }

  /** Who we are is asked for here, so that nothing is asked while an answer is read. */
  @Override
  public Optional<HttpRequest> readBack(List<Record> records) {
    Optional<HttpRequest> request = readBack.of(records);
    if (request.isPresent() && decision.tellsChanges()) {
      api.learnUser();
    }
    return request;
  }

  @Override
  public ReadBack readBack(
      List<Record> records, Instant since, HttpRequest sent, HttpAnswer answer) {
    return readBackAnswer.of(records, since, api.user(), sent, answer);
  }
}
