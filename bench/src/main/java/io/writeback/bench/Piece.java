package io.writeback.bench;

import java.util.List;

/** A part of docs/performance.md that can be measured by itself. */
interface Piece {
  /**
   * @param arguments those given, from the left; the others have their defaults
   */
  List<Figures> measure(List<String> arguments) throws Exception;

  /** The argument at a place, or what it is if it was not given. */
  static long number(List<String> arguments, int place, long fallback) {
    return arguments.size() > place ? Long.parseLong(arguments.get(place)) : fallback;
  }
}
