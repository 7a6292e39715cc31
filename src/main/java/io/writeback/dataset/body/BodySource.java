package io.writeback.dataset.body;

import io.writeback.dataset.ColumnTypes;
import io.writeback.dataset.CsvDialect;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.Preview;
import io.writeback.dataset.ReadContext;
import io.writeback.dataset.Snapshot;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The body of a message as a DataSet: whatever a route of Camel can bring.
 *
 * @param columns that are taken, in this order; empty for those of the header or the first row
 * @param charset of bytes whose message names none
 * @param at the names of the members that lead to the rows of a JSON document
 * @param quota the most bytes that a snapshot may have
 */
public record BodySource(
    BodyFormat format,
    List<String> columns,
    ColumnTypes types,
    Charset charset,
    List<String> at,
    CsvDialect dialect,
    long quota)
    implements DatasetSource {
  public BodySource {
    columns = List.copyOf(columns);
    at = List.copyOf(at);
  }

  /** The same with the message of one run; it is asked for when the rows are staged. */
  public DatasetSource reading(Supplier<Incoming> message) {
    return new StagedBody(this, message);
  }

  @Override
  public String describe() {
    return format.name().toLowerCase(Locale.ROOT) + " of the message body";
  }

  @Override
  public boolean declaresColumns() {
    return !columns.isEmpty();
  }

  @Override
  public boolean comesByRoute() {
    return true;
  }

  @Override
  public Snapshot stage(Path folder, ReadContext reading) {
    throw new WritebackException(Code.NO_DATA, describe() + ": there is no message");
  }

  /** The columns that the route lists; no row, as those come by the route. */
  @Override
  public Preview preview(int rows) {
    ColumnTypes.Columns typed = types.columns(describe());
    if (declaresColumns()) {
      typed.header(columns);
    }
    return new Preview(typed.schema(), List.of(), "", -1, List.of());
  }
}
