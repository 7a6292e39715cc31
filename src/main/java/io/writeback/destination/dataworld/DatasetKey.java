package io.writeback.destination.dataworld;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Owner and id of a dataset (data.world API, datasets). */
record DatasetKey(String owner, String id) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:-(?!-)|[a-z0-9])+[a-z0-9]");
  private static final Pattern ADDRESS =
      Pattern.compile("(?:https?://)?(?:[^/]+\\.)?data\\.world/(.*)|https?://[^/]+/(.*)");

  /**
   * Finds the key in what people paste: owner/id, or the address of a page of the dataset.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static DatasetKey parse(String text) {
    String bare = text.strip();
    var address = ADDRESS.matcher(bare);
    boolean pasted = address.matches();
    if (pasted) {
      bare = address.group(1) == null ? address.group(2) : address.group(1);
      bare = bare.replaceAll("[?#].*$", "").replaceFirst("^v0/datasets/", "");
    }
    List<String> parts = new ArrayList<>(List.of(bare.split("/", -1)));
    if (pasted) {
      // What follows the id is a page within the dataset.
      parts.removeIf(String::isEmpty);
      parts = parts.subList(0, Math.min(2, parts.size()));
    }
    if (parts.size() != 2) {
      throw new IllegalArgumentException(
          pasted ? "the address names no owner and id" : "it does not have exactly one /");
    }
    for (String part : parts) {
      if (!NAME.matcher(part).matches()) {
        throw new IllegalArgumentException(
            "\"%s\" is not made of small letters, digits and single dashes, three at least"
                .formatted(part));
      }
    }
    return new DatasetKey(parts.get(0), parts.get(1));
  }

  @Override
  public String toString() {
    return owner + "/" + id;
  }
}
