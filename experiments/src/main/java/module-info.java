/// One file per figure of a paper; trainer; reports; the command line.
@SuppressWarnings("requires-automatic")
module dev.orthant.experiments {
    requires com.fasterxml.jackson.jr.ob;
    requires transitive dev.orthant.datasets;
    requires transitive dev.orthant.layers;
    requires transitive dev.orthant.optimizers;
    requires info.picocli;
    requires java.desktop;
    requires me.tongfei.progressbar;
    requires static org.jspecify;

    exports dev.orthant.experiments;
    exports dev.orthant.experiments.report;
    exports dev.orthant.experiments.sweep;
    exports dev.orthant.experiments.training;

    uses dev.orthant.experiments.sweep.TrialRunnerConnector;
    uses dev.orthant.optimizers.collective.VoteGroupConnector;

    opens dev.orthant.experiments.cli to
            info.picocli;
}
