package dev.orthant.layers.empirical;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.derivative.Hessian;
import dev.orthant.autograd.loss.Loss;
import dev.orthant.layers.Mode;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.Network;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Lanczos;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import java.util.ArrayList;
import java.util.List;

/// The largest and smallest eigenvalues of the Hessian of a loss with respect to all trainable weights, without the Hessian:
/// Lanczos' iteration on Hessian-vector products.
///
/// Products are computed in float32: eigenvalues are exact to about 10⁻⁶ of the largest.
///
/// ```java
/// Network line = Network.create(Linear.of(1), Shape.of(2), new Initialiser.Prior(), Streams.ofSeed(0));
/// Tensor inputs = Tensor.of(Shape.of(2, 2), 1, 0, 0, 2);      // H = 2/n XᵀX = diag(1, 4)
/// HessianSpectrum spectrum = new HessianSpectrum(line, new MeanSquaredError(), inputs, Tensor.zeros(Shape.of(2, 1)));
/// spectrum.times(new double[] {1, 1});                        // → [1.0, 4.0]
/// Arrays.stream(spectrum.values(2, Streams.ofSeed(1))).mapToObj(value -> (float) value).toList();    // → [1.0, 4.0]
/// ```
///
/// @param network in a pass of prediction
/// @param loss    of the scores and targets
/// @param inputs  `[examples, …]`
/// @param targets as the loss takes them
/// @since 0.1.0
public record HessianSpectrum(Network network, Loss loss, Tensor inputs, Tensor targets) {
    /// H v.
    ///
    /// @param direction v, one number per trainable weight, the tensors one after the other
    /// @return H v, of the same length
    public double[] times(double[] direction) {
        List<Weight> trainable = List.copyOf(network.weights().trainable().all());
        List<Tensor> point = trainable.stream().map(Weight::tensor).toList();
        List<Tensor> directions = new ArrayList<>();
        int from = 0;
        for (Tensor tensor : point) {
            float[] numbers = new float[tensor.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) direction[from++];
            }
            directions.add(Tensor.wrap(tensor.shape(), numbers));
        }
        double[] product = new double[from];
        int to = 0;
        for (Tensor tensor : new Hessian(this::loss, point).times(directions)) {
            for (float number : tensor.toArray()) {
                product[to++] = number;
            }
        }
        return product;
    }

    /// Approximate eigenvalues from the smallest to the largest: those at both ends converge first, usually within some tens
    /// of steps.
    ///
    /// @param steps   Hessian-vector products, at least 1
    /// @param streams for the first direction
    /// @return ascending, one per step (fewer if the iteration ends early)
    public double[] values(int steps, Streams streams) {
        int size = Math.toIntExact(network.weights().trainable().size());
        return Lanczos.values(size, this::times, steps, streams);
    }

    /// The loss as a computation of the trainable weights.
    private Value loss(Evaluator evaluator, List<Value> values) {
        List<String> names = new ArrayList<>();
        List<Value> all = new ArrayList<>();
        int next = 0;
        for (Weight weight : network.weights().all()) {
            names.add(weight.name());
            all.add(weight.role() == Role.BUFFER ? evaluator.constant(weight.tensor()) : values.get(next++));
        }
        NamedValues weights = NamedValues.of(names, all, new Mode.Predicting());
        Value scores = network.layer().forward(evaluator, weights, evaluator.constant(inputs));
        return loss.of(evaluator, scores, evaluator.constant(targets));
    }
}
