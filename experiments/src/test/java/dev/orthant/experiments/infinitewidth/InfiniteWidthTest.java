package dev.orthant.experiments.infinitewidth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orthant.datasets.Examples;
import dev.orthant.datasets.catalogue.Digits;
import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.layers.nets.Mlp;
import dev.orthant.tensor.random.Streams;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The smoke presets run with all others in the tests of the command line.
class InfiniteWidthTest {
    private static final long SEED = 20261122;

    @Test
    void theSlopeOfAPowerLawIsItsExponent() {
        List<Double> x = List.of(16.0, 64.0, 1024.0);
        List<Double> y = x.stream().map(value -> 3 / Math.sqrt(value)).toList();
        assertEquals(-0.5, Lines.logLogSlope(x, y), 1e-14);
    }

    @Test
    void everyPresetHasParameters() {
        List<Experiment<?>> all =
                List.of(new WideLimit(), new LinearDynamics(), new BayesPoint(), new CriticalLines(), new CnnGp());
        for (Experiment<?> each : all) {
            for (Preset preset : Preset.values()) {
                assertTrue(each.parameters(preset).toString().contains("Parameters"), each.name());
            }
        }
    }

    @Test
    void parametersThatMakeNoSenseAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new WideLimit.Parameters(List.of(64), 10));
        assertThrows(IllegalArgumentException.class, () -> new WideLimit.Parameters(List.of(64, 32), 10));
        assertThrows(IllegalArgumentException.class, () -> new LinearDynamics.Parameters(List.of(64), 8, 0, 10, 1));
        assertThrows(IllegalArgumentException.class, () -> new BayesPoint.Parameters(List.of(10), 10, 3, 50, 10));
        assertThrows(IllegalArgumentException.class, () -> new CriticalLines.Parameters(List.of(0.0), 10, 64, 4));
        assertThrows(IllegalArgumentException.class, () -> new CnnGp.Parameters(List.of(1), 10, 2, 0, 4, 10));
        assertThrows(IllegalArgumentException.class, () -> new CnnGp.Parameters(List.of(10), 10, 2, 0, 4, 1));
    }

    /// Scores of the wrong class, or weights that never moved, are right for one digit in ten.
    @Test
    void aFiniteNetworkLearnsDigits() {
        Examples digits = PixelScale.DIGITS.apply(Digits.all());
        Examples train = digits.first(300);
        double accuracy = FiniteNetwork.testAccuracy(
                Mlp.of(train.classes(), 256),
                train,
                digits.take(IntStream.range(300, 600).toArray()),
                200,
                Streams.ofSeed(SEED));
        assertTrue(accuracy > 0.75, accuracy + " of 300 digits, seed " + SEED);
    }
}
