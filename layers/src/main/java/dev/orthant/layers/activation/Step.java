package dev.orthant.layers.activation;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.infinite.NoClosedForm;
import dev.orthant.layers.infinite.Rectifier;

/// Step, φ(z) = 1 for z > 0, else 0: the zeroth-order arc-cosine kernel. It has an NNGP but no NTK.
///
///     T = (π − arccos t)/(2π)        t = c/√(q r)
///
/// Source: Cho and Saul 2009 (n = 0). Where a variance is 0, φ is taken as 0.
///
/// ```java
/// Step step = new Step();
/// // both numbers are positive: a quarter of independent pairs, a third at correlation ½
/// step.covariance(0, 1, 1);       // → 0.25
/// step.covariance(0.5, 1, 1);     // → 0.33333…
/// step.slope(0, 1, 1);            // throws NoClosedForm
/// ```
///
/// @since 0.1.0
public record Step() implements Activation {
    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return evaluator.apply(new dev.orthant.autograd.op.BySign(0, 1), input);
    }

    @Override
    public double activation(double z) {
        return z > 0 ? 1 : 0;
    }

    @Override
    public double mean(double q) {
        return q > 0 ? 0.5 : 0;
    }

    @Override
    public double covariance(double c, double q, double r) {
        double scale = Math.sqrt(q * r);
        return scale > 0 ? Rectifier.derivativeMap(Math.clamp(c / scale, -1, 1)) / 2 : 0;
    }

    @Override
    public double slope(double c, double q, double r) {
        throw new NoClosedForm("kernel of step: the function jumps at 0, so the NTK is infinite on the diagonal;"
                + " use the NNGP, or a smooth function such as Erf");
    }

    @Override
    public boolean hasSlope() {
        return false;
    }
}
