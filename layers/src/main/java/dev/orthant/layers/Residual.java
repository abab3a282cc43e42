package dev.orthant.layers;

import dev.orthant.autograd.Add;
import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import java.util.List;

/// A branch added to its own input (He, Zhang, Ren and Sun 2016, "Deep residual learning").
///
///     y = x + branch(x)
///
/// It is the [ParallelSum] of the [Identity] and the branch, whose weights are named `branch.…` here; its kernel holds if
/// the branch has a random affine layer.
///
/// ```java
/// Network network = Network.ofState(new Residual(new Scale(0.5)), Shape.of(2), Map.of());
/// network.predict(Tensor.of(Shape.of(2), 2, 4)).toArray();                // → [3.0, 6.0]
/// new Residual(Linear.of(8)).weights(Shape.of(8)).getFirst().name();      // → branch.weight
/// new Residual(Linear.of(8)).output(Shape.of(4));                         // throws ShapeException
/// ```
///
/// @param branch makes of an example one of the same shape
/// @since 0.1.0
public record Residual(Layer branch) implements Composite {
    @Override
    public List<Part> parts(Shape input) {
        return List.of(new Part("branch", branch, input));
    }

    @Override
    public List<WeightSpec> weights(Shape input) {
        return parts(input).getFirst().weights();
    }

    @Override
    public Shape output(Shape input) {
        return sum().output(input);
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        Value change = branch.forward(evaluator, weights.under("branch"), input);
        return evaluator.apply(new Add(), input, change);
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        return sum().kernel(input);
    }

    private ParallelSum sum() {
        return ParallelSum.of(new Identity(), branch);
    }
}
