package io.writeback.rules;

import io.writeback.dataset.Row;
import io.writeback.destination.Mapped;
import io.writeback.destination.Plan;
import io.writeback.destination.Record;
import io.writeback.destination.RowMapper;
import io.writeback.destination.RowReject;
import io.writeback.rows.Digest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Lets rows go through rules before the destination maps them. */
final class RuledMapper implements RowMapper {
  private final RuledRows rules;
  private final RowMapper mapper;

  /** The wire names of fields that are only filled in. */
  private final Set<String> onlyIfBlank;

  /**
   * Of the rules, and of how the destination converts; null if the destination has no use for
   * sources.
   */
  private final byte[] conversion;

  /** The columns of the DataSet that decide what a record is. */
  private final int[] sources;

  RuledMapper(RuledRows rules, Plan plan) {
    this.rules = rules;
    this.mapper = plan.mapper();
    Map<String, String> written = plan.columns().written();
    this.onlyIfBlank =
        rules.rules().columns().stream()
            .filter(ColumnRules::onlyIfBlank)
            .map(column -> written.get(column.column()))
            .collect(Collectors.toSet());
    this.sources = rules.sources(written.keySet());
    this.conversion = conversion();
  }

  /** How the destination converts is in what it says of a row without cells. */
  private byte[] conversion() {
    List<String> blank = Collections.nCopies(rules.schema().size(), null);
    Digest own = mapper.source(new Row(1, blank));
    return own.equals(Digest.NONE) ? null : Digest.of(own.bytes(), rules.digest().bytes()).bytes();
  }

  @Override
  public Optional<String> key(Row row) {
    try {
      return mapper.key(rules.row(row));
    } catch (RowFault e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Set<String>> means(Row row) {
    try {
      return mapper.means(rules.row(row));
    } catch (RowFault e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean isMatched(Row row) {
    try {
      return mapper.isMatched(rules.row(row));
    } catch (RowFault e) {
      return false;
    }
  }

  @Override
  public Digest digest(String key) {
    return mapper.digest(key);
  }

  @Override
  public String key(Digest digest) {
    return mapper.key(digest);
  }

  /** The wire names of fields that are only filled in. */
  Set<String> onlyIfBlank() {
    return onlyIfBlank;
  }

  /** A row that will be rejected is one that has something to say. */
  @Override
  public boolean isOnlyKey(Row row) {
    try {
      return mapper.isOnlyKey(rules.row(row));
    } catch (RowFault e) {
      return false;
    }
  }

  /** Of the row as it is read: no rule is applied to a row that is as it was. */
  @Override
  public Digest source(Row row) {
    return conversion == null ? Digest.NONE : Digest.of(conversion, row.bytes(sources));
  }

  @Override
  public Mapped map(Row row) {
    Row made;
    try {
      made = rules.made(row);
    } catch (RowFault e) {
      return new Mapped.Rejected(
          new RowReject(row.number(), key(row).orElse(""), e.code(), e.column(), e.getMessage()));
    }
    Mapped mapped = mapper.map(made);
    return mapped instanceof Mapped.Sendable sendable
        ? new Mapped.Sendable(ofRules(sendable.record(), row))
        : mapped;
  }

  private Record ofRules(Record record, Row row) {
    Set<String> blanks =
        onlyIfBlank.isEmpty()
            ? Set.of()
            : onlyIfBlank.stream().filter(record.fields()::containsKey).collect(Collectors.toSet());
    return record.ofRules(source(row), blanks);
  }
}
