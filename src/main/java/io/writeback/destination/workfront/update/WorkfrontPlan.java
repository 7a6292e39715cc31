package io.writeback.destination.workfront.update;

import io.writeback.destination.BatchPolicy;
import io.writeback.destination.ChangedMode;
import io.writeback.destination.Columns;
import io.writeback.destination.Exchange;
import io.writeback.destination.Forecast;
import io.writeback.destination.GonePolicy;
import io.writeback.destination.KnownKeys;
import io.writeback.destination.MappedColumn;
import io.writeback.destination.Plan;
import io.writeback.destination.PlanInput;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.RowMapper;
import io.writeback.destination.Work;
import io.writeback.destination.rest.RestPlan;
import io.writeback.destination.workfront.account.WorkfrontApi;
import io.writeback.destination.workfront.mapping.CustomForm;
import io.writeback.destination.workfront.mapping.FieldMapping;
import io.writeback.destination.workfront.mapping.HeldValues;
import io.writeback.destination.workfront.mapping.Matches;
import io.writeback.destination.workfront.mapping.ObjectMetadata;
import io.writeback.destination.workfront.mapping.ObjectType;
import io.writeback.destination.workfront.mapping.RecordMapper;
import io.writeback.destination.workfront.mapping.WorkfrontOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The plan of a run into Workfront: how rows map, requests, and how answers are read. */
public final class WorkfrontPlan extends RestPlan<WorkfrontApi, WorkfrontDecision> {
  private final RecordMapper mapper;
  private final UpdateRequest update;
  private final DeleteRequest delete;
  private final UpdateReceipt receipt;
  private final ReadBackRequest readBack;
  private final ReadBackAnswer readBackAnswer;
  private final HeldValues heldValues;
  private final LookAnswer lookAnswer;
  private final Optional<FormCheck> forms;
  private final MatchSearch matchSearch;
  private final CreateRequest create;
  private final CreateReceipt createReceipt;
  private final FieldList fields;

  /**
   * @param forms asks which forms objects carry; empty if that is not needed
   * @param matches which objects the rows mean that have no ID
   */
  private WorkfrontPlan(
      WorkfrontApi api, WorkfrontDecision decision, Optional<FormCheck> forms, Matches matches) {
    super(api, decision);
    this.forms = forms;
    FieldMapping mapping = decision.mapping();
    this.mapper =
        new RecordMapper(
            mapping,
            decision.blankCells(),
            decision.zone(),
            api.account().dateTimeForm(),
            decision.changed() != null,
            matches);
    URI uri = api.uri(decision.apiVersion(), "/" + decision.object().path());
    IdSearch search = new IdSearch(URI.create(uri + "/search"));
    this.fields = new FieldList(mapping.readBack());
    RecordCheck check = new RecordCheck(mapping, decision.zone(), decision.writeOnly());
    this.update =
        new UpdateRequest(
            isAtomic() ? URI.create(uri + "?atomic=true") : uri,
            isBulk(),
            isAtomic() ? new FieldList(List.of()) : fields,
            api.account().updateBody());
    this.delete = new DeleteRequest(api, uri);
    this.readBack = new ReadBackRequest(search, fields, decision.showsChanges());
    this.receipt = new UpdateReceipt(api, new RefusedField(mapping), check, search.uri());
    this.readBackAnswer = new ReadBackAnswer(api, check);
    this.heldValues = new HeldValues(decision.zone(), api.account().dateTimeForm());
    this.lookAnswer = new LookAnswer(api, check, heldValues);
    this.matchSearch = new MatchSearch(search, mapping.recognition());
    this.create = new CreateRequest(uri, fields, api.account().updateBody(), mapping.recognition());
    this.createReceipt =
        new CreateReceipt(api, new RefusedField(mapping), check, mapping.recognition());
  }

  /**
   * From what the route and the tenant say now.
   *
   * @param form what is attached to objects that do not have it
   */
  public static WorkfrontPlan of(
      WorkfrontApi api,
      WorkfrontOptions options,
      ObjectMetadata metadata,
      FieldMapping mapping,
      Optional<CustomForm> form) {
    return new WorkfrontPlan(
        api,
        WorkfrontDecision.of(api.account(), options, metadata, mapping, form),
        options.checkForms()
            ? Optional.of(new FormCheck(api, options.object(), mapping, metadata, form))
            : Optional.empty(),
        Matches.NONE);
  }

  /**
   * That of a resumed run, which asks nothing.
   *
   * @param folder where the run has its snapshot
   */
  public static WorkfrontPlan restored(WorkfrontApi api, WorkfrontDecision decision, Path folder) {
    return new WorkfrontPlan(api, decision, Optional.empty(), new MatchFile(folder));
  }

  @Override
  public Plan resolved(PlanInput input, KnownKeys known) {
    return decision.mapping().recognised().isEmpty()
        ? this
        : new WorkfrontPlan(
            api, decision, forms, new RowLookUp(api, matchSearch, mapper, known).of(input));
  }

  @Override
  public Optional<String> remembers() {
    boolean needed = decision.mapping().recognised().isPresent() || decision.gone() != null;
    return needed ? Optional.of(api.account().url().toString()) : Optional.empty();
  }

  @Override
  public Optional<String> matchValue(Record record) {
    return Optional.ofNullable(record.match());
  }

  FieldMapping fieldMapping() {
    return decision.mapping();
  }

  HeldValues heldValues() {
    return heldValues;
  }

  private boolean isAtomic() {
    return decision.atomic() != WorkfrontOptions.Atomic.FALSE;
  }

  private boolean isBulk() {
    return decision.object().editing() != ObjectType.Editing.SINGLE;
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
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>(decision.mapping().warnings());
    if (!isBulk()) {
      warnings.add(
          "Workfront has no bulk update for %s: its records go out one by one"
              .formatted(decision.object().described()));
    }
    api.versionWarning(decision.apiVersion()).ifPresent(warnings::add);
    return warnings;
  }

  @Override
  public Columns columns() {
    FieldMapping mapping = decision.mapping();
    Map<String, String> fieldOf = new LinkedHashMap<>();
    for (MappedColumn column : mapping.table()) {
      if (!column.field().isEmpty()) {
        fieldOf.put(column.column(), column.field());
      }
    }
    return new Columns(
        mapping.table(),
        mapping.unmatched(),
        fieldOf,
        mapping.written().stream()
            .map(entry -> entry.field().wireName())
            .collect(Collectors.toSet()));
  }

  @Override
  public Optional<ChangedMode> changed() {
    return Optional.ofNullable(decision.changed());
  }

  @Override
  public Forecast forecast(Forecast.Records records, Forecast.Rows found) {
    return forms.map(check -> check.of(records, found)).orElse(Forecast.NOTHING);
  }

  @Override
  public Exchange prepare(Record record) {
    return new AttachForm(api, decision.apiVersion(), decision.object(), decision.form())
        .to(record);
  }

  @Override
  public String prepared(String objects) {
    return "the custom form \"%s\" was attached to %s".formatted(decision.form().name(), objects);
  }

  @Override
  public Optional<GonePolicy> gone() {
    return Optional.ofNullable(decision.gone());
  }

  @Override
  public Record gone(long number, String key) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (decision.gone().deletes()) {
      fields.put(Record.DELETED, null);
    }
    decision.goneFields().forEach(field -> fields.put(field, null));
    return new Record(number, key, fields, key.length(), 0);
  }

  @Override
  public Exchange write(Work work) {
    List<Record> records = work.records();
    if (DeleteRequest.isFor(records)) {
      return delete.of(records.get(0));
    }
    if (isCreate(records)) {
      return new Exchange(
          create.of(records), (sent, answer) -> createReceipt.of(records, sent, answer));
    }
    return new Exchange(
        update.of(records),
        (sent, answer) -> {
          Receipt read =
              isAtomic()
                  ? receipt.atomic(records, sent, answer)
                  : receipt.of(records, sent, answer, update.showsWhatIsWritten(records));
          return DeleteRequest.isGone(work, read, answer)
              ? new Receipt.Delivered(List.of(new Receipt.Written(records.get(0), List.of())))
              : read;
        });
  }

  private static boolean isCreate(List<Record> records) {
    return !records.isEmpty() && records.get(0).isCreate();
  }

  /** What an atomic or a long call has written is not in its answer: it is read. */
  @Override
  public Exchange poll(Work work, URI operation, Instant since) {
    return new Exchange(
        readBack.plain(work.records()),
        (sent, answer) -> receipt.read(work.records(), sent, answer));
  }

  @Override
  public Optional<Exchange> readBack(List<Record> records, Instant since) {
    if (isCreate(records)) {
      return records.get(0).creation() == Record.Creation.FINDABLE
          ? Optional.of(foundByValue(records))
          : Optional.empty();
    }
    return readBack
        .of(records)
        .map(
            request ->
                new Exchange(
                    request,
                    (sent, answer) -> readBackAnswer.of(records, since, this::us, sent, answer)));
  }

  /** Whether what the records are to create is there. */
  private Exchange foundByValue(List<Record> records) {
    FieldList shown = CreateRequest.shown(records, fields, matchSearch.recognition());
    int page = IdSearch.mostObjects(shown.names().size());
    List<String> values =
        records.stream()
            .map(record -> CreateReceipt.value(record, matchSearch.recognition()))
            .toList();
    return new Exchange(
        matchSearch.of(values, shown, 0, page),
        (sent, answer) -> createReceipt.found(records, page, sent, answer));
  }

  @Override
  public Optional<Exchange> look(List<Record> records) {
    return Optional.of(
        new Exchange(
            readBack.plain(records), (sent, answer) -> lookAnswer.of(records, sent, answer)));
  }

  @Override
  public int mostLookedAt() {
    return IdSearch.mostObjects(decision.mapping().readBack().size());
  }

  /** Our user, where the object says who changed it. */
  private Optional<String> us() {
    return decision.showsChanges() ? api.user() : Optional.empty();
  }
}
