/// Bytes to examples to batches; bundled digits; verified downloads.
module dev.orthant.datasets {
    requires static org.jspecify;
    requires it.unimi.dsi.fastutil.core;
    requires java.net.http;
    requires transitive dev.orthant.tensor;

    exports dev.orthant.datasets;
    exports dev.orthant.datasets.catalogue;
    exports dev.orthant.datasets.format;
    exports dev.orthant.datasets.prepare;
}
