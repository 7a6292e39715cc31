package io.writeback.destination.rest;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A decision as it is kept for a resume and for the next run: the components of its record, by
 * their names, readable for people. None is missing or null but where {@link JsonSetter} lets it.
 *
 * <p>Whoever changes a record, or what a component means, raises the version after a release.
 */
public final class StoredDecision {
  private static final int VERSION = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .visibility(PropertyAccessor.ALL, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL))
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              coercion -> {
                for (CoercionInputShape other :
                    new CoercionInputShape[] {
                      CoercionInputShape.Integer,
                      CoercionInputShape.Float,
                      CoercionInputShape.Boolean
                    }) {
                  coercion.setCoercion(other, CoercionAction.Fail);
                }
              })
          .addModule(
              new SimpleModule()
                  .addSerializer(ZoneId.class, ToStringSerializer.instance)
                  .addDeserializer(ZoneId.class, new FromText<>(ZoneId.class, ZoneId::of))
                  .addSerializer(Duration.class, ToStringSerializer.instance)
                  .addDeserializer(Duration.class, new FromText<>(Duration.class, Duration::parse)))
          .build();

  private StoredDecision() {}

  /** A value that is written as a text. */
  private static final class FromText<T> extends FromStringDeserializer<T> {
    private static final long serialVersionUID = 1;
    private final transient Function<String, T> parser;

    FromText(Class<T> type, Function<String, T> parser) {
      super(type);
      this.parser = parser;
    }

    @Override
    protected T _deserialize(String text, DeserializationContext context) {
      try {
        return parser.apply(text);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }
  }

  /** Names and values that can be written as JSON. */
  public static Map<String, Object> write(Decision decision) {
    Map<String, Object> stored = new LinkedHashMap<>();
    stored.put("version", VERSION);
    stored.putAll(JSON.convertValue(decision, new TypeReference<Map<String, Object>>() {}));
    return stored;
  }

  /**
   * The decision that was written.
   *
   * @throws WritebackException if it is of another version, or not whole
   */
  public static <D extends Decision> D read(Map<String, Object> stored, Class<D> type) {
    Map<String, Object> components = new LinkedHashMap<>(stored);
    Object version = components.remove("version");
    if (!Integer.valueOf(VERSION).equals(version)) {
      throw new WritebackException(
          Code.PLAN_UNKNOWN,
          "the stored plan of the run has %s, and this camel-writeback reads version %d; resume it with the release that planned it, or cancel it and run again"
              .formatted(version == null ? "no version" : "version " + version, VERSION));
    }
    try {
      return JSON.convertValue(components, type);
    } catch (IllegalArgumentException e) {
      throw new WritebackException(
          Code.PLAN_UNKNOWN, "the stored plan of the run is damaged: " + reason(e), e);
    }
  }

  private static String reason(IllegalArgumentException failure) {
    if (!(failure.getCause() instanceof JsonMappingException mapping)) {
      return failure.getMessage();
    }
    String place =
        mapping.getPath().stream()
            .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
            .collect(Collectors.joining("."));
    return place + ": " + mapping.getOriginalMessage();
  }
}
