package io.writeback.destination;

import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * What a run has decided before its first request: how rows map, and how records are sent and
 * checked. Immutable, used by many threads.
 */
public interface DestinationPlan {
  /** As the send route and the Kamelet are named: {@code workfront}. */
  String destination();

  /** What people call it, at the beginning of a sentence. */
  default String product() {
    return destination();
  }

  /** What is written to, one run at a time: {@code workfront:example.my.workfront.com/PROJ}. */
  String target();

  RowMapper mapper();

  BatchPolicy policy();

  /** Columns that fit no field; their cells are not written. */
  List<String> unmatchedColumns();

  /** What a person should know before they wonder, one sentence each. */
  List<String> warnings();

  /**
   * Where every column of the DataSet goes and why, in its order; empty if columns have no field.
   */
  default List<MappedColumn> mapping() {
    return List.of();
  }

  /**
   * The fields that it writes, so that a run of another writeback on the same target knows whether
   * it may pass this one; empty if it may write any.
   */
  default Set<String> fields() {
    return Set.of();
  }

  /** The columns whose cells are written, each with the field that it is written to. */
  default Map<String, String> written() {
    Map<String, String> written = new LinkedHashMap<>();
    for (MappedColumn column : mapping()) {
      if (!column.field().isEmpty()) {
        written.put(column.column(), column.field());
      }
    }
    return written;
  }

  /** All rows as one record, if they go out as one file; the mapper only shows rows then. */
  default Optional<WholeFile> whole() {
    return Optional.empty();
  }

  /**
   * The number that the run takes of those of its target, for a name that no other run ever has: it
   * is kept with the plan. 0 if it takes none.
   */
  default long number() {
    return 0;
  }

  /** How a run finds the rows that changed; empty if every row is sent. */
  default Optional<ChangedMode> changed() {
    return Optional.empty();
  }

  /**
   * What has been decided and cannot be computed again when the run is resumed, as names and values
   * that can be written as JSON; never a secret. {@link DestinationType#restore} makes the same
   * plan of it.
   */
  default Map<String, Object> describe() {
    return Map.of("target", target());
  }

  /**
   * How many requests follow the last row, which carry no record: what is left of earlier runs is
   * cleared. They are numbered from 0, each is a batch of its own.
   */
  default int closings() {
    return 0;
  }

  /** One of {@link #closings}, without credentials; its receipt delivers nothing. */
  default HttpRequest closing(int number) {
    throw new IllegalArgumentException("there is no closing " + number);
  }

  /**
   * Where a batch goes, for people: {@code A1:D500}; "" where its records say so.
   *
   * @param closing the number of the closing if there are no records, else -1
   */
  default String place(List<Record> records, int closing) {
    return "";
  }

  /** Whether it has to wait until an earlier run on the target has no batch open any more. */
  default boolean followsEarlierRuns() {
    return changed().isPresent();
  }

  /**
   * The question what became of a {@link Receipt.Pending}, without credentials.
   *
   * @param records that were sent
   */
  default HttpRequest poll(List<Record> records, URI operation) {
    throw new IllegalStateException("nothing is pending");
  }

  /**
   * What became of it.
   *
   * @param closing the number of the closing if there are no records, else -1
   * @param since when this process first knew that it is pending
   * @throws io.writeback.http.CallFailure if the answer proves nothing, or asks for another try
   */
  default Receipt polled(
      List<Record> records, int closing, Instant since, HttpRequest sent, HttpAnswer answer) {
    throw new IllegalStateException("nothing is pending");
  }

  /**
   * Asks the destination what speaks against the records that would be sent, before the first is.
   * Writes nothing. A run asks once, when it is planned; a resumed run uses that answer.
   *
   * @param records all that a run would send, or those of the first rows
   * @param expected receives the row of each record that will probably be refused, in ascending
   *     order; such records go out alone, so that no other record is refused with them
   * @throws io.writeback.problem.WritebackException if the destination cannot be asked
   */
  default Forecast forecast(Forecast.Records records, LongConsumer expected) {
    return Forecast.NOTHING;
  }

  /** The request that writes these records, without credentials. */
  HttpRequest request(List<Record> records);

  /** The request with credentials. */
  HttpRequest authorise(HttpRequest request);

  /**
   * Checks an answer record by record and field by field.
   *
   * @param sent the authorised request
   * @throws io.writeback.http.CallFailure if the answer proves nothing, or asks for another try
   */
  Receipt receipt(List<Record> records, HttpRequest sent, HttpAnswer answer);

  /**
   * The request that asks what the destination holds for these records, without credentials; empty
   * if it cannot be asked, so that nothing is known of them ({@link ReadBack#unknown}).
   */
  default Optional<HttpRequest> readBack(List<Record> records) {
    return Optional.empty();
  }

  /**
   * What the destination holds for records of which nobody knows whether they were written.
   *
   * @param since when their write was intended, before its first byte was sent
   * @param sent the authorised request of {@link #readBack(List)}
   * @throws io.writeback.http.CallFailure if the answer proves nothing, or asks for another try
   */
  default ReadBack readBack(
      List<Record> records, Instant since, HttpRequest sent, HttpAnswer answer) {
    return ReadBack.unknown(records);
  }
}
