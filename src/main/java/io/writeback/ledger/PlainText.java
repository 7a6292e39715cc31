package io.writeback.ledger;

import java.sql.Types;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;

/**
 * Every text goes into the ledger without the character NUL, which is data in a cell but which
 * PostgreSQL keeps in no text; the sign for it, U+2400, stands in its place.
 */
final class PlainText extends AbstractArgumentFactory<String> {
  PlainText() {
    super(Types.VARCHAR);
  }

  @Override
  protected Argument build(String text, ConfigRegistry config) {
    String plain = text.replace('\u0000', '\u2400');
    return (position, statement, context) -> statement.setString(position, plain);
  }
}
