package io.writeback.destination;

import java.util.List;
import java.util.function.Consumer;

/**
 * What a destination says of the records of a run before the first of them is sent.
 *
 * @param refusals what it will probably refuse
 * @param notes what a person should know besides, one sentence each
 */
public record Forecast(List<ExpectedRefusal> refusals, List<String> notes) {
  public static final Forecast NOTHING = new Forecast(List.of(), List.of());

  /** The records that would be sent, in ascending order of rows, without holding them. */
  @FunctionalInterface
  public interface Records {
    void each(Consumer<Record> record);
  }

  /** Receives rows, in ascending order. */
  @FunctionalInterface
  public interface Rows {
    /** One that the destination will probably refuse. */
    void refused(long row);

    /** One whose object needs {@link Plan#prepare} before it is written. */
    default void unprepared(long row) {}
  }

  public Forecast {
    refusals = List.copyOf(refusals);
    notes = List.copyOf(notes);
  }
}
