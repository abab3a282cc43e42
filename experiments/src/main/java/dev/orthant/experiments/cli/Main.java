package dev.orthant.experiments.cli;

import dev.orthant.experiments.BadInput;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.System.Logger.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command line of Orthant: `orthant doctor | list | run | report | fetch | bench | worker | drill`.
///
/// Exit codes: 0 done, 1 failed, 2 bad input, which is told in one line.
@Command(
        name = "orthant",
        mixinStandardHelpOptions = true,
        versionProvider = Provenance.Version.class,
        description = "Deep learning in pure Java, and the papers it reproduces.",
        subcommands = {
            DoctorCommand.class,
            ListCommand.class,
            RunCommand.class,
            ReportCommand.class,
            FetchCommand.class,
            BenchCommand.class,
            WorkerCommand.class,
            DrillCommand.class
        })
public final class Main implements Runnable {
    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;
    private static final System.Logger LOG = System.getLogger(Main.class.getName());

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before any command runs
    private CommandSpec spec;

    /// @param arguments command, options
    public static void main(String[] arguments) {
        PrintWriter error = writer(System.err);
        int code = FAILED;
        try {
            code = execute(writer(System.out), error, arguments);
        } catch (OutOfMemoryError tooLarge) {
            error.println(
                    "orthant: failed: the JVM's memory is not enough for this run; lower the sizes, or give it more"
                            + " by ORTHANT_JAVA_OPTIONS=-Xmx…");
        } catch (ExceptionInInitializerError misconfigured) {
            error.println("orthant: failed: " + misconfigured.getCause());
        }
        System.exit(code);
    }

    /// Runs a command.
    ///
    /// @return the exit code
    static int execute(PrintWriter out, PrintWriter error, String... arguments) {
        CommandLine line = new CommandLine(new Main());
        line.setOut(out);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setErr(error);
        line.setParameterExceptionHandler((wrong, all) -> complain(error, oneLine(wrong)));
        line.setExecutionExceptionHandler((thrown, command, parsed) -> {
            if (thrown instanceof BadInput bad) {
                return complain(error, String.valueOf(bad.getMessage()));
            }
            LOG.log(Level.DEBUG, "the stack of the failure", thrown);
            error.println("orthant: failed: " + thrown);
            return FAILED;
        });
        return line.execute(arguments);
    }

    /// Without a command: the help.
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, stream.charset()), true);
    }

    private static int complain(PrintWriter error, String message) {
        error.println("orthant: " + message);
        return BAD_INPUT;
    }

    private static String oneLine(ParameterException wrong) {
        return String.valueOf(wrong.getMessage()).replaceAll("\\R+", " ") + "; try: orthant "
                + (wrong.getCommandLine().getParent() == null
                        ? ""
                        : wrong.getCommandLine().getCommandName() + " ")
                + "--help";
    }
}
