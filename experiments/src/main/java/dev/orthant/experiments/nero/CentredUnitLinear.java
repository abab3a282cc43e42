package dev.orthant.experiments.nero;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.DivideOrZero;
import dev.orthant.autograd.op.MatMulTransposedRight;
import dev.orthant.autograd.op.Multiply;
import dev.orthant.autograd.op.Power;
import dev.orthant.autograd.op.Scale;
import dev.orthant.autograd.op.SpreadColumns;
import dev.orthant.autograd.op.Subtract;
import dev.orthant.autograd.op.SumColumns;
import dev.orthant.layers.Layer;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.WeightSpec;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.layers.infinite.NoClosedForm;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.weights.Role;
import java.util.List;

/// Centred weight norm: a fully connected layer whose neurons are balanced by reparameterisation, not by projection.
///
///     wᵢ = (vᵢ − v̄ᵢ) / ‖vᵢ − v̄ᵢ‖        for the raw weights vᵢ of neuron i
///     z  = x Wᵀ                           no bias
///     V  ~ N(0, σ²)
///
/// The network is the same for every scale of V; gradients with respect to V are 1/σ as large, and so are the angles by which a
/// step of fixed length turns a neuron. Source: Liu, Bernstein, Meister and Yue 2021, "Learning by turning", section 5; after
/// Salimans and Kingma 2016, "Weight normalization", and Huang et al. 2017, "Centered weight normalization".
///
/// @param width number of neurons, at least 1
/// @param sigma σ, more than 0
record CentredUnitLinear(int width, double sigma) implements Layer {
    @Override
    public List<WeightSpec> weights(Shape input) {
        int fanIn = input.axis(0);
        return List.of(new WeightSpec("weight", Role.MATRIX, Shape.of(width, fanIn), fanIn, sigma * sigma));
    }

    @Override
    public Shape output(Shape input) {
        return Shape.of(width);
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return evaluator.apply(new MatMulTransposedRight(), input, balanced(evaluator, weights.get("weight")));
    }

    /// Every row less its mean, over its norm.
    static Value balanced(Evaluator evaluator, Value raw) {
        int fanIn = raw.tensor().shape().axis(1);
        Value mean = evaluator.apply(new Scale(1f / fanIn), evaluator.apply(new SumColumns(), raw));
        Value centred = evaluator.apply(new Subtract(), raw, evaluator.apply(new SpreadColumns(fanIn), mean));
        Value squares = evaluator.apply(new SumColumns(), evaluator.apply(new Multiply(), centred, centred));
        Value norms = evaluator.apply(new Power(0.5f), squares);
        return evaluator.apply(new DivideOrZero(), centred, evaluator.apply(new SpreadColumns(fanIn), norms));
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        throw new NoClosedForm("centred weight norm: the layer is read for training only; its limit is that of"
                + " BalancedLinear with a weight variance of 1, so ask that layer");
    }
}
