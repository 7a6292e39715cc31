package io.writeback.destination.workfront;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.dataset.Row;
import io.writeback.destination.Difference;
import io.writeback.destination.Exchange;
import io.writeback.destination.Held;
import io.writeback.destination.Mapped;
import io.writeback.destination.Plan;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.Work;
import io.writeback.destination.rest.StrictJson;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Two plans that must behave alike, and a record of what they did, to show that they did something.
 */
public final class Twins {
  private static final int TOGETHER = 7;

  private final Plan one;
  private final Plan other;
  private final Random random;
  private final List<Record> sendable = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();
  private int rejected;
  private int confirmed;
  private int differing;

  public Twins(Plan one, Plan other, Random random) {
    this.one = one;
    this.other = other;
    this.random = random;
  }

  /** A description after a round trip through a ledger: written as JSON text and parsed again. */
  public static Map<String, Object> throughJson(Map<String, Object> described) {
    try {
      ObjectMapper plain = new ObjectMapper();
      return plain.readValue(plain.writeValueAsString(described), new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** Both return the same for themselves and for each row, request and response. */
  public void behaveAlike(List<Row> rows) {
    assertThat(other.describe()).isEqualTo(one.describe());
    assertThat(other.destination()).isEqualTo(one.destination());
    assertThat(other.target()).isEqualTo(one.target());
    assertThat(other.policy()).isEqualTo(one.policy());
    assertThat(other.columns()).isEqualTo(one.columns());
    assertThat(other.warnings()).isEqualTo(one.warnings());
    for (Row row : rows) {
      Mapped mapped = one.mapper().map(row);
      assertThat(other.mapper().map(row)).isEqualTo(mapped);
      assertThat(other.mapper().key(row)).isEqualTo(one.mapper().key(row));
      if (mapped instanceof Mapped.Sendable record) {
        if (keys.add(record.record().key())) {
          sendable.add(record.record());
        }
      } else if (mapped instanceof Mapped.Rejected) {
        rejected++;
      }
    }
    for (int from = 0; from < sendable.size(); from += TOGETHER) {
      exchange(sendable.subList(from, Math.min(from + TOGETHER, sendable.size())));
    }
  }

  private void exchange(List<Record> records) {
    Exchange write = one.write(new Work.Records(records));
    Exchange otherWrite = other.write(new Work.Records(records));
    HttpRequest request = write.request();
    sameBytes(otherWrite.request(), request);
    Exchange question = one.readBack(records, Instant.EPOCH).orElseThrow();
    Exchange otherQuestion = other.readBack(records, Instant.EPOCH).orElseThrow();
    sameBytes(otherQuestion.request(), question.request());
    Exchange look = one.look(records).orElseThrow();
    Exchange otherLook = other.look(records).orElseThrow();
    sameBytes(otherLook.request(), look.request());

    HttpAnswer answer = answer(records);
    Receipt receipt = write.read(request, answer);
    assertThat(otherWrite.read(request, answer)).isEqualTo(receipt);
    for (Receipt.Written delivery : ((Receipt.Delivered) receipt).written()) {
      if (delivery.differences().isEmpty()) {
        confirmed++;
      } else {
        differing++;
      }
    }
    Held held = (Held) look.read(look.request(), answer);
    assertThat(otherLook.read(look.request(), answer)).isEqualTo(held);
    aLookAgrees(held, ((Receipt.Delivered) receipt).written());
    assertThat(otherQuestion.read(question.request(), answer))
        .isEqualTo(question.read(question.request(), answer));
    for (String field : records.get(0).fields().keySet()) {
      HttpAnswer refusal =
          json("{\"error\":{\"message\":\"V20_0 does not support field " + field + "\"}}");
      assertThat(otherWrite.read(request, refusal)).isEqualTo(write.read(request, refusal));
    }
  }

  /** What a receipt says to differ is no value that a look says to be equal, and no other is. */
  private static void aLookAgrees(Held held, List<Receipt.Written> written) {
    for (int n = 0; n < written.size(); n++) {
      List<String> differing =
          written.get(n).differences().stream().map(Difference::field).toList();
      for (Held.Cell cell : held.entries().get(n).cells()) {
        if (cell instanceof Held.Value value) {
          assertThat(value.equal()).as("%s", cell).isEqualTo(!differing.contains(cell.field()));
        }
      }
    }
  }

  private static void sameBytes(HttpRequest request, HttpRequest expected) {
    assertThat(request.method()).isEqualTo(expected.method());
    assertThat(request.uri()).isEqualTo(expected.uri());
    assertThat(request.headers()).isEqualTo(expected.headers());
    assertThat(request.bytes()).isEqualTo(expected.bytes());
  }

  /** Most values as they were sent, some otherwise. */
  private HttpAnswer answer(List<Record> records) {
    ArrayNode objects = StrictJson.MAPPER.createArrayNode();
    for (Record record : records) {
      ObjectNode object = objects.addObject().put("ID", record.key());
      boolean same = random.nextBoolean();
      record
          .fields()
          .forEach(
              (field, value) -> {
                if (same || random.nextInt(3) > 0) {
                  object.set(field, StrictJson.MAPPER.valueToTree(value));
                } else if (random.nextBoolean()) {
                  object.put(field, "something else");
                }
              });
    }
    return json("{\"data\":" + objects + "}");
  }

  public static HttpAnswer json(String body) {
    return new HttpAnswer(
        200, Map.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
  }

  public int sendable() {
    return sendable.size();
  }

  public int rejected() {
    return rejected;
  }

  public int confirmed() {
    return confirmed;
  }

  public int differing() {
    return differing;
  }
}
