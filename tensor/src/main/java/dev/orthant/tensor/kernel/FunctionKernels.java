package dev.orthant.tensor.kernel;

import dev.orthant.tensor.Span;

/// Functions of one number, applied to each element of a span, and their derivatives times an upstream gradient.
///
/// All spans of a call have the same length. The output may be one of the inputs (the same elements) and overlaps none in
/// any other way. Element i of the output depends on element i of the inputs alone: the same bits wherever it lies,
/// for scalar and vector kernels, any width of vectors and any number of threads. NaN in gives NaN out.
///
/// Errors are in units in the last place of the exact result (ulp), the largest that the tests meet over all exponents;
/// subnormal results are off by at most as many smallest numbers.
public interface FunctionKernels {
    /// out = eᵃ, within 1 ulp. Overflows to +∞.
    void exp(Span a, Span out);

    /// out = eᵃ − 1 without cancellation near 0, within 2 ulp
    void expm1(Span a, Span out);

    /// out = log a, within 1 ulp; log 0 = −∞, NaN below 0
    void log(Span a, Span out);

    /// out = log(1 + a) without cancellation near 0, within 2 ulp; −∞ at −1, NaN below
    void log1p(Span a, Span out);

    /// out = tanh a, within 2.5 ulp
    void tanh(Span a, Span out);

    /// out = 1 / (1 + e⁻ᵃ), within 2.5 ulp
    void sigmoid(Span a, Span out);

    /// out = a / (1 + e⁻ᵃ) (SiLU, swish), within 4 ulp
    void silu(Span a, Span out);

    /// out = log(1 + eᵃ), within 2 ulp
    void softplus(Span a, Span out);

    /// out = erf a, within 2 ulp
    void erf(Span a, Span out);

    /// out = a Φ(a), Φ the standard normal distribution function (GELU, the exact form), within 5 ulp everywhere, the left
    /// tail included
    void gelu(Span a, Span out);

    /// out = √a, correctly rounded; NaN below 0
    void sqrt(Span a, Span out);

    /// out = 1 / a, correctly rounded
    void reciprocal(Span a, Span out);

    /// out = |a|
    void absolute(Span a, Span out);

    /// out = −1, 0, 1 by the sign of a
    void sign(Span a, Span out);

    /// out = arccos a in [0, π], within 3 ulp; NaN outside [−1, 1]
    void acos(Span a, Span out);

    /// out = sin a (radians), within 2 ulp for finite numbers of any size; NaN at ±∞
    void sin(Span a, Span out);

    /// out = cos a (radians), within 2 ulp for finite numbers of any size; NaN at ±∞
    void cos(Span a, Span out);

    /// out = aᵉ with the special cases of [Math#pow], within 1 ulp
    ///
    /// @param exponent any float32 number
    void power(Span a, float exponent, Span out);

    /// out = max(a, b); NaN if either is
    void maximum(Span a, Span b, Span out);

    /// out = min(a, b); NaN if either is
    void minimum(Span a, Span b, Span out);

    /// out = a, but at least `lowest` and at most `highest`
    ///
    /// @param highest at least `lowest`
    void clamp(Span a, float lowest, float highest, Span out);

    /// out = a / b, correctly rounded
    void divide(Span a, Span b, Span out);

    /// out = a where mask > 0, else b; the number not chosen does not matter, be it NaN
    void where(Span mask, Span a, Span b, Span out);

    /// out = negative · a where a < 0, else positive · a: leaky rectifiers. A slope of 0 makes everything on its
    /// side 0, also an infinite number; NaN stays NaN.
    void piecewiseLinear(Span a, float negative, float positive, Span out);

    /// out = upstream · (1 − output²)
    ///
    /// @param output what [#tanh] returned
    void tanhGradient(Span upstream, Span output, Span out);

    /// out = upstream · output (1 − output)
    ///
    /// @param output what [#sigmoid] returned
    void sigmoidGradient(Span upstream, Span output, Span out);

    /// out = upstream · σ(input) (1 + input (1 − σ(input))), σ the sigmoid
    ///
    /// @param input what [#silu] was given
    void siluGradient(Span upstream, Span input, Span out);

    /// out = upstream · σ(input), σ the sigmoid
    ///
    /// @param input what [#softplus] was given
    void softplusGradient(Span upstream, Span input, Span out);

    /// out = upstream · 2/√π · e^(−input²)
    ///
    /// @param input what [#erf] was given
    void erfGradient(Span upstream, Span input, Span out);

    /// out = upstream · (Φ(input) + input φ(input)), Φ and φ the standard normal distribution function and density
    ///
    /// @param input what [#gelu] was given
    void geluGradient(Span upstream, Span input, Span out);

    /// out = upstream / (2 output)
    ///
    /// @param output what [#sqrt] returned
    void sqrtGradient(Span upstream, Span output, Span out);

    /// out = −upstream · output²
    ///
    /// @param output what [#reciprocal] returned
    void reciprocalGradient(Span upstream, Span output, Span out);

    /// out = upstream · sign(input), 0 at 0
    ///
    /// @param input what [#absolute] was given
    void absoluteGradient(Span upstream, Span input, Span out);

    /// out = −upstream / √(1 − input²)
    ///
    /// @param input what [#acos] was given
    void acosGradient(Span upstream, Span input, Span out);

    /// out = upstream · exponent · input^(exponent − 1)
    ///
    /// @param input what [#power] was given
    void powerGradient(Span upstream, Span input, float exponent, Span out);

    /// out = upstream where lowest ≤ input ≤ highest, else 0. NaN in `input` counts as outside.
    ///
    /// @param input what [#clamp] was given
    void clampGradient(Span upstream, Span input, float lowest, float highest, Span out);

    /// out = negative · upstream where input < 0, positive · upstream where input > 0, else 0; a slope of 0 makes
    /// everything on its side 0, also what is infinite or NaN upstream
    ///
    /// @param input what [#piecewiseLinear] was given
    void piecewiseLinearGradient(Span upstream, Span input, float negative, float positive, Span out);
}
