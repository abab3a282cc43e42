package dev.orthant.autograd.op;

import dev.orthant.autograd.Add;
import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.Tensor;

/// Gaussian error linear unit, exact, element by element (Hendrycks and Gimpel 2016).
///
///     Y  = X ∘ Φ(X)                         Φ, φ: distribution and density of N(0, 1)
///     dX = dY ∘ (Φ(X) + X ∘ φ(X))
public record Gelu() implements Op.Unary {
    private static final double ROOT_HALF = Math.sqrt(0.5);

    @Override
    public Tensor forward(Tensor input) {
        return Operands.map(input, z -> z * normalCdf(z));
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        Value erf = evaluator.apply(new Erf(), evaluator.apply(new Scale((float) ROOT_HALF), input));
        Value cdf = evaluator.apply(new Scale(0.5f), evaluator.apply(new AddScalar(1), erf));
        Value square = evaluator.apply(new Multiply(), input, input);
        Value bell = evaluator.apply(new Exp(), evaluator.apply(new Scale(-0.5f), square));
        Value density = evaluator.apply(new Scale((float) (1 / Math.sqrt(2 * Math.PI))), bell);
        Value slope = evaluator.apply(new Add(), cdf, evaluator.apply(new Multiply(), input, density));
        return evaluator.apply(new Multiply(), upstream, slope);
    }

    private static double normalCdf(double z) {
        return (1 + Erf.of(ROOT_HALF * z)) / 2;
    }
}
