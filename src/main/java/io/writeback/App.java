package io.writeback;

/** The entry of the command line. */
public final class App {
  private App() {}

  public static void main(String[] args) {
    System.out.println("camel-writeback");
  }
}
