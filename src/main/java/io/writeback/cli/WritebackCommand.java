package io.writeback.cli;

import io.writeback.ledger.LedgerException;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import io.writeback.problem.WritebackException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** {@code ./writeback}: the commands and what their exit codes mean. */
@Command(
    name = "writeback",
    description = "Copies the rows of a DataSet back into the systems that people work in.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      DemoCommand.class,
      SandboxCommand.class,
      ListCommand.class,
      CheckCommand.class,
      DiscoverCommand.class,
      RunCommand.class,
      StartCommand.class,
      ResumeCommand.class,
      RunsCommand.class,
      ShowCommand.class,
      RejectsCommand.class,
      ReplayCommand.class,
      CancelCommand.class,
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every row confirmed, unchanged or superseded",
      "1:the run failed",
      "2:usage or configuration",
      "3:finished with rejects or differences, or a belief that was probed does not hold",
      "4:unfinished: stopped, in doubt, or a person has to decide",
      "70:the process had to end: the program failed (WB-534); its runs resume",
      "71:the process had to end: out of memory (WB-535); its runs resume",
    },
    synopsisSubcommandLabel = "COMMAND")
public final class WritebackCommand {
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int DIFFERS = 3;

  /** Runs a command line and gives its exit code. */
  public static int execute(String... args) {
    CommandLine command = commandLine();
    List<Problem> problems = PlatformText.problems(args);
    if (!problems.isEmpty()) {
      problems.forEach(problem -> command.getErr().println(problem));
      return USAGE;
    }
    return command.execute(args);
  }

  static CommandLine commandLine() {
    return new CommandLine(new WritebackCommand())
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setExecutionExceptionHandler(WritebackCommand::explain);
  }

  /** Errors are for people: what happened and what to do, never a stack trace for their mistake. */
  private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
    List<Problem> problems = problems(failure);
    CommonOptions common = CommonOptions.of(command);
    if (common != null && common.json()) {
      command.getOut().println(Output.problems(problems));
    }
    problems.forEach(problem -> command.getErr().println(problem));
    return failure instanceof ConfigurationException ? USAGE : FAILED;
  }

  private static List<Problem> problems(Exception failure) {
    if (failure instanceof WritebackException known) {
      return known.problems();
    }
    if (failure instanceof LedgerException) {
      return List.of(new Problem(Code.LEDGER_FAILED, "", String.valueOf(failure.getMessage())));
    }
    LoggerFactory.getLogger(WritebackCommand.class).error("unexpected", failure);
    return List.of(new Problem(Code.INTERNAL, "", failure.toString()));
  }
}
