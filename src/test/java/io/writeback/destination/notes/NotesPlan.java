package io.writeback.destination.notes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.dataset.Row;
import io.writeback.destination.BatchPolicy;
import io.writeback.destination.Columns;
import io.writeback.destination.Exchange;
import io.writeback.destination.Held;
import io.writeback.destination.Mapped;
import io.writeback.destination.MappedColumn;
import io.writeback.destination.ReadBack;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.RowMapper;
import io.writeback.destination.RowReject;
import io.writeback.destination.Work;
import io.writeback.destination.rest.RestApi;
import io.writeback.destination.rest.RestPlan;
import io.writeback.http.CallFailure;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.problem.Code;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The plan of a run: a hundred notes a request, whose answer names each. */
final class NotesPlan extends RestPlan<NotesApi, NotesType.Decision> {
  NotesPlan(NotesApi api, NotesType.Decision decision) {
    super(api, decision);
  }

  @Override
  public Columns columns() {
    return new Columns(
        List.of(
            new MappedColumn("id", "id", "key", "", ""),
            new MappedColumn("text", "text", "name", "text", "")),
        List.of(),
        Map.of("text", "text"),
        Set.of("text"));
  }

  @Override
  public RowMapper mapper() {
    return new RowMapper() {
      @Override
      public Optional<String> key(Row row) {
        return Optional.ofNullable(row.cell(0)).filter(id -> !id.isBlank());
      }

      @Override
      public Mapped map(Row row) {
        if (key(row).isEmpty() || row.cell(1) == null) {
          return new Mapped.Rejected(
              new RowReject(row.number(), "", Code.BAD_VALUE, "id", "a cell is empty"));
        }
        return new Mapped.Sendable(
            new Record(row.number(), row.cell(0), Map.of("text", row.cell(1)), 100));
      }
    };
  }

  @Override
  public BatchPolicy policy() {
    return new BatchPolicy(100, 1 << 20, api.account().maxConcurrency(), -1, 1, 0, true);
  }

  @Override
  public List<String> warnings() {
    return List.of();
  }

  @Override
  public Exchange write(Work work) {
    ObjectNode body = NotesApi.JSON.createObjectNode();
    ArrayNode notes = body.putArray("notes");
    for (Record record : work.records()) {
      notes.addObject().put("id", record.key()).put("text", (String) record.fields().get("text"));
    }
    return new Exchange(
        HttpRequest.json(
            "PATCH",
            api.notes(decision.notebook(), ""),
            body.toString().getBytes(StandardCharsets.UTF_8)),
        (sent, answer) -> written(work.records(), sent, answer));
  }

  private Receipt written(List<Record> records, HttpRequest sent, HttpAnswer answer) {
    return switch (api.outcome(sent, answer)) {
      case ANSWERED -> {
        Map<String, String> texts = texts(answer);
        List<Receipt.Written> written = new ArrayList<>();
        List<Receipt.Refusal> refused = new ArrayList<>();
        Map<String, String> refusals = refusals(answer);
        for (Record record : records) {
          if (refusals.containsKey(record.key())) {
            refused.add(new Receipt.Refusal(record, refusals.get(record.key()), "text"));
          } else if (record.fields().get("text").equals(texts.get(record.key()))) {
            written.add(new Receipt.Written(record, List.of()));
          } else {
            throw unknown(answer);
          }
        }
        yield new Receipt.PerRecord(written, refused);
      }
      case REFUSED -> new Receipt.Refused(api.shown(sent, answer));
      default -> throw RestApi.again(sent, answer);
    };
  }

  @Override
  public Optional<Exchange> readBack(List<Record> records, Instant since) {
    return Optional.of(
        new Exchange(question(records), (sent, answer) -> readBack(records, shown(sent, answer))));
  }

  @Override
  public Optional<Exchange> look(List<Record> records) {
    return Optional.of(
        new Exchange(question(records), (sent, answer) -> held(records, shown(sent, answer))));
  }

  @Override
  public int mostLookedAt() {
    return 100;
  }

  private HttpRequest question(List<Record> records) {
    String ids = records.stream().map(Record::key).collect(Collectors.joining(","));
    return HttpRequest.get(api.notes(decision.notebook(), "?ids=" + ids), "application/json");
  }

  private Map<String, String> shown(HttpRequest sent, HttpAnswer answer) {
    if (api.outcome(sent, answer) != Outcome.ANSWERED) {
      throw RestApi.again(sent, answer);
    }
    return texts(answer);
  }

  private static Held held(List<Record> records, Map<String, String> texts) {
    return new Held(records.stream().map(record -> held(record, texts.get(record.key()))).toList());
  }

  private static Held.Entry held(Record record, String text) {
    return text == null
        ? Held.Entry.gone(record)
        : new Held.Entry(
            record,
            true,
            List.of(new Held.Value("text", text, record.fields().get("text").equals(text))));
  }

  private static ReadBack readBack(List<Record> records, Map<String, String> texts) {
    return new ReadBack(
        records.stream()
            .map(
                record ->
                    new ReadBack.Entry(
                        record,
                        record.fields().get("text").equals(texts.get(record.key()))
                            ? ReadBack.State.HOLDS
                            : ReadBack.State.OTHER_VALUES))
            .toList());
  }

  private static Map<String, String> texts(HttpAnswer answer) {
    Map<String, String> texts = new HashMap<>();
    NotesApi.list(answer, "notes")
        .orElseThrow(() -> unknown(answer))
        .forEach(note -> texts.put(note.path("id").asText(), note.path("text").asText()));
    return texts;
  }

  private static Map<String, String> refusals(HttpAnswer answer) {
    Map<String, String> refusals = new HashMap<>();
    for (JsonNode one : NotesApi.json(answer).orElseThrow().path("refused")) {
      refusals.put(one.path("id").asText(), one.path("message").asText());
    }
    return refusals;
  }

  private static CallFailure unknown(HttpAnswer answer) {
    return new CallFailure(Outcome.UNKNOWN, "the answer (%s) proves nothing".formatted(answer));
  }
}
