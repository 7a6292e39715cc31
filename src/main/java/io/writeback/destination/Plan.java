package io.writeback.destination;

import io.writeback.dataset.Snapshot;
import io.writeback.http.HttpRequest;
import java.io.OutputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run has decided before its first request: how rows map, and how records are sent and
 * checked. Immutable, used by many threads.
 */
public interface Plan {
  /** As the Kamelet is named: {@code workfront}. */
  String destination();

  /** What people call it, at the beginning of a sentence. */
  String product();

  /** What is written to, one run at a time: {@code workfront:example.my.workfront.com/PROJ}. */
  String target();

  Columns columns();

  RowMapper mapper();

  BatchPolicy policy();

  /**
   * The same plan, which knows what its rows without a key mean: asked once, when a run is planned
   * or checked, before its rows are mapped. Looks them up, and keeps what it found beside the
   * snapshot, where a resumed run finds it. Writes nothing to the destination.
   *
   * @param input the rows
   * @param known what earlier runs have written
   * @throws io.writeback.problem.WritebackException if the destination cannot be asked
   */
  default Plan resolved(PlanInput input, KnownKeys known) {
    return this;
  }

  /** What a person should know before they wonder, one sentence each. */
  List<String> warnings();

  /**
   * What has been decided and cannot be computed again when the run is resumed, as names and values
   * that can be written as JSON; never a secret. {@link DestinationType#restore} makes the same
   * plan of it.
   */
  Map<String, Object> describe();

  /** The request with credentials. */
  HttpRequest authorise(HttpRequest request);

  /** Writes; the receipt of a {@link Work.Cleanup} has no records. */
  Exchange write(Work work);

  /**
   * Asks what became of a {@link Receipt.Pending}.
   *
   * @param work what was sent
   * @param since when this process first knew that it is pending
   */
  default Exchange poll(Work work, URI operation, Instant since) {
    throw new IllegalStateException("nothing is pending");
  }

  /**
   * Asks what the destination holds for records that may have been written: its receipt is a {@link
   * ReadBack}. Empty if it cannot be asked. Sends nothing itself.
   *
   * @param since when their write was intended, before its first byte was sent
   */
  default Optional<Exchange> readBack(List<Record> records, Instant since) {
    return Optional.empty();
  }

  /**
   * Asks what the destination holds now in the fields that records write: its receipt is {@link
   * Held}. Nothing is in doubt, and nothing is written. Empty if it cannot be asked. Sends nothing
   * itself.
   *
   * <p>Its reading throws {@link io.writeback.http.CallFailure} as others do, REFUSED if the
   * destination understood the question and says no. An answer may be too large for the limits of a
   * request: then a look at fewer records may have one.
   *
   * @param records at least one, and no more than {@link #mostLookedAt}; or the one of {@link
   *     #whole}, whose fields are what a file there is
   */
  default Optional<Exchange> look(List<Record> records) {
    return Optional.empty();
  }

  /**
   * Sends a question, with new credentials if they are refused, and again where that may help.
   *
   * @param question one that writes nothing, such as a {@link #look}
   * @throws io.writeback.http.CallFailure if the answer is a refusal
   * @throws io.writeback.problem.WritebackException if there is no answer
   */
  default Receipt ask(Exchange question) {
    throw new IllegalStateException("it cannot be asked");
  }

  /** How many records one {@link #look} takes at most; 0 if the destination cannot be asked. */
  default int mostLookedAt() {
    return 0;
  }

  /** Where a piece of work goes, for people: {@code A1:D500}; "" where its records say so. */
  default String place(Work work) {
    return "";
  }

  /** All rows as one record, if they go out as one file; the mapper only shows rows then. */
  default Optional<Work.WholeFile> whole() {
    return Optional.empty();
  }

  /**
   * Where all rows go out as one file, what the destination holds now under its name, byte for
   * byte, so that an upload of that restores it. A file may be larger than any answer, so this
   * sends its requests itself, each once. Writes nothing to the destination.
   *
   * @param into receives the bytes; what it has after a failure is not the file
   * @return empty if there is none
   * @throws io.writeback.http.CallFailure if it cannot be read now
   * @throws java.io.UncheckedIOException if {@code into} takes no more
   */
  default Optional<HeldFile> download(OutputStream into) {
    throw new IllegalStateException("it sends no file");
  }

  /**
   * What {@link #describe} says of the plan that sends another file under the same name, where all
   * rows go out as one.
   *
   * @param file the other one; its rows are counted
   */
  default Map<String, Object> describe(Snapshot file) {
    throw new IllegalStateException("it sends no file");
  }

  /** How many {@link Work.Cleanup}s follow the last row. */
  default int cleanups() {
    return 0;
  }

  /** What a {@link Work.Cleanup} sends, by its number. */
  default Work.Cleanup cleanup(int number) {
    return new Work.Cleanup(number);
  }

  /** How many parts {@link #beside} has. */
  default int besides() {
    return 0;
  }

  /**
   * What a run changes beside its rows, as records that can be looked at and written as others: a
   * header, cells that are emptied. They are made of no rows, and have numbers after the last row.
   *
   * @param part from 0 to {@link #besides} - 1; all of them together are in ascending order
   */
  default List<Record> beside(int part) {
    throw new IllegalStateException("it changes nothing beside its rows");
  }

  /**
   * What of {@link #describe} has to be the same still when what a person has approved is sent: all
   * but what the destination held, at which is looked again.
   */
  default Map<String, Object> decided() {
    return describe();
  }

  /** How a run finds the rows that changed; empty if every row is sent. */
  default Optional<ChangedMode> changed() {
    return Optional.empty();
  }

  /**
   * Whether the ledger keeps which objects its runs have written.
   *
   * @return the address of the account: another one has other objects; empty if they are not kept
   */
  default Optional<String> remembers() {
    return Optional.empty();
  }

  /** The value by which the row of a record is found where it has no key; empty for none. */
  default Optional<String> matchValue(Record record) {
    return Optional.empty();
  }

  /**
   * What becomes of objects whose rows are gone; empty if nothing does. Needs {@link #remembers}.
   */
  default Optional<GonePolicy> gone() {
    return Optional.empty();
  }

  /**
   * The record that clears or deletes an object whose row is gone: a field for each that is
   * emptied. One that is deleted also has {@link Record#DELETED}.
   *
   * @param number after those of the rows
   * @param key see {@link RowMapper#key(io.writeback.rows.Digest)}
   */
  default Record gone(long number, String key) {
    throw new IllegalStateException("it does nothing about objects whose rows are gone");
  }

  /** Whether it has to wait until an earlier run on the target has no batch open any more. */
  default boolean followsEarlierRuns() {
    return changed().isPresent();
  }

  /**
   * The number that the run takes of those of its target, for a name that no other run ever has: it
   * is kept with the plan. 0 if it takes none.
   */
  default long number() {
    return 0;
  }

  /**
   * Asks the destination what speaks against the records that would be sent, before the first is.
   * Writes nothing. A run asks once, when it is planned; a resumed run uses that answer.
   *
   * @param records all that a run would send, or those of the first rows
   * @param found receives the rows of which something is to be known beforehand; records that will
   *     probably be refused go out alone, so that no other record is refused with them
   * @throws io.writeback.problem.WritebackException if the destination cannot be asked
   */
  default Forecast forecast(Forecast.Records records, Forecast.Rows found) {
    return Forecast.NOTHING;
  }

  /**
   * What has to be done to the object of a record before it is written, for the rows that {@link
   * #forecast} named: a request that may be repeated without harm, and its receipt, which is {@link
   * Receipt.Delivered} or {@link Receipt.Refused}.
   */
  default Exchange prepare(Record record) {
    throw new IllegalStateException("nothing is prepared for " + product());
  }

  /**
   * One sentence without a full stop on what was prepared.
   *
   * @param objects how many, such as {@code 12 objects}
   */
  default String prepared(String objects) {
    return objects + " prepared";
  }
}
