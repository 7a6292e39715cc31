package io.writeback.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * What a good engineer writes in an afternoon: commons-csv, Jackson and the JDK's client, some
 * requests at once, every field of the answer compared. It has no ledger, resumes nothing and
 * retries nothing.
 *
 * <p>Arguments: the file of rows, the address of the server, requests at once. Prints how many rows
 * were confirmed.
 */
public final class HandWritten {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BATCH = 100;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI uri;
  private final Semaphore slots;
  private final ExecutorService threads;
  private final AtomicLong confirmed = new AtomicLong();
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  private HandWritten(URI uri, int atOnce) {
    this.uri = uri;
    this.slots = new Semaphore(2 * atOnce);
    this.threads = Executors.newFixedThreadPool(atOnce);
  }

  public static void main(String[] args) throws Exception {
    HandWritten client = new HandWritten(URI.create(args[1]), Integer.parseInt(args[2]));
    System.out.println(client.run(Path.of(args[0])));
    System.exit(0);
  }

  private long run(Path rows) throws Exception {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader in = Files.newBufferedReader(rows, StandardCharsets.UTF_8);
        CSVParser parser = CSVParser.parse(in, format)) {
      ArrayNode batch = JSON.createArrayNode();
      for (CSVRecord row : parser) {
        batch.add(record(row));
        if (batch.size() == BATCH) {
          submit(batch);
          batch = JSON.createArrayNode();
        }
      }
      if (!batch.isEmpty()) {
        submit(batch);
      }
    }
    threads.shutdown();
    threads.awaitTermination(1, TimeUnit.HOURS);
    if (failure.get() != null) {
      throw failure.get();
    }
    return confirmed.get();
  }

  private static ObjectNode record(CSVRecord row) {
    ObjectNode record = JSON.createObjectNode();
    record.put("ID", row.get("ID"));
    record.put("name", row.get("Name"));
    record.put("description", row.get("Description"));
    record.put("status", row.get("Status"));
    record.put("priority", Integer.parseInt(row.get("priority")));
    record.put("budget", Double.parseDouble(row.get("budget")));
    record.put("plannedStartDate", row.get("Planned Start Date"));
    record.put("isActive", Boolean.parseBoolean(row.get("Active")));
    record.put("DE:Region", row.get("Region"));
    return record;
  }

  private void submit(ArrayNode batch) throws InterruptedException {
    slots.acquire();
    threads.execute(
        () -> {
          try {
            confirmed.addAndGet(send(batch));
          } catch (IOException | RuntimeException e) {
            failure.compareAndSet(null, e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            slots.release();
          }
        });
  }

  private long send(ArrayNode batch) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(batch)))
            .build();
    HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException("status " + answer.statusCode());
    }
    JsonNode data = JSON.readTree(answer.body()).path("data");
    if (data.size() != batch.size()) {
      throw new IOException("records are missing");
    }
    long same = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (batch.get(i).equals(data.get(i))) {
        same++;
      }
    }
    return same;
  }
}
