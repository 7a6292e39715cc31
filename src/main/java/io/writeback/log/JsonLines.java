package io.writeback.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.writeback.problem.Visible;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One JSON object a line. What would steer a terminal, or cannot be seen, is an escape of JSON.
 *
 * <p>Not Logback's own encoder: it has the facts of an event within the message, the time as a
 * number, and leaves invisible characters as they are.
 */
public final class JsonLines extends EncoderBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final JsonFactory json = new JsonFactory();

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringWriter line = new StringWriter();
    try (JsonGenerator out = json.createGenerator(line)) {
      out.writeStartObject();
      for (Map.Entry<String, Object> field : fields(event).entrySet()) {
        out.writeFieldName(field.getKey());
        write(out, field.getValue());
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (Visible.line(line.toString()) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Of fields with one name the first counts. */
  private static Map<String, Object> fields(ILoggingEvent event) {
    LogFacts facts = SubjectText.facts(event);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("time", TIME.format(event.getInstant()));
    fields.put("level", event.getLevel().toString());
    fields.put("logger", event.getLoggerName());
    fields.put("thread", event.getThreadName());
    fields.put("message", facts == null ? event.getFormattedMessage() : facts.what());
    if (facts != null) {
      facts.facts().forEach(fields::putIfAbsent);
    }
    event
        .getMDCPropertyMap()
        .forEach(
            (name, value) ->
                fields.putIfAbsent(
                    name, name.equals(LogScope.BATCH) ? new BigDecimal(value) : value));
    if (event.getThrowableProxy() != null) {
      fields.putIfAbsent("exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return fields;
  }

  private static void write(JsonGenerator out, Object value) throws IOException {
    if (value instanceof Number number) {
      out.writeNumber(new BigDecimal(number.toString()));
    } else {
      out.writeString(value == null ? "" : value.toString());
    }
  }
}
