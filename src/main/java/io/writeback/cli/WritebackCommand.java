package io.writeback.cli;

import io.writeback.ledger.LedgerException;
import io.writeback.ledger.SqliteLibrary;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import io.writeback.problem.WritebackException;
import io.writeback.run.ExitCode;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;

/** {@code ./writeback}: the commands and what their exit codes mean. */
@Command(
    name = "writeback",
    description = "Copies the rows of a DataSet back into the systems that people work in.",
    mixinStandardHelpOptions = true,
    versionProvider = WritebackCommand.Version.class,
    subcommands = {
      ListCommand.class,
      CheckCommand.class,
      DiscoverCommand.class,
      PlanCommand.class,
      ChangesCommand.class,
      ApplyCommand.class,
      RejectCommand.class,
      UndoCommand.class,
      RunCommand.class,
      StartCommand.class,
      ResumeCommand.class,
      RunsCommand.class,
      ShowCommand.class,
      RejectsCommand.class,
      WhyCommand.class,
      ReplayCommand.class,
      CancelCommand.class,
      AlertsCommand.class,
      HelpCommand.class,
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every row confirmed, unchanged or superseded",
      "1:the run failed",
      "2:usage or configuration",
      "3:finished with rejects or differences, or a belief that was probed does not hold",
      "4:unfinished: stopped, in doubt, or a person has to decide",
      "5:done, but the output could not be written",
      "70:the process had to end: the program failed (WB-534); its runs resume",
      "71:the process had to end: out of memory (WB-535); its runs resume",
    },
    footer = {
      "",
      "Of several outcomes the most severe counts: 70 and 71, then 1, 2, 4, 5, 3, 0.",
    },
    synopsisSubcommandLabel = "COMMAND")
public final class WritebackCommand {
  static final int FAILED = ExitCode.FAILED.number();
  static final int USAGE = ExitCode.CONFIGURATION.number();
  static final int DIFFERS = ExitCode.REJECTS.number();

  private static final String LOGGING = "logback.configurationFile";

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = WritebackCommand.class.getPackage().getImplementationVersion();
      return new String[] {"camel-writeback " + (version == null ? "(not packaged)" : version)};
    }
  }

  /** Before the first command of a process. */
  public static void prepareProcess() {
    // What is printed and written is the same on every machine, whatever language it speaks.
    Locale.setDefault(Locale.ROOT);
    // The library brings no logging configuration of its own; the command does.
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, "io/writeback/logback.xml");
    }
  }

  /** Makes a folder with what later processes then need not unpack for themselves. */
  public static void unpack(Path folder) throws IOException {
    SqliteLibrary.unpack(folder);
  }

  /** Runs a command line of the process and gives its exit code. */
  public static int execute(String... args) {
    Screen err = screen(FileDescriptor.err, Terminal.STDERR);
    List<Problem> problems = PlatformText.problems(args);
    if (!problems.isEmpty()) {
      problems.forEach(problem -> err.println(Output.line(problem)));
      return USAGE;
    }
    return execute(screen(FileDescriptor.out, Terminal.STDOUT), err, args);
  }

  /** Not over System.out, which swallows that a device is full. */
  private static Screen screen(FileDescriptor stream, int number) {
    return new Screen(
        new BufferedWriter(
            new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8)),
        Terminal.of(number, System.getenv()));
  }

  /** Runs a command line; output that did not arrive counts as {@link ExitCode#OUTPUT_LOST}. */
  static int execute(Screen out, Screen err, String... args) {
    return execute(out, err, ServiceLoader.load(ExtraCommand.class), args);
  }

  static int execute(Screen out, Screen err, Iterable<ExtraCommand> extra, String... args) {
    CommandLine commands = new CommandLine(new WritebackCommand());
    extra.forEach(commands::addSubcommand);
    DiscoverCommand.describe(commands.getSubcommands().get("discover").getCommandSpec());
    int exitCode =
        commands
            .setOut(out)
            .setErr(err)
            .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
            .setExecutionStrategy(WritebackCommand::run)
            .setParameterExceptionHandler(WrongCommandLine::explain)
            .setExecutionExceptionHandler(WritebackCommand::explain)
            .execute(args);
    Optional<IOException> lost = out.failure();
    err.flush();
    if (lost.isEmpty()) {
      return exitCode;
    }
    if (!"Broken pipe".equals(lost.get().getMessage())) {
      err.println(
          new Problem(
              Code.OUTPUT_LOST,
              "stdout",
              "the output could not be written: %s; ./writeback show last shows the last run"
                  .formatted(lost.get().getMessage())));
    }
    return ExitCode.of(exitCode).or(ExitCode.OUTPUT_LOST).number();
  }

  private static int run(ParseResult parsed) {
    for (CommandLine command : parsed.asCommandLineList()) {
      if (command.isUsageHelpRequested()) {
        HelpCommand.show(command);
        return 0;
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  /** Errors are for people: what happened and what to do, never a stack trace for their mistake. */
  private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
    List<Problem> problems = problems(failure);
    if (command.getCommand() instanceof ConfiguredCommand configured && configured.json()) {
      command.getOut().println(Output.problems(problems));
    }
    problems.forEach(problem -> command.getErr().println(Output.line(problem)));
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
