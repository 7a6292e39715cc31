package io.writeback.sandbox.workiva;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.writeback.sandbox.http.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code {"values":[[…]]}}, the body of a write, without building a tree.
 *
 * <p>Workiva API, update the values of a range: rows of equal length, {@code []} clears the range.
 * The body has the format of a read response, so it may repeat the range; that of the URL counts.
 */
final class WriteBody {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final String FORM = "The body is {\"values\":[[…],…]}, perhaps with its range";

  private final WorkivaKnobs knobs;
  private long cells;

  private WriteBody(WorkivaKnobs knobs) {
    this.knobs = knobs;
  }

  static Block read(Request request, WorkivaKnobs knobs) throws WorkivaRefusal {
    if (!request.mediaType().equals("application/json")) {
      throw WorkivaRefusal.badRequest("Content-Type", "The body has to be application/json");
    }
    byte[] body = request.bodyBytes();
    if (body.length > knobs.maxBodyBytes()) {
      throw WorkivaRefusal.badRequest(
          null, "The body has " + body.length + " bytes, the limit is " + knobs.maxBodyBytes());
    }
    try (JsonParser json = JSON.createParser(body)) {
      return new WriteBody(knobs).block(json);
    } catch (JsonProcessingException e) {
      throw WorkivaRefusal.badRequest(null, "The body is not JSON: " + e.getOriginalMessage());
    } catch (IOException | NumberFormatException e) {
      throw WorkivaRefusal.badRequest(null, "The body cannot be read: " + e.getMessage());
    }
  }

  private Block block(JsonParser json) throws IOException, WorkivaRefusal {
    require(json.nextToken() == JsonToken.START_OBJECT, FORM);
    Block block = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean range = "range".equals(json.currentName());
      require(range || "values".equals(json.currentName()), FORM);
      if (range) {
        require(json.nextToken() == JsonToken.VALUE_STRING, FORM);
      } else {
        block = new Block(values(json));
      }
    }
    require(block != null && json.nextToken() == null, FORM);
    return block;
  }

  private List<Object[]> values(JsonParser json) throws IOException, WorkivaRefusal {
    require(json.nextToken() == JsonToken.START_ARRAY, FORM);
    List<Object[]> rows = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(json.currentToken() == JsonToken.START_ARRAY, "Each row is an array");
      Object[] row = row(json);
      require(row.length > 0, "A row has at least one value");
      require(rows.isEmpty() || rows.get(0).length == row.length, "All rows have the same length");
      rows.add(row);
    }
    return rows;
  }

  private Object[] row(JsonParser json) throws IOException, WorkivaRefusal {
    List<Object> row = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(++cells <= knobs.maxCells(), "A write has " + knobs.maxCells() + " values at most");
      row.add(CellValue.read(json, knobs));
    }
    return row.toArray();
  }

  private static void require(boolean right, String message) throws WorkivaRefusal {
    if (!right) {
      throw WorkivaRefusal.badRequest("values", message);
    }
  }
}
