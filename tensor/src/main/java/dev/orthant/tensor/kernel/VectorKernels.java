package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// A vector of numbers at a time, on the JDK Vector API.
///
/// The elementwise kernels round after each operation as the scalar ones do (no fused multiply-add; memory bounds them
/// anyway) and give the same bits. Loops end in a scalar tail rather than a masked vector, which is slow without
/// AVX-512. None allocates once C2 has compiled it; the tests watch that.
public final class VectorKernels implements Kernels {
    private static final int REHEARSED = 1024;

    /// Compiled, a thousand random numbers take about a microsecond; uncompiled, hundreds.
    private static final long FAST_NANOSECONDS = 20_000;

    private static final Span NUMBERS = new Span(new float[REHEARSED], 0, REHEARSED);
    private static final WarmUp UNIFORM = new WarmUp(() -> VectorRandom.uniform(0, 0, NUMBERS), FAST_NANOSECONDS);
    private static final WarmUp GAUSSIAN = new WarmUp(() -> VectorRandom.gaussian(0, 0, NUMBERS), FAST_NANOSECONDS);

    private final MovementKernels movement = new VectorMovement();
    private final FunctionKernels functions = new WarmingFunctions(WarmUp.isWanted());
    private final RowKernels rows = new VectorRows();
    private final DoubleKernels doubles = new VectorDoubles();
    private final StepKernels steps = new VectorSteps();
    private final NormalLawKernels normalLaw = new VectorNormalLaw();
    private final RectifierKernels rectifier = new VectorRectifier();
    private final ConvolutionKernels convolution = new VectorConvolution();
    private final PoolingKernels pooling = new VectorPooling();

    private final int lanes;

    /// @throws LinkageError if the JVM has no module `jdk.incubator.vector`
    public VectorKernels() {
        lanes = LANES; // read here: the classes must be found missing now and not in the first kernel
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public int lanes() {
        return lanes;
    }

    @Override
    public MovementKernels movement() {
        return movement;
    }

    @Override
    public FunctionKernels functions() {
        return functions;
    }

    @Override
    public RowKernels rows() {
        return rows;
    }

    @Override
    public DoubleKernels doubles() {
        return doubles;
    }

    @Override
    public StepKernels steps() {
        return steps;
    }

    @Override
    public NormalLawKernels normalLaw() {
        return normalLaw;
    }

    @Override
    public RectifierKernels rectifier() {
        return rectifier;
    }

    @Override
    public void multiply(MatrixView a, MatrixView b, MatrixView c) {
        VectorMatrixProduct.compute(new Operand(a, false), new Operand(b, true), c);
    }

    @Override
    public void multiplyTransposedRight(MatrixView a, MatrixView b, MatrixView c) {
        VectorMatrixProduct.compute(new Operand(a, false), new Operand(b, false), c);
    }

    @Override
    public void multiplyTransposedLeft(MatrixView a, MatrixView b, MatrixView c) {
        VectorMatrixProduct.compute(new Operand(a, true), new Operand(b, true), c);
    }

    @Override
    public void addProduct(MatrixView a, MatrixView b, MatrixView c) {
        AddedProduct.compute(a, b, c);
    }

    @Override
    public void add(Span a, Span b, Span out) {
        float[] aArray = a.array();
        float[] bArray = b.array();
        float[] outArray = out.array();
        int bound = Species.FLOAT.loopBound(out.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector aVector = FloatVector.fromArray(Species.FLOAT, aArray, a.from() + i);
            FloatVector bVector = FloatVector.fromArray(Species.FLOAT, bArray, b.from() + i);
            aVector.add(bVector).intoArray(outArray, out.from() + i);
        }
        for (int i = bound; i < out.length(); i++) {
            outArray[out.from() + i] = aArray[a.from() + i] + bArray[b.from() + i];
        }
    }

    @Override
    public void subtract(Span a, Span b, Span out) {
        float[] aArray = a.array();
        float[] bArray = b.array();
        float[] outArray = out.array();
        int bound = Species.FLOAT.loopBound(out.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector aVector = FloatVector.fromArray(Species.FLOAT, aArray, a.from() + i);
            FloatVector bVector = FloatVector.fromArray(Species.FLOAT, bArray, b.from() + i);
            aVector.sub(bVector).intoArray(outArray, out.from() + i);
        }
        for (int i = bound; i < out.length(); i++) {
            outArray[out.from() + i] = aArray[a.from() + i] - bArray[b.from() + i];
        }
    }

    @Override
    public void multiply(Span a, Span b, Span out) {
        float[] aArray = a.array();
        float[] bArray = b.array();
        float[] outArray = out.array();
        int bound = Species.FLOAT.loopBound(out.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector aVector = FloatVector.fromArray(Species.FLOAT, aArray, a.from() + i);
            FloatVector bVector = FloatVector.fromArray(Species.FLOAT, bArray, b.from() + i);
            aVector.mul(bVector).intoArray(outArray, out.from() + i);
        }
        for (int i = bound; i < out.length(); i++) {
            outArray[out.from() + i] = aArray[a.from() + i] * bArray[b.from() + i];
        }
    }

    @Override
    public void scale(Span a, float factor, Span out) {
        float[] aArray = a.array();
        float[] outArray = out.array();
        int bound = Species.FLOAT.loopBound(out.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector aVector = FloatVector.fromArray(Species.FLOAT, aArray, a.from() + i);
            aVector.mul(factor).intoArray(outArray, out.from() + i);
        }
        for (int i = bound; i < out.length(); i++) {
            outArray[out.from() + i] = factor * aArray[a.from() + i];
        }
    }

    @Override
    public void addScaled(Span accumulator, float factor, Span a) {
        float[] accumulatorArray = accumulator.array();
        float[] aArray = a.array();
        int bound = Species.FLOAT.loopBound(accumulator.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector accumulatorVector =
                    FloatVector.fromArray(Species.FLOAT, accumulatorArray, accumulator.from() + i);
            FloatVector aVector = FloatVector.fromArray(Species.FLOAT, aArray, a.from() + i);
            accumulatorVector.add(aVector.mul(factor)).intoArray(accumulatorArray, accumulator.from() + i);
        }
        for (int i = bound; i < accumulator.length(); i++) {
            accumulatorArray[accumulator.from() + i] += factor * aArray[a.from() + i];
        }
    }

    @Override
    public void shiftAndScale(Span a, float shift, float factor, Span out) {
        float[] aArray = a.array();
        float[] outArray = out.array();
        int bound = Species.FLOAT.loopBound(out.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector aVector = FloatVector.fromArray(Species.FLOAT, aArray, a.from() + i);
            aVector.sub(shift).mul(factor).intoArray(outArray, out.from() + i);
        }
        for (int i = bound; i < out.length(); i++) {
            outArray[out.from() + i] = (aArray[a.from() + i] - shift) * factor;
        }
    }

    @Override
    public void scaledRelu(Span a, float factor, Span out) {
        float[] aArray = a.array();
        float[] outArray = out.array();
        int bound = Species.FLOAT.loopBound(out.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector aVector = FloatVector.fromArray(Species.FLOAT, aArray, a.from() + i);
            aVector.max(0).mul(factor).intoArray(outArray, out.from() + i);
        }
        for (int i = bound; i < out.length(); i++) {
            outArray[out.from() + i] = factor * Math.max(0, aArray[a.from() + i]);
        }
    }

    @Override
    public void scaledWherePositive(Span upstream, Span a, float factor, Span out) {
        float[] upstreamArray = upstream.array();
        float[] aArray = a.array();
        float[] outArray = out.array();
        FloatVector zero = FloatVector.zero(Species.FLOAT);
        int bound = Species.FLOAT.loopBound(out.length());
        for (int i = 0; i < bound; i += LANES) {
            FloatVector upstreamVector = FloatVector.fromArray(Species.FLOAT, upstreamArray, upstream.from() + i);
            FloatVector aVector = FloatVector.fromArray(Species.FLOAT, aArray, a.from() + i);
            zero.blend(upstreamVector.mul(factor), aVector.compare(VectorOperators.GT, 0))
                    .intoArray(outArray, out.from() + i);
        }
        for (int i = bound; i < out.length(); i++) {
            outArray[out.from() + i] = aArray[a.from() + i] > 0 ? factor * upstreamArray[upstream.from() + i] : 0;
        }
    }

    @Override
    public double sum(Span a) {
        return VectorSums.sum(a);
    }

    @Override
    public double dot(Span a, Span b) {
        return VectorSums.dot(a, b);
    }

    @Override
    public double sumOfSquares(Span a) {
        return VectorSums.sumOfSquares(a);
    }

    @Override
    public void uniform(long key, long firstIndex, Span out) {
        if (UNIFORM.isOver()) {
            VectorRandom.uniform(key, firstIndex, out);
        } else {
            ScalarRandom.uniform(key, firstIndex, out);
        }
    }

    @Override
    public void gaussian(long key, long firstIndex, Span out) {
        if (GAUSSIAN.isOver()) {
            VectorRandom.gaussian(key, firstIndex, out);
        } else {
            ScalarRandom.gaussian(key, firstIndex, out);
        }
    }

    @Override
    public ConvolutionKernels convolution() {
        return convolution;
    }

    @Override
    public PoolingKernels pooling() {
        return pooling;
    }
}
