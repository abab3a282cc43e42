package dev.orthant.layers;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.autograd.op.AddRow;
import dev.orthant.autograd.op.MatMulTransposedRight;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.weights.Role;
import java.util.ArrayList;
import java.util.List;

/// Fully connected layer, with or without a bias.
///
///     z     = x Wᵀ + b          x [batch, fanIn], W [width, fanIn], b [width]
///     prior : Wᵢⱼ ~ N(0, σ_w² / fanIn),  bᵢ ~ N(0, σ_b²)
///     nngp' = σ_w² nngp + σ_b²
///     ntk'  = nngp' + σ_w² ntk   (NTK parameterisation: W = σ_w/√fanIn · V, b = σ_b · β, derivatives with respect to V, β)
///
/// With σ_w = 1 and no bias this is the layer of Bernstein and Yue 2021.
///
/// ```java
/// Map<String, Tensor> state = Map.of("weight", Tensor.of(Shape.of(1, 2), 3, 4), "bias", Tensor.of(Shape.of(1), 10));
/// Network line = Network.ofState(new Linear(1, 1, 1), Shape.of(2), state);
/// line.predict(Tensor.of(Shape.of(2), 1, 2)).item();      // → 21.0
/// Linear.of(10).output(Shape.of(28, 28));                 // throws ShapeException
/// ```
///
/// @param width          number of neurons, at least 1
/// @param weightVariance σ_w², more than 0
/// @param biasVariance   σ_b², at least 0; 0 means that there is no bias
/// @param parameterisation of the NTK; the finite network and the NNGP are the same for both
/// @since 0.1.0
public record Linear(int width, double weightVariance, double biasVariance, Parameterisation parameterisation)
        implements Layer {
    /// Checks the width and the prior.
    ///
    /// @throws IllegalArgumentException if the width is less than 1 or a variance out of range
    public Linear {
        if (width < 1 || !(weightVariance > 0) || !(biasVariance >= 0)) {
            throw new IllegalArgumentException("linear: width is " + width + ", weight variance " + weightVariance
                    + ", bias variance " + biasVariance + "; they must be at least 1, more than 0 and at least 0");
        }
    }

    /// With the NTK of the NTK parameterisation.
    ///
    /// @param width          number of neurons, at least 1
    /// @param weightVariance σ_w², more than 0
    /// @param biasVariance   σ_b², at least 0; 0 means that there is no bias
    public Linear(int width, double weightVariance, double biasVariance) {
        this(width, weightVariance, biasVariance, Parameterisation.NTK);
    }

    /// {@return a layer without bias, σ_w = 1, with the NTK of the NTK parameterisation}
    ///
    /// @param width number of neurons, at least 1
    public static Linear of(int width) {
        return new Linear(width, 1, 0);
    }

    @Override
    public List<WeightSpec> weights(Shape input) {
        output(input);
        int fanIn = input.axis(0);
        List<WeightSpec> specs = new ArrayList<>();
        specs.add(new WeightSpec("weight", Role.MATRIX, Shape.of(width, fanIn), fanIn, weightVariance / fanIn));
        if (biasVariance > 0) {
            specs.add(new WeightSpec("bias", Role.BIAS, Shape.of(width), fanIn, biasVariance));
        }
        return specs;
    }

    @Override
    public Shape output(Shape input) {
        if (input.rank() != 1 || input.axis(0) < 1) {
            throw new ShapeException("linear: an example is " + input
                    + "; one axis of at least 1 is required; flatten it before this layer");
        }
        return Shape.of(width);
    }

    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        Value scores = evaluator.apply(new MatMulTransposedRight(), input, weights.get("weight"));
        return biasVariance > 0 ? evaluator.apply(new AddRow(), scores, weights.get("bias")) : scores;
    }

    @Override
    public KernelBlock kernel(KernelBlock input) {
        KernelBlock output = switch (parameterisation) {
            case NTK -> input.affine(weightVariance, biasVariance);
            case STANDARD -> input.affineStandard(weightVariance, biasVariance);
        };
        return output.withWidth(width);
    }
}
