package dev.orthant.optimizers;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/// A small regression, 6-5-4-3 with tanh between, whose gradient is written out in float64.
final class ThreeLayerProblem {
    private static final int[] WIDTHS = {6, 5, 4, 3};
    private static final int EXAMPLES = 8;
    private static final Streams STREAMS = Streams.ofSeed(11).named("three-layer problem");

    private final boolean biases;
    private final double[] inputs = doubles(STREAMS.named("inputs").gaussian(Shape.of(EXAMPLES, WIDTHS[0])));
    private final double[] targets = doubles(STREAMS.named("targets").gaussian(Shape.of(EXAMPLES, WIDTHS[3])));

    /// @param biases whether every layer has them; rules for matrices alone refuse them
    ThreeLayerProblem(boolean biases) {
        this.biases = biases;
    }

    /// Gaussian matrices over √fan-in and, where there are any, biases that are not zero.
    Weights initial() {
        List<Weight> weights = new ArrayList<>();
        for (int layer = 0; layer < 3; layer++) {
            Streams streams = STREAMS.named("weights").indexed(layer);
            Tensor matrix = streams.gaussian(Shape.of(WIDTHS[layer + 1], WIDTHS[layer]));
            weights.add(new Weight(layer + ".weight", Role.MATRIX, scaled(matrix, 1 / Math.sqrt(WIDTHS[layer]))));
            if (biases) {
                Tensor bias = streams.named("bias").gaussian(Shape.of(WIDTHS[layer + 1]));
                weights.add(new Weight(layer + ".bias", Role.BIAS, scaled(bias, 0.3)));
            }
        }
        return Weights.of(weights);
    }

    /// Rows of each tensor: as many as neurons.
    int[] rows() {
        return initial().all().stream()
                .mapToInt(weight -> weight.tensor().shape().axis(0))
                .toArray();
    }

    /// The tensors of a value of this form as float64 arrays.
    static double[][] arrays(Weights weights) {
        return weights.all().stream().map(weight -> doubles(weight.tensor())).toArray(double[][]::new);
    }

    /// A value of the problem's form from arrays, each number rounded to float32.
    Weights weights(double[][] arrays) {
        List<Weight> result = new ArrayList<>();
        for (Weight weight : initial().all()) {
            double[] numbers = arrays[result.size()];
            float[] rounded = new float[numbers.length];
            for (int i = 0; i < numbers.length; i++) {
                rounded[i] = (float) numbers[i];
            }
            result.add(new Weight(
                    weight.name(), weight.role(), Tensor.of(weight.tensor().shape(), rounded)));
        }
        return Weights.of(result);
    }

    /// Gradient of ½ mean ‖f(x) − y‖², each number rounded to float32 so that rules of either precision get the same.
    double[][] gradient(double[][] weights) {
        int step = biases ? 2 : 1;
        double[][] gradient = new double[weights.length][];
        for (int tensor = 0; tensor < weights.length; tensor++) {
            gradient[tensor] = new double[weights[tensor].length];
        }
        for (int example = 0; example < EXAMPLES; example++) {
            double[][] activations = new double[4][];
            activations[0] = new double[WIDTHS[0]];
            System.arraycopy(inputs, example * WIDTHS[0], activations[0], 0, WIDTHS[0]);
            for (int layer = 0; layer < 3; layer++) {
                activations[layer + 1] = new double[WIDTHS[layer + 1]];
                for (int i = 0; i < WIDTHS[layer + 1]; i++) {
                    double sum = biases ? weights[layer * step + 1][i] : 0;
                    for (int j = 0; j < WIDTHS[layer]; j++) {
                        sum += weights[layer * step][i * WIDTHS[layer] + j] * activations[layer][j];
                    }
                    activations[layer + 1][i] = layer < 2 ? Math.tanh(sum) : sum;
                }
            }
            double[] upstream = new double[WIDTHS[3]];
            for (int i = 0; i < WIDTHS[3]; i++) {
                upstream[i] = (activations[3][i] - targets[example * WIDTHS[3] + i]) / EXAMPLES;
            }
            for (int layer = 2; layer >= 0; layer--) {
                double[] next = new double[WIDTHS[layer]];
                for (int i = 0; i < WIDTHS[layer + 1]; i++) {
                    double through = activations[layer + 1][i];
                    double delta = layer < 2 ? upstream[i] * (1 - through * through) : upstream[i];
                    for (int j = 0; j < WIDTHS[layer]; j++) {
                        gradient[layer * step][i * WIDTHS[layer] + j] += delta * activations[layer][j];
                        next[j] += delta * weights[layer * step][i * WIDTHS[layer] + j];
                    }
                    if (biases) {
                        gradient[layer * step + 1][i] += delta;
                    }
                }
                upstream = next;
            }
        }
        for (double[] tensor : gradient) {
            for (int i = 0; i < tensor.length; i++) {
                tensor[i] = (float) tensor[i];
            }
        }
        return gradient;
    }

    private static Tensor scaled(Tensor tensor, double factor) {
        float[] numbers = tensor.toArray();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] *= (float) factor;
        }
        return Tensor.of(tensor.shape(), numbers);
    }

    private static double[] doubles(Tensor tensor) {
        double[] numbers = new double[tensor.size()];
        float[] array = tensor.toArray();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array[i];
        }
        return numbers;
    }
}
