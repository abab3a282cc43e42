package dev.orthant.experiments.circuits;

import dev.orthant.layers.Network;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// The circuit to be recovered, and what an anatomist knows beforehand: the sign of every connection that may exist.
///
/// Bipolar cell k is on (+) or off (−) by turns and may see a window of stimuli; about two fifths of it are wired. Amacrine
/// cells may hear every bipolar cell and are wired to a few; so are ganglion cells, to both. Everything that may exist and does not
/// is what a recovery has to find out.
///
/// @param circuit the architecture
/// @param weights of the circuit
/// @param signs   1, −1 or 0 (forbidden) for every entry of the matrices
record GroundTruth(Circuit circuit, Weights weights, Weights signs) {
    private static final double BIPOLAR_SHARE = 0.4;
    private static final double AMACRINE_SHARE = 0.3;
    private static final double GANGLION_SHARE = 0.5;

    /// Responses of every ganglion cell that a circuit must give to a probe of white noise: one that is silent cannot be recovered.
    private static final double LEAST_ACTIVITY = 0.25;

    private static final int PROBE = 200;

    /// Draws until every ganglion cell responds to a quarter of the stimuli.
    static GroundTruth draw(Circuit circuit, int stimuli, int window, Streams streams) {
        Tensor probe = streams.named("probe").gaussian(Shape.of(PROBE, stimuli));
        RandomGenerator random = streams.generator();
        while (true) {
            GroundTruth truth = drawOnce(circuit, stimuli, window, random);
            if (leastActivity(new Network(circuit, Shape.of(stimuli), truth.weights()).predict(probe))
                    >= LEAST_ACTIVITY) {
                return truth;
            }
        }
    }

    /// Share of the stimuli to which the most silent cell responds.
    private static double leastActivity(Tensor responses) {
        int cells = responses.shape().axis(1);
        int[] active = new int[cells];
        float[] numbers = responses.toArray();
        for (int i = 0; i < numbers.length; i++) {
            active[i % cells] += numbers[i] > 0 ? 1 : 0;
        }
        return IntStream.of(active).min().orElse(0) / (double) responses.shape().axis(0);
    }

    private static GroundTruth drawOnce(Circuit circuit, int stimuli, int window, RandomGenerator random) {
        List<Weight> weights = new ArrayList<>();
        List<Weight> signs = new ArrayList<>();
        Tensor field = Tensor.zeros(Shape.of(circuit.bipolar(), stimuli));
        for (int cell = 0; cell < circuit.bipolar(); cell++) {
            int first = (int) Math.round((double) cell * (stimuli - window) / Math.max(1, circuit.bipolar() - 1));
            for (int i = first; i < first + window; i++) {
                field.span().array()[cell * stimuli + i] = cell % 2 == 0 ? 1 : -1;
            }
        }
        add(weights, signs, Circuit.STIMULUS_TO_BIPOLAR, field, BIPOLAR_SHARE, random);
        Shape hears = Shape.of(circuit.amacrine(), circuit.bipolar());
        add(weights, signs, Circuit.BIPOLAR_TO_AMACRINE, Tensor.filled(hears, 1), AMACRINE_SHARE, random);
        Shape excites = Shape.of(circuit.ganglion(), circuit.bipolar());
        add(weights, signs, Circuit.BIPOLAR_TO_GANGLION, Tensor.filled(excites, 1), GANGLION_SHARE, random);
        Shape inhibits = Shape.of(circuit.ganglion(), circuit.amacrine());
        add(weights, signs, Circuit.AMACRINE_TO_GANGLION, Tensor.filled(inhibits, -1), GANGLION_SHARE, random);
        // Amacrine cells have a threshold: without one they would add up bipolar cells and be no cells of their own.
        weights.add(bias(Circuit.BIPOLAR_BIAS, circuit.bipolar(), 0));
        weights.add(bias(Circuit.AMACRINE_BIAS, circuit.amacrine(), -0.3f));
        weights.add(bias(Circuit.GANGLION_BIAS, circuit.ganglion(), 0.1f));
        return new GroundTruth(circuit, Weights.of(weights), Weights.of(signs));
    }

    /// Wires a share of the allowed connections of every cell, at least one, with magnitudes in 0.5 to 1.5.
    private static void add(
            List<Weight> weights,
            List<Weight> signs,
            String name,
            Tensor allowed,
            double share,
            RandomGenerator random) {
        int rows = allowed.shape().axis(0);
        int columns = allowed.shape().axis(1);
        float[] values = allowed.toArray();
        for (int row = 0; row < rows; row++) {
            int chosen = row * columns + pick(values, row * columns, columns, random);
            for (int i = row * columns; i < (row + 1) * columns; i++) {
                boolean wired = i == chosen || random.nextDouble() < share;
                values[i] *= wired ? (float) (0.5 + random.nextDouble()) : 0;
            }
        }
        Tensor tensor = Tensor.wrap(Shape.of(rows, columns), values);
        weights.add(new Weight(name, Role.MATRIX, tensor));
        signs.add(new Weight(name, Role.MATRIX, allowed));
    }

    /// A column of the row where a connection may exist.
    private static int pick(float[] allowed, int from, int columns, RandomGenerator random) {
        while (true) {
            int column = random.nextInt(columns);
            if (allowed[from + column] != 0) {
                return column;
            }
        }
    }

    private static Weight bias(String name, int cells, float value) {
        return new Weight(name, Role.BIAS, Tensor.filled(Shape.of(cells), value));
    }
}
