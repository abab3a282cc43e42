/// The modules of the library as one: what each of them exports to everybody, this one exports.
module dev.orthant {
    requires java.net.http;
    requires jdk.incubator.vector;

    exports dev.orthant.autograd;
    exports dev.orthant.autograd.check;
    exports dev.orthant.autograd.derivative;
    exports dev.orthant.autograd.loss;
    exports dev.orthant.autograd.op;
    exports dev.orthant.datasets;
    exports dev.orthant.datasets.catalogue;
    exports dev.orthant.datasets.format;
    exports dev.orthant.datasets.prepare;
    exports dev.orthant.layers;
    exports dev.orthant.layers.activation;
    exports dev.orthant.layers.empirical;
    exports dev.orthant.layers.export;
    exports dev.orthant.layers.infinite;
    exports dev.orthant.layers.infinite.meanfield;
    exports dev.orthant.layers.infinite.orthant;
    exports dev.orthant.layers.nets;
    exports dev.orthant.optimizers;
    exports dev.orthant.optimizers.checkpoint;
    exports dev.orthant.optimizers.collective;
    exports dev.orthant.optimizers.constraint;
    exports dev.orthant.optimizers.margin;
    exports dev.orthant.optimizers.schedule;
    exports dev.orthant.tensor;
    exports dev.orthant.tensor.format;
    exports dev.orthant.tensor.linear;
    exports dev.orthant.tensor.parallel;
    exports dev.orthant.tensor.random;
    exports dev.orthant.tensor.weights;
}
