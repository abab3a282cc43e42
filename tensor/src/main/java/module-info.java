/// SIMD tensors on the JDK Vector API: values and loops; knows nothing of gradients.
module dev.orthant.tensor {
    requires jdk.incubator.vector;
    requires static org.jspecify;

    exports dev.orthant.tensor;
    exports dev.orthant.tensor.format;
    exports dev.orthant.tensor.linear;
    exports dev.orthant.tensor.parallel;
    exports dev.orthant.tensor.random;
    exports dev.orthant.tensor.weights;
    exports dev.orthant.tensor.kernel to
            dev.orthant.autograd,
            dev.orthant.layers,
            dev.orthant.optimizers,
            dev.orthant.datasets,
            dev.orthant.experiments,
            dev.orthant.benchmarks;
}
