package io.writeback.dataset;

import io.writeback.config.Suggestion;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A CSV of rejected rows that a person has edited: the columns of their DataSet in any order, and
 * those that say which reject each row is.
 */
public record RejectFile(Path file) {
  private static final String RUN = "_wb_run";
  private static final String ROW = "_wb_row";

  /** The columns behind those of the DataSet. */
  public static final List<String> COLUMNS =
      List.of(RUN, ROW, "_wb_code", "_wb_column", "_wb_reason");

  /**
   * A row of the file.
   *
   * @param line where it begins
   * @param run the run that rejected it, as the file has it; may be ""
   * @param row the row of that run, 0 if the file has no such number
   * @param cells in the order of the DataSet's columns
   */
  public record Line(long line, String run, long row, List<String> cells) {}

  /**
   * The digest of its bytes, lower-case hex.
   *
   * @throws ConfigurationException if it cannot be read
   */
  public String sha256() {
    try (InputStream in = open()) {
      return DigestUtils.sha256Hex(in);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Reads it row by row.
   *
   * @param columns those of the DataSet
   * @return the digest of what was read
   * @throws ConfigurationException if it is not well formed, or has other columns: all of them
   */
  public String read(List<String> columns, Consumer<Line> lines) {
    try (DigestInputStream in = new DigestInputStream(open(), DigestUtils.getSha256Digest())) {
      CsvRows rows = CsvRows.of(file.toString(), in, StandardCharsets.UTF_8);
      List<String> header = rows.header();
      List<Problem> faults = faults(header, columns);
      if (!faults.isEmpty()) {
        throw new ConfigurationException(faults);
      }
      int[] places = columns.stream().mapToInt(header::indexOf).toArray();
      rows.each(Long.MAX_VALUE, row -> lines.accept(line(rows.line(), row, header, places)));
      return Hex.encodeHexString(in.getMessageDigest().digest());
    } catch (ConfigurationException e) {
      throw e;
    } catch (WritebackException e) {
      // A mistake in what the command was given: nothing was sent.
      throw e.code().id().startsWith("WB-21") && e.code() != Code.SNAPSHOT_QUOTA
          ? new ConfigurationException(e.problems())
          : e;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static Line line(long line, Row row, List<String> header, int[] places) {
    String run = row.cell(header.indexOf(RUN));
    return new Line(
        line,
        run == null ? "" : run.strip(),
        number(row.cell(header.indexOf(ROW))),
        Arrays.asList(Arrays.stream(places).mapToObj(row::cell).toArray(String[]::new)));
  }

  private static long number(String cell) {
    try {
      return cell == null ? 0 : Math.max(0, Long.parseLong(cell.strip()));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private List<Problem> faults(List<String> header, List<String> columns) {
    if (header.size() == 1 && (header.get(0).contains(";") || header.get(0).contains("\t"))) {
      return List.of(fault("has one column: save it with commas between the cells"));
    }
    List<Problem> faults = new ArrayList<>();
    List<String> missing = new ArrayList<>(columns);
    missing.removeAll(header);
    for (String name : header) {
      if (!columns.contains(name) && !COLUMNS.contains(name)) {
        List<String> candidates = new ArrayList<>(missing);
        candidates.addAll(List.of(RUN, ROW));
        faults.add(
            fault(
                "has the column \"%s\", which the run's rows do not have%s"
                    .formatted(name, Suggestion.didYouMean(name, candidates))));
      }
    }
    for (String name : missing) {
      faults.add(fault("has no column \"%s\", which the run's rows have".formatted(name)));
    }
    for (String name : List.of(RUN, ROW)) {
      if (!header.contains(name)) {
        faults.add(
            fault(
                ("has no column %s, which identifies its rows; ./writeback rejects RUN --csv FILE"
                        + " writes it")
                    .formatted(name)));
      }
    }
    return faults;
  }

  private Problem fault(String what) {
    return new Problem(Code.BAD_REPLAY_FILE, file.toString(), what);
  }

  private InputStream open() throws IOException {
    if (Files.isDirectory(file)) {
      throw new ConfigurationException(
          Code.BAD_REPLAY_FILE, file.toString(), "is a folder, not a file");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new ConfigurationException(
          Code.BAD_REPLAY_FILE,
          file.toString(),
          "is a device or a FIFO, which can be read only once: save its rows in a file");
    }
    return Files.newInputStream(file);
  }

  private ConfigurationException unreadable(IOException e) {
    String what =
        e instanceof NoSuchFileException
            ? "is not there"
            : e instanceof AccessDeniedException
                ? "may not be read by this user"
                : "cannot be read: " + Reason.of(e);
    return new ConfigurationException(Code.BAD_REPLAY_FILE, file.toString(), what);
  }
}
