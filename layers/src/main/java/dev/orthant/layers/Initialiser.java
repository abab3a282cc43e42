package dev.orthant.layers;

import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Role;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.List;

/// How the weights of a run begin. The prior belongs to the layer, the initialiser to the run: papers train from other
/// distributions than the one their kernels assume, and their results may depend on it.
///
/// fanIn is the number of inputs of a neuron, fanOut the neurons times the size of a filter (PyTorch's). Weights whose
/// beginning the layer fixes (the gain of a normalisation) are not drawn.
///
/// ```java
/// WeightSpec spec = Linear.of(50).weights(Shape.of(200)).getFirst();      // W [50, 200]: fan-in 200, fan-out 50
/// Function<Initialiser, String> variance = how -> {                       // 200 Var W = ‖W‖²/50
///     double norm = how.draw(List.of(spec), Streams.ofSeed(0)).norm();
///     return String.format(Locale.ROOT, "%.1f", norm * norm / 50);
/// };
/// variance.apply(new Initialiser.Prior());                                // → 1.0
/// variance.apply(new Initialiser.UniformFanIn());                         // → 0.3
/// variance.apply(new Initialiser.He());                                   // → 2.0
/// variance.apply(new Initialiser.Glorot());                               // → 1.6
/// variance.apply(new Initialiser.Orthogonal(2));                          // → 4.0
/// ```
///
/// @since 0.1.0
public sealed interface Initialiser {
    /// The layer's own prior: what the infinite-width kernel assumes.
    ///
    ///     W ~ N(0, priorVariance)
    record Prior() implements Initialiser {}

    /// PyTorch's default for linear layers and convolutions, weights and biases alike.
    ///
    ///     W ~ U(−1/√fanIn, 1/√fanIn), so Var W = 1/(3 fanIn)
    record UniformFanIn() implements Initialiser {}

    /// Keeps the mean square of features through rectifiers (He, Zhang, Ren and Sun 2015, "Delving deep into rectifiers";
    /// PyTorch's `kaiming_normal_`). Biases begin at 0.
    ///
    ///     W ~ N(0, 2/fanIn)
    record He() implements Initialiser {}

    /// A compromise between forward and backward pass (Glorot and Bengio 2010; PyTorch's `xavier_uniform_`). Biases begin
    /// at 0.
    ///
    ///     W ~ U(−b, b),  b = √(6/(fanIn + fanOut))
    record Glorot() implements Initialiser {}

    /// Each weight tensor, its first axis the rows, a random matrix with orthonormal rows or columns, whichever are fewer,
    /// times a gain (Saxe, McClelland and Ganguli 2014). Biases begin at 0.
    ///
    /// @param gain finite
    record Orthogonal(double gain) implements Initialiser {}

    /// Filters that are zero but for their middle, which is an orthogonal matrix from input to output channels as in
    /// [Orthogonal]: convolutions of any depth then keep the norm of an image (Xiao et al. 2018, "Dynamical isometry and a
    /// mean field theory of CNNs"). Other weights as with [Orthogonal].
    ///
    /// ```java
    /// WeightSpec filters = Conv2d.of(1, 3, Padding.zero(1)).weights(Shape.of(28, 28, 1)).getFirst();
    /// Tensor filter = new Initialiser.DeltaOrthogonal(1).draw(filters, Streams.ofSeed(0));
    /// Math.abs(filter.at(0, 0, 1, 1));    // → 1.0
    /// filter.at(0, 0, 0, 0);              // → 0.0
    /// ```
    ///
    /// @param gain finite
    record DeltaOrthogonal(double gain) implements Initialiser {}

    /// Draws one weight tensor, or fills it where the layer fixes its beginning.
    ///
    /// @param spec    the weight's shape, role, fan-in and prior
    /// @param streams where its random numbers come from; two weights of one network need different ones
    /// @return a new tensor of the weight's shape
    default Tensor draw(WeightSpec spec, Streams streams) {
        if (spec.constant().isPresent()) {
            return Tensor.filled(spec.shape(), (float) spec.constant().getAsDouble());
        }
        if (spec.role() != Role.MATRIX && !(this instanceof Prior || this instanceof UniformFanIn)) {
            return Tensor.zeros(spec.shape());
        }
        return switch (this) {
            case Prior() -> gaussian(spec, spec.priorVariance(), streams);
            case UniformFanIn() -> uniform(spec, 1 / Math.sqrt(spec.fanIn()), streams);
            case He() -> gaussian(spec, 2.0 / spec.fanIn(), streams);
            case Glorot() -> uniform(spec, Math.sqrt(6 / (spec.fanIn() + fanOut(spec.shape()))), streams);
            case Orthogonal(double gain) -> OrthogonalMatrix.everywhere(spec.shape(), gain, streams);
            case DeltaOrthogonal(double gain) -> OrthogonalMatrix.inTheMiddle(spec.shape(), gain, streams);
        };
    }

    /// Draws all weights, each from the child stream of its name: adding a layer does not change the others.
    ///
    /// @param specs   of a layer, [Layer#weights]
    /// @param streams parent of the weights' streams; the same streams give the same weights
    /// @return new weights, in the order of `specs`
    default Weights draw(List<WeightSpec> specs, Streams streams) {
        return Weights.of(specs.stream()
                .map(spec -> new Weight(spec.name(), spec.role(), draw(spec, streams.named(spec.name()))))
                .toList());
    }

    private static Tensor gaussian(WeightSpec spec, double variance, Streams streams) {
        Tensor tensor = streams.gaussian(spec.shape());
        ActiveKernels.get().scale(tensor.span(), (float) Math.sqrt(variance), tensor.span());
        return tensor;
    }

    private static Tensor uniform(WeightSpec spec, double bound, Streams streams) {
        Tensor tensor = streams.uniform(spec.shape());
        ActiveKernels.get().shiftAndScale(tensor.span(), 0.5f, 2 * (float) bound, tensor.span());
        return tensor;
    }

    private static double fanOut(Shape shape) {
        return (double) shape.size() / shape.axis(1);
    }
}
