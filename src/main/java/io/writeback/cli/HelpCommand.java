package io.writeback.cli;

import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code help [COMMAND]}: the same text as {@code COMMAND --help}. */
@Command(name = "help", description = "Shows how to use a command.", helpCommand = true)
final class HelpCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "Default: all commands.")
  private String command;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine all = spec.commandLine().getParent();
    CommandLine asked = command == null ? all : all.getSubcommands().get(command);
    if (asked == null) {
      throw new ConfigurationException(
          Code.UNKNOWN_COMMAND, "", WrongCommandLine.noCommand(all, command));
    }
    show(asked);
    return 0;
  }

  /** The usage of a command, with the colours of picocli where there are any. */
  static void show(CommandLine command) {
    Screen out = (Screen) command.getOut();
    out.printOwn(command.getUsageMessage(out.terminal().hasColour() ? Ansi.ON : Ansi.OFF));
  }
}
