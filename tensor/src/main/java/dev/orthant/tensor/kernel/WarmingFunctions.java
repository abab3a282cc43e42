package dev.orthant.tensor.kernel;

import dev.orthant.tensor.Span;
import java.util.Arrays;
import java.util.function.Consumer;

/// [VectorFunctions], each as soon as C2 has compiled it, and until then its definition, which has the same bits ([WarmUp]).
final class WarmingFunctions implements FunctionKernels {
    private static final int REHEARSED = 1024;

    /// Compiled, any of them takes a few microseconds for the rehearsed numbers; uncompiled, hundreds.
    private static final long FAST_NANOSECONDS = 20_000;

    private final boolean wanted;
    private final FunctionKernels definition = new ScalarFunctions();
    private final FunctionKernels vectors = new VectorFunctions();

    /// Half of everywhere: no function is slow there.
    private final Span in = filled();

    private final Span out = new Span(new float[REHEARSED], 0, REHEARSED);

    private final WarmUp exp = warmUp(kernels -> kernels.exp(in, out));
    private final WarmUp expm1 = warmUp(kernels -> kernels.expm1(in, out));
    private final WarmUp log = warmUp(kernels -> kernels.log(in, out));
    private final WarmUp log1p = warmUp(kernels -> kernels.log1p(in, out));
    private final WarmUp tanh = warmUp(kernels -> kernels.tanh(in, out));
    private final WarmUp sigmoid = warmUp(kernels -> kernels.sigmoid(in, out));
    private final WarmUp silu = warmUp(kernels -> kernels.silu(in, out));
    private final WarmUp softplus = warmUp(kernels -> kernels.softplus(in, out));
    private final WarmUp erf = warmUp(kernels -> kernels.erf(in, out));
    private final WarmUp gelu = warmUp(kernels -> kernels.gelu(in, out));
    private final WarmUp sqrt = warmUp(kernels -> kernels.sqrt(in, out));
    private final WarmUp reciprocal = warmUp(kernels -> kernels.reciprocal(in, out));
    private final WarmUp absolute = warmUp(kernels -> kernels.absolute(in, out));
    private final WarmUp sign = warmUp(kernels -> kernels.sign(in, out));
    private final WarmUp acos = warmUp(kernels -> kernels.acos(in, out));
    private final WarmUp sin = warmUp(kernels -> kernels.sin(in, out));
    private final WarmUp cos = warmUp(kernels -> kernels.cos(in, out));
    private final WarmUp power = warmUp(kernels -> kernels.power(in, 0.5f, out));
    private final WarmUp maximum = warmUp(kernels -> kernels.maximum(in, in, out));
    private final WarmUp minimum = warmUp(kernels -> kernels.minimum(in, in, out));
    private final WarmUp clamp = warmUp(kernels -> kernels.clamp(in, 0.5f, 1, out));
    private final WarmUp divide = warmUp(kernels -> kernels.divide(in, in, out));
    private final WarmUp where = warmUp(kernels -> kernels.where(in, in, in, out));
    private final WarmUp tanhGradient = warmUp(kernels -> kernels.tanhGradient(in, in, out));
    private final WarmUp sigmoidGradient = warmUp(kernels -> kernels.sigmoidGradient(in, in, out));
    private final WarmUp siluGradient = warmUp(kernels -> kernels.siluGradient(in, in, out));
    private final WarmUp softplusGradient = warmUp(kernels -> kernels.softplusGradient(in, in, out));
    private final WarmUp erfGradient = warmUp(kernels -> kernels.erfGradient(in, in, out));
    private final WarmUp geluGradient = warmUp(kernels -> kernels.geluGradient(in, in, out));
    private final WarmUp sqrtGradient = warmUp(kernels -> kernels.sqrtGradient(in, in, out));
    private final WarmUp reciprocalGradient = warmUp(kernels -> kernels.reciprocalGradient(in, in, out));
    private final WarmUp absoluteGradient = warmUp(kernels -> kernels.absoluteGradient(in, in, out));
    private final WarmUp acosGradient = warmUp(kernels -> kernels.acosGradient(in, in, out));
    private final WarmUp powerGradient = warmUp(kernels -> kernels.powerGradient(in, in, 0.5f, out));
    private final WarmUp clampGradient = warmUp(kernels -> kernels.clampGradient(in, in, 0.5f, 1, out));

    private final WarmUp piecewiseLinear = warmUp(kernels -> kernels.piecewiseLinear(in, 0.5f, 1, out));
    private final WarmUp piecewiseLinearGradient =
            warmUp(kernels -> kernels.piecewiseLinearGradient(in, in, 0.5f, 1, out));

    /// @param wanted whether there is a warm-up; without, the vector kernels serve from the first call on
    WarmingFunctions(boolean wanted) {
        this.wanted = wanted;
    }

    private static Span filled() {
        float[] numbers = new float[REHEARSED];
        Arrays.fill(numbers, 0.5f);
        return new Span(numbers, 0, REHEARSED);
    }

    private WarmUp warmUp(Consumer<FunctionKernels> call) {
        return new WarmUp(() -> call.accept(vectors), FAST_NANOSECONDS, true);
    }

    private FunctionKernels chosen(WarmUp warmUp) {
        return !wanted || warmUp.isOver() ? vectors : definition;
    }

    @Override
    public void exp(Span a, Span out) {
        chosen(exp).exp(a, out);
    }

    @Override
    public void expm1(Span a, Span out) {
        chosen(expm1).expm1(a, out);
    }

    @Override
    public void log(Span a, Span out) {
        chosen(log).log(a, out);
    }

    @Override
    public void log1p(Span a, Span out) {
        chosen(log1p).log1p(a, out);
    }

    @Override
    public void tanh(Span a, Span out) {
        chosen(tanh).tanh(a, out);
    }

    @Override
    public void sigmoid(Span a, Span out) {
        chosen(sigmoid).sigmoid(a, out);
    }

    @Override
    public void silu(Span a, Span out) {
        chosen(silu).silu(a, out);
    }

    @Override
    public void softplus(Span a, Span out) {
        chosen(softplus).softplus(a, out);
    }

    @Override
    public void erf(Span a, Span out) {
        chosen(erf).erf(a, out);
    }

    @Override
    public void gelu(Span a, Span out) {
        chosen(gelu).gelu(a, out);
    }

    @Override
    public void sqrt(Span a, Span out) {
        chosen(sqrt).sqrt(a, out);
    }

    @Override
    public void reciprocal(Span a, Span out) {
        chosen(reciprocal).reciprocal(a, out);
    }

    @Override
    public void absolute(Span a, Span out) {
        chosen(absolute).absolute(a, out);
    }

    @Override
    public void sign(Span a, Span out) {
        chosen(sign).sign(a, out);
    }

    @Override
    public void acos(Span a, Span out) {
        chosen(acos).acos(a, out);
    }

    @Override
    public void sin(Span a, Span out) {
        chosen(sin).sin(a, out);
    }

    @Override
    public void cos(Span a, Span out) {
        chosen(cos).cos(a, out);
    }

    @Override
    public void power(Span a, float exponent, Span out) {
        chosen(power).power(a, exponent, out);
    }

    @Override
    public void maximum(Span a, Span b, Span out) {
        chosen(maximum).maximum(a, b, out);
    }

    @Override
    public void minimum(Span a, Span b, Span out) {
        chosen(minimum).minimum(a, b, out);
    }

    @Override
    public void clamp(Span a, float lowest, float highest, Span out) {
        chosen(clamp).clamp(a, lowest, highest, out);
    }

    @Override
    public void divide(Span a, Span b, Span out) {
        chosen(divide).divide(a, b, out);
    }

    @Override
    public void where(Span mask, Span a, Span b, Span out) {
        chosen(where).where(mask, a, b, out);
    }

    @Override
    public void piecewiseLinear(Span a, float negative, float positive, Span out) {
        chosen(piecewiseLinear).piecewiseLinear(a, negative, positive, out);
    }

    @Override
    public void tanhGradient(Span upstream, Span output, Span out) {
        chosen(tanhGradient).tanhGradient(upstream, output, out);
    }

    @Override
    public void sigmoidGradient(Span upstream, Span output, Span out) {
        chosen(sigmoidGradient).sigmoidGradient(upstream, output, out);
    }

    @Override
    public void siluGradient(Span upstream, Span input, Span out) {
        chosen(siluGradient).siluGradient(upstream, input, out);
    }

    @Override
    public void softplusGradient(Span upstream, Span input, Span out) {
        chosen(softplusGradient).softplusGradient(upstream, input, out);
    }

    @Override
    public void erfGradient(Span upstream, Span input, Span out) {
        chosen(erfGradient).erfGradient(upstream, input, out);
    }

    @Override
    public void geluGradient(Span upstream, Span input, Span out) {
        chosen(geluGradient).geluGradient(upstream, input, out);
    }

    @Override
    public void sqrtGradient(Span upstream, Span output, Span out) {
        chosen(sqrtGradient).sqrtGradient(upstream, output, out);
    }

    @Override
    public void reciprocalGradient(Span upstream, Span output, Span out) {
        chosen(reciprocalGradient).reciprocalGradient(upstream, output, out);
    }

    @Override
    public void absoluteGradient(Span upstream, Span input, Span out) {
        chosen(absoluteGradient).absoluteGradient(upstream, input, out);
    }

    @Override
    public void acosGradient(Span upstream, Span input, Span out) {
        chosen(acosGradient).acosGradient(upstream, input, out);
    }

    @Override
    public void powerGradient(Span upstream, Span input, float exponent, Span out) {
        chosen(powerGradient).powerGradient(upstream, input, exponent, out);
    }

    @Override
    public void clampGradient(Span upstream, Span input, float lowest, float highest, Span out) {
        chosen(clampGradient).clampGradient(upstream, input, lowest, highest, out);
    }

    @Override
    public void piecewiseLinearGradient(Span upstream, Span input, float negative, float positive, Span out) {
        chosen(piecewiseLinearGradient).piecewiseLinearGradient(upstream, input, negative, positive, out);
    }
}
