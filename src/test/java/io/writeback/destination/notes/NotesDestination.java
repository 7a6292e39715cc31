package io.writeback.destination.notes;

import io.writeback.destination.Destination;
import io.writeback.destination.Plan;
import io.writeback.destination.PlanInput;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import java.util.List;

/** Updates the notes of one notebook. */
final class NotesDestination implements Destination {
  private final NotesApi api;
  private final NotesType.Options options;

  NotesDestination(NotesApi api, NotesType.Options options) {
    this.api = api;
    this.options = options;
  }

  @Override
  public String target() {
    return NotesType.NAME + ":" + api.account().host() + "/" + options.notebook();
  }

  @Override
  public Plan plan(PlanInput input) {
    reach();
    if (!input.schema().names().equals(List.of("id", "text"))) {
      throw new ConfigurationException(
          Code.BAD_HEADER, target(), "the columns are " + input.schema().names());
    }
    return new NotesPlan(
        api, new NotesType.Decision(options.account(), target(), options.notebook()));
  }

  @Override
  public void reach() {
    if (!api.notebooks().contains(options.notebook())) {
      throw new ConfigurationException(
          Code.UNKNOWN_OBJECT, target(), "there is no notebook " + options.notebook());
    }
  }
}
