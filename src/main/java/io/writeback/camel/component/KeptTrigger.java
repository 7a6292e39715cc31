package io.writeback.camel.component;

import io.writeback.dataset.body.Body;
import io.writeback.dataset.body.Incoming;
import io.writeback.engine.Engine;
import io.writeback.ledger.AcceptedRun;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunRequest;
import io.writeback.ledger.RunState;
import io.writeback.problem.Code;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import io.writeback.run.KeptBodies;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Accepts a run with the data that came with its trigger. First the data is on the disk, then the
 * run is in the ledger, then the route continues and moves the file or acknowledges the message:
 * whatever is cut off before that, the trigger delivers again.
 *
 * <p>A delivery is known by its name: a file by its path, time and content, a message by the id of
 * its broker, and any other by the header {@code WritebackRequestId}. Delivered again, it is the
 * same run, unless that one failed or was cancelled: a person may try the same file once more.
 */
final class KeptTrigger {
  /** What a delivery is called, as a step says. */
  static final String REQUEST_ID = "WritebackRequestId";

  private static final String TIME = "CamelFileLastModified";
  private static final String PATH = "CamelFileAbsolutePath";
  private static final String HOST = "CamelFileHost";
  private static final String RECORD = "kafka.";

  /** The stream that was read, as a property of the exchange. */
  private static final String READ = "writebackRead";

  /** What is wrong with the data itself, however often it is delivered. */
  private static final Set<Code> HOPELESS =
      Set.of(
          Code.NOT_TEXT,
          Code.REQUEST_TOO_LARGE,
          Code.MESSAGE_GIVEN_UP,
          Code.SNAPSHOT_QUOTA,
          Code.NO_DATA,
          Code.BODY_KIND,
          Code.BAD_ENCODING,
          Code.EXPORT_INCOMPLETE);

  private final Engine engine;
  private final JmsText messages;

  KeptTrigger(Engine engine, JmsText messages) {
    this.engine = engine;
    this.messages = messages;
  }

  /**
   * @return empty if the data was a message of a broker that can never be accepted, and is a dead
   *     letter now
   * @throws WritebackException if the data is not kept, and the trigger still has it
   */
  Optional<AcceptedRun> accept(Exchange exchange, String writeback) {
    Object body = exchange.getMessage().getBody();
    try {
      return Optional.of(kept(exchange, writeback));
    } catch (WritebackException e) {
      // As it came, for an error handler of the route that tries the step again.
      exchange.getMessage().setBody(body);
      if (HOPELESS.contains(e.code()) && messages.refuse(exchange, e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private AcceptedRun kept(Exchange exchange, String writeback) {
    Optional<JmsText.Read> message = messages.of(exchange);
    message.ifPresent(read -> exchange.getMessage().setBody(read.text()));
    requireUnread(exchange);
    Incoming incoming = MessageBody.of(exchange, true);
    String id = engine.runs().newId();
    String sha256 = keep(id, incoming);
    boolean isOurs = false;
    try {
      requireDigest(incoming, sha256);
      String key =
          unused(
              "body:"
                  + DigestUtils.sha256Hex(
                      writeback + "\n" + name(exchange, message, sha256).orElse("run:" + id)));
      RunRequest request = RunRequest.of(id, key, writeback).settling().bringing(sha256);
      isOurs = true;
      AcceptedRun accepted = engine.runs().accept(request);
      isOurs = accepted.isNew();
      return accepted;
    } finally {
      // If the ledger failed it may have the run nevertheless: then the data stays.
      if (!isOurs) {
        engine.bodies().dropEverywhere(id);
      }
    }
  }

  /** A stream that an earlier try of the step has begun to read would be kept without its start. */
  private static void requireUnread(Exchange exchange) {
    Object body = exchange.getMessage().getBody();
    Object content = body instanceof WrappedFile<?> file ? file.getBody() : body;
    if ((content instanceof InputStream || content instanceof Reader)
        && !(content instanceof StreamCache)) {
      if (exchange.getProperty(READ) == content) {
        throw new WritebackException(
            Code.SOURCE_UNAVAILABLE,
            "the data is a stream that an earlier try has read: let the trigger deliver it again,"
                + " and not an error handler of the route");
      }
      exchange.setProperty(READ, content);
    }
  }

  private String keep(String id, Incoming incoming) {
    Body body =
        incoming
            .body()
            .orElseThrow(
                () ->
                    new WritebackException(
                        Code.NO_DATA, "there is no body to keep with the run (keepBody)"));
    if (!(body instanceof Body.Text text)) {
      throw new WritebackException(
          Code.BODY_KIND,
          "keepBody keeps text, bytes and files, and the body is rows one by one; let the steps of"
              + " the writeback fetch those");
    }
    try (InputStream in = text.in()) {
      return engine
          .bodies()
          .keep(
              id,
              new KeptBodies.About(
                  incoming.name(),
                  text.charset() == null ? null : text.charset().name(),
                  incoming.rows().isPresent() ? incoming.rows().getAsLong() : null),
              in,
              engine.data().snapshotQuota());
    } catch (IOException e) {
      throw new WritebackException(
          Code.SOURCE_UNAVAILABLE, "the body cannot be read: " + Reason.of(e), e);
    }
  }

  private static void requireDigest(Incoming incoming, String sha256) {
    incoming
        .sha256()
        .filter(said -> !said.equalsIgnoreCase(sha256))
        .ifPresent(
            said -> {
              throw new WritebackException(
                  Code.EXPORT_INCOMPLETE,
                  "the body has the SHA-256 digest %s, its sender says %s".formatted(sha256, said));
            });
  }

  /** What the delivery is called; empty if it has no name, and each is another one. */
  private static Optional<String> name(
      Exchange exchange, Optional<JmsText.Read> message, String sha256) {
    String said = header(exchange, REQUEST_ID);
    if (said != null) {
      return Optional.of("id:" + said);
    }
    if (message.isPresent()) {
      return Optional.ofNullable(message.get().id()).map(id -> "jms:" + id);
    }
    if (header(exchange, TIME) != null) {
      return Optional.of(
          "file:"
              + Stream.of(HOST, PATH, Exchange.FILE_NAME, TIME)
                  .map(header -> String.valueOf(header(exchange, header)))
                  .collect(Collectors.joining("\n"))
              + "\n"
              + sha256);
    }
    String record =
        Stream.of("TOPIC", "PARTITION", "OFFSET")
            .map(part -> header(exchange, RECORD + part))
            .filter(Objects::nonNull)
            .collect(Collectors.joining("\n"));
    return record.lines().count() == 3 ? Optional.of(RECORD + record) : Optional.empty();
  }

  private static String header(Exchange exchange, String name) {
    return exchange.getMessage().getHeader(name, String.class);
  }

  /** The key of the next try of a delivery whose earlier runs wrote nothing more. */
  private String unused(String key) {
    String tried = key;
    for (int more = 2; hasFailed(tried); more++) {
      tried = key + "#" + more;
    }
    return tried;
  }

  private boolean hasFailed(String key) {
    return engine
        .runs()
        .answering(key)
        .map(RunEntry::state)
        .filter(state -> state == RunState.FAILED || state == RunState.CANCELLED)
        .isPresent();
  }
}
