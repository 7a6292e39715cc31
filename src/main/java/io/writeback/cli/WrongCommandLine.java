package io.writeback.cli;

import io.writeback.config.Suggestion;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import io.writeback.run.ExitCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and what was probably meant. */
final class WrongCommandLine {
  private static final Set<String> SANDBOX_COMMANDS = Set.of("demo", "sandbox");

  private WrongCommandLine() {}

  static int explain(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    Problem problem = problem(mistake);
    if (List.of(arguments).contains("--json")) {
      command.getOut().println(Output.problems(List.of(problem)));
    }
    command.getErr().println(Output.line(problem));
    command
        .getErr()
        .println(
            command.getParent() == null
                ? "./writeback help shows all commands"
                : "./writeback help %s shows how to use it".formatted(command.getCommandName()));
    return ExitCode.CONFIGURATION.number();
  }

  private static Problem problem(ParameterException mistake) {
    CommandLine command = mistake.getCommandLine();
    if (mistake instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      if (first.startsWith("-")) {
        return new Problem(
            Code.UNKNOWN_OPTION,
            "",
            "there is no option %s%s".formatted(first, didYouMean(first, options(command))));
      }
      if (command.getParent() == null) {
        return new Problem(Code.UNKNOWN_COMMAND, "", noCommand(command, first));
      }
    }
    return new Problem(Code.COMMAND_LINE, "", mistake.getMessage());
  }

  private static List<String> options(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .flatMap(option -> List.of(option.names()).stream())
        .toList();
  }

  /** That no command has a name, and which one was probably meant. */
  static String noCommand(CommandLine all, String written) {
    if (SANDBOX_COMMANDS.contains(written)) {
      return "the command \"%s\" is in a jar of its own: put camel-writeback-sandbox.jar beside camel-writeback.jar"
          .formatted(written);
    }
    return "there is no command \"%s\"%s"
        .formatted(written, didYouMean(written, List.copyOf(all.getSubcommands().keySet())));
  }

  private static String didYouMean(String written, List<String> names) {
    Optional<String> nearest =
        Suggestion.nearest(written, names, Math.max(2, written.length() / 3));
    return nearest.map(name -> "; did you mean " + name + "?").orElse("");
  }
}
