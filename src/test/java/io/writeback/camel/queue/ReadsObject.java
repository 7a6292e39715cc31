package io.writeback.camel.queue;

import io.writeback.queue.Hostile;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that reads an object from a file, to see whether Java lets it. */
final class ReadsObject {
  private ReadsObject() {}

  public static void main(String[] args) throws Exception {
    try (InputStream file = Files.newInputStream(Path.of(args[0]));
        ObjectInputStream in = new ObjectInputStream(file)) {
      in.readObject();
    } catch (java.io.IOException e) {
      System.out.println(e);
    }
    System.out.println("ran " + Hostile.RAN);
  }
}
