package io.writeback.console;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.writeback.files.OwnerOnly;
import io.writeback.ledger.Ledger;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.run.DataDirectory;
import io.writeback.view.RunViews;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The rejects of a run as a file: written into a folder that only its owner may enter, sent, and
 * deleted.
 */
final class Download {
  private final Path folder;
  private final RunViews views;
  private final Ledger ledger;
  private final boolean showValues;

  /**
   * @param folder of the data directory; emptied
   */
  Download(Path folder, RunViews views, Ledger ledger, boolean showValues) {
    this.folder = folder;
    this.views = views;
    this.ledger = ledger;
    this.showValues = showValues;
    DataDirectory.create(folder);
    empty();
  }

  /** A process that was killed while it sent a file left it. */
  private void empty() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private WritebackException failed(IOException e) {
    return new WritebackException(
        Code.SNAPSHOT_IO,
        "the folder %s cannot be used for downloads: %s".formatted(folder, e.getMessage()),
        e);
  }

  /** Writes the open rejects: with their cells as {@code rejects --csv} has them, or without. */
  Path write(String run) {
    Path file = folder.resolve(UUID.randomUUID() + ".csv");
    boolean written = false;
    try {
      if (showValues) {
        // What is put in the place of an empty file has its rights.
        OwnerOnly.create(file).close();
        views.files(run).exportRejects(run, ledger, file);
      } else {
        withoutCells(run, file);
      }
      written = true;
      return file;
    } catch (IOException e) {
      throw failed(e);
    } catch (UncheckedIOException e) {
      throw failed(e.getCause());
    } finally {
      if (!written) {
        delete(file);
      }
    }
  }

  private void withoutCells(String run, Path file) throws IOException {
    try (Writer out =
        new BufferedWriter(Channels.newWriter(OwnerOnly.create(file), StandardCharsets.UTF_8))) {
      out.write("row,code,column,meaning\n");
      ledger
          .rejects()
          .eachOpen(
              run,
              reject -> {
                try {
                  out.write(
                      "%d,%s,%s,%s\n"
                          .formatted(
                              reject.row(),
                              reject.code().id(),
                              quoted(reject.column()),
                              quoted(reject.code().meaning())));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  private void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failed(e);
    }
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
