package io.writeback.sandbox.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** JSON as the services read and write it. */
public final class Json {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .nodeFactory(NODES)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(com.fasterxml.jackson.core.StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private static final JsonMapper LENIENT =
      JsonMapper.builder()
          .nodeFactory(NODES)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final JsonMapper ESCAPING = escaping();

  private Json() {}

  /** Strict JSON: a duplicate key is refused. */
  public static JsonNode read(String text) throws JsonProcessingException {
    return STRICT.readTree(text);
  }

  /** Lenient JSON: unquoted keys and single quotes, which the vendor's own samples use. */
  public static JsonNode readLenient(String text) throws JsonProcessingException {
    return LENIENT.readTree(text);
  }

  /** Reads a resource that must exist. */
  public static JsonNode resource(String name) {
    try (InputStream in = Json.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The resource " + name + " is missing from the sandbox");
      }
      return STRICT.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("The resource " + name + " cannot be read", e);
    }
  }

  /** Plain JSON on one line. */
  public static String write(Object value) {
    return write(STRICT, value);
  }

  /**
   * JSON with {@code /} as {@code \/} and everything but plain ASCII as a lower-case unicode
   * escape.
   */
  public static String writeEscaped(Object value) {
    return write(ESCAPING, value);
  }

  /** Any Java value as a tree. */
  public static JsonNode tree(Object value) {
    return STRICT.valueToTree(value);
  }

  public static ObjectNode object() {
    return NODES.objectNode();
  }

  public static ArrayNode array() {
    return NODES.arrayNode();
  }

  private static String write(JsonMapper mapper, Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonMapper escaping() {
    JsonMapper mapper =
        JsonMapper.builder()
            .nodeFactory(NODES)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .enable(com.fasterxml.jackson.core.StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    mapper.getFactory().setCharacterEscapes(new Escapes());
    return mapper;
  }

  private static final class Escapes extends CharacterEscapes {
    private static final SerializedString SLASH = new SerializedString("\\/");
    private final int[] codes = standardAsciiEscapesForJSON();

    Escapes() {
      codes['/'] = ESCAPE_CUSTOM;
      for (char c : new char[] {'<', '>', '&', '\''}) {
        codes[c] = ESCAPE_STANDARD;
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return codes.clone();
    }

    @Override
    public SerializableString getEscapeSequence(int character) {
      return character == '/' ? SLASH : null;
    }
  }
}
