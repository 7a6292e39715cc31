package io.writeback.destination.workiva;

import java.util.ArrayList;
import java.util.List;

/**
 * Counts the cells that hold the value that was sent, but in another type, over all blocks of a
 * run: they are confirmed, and the report says so once.
 */
final class ReadBackNotes {
  private final boolean resumed;
  private long numbersAsText;
  private String firstAsText = "";
  private long textsAsNumber;
  private String firstAsNumber = "";

  /**
   * @param resumed whether an earlier process has read blocks back that are not counted here
   */
  ReadBackNotes(boolean resumed) {
    this.resumed = resumed;
  }

  synchronized void note(CellMatch match, int row, int column) {
    if (match == CellMatch.NUMBER_AS_TEXT) {
      firstAsText = numbersAsText++ == 0 ? Area.cell(row, column) : firstAsText;
    } else if (match == CellMatch.TEXT_AS_NUMBER) {
      firstAsNumber = textsAsNumber++ == 0 ? Area.cell(row, column) : firstAsNumber;
    }
  }

  /** Adds those of a block that was read back to its end. */
  synchronized void add(ReadBackNotes block) {
    firstAsText = numbersAsText == 0 ? block.firstAsText : firstAsText;
    firstAsNumber = textsAsNumber == 0 ? block.firstAsNumber : firstAsNumber;
    numbersAsText += block.numbersAsText;
    textsAsNumber += block.textsAsNumber;
  }

  /** One sentence for the report; "" if there is nothing to say. */
  synchronized String remark() {
    List<String> parts = new ArrayList<>();
    if (numbersAsText > 0) {
      parts.add(
          "%,d numbers came back from Workiva as text of the same value, the first in %s: the cells are formatted as text"
              .formatted(numbersAsText, firstAsText));
    }
    if (textsAsNumber > 0) {
      parts.add(
          "%,d texts came back from Workiva as the number that is written alike, the first in %s"
              .formatted(textsAsNumber, firstAsNumber));
    }
    return String.join("; ", parts)
        + (parts.isEmpty() || !resumed ? "" : " (counted since the run was resumed)");
  }
}
