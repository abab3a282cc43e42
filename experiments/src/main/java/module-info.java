/// One file per figure of a paper; trainer; reports; the command line.
module dev.orthant.experiments {
    requires static org.jspecify;
    requires dev.orthant.layers; requires dev.orthant.optimizers; requires dev.orthant.datasets;

    exports dev.orthant.experiments;
}
