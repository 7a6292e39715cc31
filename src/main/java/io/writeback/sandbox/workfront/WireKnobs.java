package io.writeback.sandbox.workfront;

import java.util.Locale;

/**
 * The request formats that the simulator accepts.
 *
 * @param jsonBodies how it treats a JSON body of a write: the vendor's own client sends one, users'
 *     notes report that it is not supported
 * @param jsonAsText whether a body that is neither a form nor application/json is read as JSON;
 *     according to the page on the vendor's integration product, text/plain helps where JSON is
 *     refused
 * @param maxFormBytes maximum size of a form; 2 MB is the usual limit of Java servers
 */
public record WireKnobs(JsonBodies jsonBodies, boolean jsonAsText, long maxFormBytes) {
  /** How a JSON body is treated. */
  public enum JsonBodies {
    ACCEPTED,
    /** 415. */
    REFUSED,
    /** As if there were no body. */
    IGNORED;

    static JsonBodies of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static final WireKnobs STANDARD = new WireKnobs(JsonBodies.ACCEPTED, false, 2L << 20);

  public WireKnobs {
    if (jsonBodies == null || maxFormBytes < 1) {
      throw new IllegalArgumentException("jsonBodies is missing, or maxFormBytes below 1");
    }
  }

  public WireKnobs withJsonBodies(JsonBodies bodies) {
    return new WireKnobs(bodies, jsonAsText, maxFormBytes);
  }

  public WireKnobs withJsonAsText(boolean asText) {
    return new WireKnobs(jsonBodies, asText, maxFormBytes);
  }

  public WireKnobs withMaxFormBytes(long bytes) {
    return new WireKnobs(jsonBodies, jsonAsText, bytes);
  }
}
