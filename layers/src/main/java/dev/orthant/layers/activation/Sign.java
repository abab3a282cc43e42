package dev.orthant.layers.activation;

import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Value;
import dev.orthant.layers.NamedValues;
import dev.orthant.layers.infinite.NoClosedForm;

/// Sign, φ(z) = 1 for z > 0 and −1 for z < 0. It has an NNGP but no NTK: no gradient flows through it.
///
///     T = 2/π · arcsin t        t = c/√(q r)
///
/// Where a variance is 0, φ is taken as 0.
///
/// ```java
/// Sign sign = new Sign();
/// // 2/π · arcsin ½ = ⅓, whatever the variances
/// sign.covariance(0.5, 1, 1);         // → 0.33333…
/// sign.covariance(50, 100, 100);      // → 0.33333…
/// sign.slope(0.5, 1, 1);              // throws NoClosedForm
/// ```
///
/// @since 0.1.0
public record Sign() implements Activation {
    @Override
    public Value forward(Evaluator evaluator, NamedValues weights, Value input) {
        return evaluator.apply(new dev.orthant.autograd.op.BySign(-1, 1), input);
    }

    @Override
    public double activation(double z) {
        return Math.signum(z);
    }

    @Override
    public double mean(double q) {
        return 0;
    }

    @Override
    public double covariance(double c, double q, double r) {
        double scale = Math.sqrt(q * r);
        return scale > 0 ? 2 / Math.PI * Math.asin(Math.clamp(c / scale, -1, 1)) : 0;
    }

    @Override
    public double slope(double c, double q, double r) {
        throw new NoClosedForm("kernel of sign: the function jumps at 0, so the NTK is infinite on the diagonal;"
                + " use the NNGP, or a smooth function such as Erf");
    }

    @Override
    public boolean hasSlope() {
        return false;
    }
}
