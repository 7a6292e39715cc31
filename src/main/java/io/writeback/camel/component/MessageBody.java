package io.writeback.camel.component;

import io.writeback.camel.routes.CamelRoutes;
import io.writeback.dataset.body.Body;
import io.writeback.dataset.body.Incoming;
import io.writeback.problem.Code;
import io.writeback.problem.Reason;
import io.writeback.problem.WritebackException;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.BaseStream;
import org.apache.camel.Exchange;
import org.apache.camel.WrappedFile;
import org.apache.commons.io.input.ReaderInputStream;

/** What the message of an exchange brings as data. */
final class MessageBody {
  /** The SHA-256 digest of the bytes, as the sender or a step says. */
  static final String SHA256 = "WritebackSha256";

  private final Exchange exchange;

  private MessageBody(Exchange exchange) {
    this.exchange = exchange;
  }

  /**
   * @param kept whether the data was kept with the run
   * @throws WritebackException WB-117 if the body is of a kind that is neither text nor rows
   */
  static Incoming of(Exchange exchange, boolean kept) {
    MessageBody message = new MessageBody(exchange);
    return new Incoming(
        message.body(exchange.getMessage().getBody()),
        message
            .header(Exchange.FILE_NAME_ONLY)
            .or(() -> message.header(Exchange.FILE_NAME))
            .orElse(""),
        message.rows(),
        message.header(SHA256),
        kept);
  }

  private Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getMessage().getHeader(name, String.class))
        .filter(value -> !value.isBlank());
  }

  private OptionalLong rows() {
    Optional<String> said = header(CamelRoutes.ROWS);
    try {
      return said.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(Long.parseLong(said.get().strip()));
    } catch (NumberFormatException e) {
      throw new WritebackException(
          Code.BODY_KIND, "the header " + CamelRoutes.ROWS + " is not a number of rows", e);
    }
  }

  private Optional<Body> body(Object body) {
    try {
      return Optional.ofNullable(read(body));
    } catch (IOException e) {
      throw new WritebackException(
          Code.SOURCE_UNAVAILABLE, "the body cannot be read: " + Reason.of(e), e);
    }
  }

  /** Null if there is none. */
  private Body read(Object body) throws IOException {
    if (body == null) {
      return null;
    }
    if (body instanceof WrappedFile<?> wrapped) {
      // Of a file of this machine the file itself: Camel's converter would decode it, and encode it
      // again as something else.
      return read(wrapped.getFile() instanceof File file ? file : wrapped.getBody());
    }
    Body rows = rows(body);
    if (rows != null) {
      return rows;
    }
    if (body instanceof CharSequence text) {
      return text(new StringReader(text.toString()));
    }
    if (body instanceof Reader text) {
      return text(text);
    }
    InputStream bytes = bytes(body);
    if (bytes == null) {
      throw new WritebackException(
          Code.BODY_KIND,
          "the body is a %s, which is neither text nor rows"
              .formatted(body.getClass().getSimpleName()));
    }
    return new Body.Text(bytes, charset());
  }

  private static Body rows(Object body) {
    if (body instanceof Iterator<?> rows) {
      return new Body.Rows(rows, body);
    }
    if (body instanceof Iterable<?> rows && !(body instanceof Path)) {
      return new Body.Rows(rows.iterator(), body);
    }
    if (body instanceof BaseStream<?, ?> rows) {
      return new Body.Rows(rows.iterator(), body);
    }
    return body instanceof Map<?, ?> row ? new Body.Rows(List.of(row).iterator(), body) : null;
  }

  /** A half of a character is an error, and no question mark. */
  private static Body text(Reader text) throws IOException {
    return new Body.Text(
        ReaderInputStream.builder()
            .setReader(text)
            .setCharsetEncoder(
                StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT))
            .get(),
        StandardCharsets.UTF_8);
  }

  /** Null if it has none. */
  private InputStream bytes(Object body) throws IOException {
    if (body instanceof InputStream in) {
      return in;
    }
    if (body instanceof byte[] bytes) {
      return new ByteArrayInputStream(bytes);
    }
    if (body instanceof File file) {
      return Files.newInputStream(file.toPath());
    }
    if (body instanceof Path path) {
      return Files.newInputStream(path);
    }
    return exchange.getContext().getTypeConverter().tryConvertTo(InputStream.class, exchange, body);
  }

  /** The one that the message names; null if it names none. */
  private Charset charset() {
    String name = exchange.getProperty(Exchange.CHARSET_NAME, String.class);
    try {
      return name == null ? null : Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw new WritebackException(
          Code.BAD_ENCODING, "the message names a character set that is unknown: " + name, e);
    }
  }
}
