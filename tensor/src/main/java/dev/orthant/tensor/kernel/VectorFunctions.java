package dev.orthant.tensor.kernel;

import dev.orthant.tensor.Span;
import java.util.Arrays;

/// A vector of numbers at a time, the bits of [ScalarFunctions]. The formulas stand in the classes named here, each beside
/// its definition.
final class VectorFunctions implements FunctionKernels {
    @Override
    public void exp(Span a, Span out) {
        Elementwise.run(VectorExponential::exp, a, out);
    }

    @Override
    public void expm1(Span a, Span out) {
        Elementwise.run(VectorExponential::expm1, a, out);
    }

    @Override
    public void log(Span a, Span out) {
        Elementwise.run(VectorLogarithm::log, a, out);
    }

    @Override
    public void log1p(Span a, Span out) {
        Elementwise.run(VectorLogarithm::log1p, a, out);
    }

    @Override
    public void tanh(Span a, Span out) {
        Elementwise.run(VectorSigmoids::tanh, a, out);
    }

    @Override
    public void sigmoid(Span a, Span out) {
        Elementwise.run(VectorSigmoids::sigmoid, a, out);
    }

    @Override
    public void silu(Span a, Span out) {
        Elementwise.run(VectorSigmoids::silu, a, out);
    }

    @Override
    public void softplus(Span a, Span out) {
        Passes.run(VectorSigmoids.SOFTPLUS, a, out);
    }

    @Override
    public void erf(Span a, Span out) {
        Elementwise.run(VectorErrorFunction::erf, a, out);
    }

    @Override
    public void gelu(Span a, Span out) {
        Elementwise.run(VectorGelu::gelu, a, out);
    }

    @Override
    public void sqrt(Span a, Span out) {
        Elementwise.run(VectorArithmetic::sqrt, a, out);
    }

    @Override
    public void reciprocal(Span a, Span out) {
        Elementwise.run(VectorArithmetic::reciprocal, a, out);
    }

    @Override
    public void absolute(Span a, Span out) {
        Elementwise.run(VectorArithmetic::absolute, a, out);
    }

    @Override
    public void sign(Span a, Span out) {
        Elementwise.run(VectorArithmetic::sign, a, out);
    }

    @Override
    public void acos(Span a, Span out) {
        Elementwise.run(VectorArcCosine::acos, a, out);
    }

    @Override
    public void sin(Span a, Span out) {
        Elementwise.run(VectorTrigonometry::sin, a, out);
    }

    @Override
    public void cos(Span a, Span out) {
        Elementwise.run(VectorTrigonometry::cos, a, out);
    }

    @Override
    public void power(Span a, float exponent, Span out) {
        Power power = Power.raisingTo(exponent);
        Pieces.ofElements(
                out.length(),
                (from, to) -> VectorPower.power(
                        power, a.array(), a.from() + from, out.array(), out.from() + from, to - from));
    }

    @Override
    public void maximum(Span a, Span b, Span out) {
        Elementwise.run(VectorArithmetic::maximum, a, b, out);
    }

    @Override
    public void minimum(Span a, Span b, Span out) {
        Elementwise.run(VectorArithmetic::minimum, a, b, out);
    }

    @Override
    public void clamp(Span a, float lowest, float highest, Span out) {
        UnaryLoop loop = (in, inFrom, to, toFrom, length) ->
                VectorArithmetic.clamp(lowest, highest, in, inFrom, to, toFrom, length);
        Elementwise.run(loop, a, out);
    }

    @Override
    public void divide(Span a, Span b, Span out) {
        Elementwise.run(VectorArithmetic::divide, a, b, out);
    }

    @Override
    public void where(Span mask, Span a, Span b, Span out) {
        Pieces.ofElements(
                out.length(),
                (from, to) -> VectorArithmetic.where(
                        mask.array(),
                        mask.from() + from,
                        a.array(),
                        a.from() + from,
                        b.array(),
                        b.from() + from,
                        out.array(),
                        out.from() + from,
                        to - from));
    }

    @Override
    public void piecewiseLinear(Span a, float negative, float positive, Span out) {
        UnaryLoop loop = (in, inFrom, to, toFrom, length) ->
                VectorArithmetic.piecewiseLinear(negative, positive, in, inFrom, to, toFrom, length);
        Elementwise.run(loop, a, out);
    }

    @Override
    public void tanhGradient(Span upstream, Span output, Span out) {
        Elementwise.run(VectorSigmoids::tanhGradient, upstream, output, out);
    }

    @Override
    public void sigmoidGradient(Span upstream, Span output, Span out) {
        Elementwise.run(VectorSigmoids::sigmoidGradient, upstream, output, out);
    }

    @Override
    public void siluGradient(Span upstream, Span input, Span out) {
        Passes.runGradient(VectorSigmoids.SILU_DERIVATIVE, upstream, input, out);
    }

    @Override
    public void softplusGradient(Span upstream, Span input, Span out) {
        Elementwise.run(VectorSigmoids::softplusGradient, upstream, input, out);
    }

    @Override
    public void erfGradient(Span upstream, Span input, Span out) {
        Elementwise.run(VectorErrorFunction::erfGradient, upstream, input, out);
    }

    @Override
    public void geluGradient(Span upstream, Span input, Span out) {
        Elementwise.run(VectorGelu::geluGradient, upstream, input, out);
    }

    @Override
    public void sqrtGradient(Span upstream, Span output, Span out) {
        Elementwise.run(VectorArithmetic::sqrtGradient, upstream, output, out);
    }

    @Override
    public void reciprocalGradient(Span upstream, Span output, Span out) {
        Elementwise.run(VectorArithmetic::reciprocalGradient, upstream, output, out);
    }

    @Override
    public void absoluteGradient(Span upstream, Span input, Span out) {
        Elementwise.run(VectorArithmetic::absoluteGradient, upstream, input, out);
    }

    @Override
    public void acosGradient(Span upstream, Span input, Span out) {
        Elementwise.run(VectorArcCosine::acosGradient, upstream, input, out);
    }

    @Override
    public void powerGradient(Span upstream, Span input, float exponent, Span out) {
        if (exponent == 0) {
            Arrays.fill(out.array(), out.from(), out.from() + out.length(), 0); // 0 · x⁻¹ is 0, also at 0
            return;
        }
        Power derivative = Power.raisingTo(exponent - 1.0);
        Pieces.ofElements(
                out.length(),
                (from, to) -> VectorPower.gradient(
                        exponent,
                        derivative,
                        upstream.array(),
                        upstream.from() + from,
                        input.array(),
                        input.from() + from,
                        out.array(),
                        out.from() + from,
                        to - from));
    }

    @Override
    public void clampGradient(Span upstream, Span input, float lowest, float highest, Span out) {
        BinaryLoop loop = (up, upFrom, in, inFrom, to, toFrom, length) ->
                VectorArithmetic.clampGradient(lowest, highest, up, upFrom, in, inFrom, to, toFrom, length);
        Elementwise.run(loop, upstream, input, out);
    }

    @Override
    public void piecewiseLinearGradient(Span upstream, Span input, float negative, float positive, Span out) {
        BinaryLoop loop = (up, upFrom, in, inFrom, to, toFrom, length) -> VectorArithmetic.piecewiseLinearGradient(
                negative, positive, up, upFrom, in, inFrom, to, toFrom, length);
        Elementwise.run(loop, upstream, input, out);
    }
}
