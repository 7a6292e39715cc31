package io.writeback.queue;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/** An attacker's object, which acts while it is deserialized. */
public final class Hostile implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How often it has acted in this process. */
  public static final AtomicInteger RAN = new AtomicInteger();

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    RAN.incrementAndGet();
    in.defaultReadObject();
  }
}
