package io.writeback.sandbox.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The faults that wait for their requests, in the order in which they were added. */
public final class Faults {
  private final List<Waiting> waiting = new ArrayList<>();

  public synchronized Faults add(Fault fault) {
    waiting.add(new Waiting(fault));
    return this;
  }

  /**
   * Adds a fault given as JSON: kind, and optionally method, path, nth, times, status, body,
   * headers, delayMillis.
   */
  public void add(String json) throws JsonProcessingException {
    JsonNode node = Json.read(json);
    Fault fault =
        Fault.of(Fault.Kind.valueOf(node.path("kind").asText().toUpperCase(Locale.ROOT)))
            .onMethod(node.path("method").asText(""))
            .onPath(node.path("path").asText(""))
            .nth(node.path("nth").asInt(1))
            .times(node.path("times").asInt(1))
            .answering(node.path("status").asInt(503), node.path("body").asText(""));
    for (var header : node.path("headers").properties()) {
      fault = fault.header(header.getKey(), header.getValue().asText());
    }
    Duration delay = Duration.ofMillis(node.path("delayMillis").asLong(0));
    add(
        new Fault(
            fault.method(),
            fault.path(),
            fault.skip(),
            fault.times(),
            fault.kind(),
            fault.status(),
            fault.body(),
            fault.headers(),
            delay));
  }

  public synchronized void clear() {
    waiting.clear();
  }

  /** How many faults have not struck as often as they should. */
  public synchronized int left() {
    return waiting.size();
  }

  /** The service with these faults in front of it. */
  public Endpoint around(Endpoint service) {
    return request -> {
      Optional<Fault> fault = next(request);
      return fault.isEmpty() ? service.answer(request) : play(fault.get(), request, service);
    };
  }

  private static Response play(Fault fault, Request request, Endpoint service)
      throws IOException, InterruptedException {
    return switch (fault.kind()) {
      case ANSWER -> fault.response();
      case ANSWER_AFTER_COMMIT -> {
        service.answer(request);
        yield fault.response();
      }
      case CLOSE_BEFORE_COMMIT -> Response.dropped();
      case CLOSE_AFTER_COMMIT -> {
        service.answer(request);
        yield Response.dropped();
      }
      case TRUNCATED_ANSWER -> service.answer(request).halved();
      case DELAY -> {
        Thread.sleep(fault.delay().toMillis());
        yield service.answer(request);
      }
    };
  }

  private synchronized Optional<Fault> next(Request request) {
    for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
      Waiting one = all.next();
      if (!one.fault.matches(request)) {
        continue;
      }
      if (one.skipped < one.fault.skip()) {
        one.skipped++;
        continue;
      }
      if (++one.struck == one.fault.times()) {
        all.remove();
      }
      return Optional.of(one.fault);
    }
    return Optional.empty();
  }

  private static final class Waiting {
    private final Fault fault;
    private int skipped;
    private int struck;

    Waiting(Fault fault) {
      this.fault = fault;
    }
  }
}
