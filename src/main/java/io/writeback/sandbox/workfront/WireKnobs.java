package io.writeback.sandbox.workfront;

import java.util.Locale;

/**
 * Which forms of a request the simulator takes.
 *
 * @param jsonBodies what it does with a JSON body of a write: the vendor's own client sends one,
 *     users' notes say that there is none
 * @param jsonAsText whether a body that is neither a form nor application/json is read as JSON; the
 *     page on the vendor's integration product has it that text/plain helps where JSON is refused
 * @param maxFormBytes how long a form may be; Java servers commonly take 2 MB
 */
public record WireKnobs(JsonBodies jsonBodies, boolean jsonAsText, long maxFormBytes) {
  /** What becomes of a JSON body. */
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
