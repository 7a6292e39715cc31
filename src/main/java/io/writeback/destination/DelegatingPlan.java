package io.writeback.destination;

import io.writeback.dataset.Snapshot;
import io.writeback.http.HttpRequest;
import java.io.OutputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A plan that does what another one does, but for what a subclass changes. */
public abstract class DelegatingPlan implements Plan {
  protected final Plan plan;

  protected DelegatingPlan(Plan plan) {
    this.plan = Objects.requireNonNull(plan);
  }

  @Override
  public String destination() {
    return plan.destination();
  }

  /** Of what a plan has decided once it is resolved, others are made. */
  @Override
  public Plan resolved(PlanInput input, KnownKeys known) {
    throw new IllegalStateException("a plan is resolved before another is made of it");
  }

  @Override
  public String product() {
    return plan.product();
  }

  @Override
  public String target() {
    return plan.target();
  }

  @Override
  public Columns columns() {
    return plan.columns();
  }

  @Override
  public RowMapper mapper() {
    return plan.mapper();
  }

  @Override
  public BatchPolicy policy() {
    return plan.policy();
  }

  @Override
  public List<String> warnings() {
    return plan.warnings();
  }

  @Override
  public Map<String, Object> describe() {
    return plan.describe();
  }

  @Override
  public HttpRequest authorise(HttpRequest request) {
    return plan.authorise(request);
  }

  @Override
  public Exchange write(Work work) {
    return plan.write(work);
  }

  @Override
  public Exchange poll(Work work, URI operation, Instant since) {
    return plan.poll(work, operation, since);
  }

  @Override
  public Optional<Exchange> readBack(List<Record> records, Instant since) {
    return plan.readBack(records, since);
  }

  @Override
  public Optional<Exchange> look(List<Record> records) {
    return plan.look(records);
  }

  @Override
  public Receipt ask(Exchange question) {
    return plan.ask(question);
  }

  @Override
  public int mostLookedAt() {
    return plan.mostLookedAt();
  }

  @Override
  public String place(Work work) {
    return plan.place(work);
  }

  @Override
  public Optional<Work.WholeFile> whole() {
    return plan.whole();
  }

  @Override
  public Optional<HeldFile> download(OutputStream into) {
    return plan.download(into);
  }

  @Override
  public Map<String, Object> describe(Snapshot file) {
    return plan.describe(file);
  }

  @Override
  public int cleanups() {
    return plan.cleanups();
  }

  @Override
  public Work.Cleanup cleanup(int number) {
    return plan.cleanup(number);
  }

  @Override
  public int besides() {
    return plan.besides();
  }

  @Override
  public List<Record> beside(int part) {
    return plan.beside(part);
  }

  @Override
  public Map<String, Object> decided() {
    return plan.decided();
  }

  @Override
  public Optional<ChangedMode> changed() {
    return plan.changed();
  }

  @Override
  public Optional<String> remembers() {
    return plan.remembers();
  }

  @Override
  public Optional<String> matchValue(Record record) {
    return plan.matchValue(record);
  }

  @Override
  public Optional<GonePolicy> gone() {
    return plan.gone();
  }

  @Override
  public Record gone(long number, String key) {
    return plan.gone(number, key);
  }

  @Override
  public boolean followsEarlierRuns() {
    return plan.followsEarlierRuns();
  }

  @Override
  public long number() {
    return plan.number();
  }

  @Override
  public Forecast forecast(Forecast.Records records, Forecast.Rows found) {
    return plan.forecast(records, found);
  }

  @Override
  public Exchange prepare(Record record) {
    return plan.prepare(record);
  }

  @Override
  public String prepared(String objects) {
    return plan.prepared(objects);
  }
}
