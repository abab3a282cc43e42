package dev.orthant.experiments.implicitbias;

/// One cell of the sweep.
sealed interface SweepCell {
    Task task();

    int depth();

    int examples();

    int seed();

    /// Unique; names the cell's file and its random streams.
    String id();

    /// How long it takes, in arbitrary units: for the time that is left.
    double work(PacBayesSweep.Parameters parameters);

    /// Information content of the training labels in the infinitely wide network.
    record Kernel(Task task, int depth, int examples, int seed) implements SweepCell {
        @Override
        public String id() {
            return "kernel-" + task.word() + "-depth" + depth + "-n" + examples + "-seed" + seed;
        }

        /// Products with the kernel's inverse, one for every sample, and the sequential sampler's particles.
        @Override
        public double work(PacBayesSweep.Parameters parameters) {
            return 2.0 * examples * examples * (parameters.publishedSamples() + 100_000.0);
        }
    }

    /// A network trained at one label scale.
    record Trained(Task task, int depth, int examples, int seed, double labelScale) implements SweepCell {
        @Override
        public String id() {
            return "network-" + task.word() + "-depth" + depth + "-n" + examples + "-scale" + labelScale + "-seed"
                    + seed;
        }

        /// Three products for every weight, example and epoch, and one step of the rule for every batch.
        @Override
        public double work(PacBayesSweep.Parameters parameters) {
            double weights = (784.0 + (depth - 2.0) * parameters.width()) * parameters.width();
            return weights * parameters.epochs() * (6.0 * examples + 100);
        }
    }
}
