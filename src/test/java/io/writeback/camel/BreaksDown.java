package io.writeback.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Steps of a route that no program survives, once each in a process. */
public final class BreaksDown {
  private static final AtomicBoolean DONE = new AtomicBoolean();

  /** As when the jar was replaced under the process. */
  public void missesClass() {
    if (!DONE.getAndSet(true)) {
      throw new NoClassDefFoundError("io/writeback/Replaced");
    }
  }

  /** As a step that reads a whole file into memory. */
  public void fillsMemory() {
    List<byte[]> held = new ArrayList<>();
    while (held.size() < Integer.MAX_VALUE) {
      held.add(new byte[1 << 20]);
    }
  }
}
