package io.writeback.console;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.writeback.changes.Change;
import io.writeback.changes.ChangeReader;
import io.writeback.changes.ChangesCsv;
import io.writeback.ledger.GoneObject;
import io.writeback.ledger.Ledger;
import io.writeback.run.Downloads;
import io.writeback.run.RunFiles;
import io.writeback.view.RunViews;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** What a run has too much of for a page, as a file. */
final class Download {
  private final Downloads downloads;
  private final RunViews views;
  private final Ledger ledger;
  private final boolean showValues;

  Download(Downloads downloads, RunViews views, Ledger ledger, boolean showValues) {
    this.downloads = downloads;
    this.views = views;
    this.ledger = ledger;
    this.showValues = showValues;
  }

  /** Writes the open rejects: with their cells as {@code rejects --csv} has them, or without. */
  Path rejects(String run) {
    return downloads.write(
        file -> {
          if (showValues) {
            // What is put in the place of an empty file has its rights.
            views.files(run).exportRejects(run, ledger, file);
          } else {
            withoutCells(run, file);
          }
        });
  }

  private void withoutCells(String run, Path file) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write("row,code,column,meaning\n");
      ledger
          .rejects()
          .eachOpen(
              run,
              reject ->
                  line(
                      out,
                      "%d,%s,%s,%s\n",
                      reject.row(),
                      reject.code().id(),
                      quoted(reject.column()),
                      quoted(reject.code().meaning())));
    }
  }

  /** Writes what a run would change: as {@code changes --csv} has it, or without values. */
  Path changes(String run) {
    return downloads.write(
        file -> {
          try (BufferedWriter out = Files.newBufferedWriter(file)) {
            if (showValues) {
              try (ChangeReader all = views.files(run).changes().open()) {
                ChangesCsv.write(all, out);
              }
            } else {
              out.write("row,field,change\n");
              views
                  .files(run)
                  .eachChange(
                      change ->
                          line(
                              out,
                              "%d,%s,%s\n",
                              change.row(),
                              quoted(change.field()),
                              what(change)));
            }
          }
        });
  }

  /** What a run did to objects rather than to rows. */
  @FunctionalInterface
  interface Objects {
    void write(Writer out, String run, Ledger ledger) throws IOException;
  }

  /** Writes objects of a run, as its file of them has it. */
  Function<String, Path> objects(Objects content) {
    return run ->
        downloads.write(
            file -> {
              try (BufferedWriter out = Files.newBufferedWriter(file)) {
                content.write(out, run, ledger);
              }
            });
  }

  /** The reasons of what {@code gone.csv} has, or what their codes mean. */
  void gone(Writer out, String run, Ledger of) throws IOException {
    RunFiles.gone(out, run, of, one -> showValues ? one.reason() : meaning(one));
  }

  private static String meaning(GoneObject object) {
    return object.code() == null ? "" : object.code().meaning();
  }

  private static String what(Change change) {
    return change.fills() ? "from empty" : change.empties() ? "to empty" : "other value";
  }

  private static void line(Writer out, String format, Object... values) {
    try {
      out.write(format.formatted(values));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  /** Sends a file and deletes it, however that ends. */
  static void send(Vertx vertx, HttpServerResponse response, Path file, String name) {
    if (response.closed() || response.ended()) {
      remove(vertx, file);
      return;
    }
    response
        .putHeader("Content-Type", "text/csv; charset=utf-8")
        .putHeader("Content-Disposition", "attachment; filename=\"" + name + "\"")
        .sendFile(file.toString())
        .onComplete(sent -> remove(vertx, file));
  }

  /** By the file system's own threads: other work, however much, does not keep it waiting. */
  static void remove(Vertx vertx, Path file) {
    vertx.fileSystem().delete(file.toString());
  }
}
