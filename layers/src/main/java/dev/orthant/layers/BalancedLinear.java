package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.Scale;
import dev.orthant.autograd.op.SpreadColumns;
import dev.orthant.autograd.op.Subtract;
import dev.orthant.autograd.op.SumColumns;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import java.util.List;

/// Fully connected layer whose neurons are balanced: each row of weights, less its mean, sums to 0. The prior of networks
/// whose weights Nero keeps centred (Liu, Bernstein, Meister and Yue 2021, "Learning by turning").
///
///     z     = (W − W̄ 1ᵀ) x + b = W (x − x̄ 1) + b          x̄: mean of the example's features
///     prior : Wᵢⱼ ~ N(0, σ_w² / fanIn),  bᵢ ~ N(0, σ_b²)
///     nngp' = σ_w² (nngp − m mᵀ) + σ_b²                     m: mean of the features over the neurons, per example
///     ntk'  = nngp' + σ_w² ntk
///
/// After √2·relu and variance 1, m = 1/√π: the kernel map t ↦ h(t) becomes t ↦ h(t) − 1/π.
///
/// ```java
/// Map<String, Tensor> state = Map.of("weight", Tensor.of(Shape.of(1, 2), 3, 1));      // less its mean: (1, -1)
/// Network balanced = Network.ofState(new BalancedLinear(1, 1, 0), Shape.of(2), state);
/// balanced.predict(Tensor.of(Shape.of(2), 4, 2)).item();                              // → 2.0
/// balanced.predict(Tensor.of(Shape.of(2), 104, 102)).item();                          // → 2.0
/// ```
///
/// @param width          number of neurons, at least 1
/// @param weightVariance σ_w², more than 0
/// @param biasVariance   σ_b², at least 0; 0 means that there is no bias
/// @since 0.1.0
public record BalancedLinear(int width, double weightVariance, double biasVariance) implements Layer {
    /// Checks the width and the prior.
    ///
    /// @throws IllegalArgumentException if the width is less than 1 or a variance out of range
    public BalancedLinear {
        new Linear(width, weightVariance, biasVariance); // the same conditions
    }

    @Override
    public List<WeightSpec> weights(Shape input) {
        return unbalanced().weights(input);
    }

    @Override
    public Shape output(Shape input) {
        return unbalanced().output(input);
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        int fanIn = input.tensor().shape().axis(1);
        Value mean = evaluator.apply(new Scale(1f / fanIn), evaluator.apply(new SumColumns(), input));
        Value centred = evaluator.apply(new Subtract(), input, evaluator.apply(new SpreadColumns(fanIn), mean));
        return unbalanced().forward(evaluator, weights, centred);
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        return unbalanced().kernel(input.centred());
    }

    private Linear unbalanced() {
        return new Linear(width, weightVariance, biasVariance);
    }
}
