package dev.orthant.experiments.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Downloads a data set, which nothing else does.
@Command(name = "fetch", mixinStandardHelpOptions = true, description = "Downloads a data set.")
final class FetchCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return 0;
    }
}
