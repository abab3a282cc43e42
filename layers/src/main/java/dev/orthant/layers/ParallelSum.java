package dev.orthant.layers;

import dev.orthant.autograd.Add;
import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.layers.infinite.NoClosedForm;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import java.util.ArrayList;
import java.util.List;

/// The sum of several branches that see the same input. The weights of branch i are named `i.…`.
///
///     y     = Σ_b branch_b(x)
///     nngp' = Σ_b nngp_b + Σ_{b≠c} m_b m_cᵀ          m_b: means over the neurons, 0 after a random affine layer
///     ntk'  = Σ_b ntk_b
///
/// The kernel holds if the branches are independent given their input: at most one of them may be without a random affine
/// layer of its own, on any path (a [Residual] has the path around its branch).
///
/// ```java
/// Layer threefold = ParallelSum.of(new Identity(), new Scale(2));
/// Network.ofState(threefold, Shape.of(2), Map.of()).predict(Tensor.of(Shape.of(2), 3, 4)).toArray();      // → [9.0, 12.0]
/// KernelBlock ones = KernelBlock.ofInputs(Tensor.filled(Shape.of(1, 2), 1));
/// ParallelSum.of(Linear.of(8), Linear.of(8)).kernel(ones).nngp().at(0, 0);                                // → 2.0
/// threefold.kernel(ones);                                                                                 // throws NoClosedForm
/// ```
///
/// @param branches at least one
/// @since 0.1.0
public record ParallelSum(List<Layer> branches) implements Composite {
    /// Keeps a copy of the list.
    ///
    /// @throws IllegalArgumentException if there is no branch
    public ParallelSum {
        branches = List.copyOf(branches);
        if (branches.isEmpty()) {
            throw new IllegalArgumentException("parallel sum: no branch came; at least one is required");
        }
    }

    /// {@return the sum of these branches}
    ///
    /// @param branches at least one; all give the same shape
    public static ParallelSum of(Layer... branches) {
        return new ParallelSum(List.of(branches));
    }

    @Override
    public List<Part> parts(Shape input) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < branches.size(); i++) {
            parts.add(new Part(Integer.toString(i), branches.get(i), input));
        }
        return parts;
    }

    @Override
    public List<WeightSpec> weights(Shape input) {
        return parts(input).stream().flatMap(part -> part.weights().stream()).toList();
    }

    @Override
    public Shape output(Shape input) {
        Shape first = branches.getFirst().output(input);
        for (int i = 1; i < branches.size(); i++) {
            Shape other = branches.get(i).output(input);
            if (!other.equals(first)) {
                throw new ShapeException("parallel sum: branch 0 makes " + first + " and branch " + i + " " + other
                        + " of an example; all branches must agree");
            }
        }
        return first;
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        Value sum = branches.getFirst().forward(evaluator, weights.under("0"), input);
        for (int i = 1; i < branches.size(); i++) {
            Value other = branches.get(i).forward(evaluator, weights.under(Integer.toString(i)), input);
            sum = evaluator.apply(new Add(), sum, other);
        }
        return sum;
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        List<KernelBlock> blocks =
                branches.stream().map(branch -> branch.kernel(input)).toList();
        long without = blocks.stream()
                .filter(block ->
                        block.features().randomLayers() == input.features().randomLayers())
                .count();
        if (without > 1) {
            throw new NoClosedForm(
                    "kernel of a parallel sum: " + without + " of " + branches.size() + " branches have a path without"
                            + " random affine layer, so that their outputs depend on each other; at most one is allowed; put a"
                            + " Linear layer at the end of the others");
        }
        return blocks.stream().reduce(KernelBlock::plus).orElseThrow();
    }
}
