package io.writeback.sandbox.dataworld;

import java.util.regex.Pattern;

/**
 * Owner and id of a dataset.
 *
 * <p>data.world API, dataset: lower case, digits and single dashes, three characters at least.
 */
record DatasetKey(String owner, String id) implements Comparable<DatasetKey> {
  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:-(?!-)|[a-z0-9])+[a-z0-9]");

  DatasetKey {
    for (String name : new String[] {owner, id}) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "Owner and id of a dataset are lower case, digits and single dashes, 3 characters at"
                + " least, not "
                + name);
      }
    }
  }

  @Override
  public int compareTo(DatasetKey other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return owner + "/" + id;
  }
}
