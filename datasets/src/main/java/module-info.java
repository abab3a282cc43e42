/// Bytes to examples to batches; bundled digits; verified downloads.
module dev.orthant.datasets {
    requires static org.jspecify;
    requires it.unimi.dsi.fastutil.core;
    requires transitive dev.orthant.tensor;

    exports dev.orthant.datasets;
}
