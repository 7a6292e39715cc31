package io.writeback.ledger;

import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.jdbi.v3.sqlobject.customizer.SqlStatementCustomizerFactory;
import org.jdbi.v3.sqlobject.customizer.SqlStatementCustomizingAnnotation;
import org.jdbi.v3.sqlobject.customizer.SqlStatementParameterCustomizer;

/**
 * The id of the run that a statement updates. If it changes no row, another process has the run
 * now, or it has ended: that fails with {@link RunLostException}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@SqlStatementCustomizingAnnotation(Fenced.Fence.class)
@interface Fenced {
  /** Binds the id, and looks at what the statement did. */
  final class Fence implements SqlStatementCustomizerFactory {
    @Override
    public SqlStatementParameterCustomizer createForParameter(
        Annotation fenced,
        Class<?> store,
        Method method,
        Parameter parameter,
        int index,
        Type type) {
      return (statement, run) -> {
        statement.bind(parameter.getName(), (String) run);
        statement.configure(
            SqlStatements.class, statements -> statements.addCustomizer(fence((String) run)));
      };
    }

    private static StatementCustomizer fence(String run) {
      return new StatementCustomizer() {
        @Override
        public void afterExecution(PreparedStatement executed, StatementContext context)
            throws SQLException {
          if (executed.getUpdateCount() == 0) {
            throw new RunLostException(run);
          }
        }
      };
    }
  }
}
