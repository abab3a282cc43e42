package dev.orthant.experiments.implicitbias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.datasets.catalogue.DataLocations;
import dev.orthant.datasets.catalogue.Datasets;
import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.layers.Network;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.optimizers.NeuronNormalised;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LabelRayAblationTest {
    private static final Streams STREAMS = Streams.ofSeed(3);
    private static final double SCALE = 10;

    private static Problem problem() throws IOException {
        return Problem.draw(
                Datasets.load("digits", DataLocations.only(Path.of("nowhere"))),
                PixelScale.of("digits"),
                5,
                10,
                STREAMS.named("examples"));
    }

    /// h(t) less 1/π per hidden layer; the diagonal, once 1 − 1/π, scales what follows.
    @Test
    void theCentredKernelIsTheKernelLessTheSquareOfTheMean() {
        Tensor inputs = Tensor.of(Shape.of(2, 3), 1, 1, 1, 1, -1, 1); // correlation 1/3
        Matrix kernel = Centring.HIDDEN
                .perceptron(3, 1)
                .kernel(KernelBlock.ofInputs(inputs))
                .nngp();
        double left = 1 - 1 / Math.PI;
        double first = h(1.0 / 3) - 1 / Math.PI;
        double second = left * (h(first / left) - 1 / Math.PI);
        assertEquals(left * left, kernel.at(0, 0), 1e-7); // inputs are float32
        assertEquals(second, kernel.at(0, 1), 1e-7);
    }

    private static double h(double t) {
        return (Math.sqrt(1 - t * t) + t * (Math.PI - Math.acos(t))) / Math.PI;
    }

    @Test
    void whatIsHeldIsHeldAfterTraining() throws IOException {
        Problem problem = problem();
        for (Held held : Held.values()) {
            Network network = HeldTraining.start(3, 32, held, problem, STREAMS);
            new HeldTraining(new NeuronNormalised(0.01, 0.999), 20, 0.9).train(network, held, problem, SCALE, STREAMS);
            double offMean = 0;
            double offNorm = 0;
            for (Weight weight : network.weights().all()) {
                for (int i = 0; i < weight.tensor().matrix().rows(); i++) {
                    var row = weight.tensor().matrix().row(i);
                    offMean = Math.max(offMean, Math.abs(ActiveKernels.get().sum(row)));
                    offNorm = Math.max(
                            offNorm, Math.abs(Math.sqrt(ActiveKernels.get().sumOfSquares(row)) - 1));
                }
            }
            boolean mean = held == Held.MEAN_AND_NORM || held == Held.MEAN;
            boolean norm = held == Held.MEAN_AND_NORM || held == Held.NORM;
            assertEquals(mean, offMean < 1e-5, held + ": a row's sum is " + offMean); // 64 roundings of 2⁻²⁴
            assertEquals(norm, offNorm < 1e-5, held + ": a row's norm is off by " + offNorm);
        }
    }

    @Test
    void gradientFlowOnTheLinearisedNetworkEndsAtTheTargets() throws IOException {
        Problem problem = problem();
        for (Held held : new Held[] {Held.MEAN_AND_NORM, Held.NORM}) {
            Network start = HeldTraining.start(3, 64, held, problem, STREAMS);
            AblationOutcome end = LinearisedTraining.flow(
                    LinearisedTraining.movable(start, held), problem, SCALE, start.predict(problem.allInputs()));
            // float32 products with a kernel whose condition is some hundreds
            assertTrue(end.relativeResidual() < 1e-3, held + ": relative residual " + end.relativeResidual());
            assertEquals(0, end.trainError());
        }
    }

    /// The posterior that fits larger labels is the same one around a larger mean: only the noise loses weight.
    @Test
    void atLargeLabelsEverySampleOfAnInfiniteNetworkHasTheSignsOfItsMean() throws IOException {
        LabelRayAblation.Parameters parameters =
                new LabelRayAblation().parameters(dev.orthant.experiments.Preset.SMOKE);
        AblationSetting setting = new AblationSetting(parameters, java.util.Map.of());
        var outcomes = AblationVariant.NNGP.measure(setting, problem(), 1e6, STREAMS);
        assertEquals(parameters.posteriorSamples(), outcomes.size());
        assertEquals(
                1, outcomes.stream().map(AblationOutcome::testError).distinct().count());
    }
}
