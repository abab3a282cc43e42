package dev.orthant.tensor.kernel;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;
import java.util.function.IntConsumer;

/// One number at a time: the definition that the vector kernels must agree with. Written for the reader.
public final class ScalarKernels implements Kernels {
    private final MovementKernels movement = new ScalarMovement();
    private final FunctionKernels functions = new ScalarFunctions();
    private final RowKernels rows = new ScalarRows();
    private final DoubleKernels doubles = new ScalarDoubles();
    private final StepKernels steps = new ScalarSteps();
    private final NormalLawKernels normalLaw = new ScalarNormalLaw();
    private final RectifierKernels rectifier = new ScalarRectifier();
    private final ConvolutionKernels convolution = new ScalarConvolution();
    private final PoolingKernels pooling = new ScalarPooling();

    private static final long PIECE = 1L << 20;

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public int lanes() {
        return 1;
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
        forRows(c, a.columns(), i -> {
            clear(c.row(i));
            for (int l = 0; l < a.columns(); l++) {
                addScaled(c.row(i), a.array()[a.from() + i * a.stride() + l], b.row(l));
            }
        });
    }

    @Override
    public void multiplyTransposedRight(MatrixView a, MatrixView b, MatrixView c) {
        forRows(c, a.columns(), i -> {
            for (int j = 0; j < c.columns(); j++) {
                c.array()[c.from() + i * c.stride() + j] = (float) dot(a.row(i), b.row(j));
            }
        });
    }

    @Override
    public void multiplyTransposedLeft(MatrixView a, MatrixView b, MatrixView c) {
        forRows(c, a.rows(), i -> {
            clear(c.row(i));
            for (int l = 0; l < a.rows(); l++) {
                addScaled(c.row(i), a.array()[a.from() + l * a.stride() + i], b.row(l));
            }
        });
    }

    @Override
    public void addProduct(MatrixView a, MatrixView b, MatrixView c) {
        for (int l = 0; l < a.columns(); l++) {
            for (int i = 0; i < c.rows(); i++) {
                addScaled(c.row(i), a.array()[a.from() + i * a.stride() + l], b.row(l));
            }
        }
    }

    @Override
    public void add(Span a, Span b, Span out) {
        for (int i = 0; i < out.length(); i++) {
            out.array()[out.from() + i] = a.array()[a.from() + i] + b.array()[b.from() + i];
        }
    }

    @Override
    public void subtract(Span a, Span b, Span out) {
        for (int i = 0; i < out.length(); i++) {
            out.array()[out.from() + i] = a.array()[a.from() + i] - b.array()[b.from() + i];
        }
    }

    @Override
    public void multiply(Span a, Span b, Span out) {
        for (int i = 0; i < out.length(); i++) {
            out.array()[out.from() + i] = a.array()[a.from() + i] * b.array()[b.from() + i];
        }
    }

    @Override
    public void scale(Span a, float factor, Span out) {
        for (int i = 0; i < out.length(); i++) {
            out.array()[out.from() + i] = factor * a.array()[a.from() + i];
        }
    }

    @Override
    public void addScaled(Span accumulator, float factor, Span a) {
        for (int i = 0; i < accumulator.length(); i++) {
            accumulator.array()[accumulator.from() + i] += factor * a.array()[a.from() + i];
        }
    }

    @Override
    public void shiftAndScale(Span a, float shift, float factor, Span out) {
        for (int i = 0; i < out.length(); i++) {
            out.array()[out.from() + i] = (a.array()[a.from() + i] - shift) * factor;
        }
    }

    @Override
    public void scaledRelu(Span a, float factor, Span out) {
        for (int i = 0; i < out.length(); i++) {
            out.array()[out.from() + i] = factor * Math.max(0, a.array()[a.from() + i]);
        }
    }

    @Override
    public void scaledWherePositive(Span upstream, Span a, float factor, Span out) {
        for (int i = 0; i < out.length(); i++) {
            boolean positive = a.array()[a.from() + i] > 0;
            out.array()[out.from() + i] = positive ? factor * upstream.array()[upstream.from() + i] : 0;
        }
    }

    @Override
    public double sum(Span a) {
        double sum = 0;
        for (int i = a.from(); i < a.from() + a.length(); i++) {
            sum += a.array()[i];
        }
        return sum;
    }

    @Override
    public double dot(Span a, Span b) {
        double sum = 0;
        for (int i = 0; i < a.length(); i++) {
            sum += (double) a.array()[a.from() + i] * b.array()[b.from() + i];
        }
        return sum;
    }

    @Override
    public double sumOfSquares(Span a) {
        return dot(a, a);
    }

    @Override
    public void uniform(long key, long firstIndex, Span out) {
        ScalarRandom.uniform(key, firstIndex, out);
    }

    @Override
    public void gaussian(long key, long firstIndex, Span out) {
        ScalarRandom.gaussian(key, firstIndex, out);
    }

    @Override
    public ConvolutionKernels convolution() {
        return convolution;
    }

    @Override
    public PoolingKernels pooling() {
        return pooling;
    }

    /// Runs `body` for each row of C, in pieces of about a million multiplications.
    private static void forRows(MatrixView c, int depth, IntConsumer body) {
        long perRow = Math.max(1, (long) c.columns() * depth);
        int grain = (int) Math.max(1, PIECE / perRow);
        Parallel.forPieces(c.rows(), grain, (from, to) -> {
            for (int i = from; i < to; i++) {
                body.accept(i);
            }
        });
    }

    private static void clear(Span out) {
        Arrays.fill(out.array(), out.from(), out.from() + out.length(), 0);
    }
}
