/// Architectures: finite network and infinite-width kernel from one definition.
module dev.orthant.layers {
    requires static org.jspecify;
    requires transitive dev.orthant.autograd;

    exports dev.orthant.layers;
    exports dev.orthant.layers.activation;
    exports dev.orthant.layers.empirical;
    exports dev.orthant.layers.export;
    exports dev.orthant.layers.infinite;
    exports dev.orthant.layers.infinite.orthant;
    exports dev.orthant.layers.infinite.meanfield;
    exports dev.orthant.layers.nets;
}
