package io.writeback.destination;

import io.writeback.dataset.Row;
import io.writeback.http.HttpRequest;
import io.writeback.problem.Code;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A plan without a destination behind it: the first cell of a row is its key, the second its value.
 * A row without a key or with the value {@code reject} is rejected, one without a value unchanged.
 */
public class FakePlan implements Plan {
  public static final BatchPolicy HUNDRED = policy(100, 1_000_000, 4);

  private final BatchPolicy policy;
  private final Function<List<Record>, Receipt> destination;

  /**
   * @param destination what is answered for records; may throw a CallFailure
   */
  public FakePlan(BatchPolicy policy, Function<List<Record>, Receipt> destination) {
    this.policy = policy;
    this.destination = destination;
  }

  /** A plan whose destination writes everything. */
  public static FakePlan taking(BatchPolicy policy) {
    return new FakePlan(policy, FakePlan::taken);
  }

  public static BatchPolicy policy(int records, long bytes, int concurrency) {
    return new BatchPolicy(records, bytes, concurrency, -1, 1, 0, true);
  }

  /** Everything written as it was sent. */
  public static Receipt taken(List<Record> records) {
    return new Receipt.Delivered(written(records));
  }

  public static List<Receipt.Written> written(List<Record> records) {
    return records.stream().map(record -> new Receipt.Written(record, List.of())).toList();
  }

  public static Record record(long row, String key, String value) {
    return new Record(row, key, Map.of("value", value), key.length() + value.length());
  }

  /** As many records as asked for, each with a key as long as those of Workfront. */
  public static List<Record> records(int count) {
    List<Record> records = new ArrayList<>();
    for (int row = 1; row <= count; row++) {
      records.add(record(row, String.format("%032x", row), "value of row " + row));
    }
    return records;
  }

  @Override
  public String destination() {
    return "fake";
  }

  @Override
  public String target() {
    return "fake:things";
  }

  @Override
  public RowMapper mapper() {
    return new Mapper();
  }

  @Override
  public BatchPolicy policy() {
    return policy;
  }

  @Override
  public String product() {
    return "fake";
  }

  @Override
  public Columns columns() {
    return new Columns(List.of(), List.of("Note"), Map.of(), Set.of());
  }

  @Override
  public Map<String, Object> describe() {
    return Map.of("target", target());
  }

  @Override
  public List<String> warnings() {
    return List.of("this is only a fake");
  }

  @Override
  public Exchange write(Work work) {
    String body = String.join(",", work.records().stream().map(Record::key).toList());
    return new Exchange(
        HttpRequest.json(
            "PUT", URI.create("https://fake.example/"), body.getBytes(StandardCharsets.UTF_8)),
        (sent, answer) -> destination.apply(work.records()));
  }

  @Override
  public HttpRequest authorise(HttpRequest request) {
    return request.withHeader("Authorization", "of a test");
  }

  private static final class Mapper implements RowMapper {
    @Override
    public Optional<String> key(Row row) {
      return Optional.ofNullable(row.cell(0)).filter(key -> !key.isBlank());
    }

    @Override
    public Mapped map(Row row) {
      String value = row.cell(1);
      if (key(row).isEmpty()) {
        return rejected(row, "", Code.KEY_INVALID, "has no key");
      }
      if (value == null) {
        return new Mapped.Unchanged(row.number());
      }
      if (value.startsWith("reject")) {
        return rejected(row, row.cell(0), Code.VALUE_INVALID, "is \"" + value + "\"");
      }
      return new Mapped.Sendable(record(row.number(), row.cell(0), value));
    }

    private static Mapped rejected(Row row, String key, Code code, String reason) {
      return new Mapped.Rejected(new RowReject(row.number(), key, code, "Value", reason));
    }
  }
}
