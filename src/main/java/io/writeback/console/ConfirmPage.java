package io.writeback.console;

import java.util.List;

/**
 * What an action will do, before it is done.
 *
 * @param says what it will do, one sentence each
 * @param fields what the form sends besides, name and value
 * @param address where it is sent
 * @param button what is written on it
 * @param back the page to return to
 */
public record ConfirmPage(
    String heading,
    List<String> says,
    List<Field> fields,
    String address,
    String button,
    String back) {
  public ConfirmPage {
    says = List.copyOf(says);
    fields = List.copyOf(fields);
  }

  /** A hidden field. */
  public record Field(String name, String value) {}
}
