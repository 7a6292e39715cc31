package io.writeback.dataset.body;

import io.writeback.dataset.ColumnTypes;
import io.writeback.dataset.CsvRows;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.NotReadyException;
import io.writeback.dataset.Preview;
import io.writeback.dataset.ReadContext;
import io.writeback.dataset.Row;
import io.writeback.dataset.RowMeter;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.Staged;
import io.writeback.dataset.Staging;
import io.writeback.dataset.StrictReader;
import io.writeback.problem.Code;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/** The body of one message on its way into the snapshot of its run. */
final class StagedBody implements DatasetSource {
  private static final int PROGRESS = 10_000;

  private final BodySource source;
  private final Supplier<Incoming> message;
  private Incoming incoming;
  private long rows;

  StagedBody(BodySource source, Supplier<Incoming> message) {
    this.source = source;
    this.message = message;
  }

  @Override
  public String describe() {
    String name = incoming().name();
    return source.describe() + (name.isEmpty() ? "" : ", " + name);
  }

  /** It has gone from where it was, and no later run reads it again. */
  @Override
  public boolean isTakenAway() {
    return incoming().kept();
  }

  @Override
  public boolean declaresColumns() {
    return source.declaresColumns();
  }

  @Override
  public boolean comesByRoute() {
    return true;
  }

  @Override
  public Preview preview(int most) {
    return source.preview(most);
  }

  private Incoming incoming() {
    if (incoming == null) {
      incoming = message.get();
    }
    return incoming;
  }

  @Override
  public Snapshot stage(Path folder, ReadContext reading) {
    Body body =
        incoming()
            .body()
            .orElseThrow(
                () ->
                    new WritebackException(
                        Code.NO_DATA,
                        describe()
                            + ": there is none: no step before the source left one, and none came with what started the run"));
    try (Staging staging = new Staging(describe(), folder, source.quota())) {
      return stage(body, staging, reading);
    } catch (IOException | UncheckedIOException e) {
      throw brokenOff(e);
    } catch (WritebackException e) {
      throw e;
    } catch (RuntimeException e) {
      if (isInterrupted(e)) {
        throw e;
      }
      throw brokenOff(e);
    } finally {
      close(body);
    }
  }

  private Snapshot stage(Body body, Staging staging, ReadContext reading) throws IOException {
    ColumnTypes.Columns types = source.types().columns(describe());
    InputStream bytes = body instanceof Body.Text text ? digested(text.in()) : null;
    BodyRows read = open(body, bytes);
    types.header(read.header());
    Staged staged =
        staging.write(
            read.header(),
            out -> {
              try {
                read.each(
                    cells -> {
                      types.row(new Row(++rows, cells));
                      out.accept(cells);
                      if (rows % PROGRESS == 0) {
                        reading.staged(rows);
                      }
                    });
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    reading.staged(rows);
    requireAll(bytes);
    return staging.commit(staged, types.schema(read::type), "");
  }

  private InputStream digested(InputStream in) {
    return incoming().sha256().isEmpty()
        ? in
        : new DigestInputStream(in, DigestUtils.getSha256Digest());
  }

  private BodyRows open(Body body, InputStream bytes) throws IOException {
    if (body instanceof Body.Rows found) {
      if (source.format() != BodyFormat.ROWS) {
        throw otherKind("rows one by one: set format: rows");
      }
      return new RecordBody(describe(), new MapRecords(describe(), found.rows()), source.columns());
    }
    Charset charset = charset((Body.Text) body);
    return switch (source.format()) {
      case ROWS -> throw otherKind("a text: set format: csv or json");
      case CSV -> new CsvBody(describe(), bytes, charset, source.dialect(), source.columns());
      case JSON -> {
        RowMeter text = new RowMeter(new StrictReader(bytes, charset), CsvRows.LONGEST_ROW);
        yield new RecordBody(
            describe(),
            new JsonRecords(describe(), text, text::rowBegins, source.at()),
            source.columns());
      }
    };
  }

  private Charset charset(Body.Text text) {
    return text.charset() == null ? source.charset() : text.charset();
  }

  private WritebackException otherKind(String what) {
    return new WritebackException(Code.BODY_KIND, describe() + ": the body is " + what);
  }

  /** Its sender knows how many rows there are, or what digest its bytes have. */
  private void requireAll(InputStream bytes) {
    long said = incoming().rows().orElse(rows);
    if (said != rows) {
      throw misfit(
          "%s: %,d rows were read, and its sender says that there are %,d"
              .formatted(describe(), rows, said));
    }
    if (bytes instanceof DigestInputStream digested) {
      String read = Hex.encodeHexString(digested.getMessageDigest().digest());
      if (!read.equalsIgnoreCase(incoming().sha256().orElseThrow())) {
        throw misfit(
            "%s: its bytes have the SHA-256 digest %s, its sender says %s"
                .formatted(describe(), read, incoming().sha256().orElseThrow()));
      }
    }
  }

  /** What can be fetched again may be whole then. */
  private WritebackException misfit(String message) {
    return incoming().kept()
        ? new WritebackException(Code.EXPORT_INCOMPLETE, message)
        : NotReadyException.misfit(Code.EXPORT_INCOMPLETE, message);
  }

  private WritebackException brokenOff(Exception e) {
    return new WritebackException(
        incoming().kept() ? Code.SNAPSHOT_IO : Code.SOURCE_UNAVAILABLE,
        "%s: it broke off after %,d rows, and nothing was sent: %s"
            .formatted(describe(), rows, Reason.root(e)),
        e);
  }

  private static boolean isInterrupted(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .anyMatch(
            cause ->
                cause instanceof InterruptedException
                    || cause instanceof ClosedByInterruptException);
  }

  private static void close(Body body) {
    Object open = body instanceof Body.Text text ? text.in() : ((Body.Rows) body).whole();
    if (open instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        // What was read of it is on the disk, or its failure is reported.
      }
    }
  }
}
