package io.writeback.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Route steps that crash the program, once each per process. */
public final class BreaksDown {
  private static final AtomicBoolean DONE = new AtomicBoolean();

  /** As if the jar had been replaced while the process runs. */
  public void missesClass() {
    if (!DONE.getAndSet(true)) {
      throw new NoClassDefFoundError("io/writeback/Replaced");
    }
  }

  /** Like a step that reads a whole file into memory. */
  public void fillsMemory() {
    List<byte[]> held = new ArrayList<>();
    while (held.size() < Integer.MAX_VALUE) {
      held.add(new byte[1 << 20]);
    }
  }
}
