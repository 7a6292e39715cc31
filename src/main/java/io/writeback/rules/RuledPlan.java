package io.writeback.rules;

import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.Columns;
import io.writeback.destination.DelegatingPlan;
import io.writeback.destination.KnownKeys;
import io.writeback.destination.MappedColumn;
import io.writeback.destination.Plan;
import io.writeback.destination.PlanInput;
import io.writeback.destination.Record;
import io.writeback.destination.RowMapper;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A plan whose rows go through rules, which are kept with it. */
public final class RuledPlan extends DelegatingPlan {
  private static final String TEXT = "text";
  private static final String FILES = "files";
  private static final String COLUMNS = "columns";

  private final RuledRows rules;
  private final RuledMapper mapper;

  RuledPlan(Plan plan, RuledRows rules) {
    super(plan);
    this.rules = rules;
    this.mapper = new RuledMapper(rules, plan);
  }

  @Override
  public Plan resolved(PlanInput input, KnownKeys known) {
    PlanInput made =
        new PlanInput(
            rules.schema(),
            input.count(),
            each -> input.rows().each(row -> rules.recognisable(row, each)),
            input.past(),
            input.occasion(),
            input.snapshot(),
            input.blanks());
    return new RuledPlan(plan.resolved(made, known), rules);
  }

  @Override
  public RowMapper mapper() {
    return mapper;
  }

  /** A field that is only filled in may hold what a person has written: it is not cleared. */
  @Override
  public Record gone(long number, String key) {
    Record gone = plan.gone(number, key);
    if (gone.fields().containsKey(Record.DELETED)) {
      return gone;
    }
    Map<String, Object> cleared = new LinkedHashMap<>(gone.fields());
    cleared.keySet().removeAll(mapper.onlyIfBlank());
    return new Record(number, key, cleared, gone.bytes(), gone.rows());
  }

  /** Each column that has rules, with them. */
  @Override
  public Columns columns() {
    Columns columns = plan.columns();
    Map<String, ColumnRules> byName =
        rules.rules().columns().stream()
            .collect(Collectors.toMap(ColumnRules::column, column -> column));
    List<MappedColumn> mapping = new ArrayList<>();
    for (MappedColumn column : columns.mapping().isEmpty() ? named(columns) : columns.mapping()) {
      ColumnRules own = byName.get(column.column());
      mapping.add(own == null ? column : with(column, own));
    }
    return new Columns(mapping, columns.unmatched(), columns.written(), columns.fields());
  }

  /** Of a destination whose columns have no fields. */
  private static List<MappedColumn> named(Columns columns) {
    return columns.written().keySet().stream()
        .map(column -> new MappedColumn(column, column, "name", "", ""))
        .toList();
  }

  private static MappedColumn with(MappedColumn column, ColumnRules own) {
    String note = "rules: " + own.written();
    return new MappedColumn(
        column.column(),
        column.field(),
        column.why(),
        column.type(),
        column.note().isEmpty() ? note : note + "; " + column.note(),
        column.source(),
        column.forms());
  }

  @Override
  public Map<String, Object> describe() {
    return with(plan.describe());
  }

  @Override
  public Map<String, Object> describe(Snapshot file) {
    return with(plan.describe(file));
  }

  @Override
  public Map<String, Object> decided() {
    return with(plan.decided());
  }

  private Map<String, Object> with(Map<String, Object> described) {
    Map<String, Object> with = new LinkedHashMap<>(described);
    List<List<String>> columns =
        rules.raw().columns().stream()
            .map(column -> List.of(column.name(), column.type().name()))
            .toList();
    with.put(
        Rules.NAME,
        Map.of(TEXT, rules.rules().text(), FILES, rules.rules().files(), COLUMNS, columns));
    return with;
  }

  /** What a plan described, without the rules. */
  public static Map<String, Object> withoutRules(Map<String, Object> described) {
    Map<String, Object> without = new LinkedHashMap<>(described);
    without.remove(Rules.NAME);
    return without;
  }

  /**
   * The rules that a plan described; empty if it had none.
   *
   * @throws WritebackException if they are not whole
   */
  @SuppressWarnings("unchecked")
  static Optional<RuledRows> rules(Map<String, Object> described) {
    if (!(described.get(Rules.NAME) instanceof Map<?, ?> stored)) {
      return Optional.empty();
    }
    try {
      Map<String, Map<String, String>> files = (Map<String, Map<String, String>>) stored.get(FILES);
      List<Column> columns =
          ((List<List<String>>) stored.get(COLUMNS))
              .stream()
                  .map(column -> new Column(column.get(0), ColumnType.valueOf(column.get(1))))
                  .toList();
      Rules rules = Rules.read((String) stored.get(TEXT), files::get);
      return Optional.of(RuledRows.of(rules, new Schema(columns), new ArrayList<>()));
    } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
      throw new WritebackException(
          Code.PLAN_UNKNOWN, "the rules in the stored plan of the run are damaged: " + e, e);
    }
  }
}
