package dev.orthant.experiments.cli;

import dev.orthant.tensor.kernel.ActiveKernels;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Tells what this machine gives: JDK, kernels and why, threads, data.
@Command(name = "doctor", mixinStandardHelpOptions = true, description = "Says what this machine gives.")
final class DoctorCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before any command runs
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.println("jdk      " + Provenance.jdk() + " at " + System.getProperty("java.home"));
        out.println("kernels  " + ActiveKernels.get().name() + ", because " + ActiveKernels.reason());
        out.println("lanes    " + ActiveKernels.get().lanes() + " float32 numbers an instruction");
        out.println("threads  " + Provenance.threads());
        out.println("commit   " + Provenance.commit());
        out.println("data");
        DataShelf.ofEnvironment().describe().forEach((name, place) -> out.println("  " + name + ": " + place));
        return 0;
    }
}
