package io.writeback.view;

/** Where a person reads what can be done. */
public enum Surface {
  /** On a terminal, to type a command. */
  COMMANDS,
  /** On a page, beside its buttons. */
  CONSOLE
}
