package dev.orthant.tensor.kernel;

import dev.orthant.tensor.Span;

/// One number at a time: the definition. The formulas stand in the classes named here.
final class ScalarFunctions implements FunctionKernels {
    private interface Unary {
        float of(float a);
    }

    private interface Binary {
        float of(float a, float b);
    }

    @Override
    public void exp(Span a, Span out) {
        map(a, out, Exponential::exp);
    }

    @Override
    public void expm1(Span a, Span out) {
        map(a, out, Exponential::expm1);
    }

    @Override
    public void log(Span a, Span out) {
        map(a, out, Logarithm::log);
    }

    @Override
    public void log1p(Span a, Span out) {
        map(a, out, Logarithm::log1p);
    }

    @Override
    public void tanh(Span a, Span out) {
        map(a, out, Sigmoids::tanh);
    }

    @Override
    public void sigmoid(Span a, Span out) {
        map(a, out, Sigmoids::sigmoid);
    }

    @Override
    public void silu(Span a, Span out) {
        map(a, out, Sigmoids::silu);
    }

    @Override
    public void softplus(Span a, Span out) {
        map(a, out, Sigmoids::softplus);
    }

    @Override
    public void erf(Span a, Span out) {
        map(a, out, ErrorFunction::erf);
    }

    @Override
    public void gelu(Span a, Span out) {
        map(a, out, Gelu::gelu);
    }

    @Override
    public void sqrt(Span a, Span out) {
        map(a, out, x -> (float) Math.sqrt(x));
    }

    @Override
    public void reciprocal(Span a, Span out) {
        map(a, out, x -> 1 / x);
    }

    @Override
    public void absolute(Span a, Span out) {
        map(a, out, Math::abs);
    }

    @Override
    public void sign(Span a, Span out) {
        map(a, out, Math::signum);
    }

    @Override
    public void acos(Span a, Span out) {
        map(a, out, ArcCosine::acos);
    }

    @Override
    public void sin(Span a, Span out) {
        map(a, out, Trigonometry::sin);
    }

    @Override
    public void cos(Span a, Span out) {
        map(a, out, Trigonometry::cos);
    }

    @Override
    public void power(Span a, float exponent, Span out) {
        map(a, out, Power.raisingTo(exponent)::of);
    }

    @Override
    public void maximum(Span a, Span b, Span out) {
        map(a, b, out, Math::max);
    }

    @Override
    public void minimum(Span a, Span b, Span out) {
        map(a, b, out, Math::min);
    }

    @Override
    public void clamp(Span a, float lowest, float highest, Span out) {
        map(a, out, x -> x < lowest ? lowest : x > highest ? highest : x);
    }

    @Override
    public void divide(Span a, Span b, Span out) {
        map(a, b, out, (x, y) -> x / y);
    }

    @Override
    public void where(Span mask, Span a, Span b, Span out) {
        Pieces.ofElements(out.length(), (from, to) -> {
            for (int i = from; i < to; i++) {
                boolean chosen = mask.array()[mask.from() + i] > 0;
                out.array()[out.from() + i] = chosen ? a.array()[a.from() + i] : b.array()[b.from() + i];
            }
        });
    }

    @Override
    public void piecewiseLinear(Span a, float negative, float positive, Span out) {
        float lowest = negative == 0 ? 0 : Float.NEGATIVE_INFINITY;
        float highest = positive == 0 ? 0 : Float.POSITIVE_INFINITY;
        map(a, out, any -> {
            float x = any < lowest || any > highest ? 0 : any; // 0 · ∞ would be NaN
            return x < 0 ? negative * x : positive * x;
        });
    }

    @Override
    public void tanhGradient(Span upstream, Span output, Span out) {
        map(upstream, output, out, (u, y) -> u * Math.fma(-y, y, 1));
    }

    @Override
    public void sigmoidGradient(Span upstream, Span output, Span out) {
        map(upstream, output, out, (u, y) -> u * (y * (1 - y)));
    }

    @Override
    public void siluGradient(Span upstream, Span input, Span out) {
        map(upstream, input, out, (u, x) -> u * Sigmoids.siluDerivative(x));
    }

    @Override
    public void softplusGradient(Span upstream, Span input, Span out) {
        map(upstream, input, out, (u, x) -> u * Sigmoids.sigmoid(x));
    }

    @Override
    public void erfGradient(Span upstream, Span input, Span out) {
        map(upstream, input, out, (u, x) -> u * ErrorFunction.derivative(x));
    }

    @Override
    public void geluGradient(Span upstream, Span input, Span out) {
        map(upstream, input, out, (u, x) -> u * Gelu.derivative(x));
    }

    @Override
    public void sqrtGradient(Span upstream, Span output, Span out) {
        map(upstream, output, out, (u, y) -> u / (y + y));
    }

    @Override
    public void reciprocalGradient(Span upstream, Span output, Span out) {
        map(upstream, output, out, (u, y) -> -(u * (y * y)));
    }

    @Override
    public void absoluteGradient(Span upstream, Span input, Span out) {
        map(upstream, input, out, (u, x) -> u * Math.signum(x));
    }

    @Override
    public void acosGradient(Span upstream, Span input, Span out) {
        map(upstream, input, out, (u, x) -> u * ArcCosine.derivative(x));
    }

    @Override
    public void powerGradient(Span upstream, Span input, float exponent, Span out) {
        Power derivative = Power.raisingTo(exponent - 1.0);
        // 0 · x⁻¹ is 0, also at 0.
        map(upstream, input, out, (u, x) -> exponent == 0 ? 0 : u * (exponent * derivative.of(x)));
    }

    @Override
    public void clampGradient(Span upstream, Span input, float lowest, float highest, Span out) {
        map(upstream, input, out, (u, x) -> x >= lowest && x <= highest ? u : 0);
    }

    @Override
    public void piecewiseLinearGradient(Span upstream, Span input, float negative, float positive, Span out) {
        float lower = negative == 0 ? Float.NEGATIVE_INFINITY : 0; // no number is below: the result is 0
        float upper = positive == 0 ? Float.POSITIVE_INFINITY : 0;
        map(upstream, input, out, (u, x) -> x < lower ? negative * u : x > upper ? positive * u : 0);
    }

    private static void map(Span a, Span out, Unary function) {
        Pieces.ofElements(out.length(), (from, to) -> {
            for (int i = from; i < to; i++) {
                out.array()[out.from() + i] = function.of(a.array()[a.from() + i]);
            }
        });
    }

    private static void map(Span a, Span b, Span out, Binary function) {
        Pieces.ofElements(out.length(), (from, to) -> {
            for (int i = from; i < to; i++) {
                out.array()[out.from() + i] = function.of(a.array()[a.from() + i], b.array()[b.from() + i]);
            }
        });
    }
}
