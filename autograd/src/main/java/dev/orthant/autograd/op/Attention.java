package dev.orthant.autograd.op;

import dev.orthant.autograd.Eager;
import dev.orthant.autograd.Evaluator;
import dev.orthant.autograd.Op;
import dev.orthant.autograd.Tape;
import dev.orthant.autograd.Value;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Kernels;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;
import java.util.List;

/// Attention of several heads, from queries, keys and values side by side: `[batch, time, 3 width]` to
/// `[batch, time, width]`. Each head has e = width / heads features of each of the three (Vaswani and others 2017):
///
///     X = (Q | K | V),   P = softmax(Q Kᵀ / √e + mask),   Y = P V             for every head
///     dV = Pᵀ dY,   dS = the [SoftmaxGradient] of dY Vᵀ and P,   dQ = dS K / √e,   dK = dSᵀ Q / √e
///
/// A head is a matrix of `time` rows that lie 3 width numbers apart: it is read and written where it lies, nothing is
/// transposed or cut out. P is formed again for the gradient. Where that is itself recorded it is composed of other
/// operations.
///
/// ```java
/// Tensor same = Tensor.of(Shape.of(1, 2, 3), 1, 1, 10, 1, 1, 20);          // two places, queries and keys alike
/// new Attention(1, false).forward(same);                                   // → tensor [1, 2, 1] {15.0000, 15.0000}
/// new Attention(1, true).forward(same);                                    // → tensor [1, 2, 1] {10.0000, 15.0000}
/// ```
///
/// @param heads  at least 1; must divide the width
/// @param causal whether a place attends to itself and those before it only: the mask is −∞ above the diagonal, else 0
/// @since 0.1.0
public record Attention(int heads, boolean causal) implements Op.Unary {
    /// Multiply-adds that one piece of parallel work does at least.
    private static final int PIECE = 1 << 18;

    private static final int QUERIES = 0;
    private static final int KEYS = 1;
    private static final int VALUES = 2;

    /// The lengths of one call.
    private record Sizes(int batch, int time, int heads, int size) {
        int width() {
            return heads * size;
        }

        float scale() {
            return (float) (1 / Math.sqrt(size));
        }

        Shape stack(int columns) {
            return Shape.of(batch * heads, time, columns);
        }

        /// One head's queries, keys or values.
        MatrixView part(Tensor projected, int index, int part) {
            int from = index / heads * time * 3 * width() + part * width() + index % heads * size;
            Span all = projected.span();
            return new MatrixView(all.array(), all.from() + from, time, size, 3 * width());
        }

        /// One head's share of the result.
        MatrixView share(Tensor joined, int index) {
            int from = index / heads * time * width() + index % heads * size;
            Span all = joined.span();
            return new MatrixView(all.array(), all.from() + from, time, size, width());
        }
    }

    private Sizes sizes(Shape shape) {
        if (shape.rank() != 3 || shape.axis(2) == 0 || shape.axis(2) % (3 * heads) != 0) {
            throw new ShapeException("attention: the input is " + shape
                    + "; [batch, time, 3 width] is required, with a width that " + heads + " heads divide");
        }
        return new Sizes(shape.axis(0), shape.axis(1), heads, shape.axis(2) / 3 / heads);
    }

    @Override
    public Tensor forward(Tensor input) {
        Sizes sizes = sizes(input.shape());
        Tensor weights = Tensor.uninitialised(sizes.stack(sizes.time()));
        Tensor output = Tensor.uninitialised(Shape.of(sizes.batch(), sizes.time(), sizes.width()));
        forEachHead(sizes, (kernels, index) -> {
            MatrixView own = Operands.matrix(weights, index);
            weigh(kernels, sizes, input, index, own);
            kernels.multiply(own, sizes.part(input, index, VALUES), sizes.share(output, index));
        });
        return output;
    }

    /// P of one head.
    private void weigh(Kernels kernels, Sizes sizes, Tensor input, int index, MatrixView weights) {
        int time = sizes.time();
        kernels.multiplyTransposedRight(sizes.part(input, index, QUERIES), sizes.part(input, index, KEYS), weights);
        scale(kernels, sizes, weights);
        if (causal) {
            for (int place = 0; place < time; place++) {
                int row = weights.from() + place * time;
                Arrays.fill(weights.array(), row + place + 1, row + time, Float.NEGATIVE_INFINITY);
            }
        }
        kernels.rows().softmax(weights, weights);
    }

    private static void scale(Kernels kernels, Sizes sizes, MatrixView square) {
        Span all = new Span(square.array(), square.from(), square.rows() * square.columns());
        kernels.scale(all, sizes.scale(), all);
    }

    /// How many heads are one piece of parallel work.
    static int headsInPiece(int time, int size) {
        long work = (long) time * time * size; // beyond an int from 8192 places of 32 features on
        return (int) Math.max(1, PIECE / Math.max(1, work));
    }

    private interface Head {
        void run(Kernels kernels, int index);
    }

    private static void forEachHead(Sizes sizes, Head head) {
        Parallel.forPieces(sizes.batch() * sizes.heads(), headsInPiece(sizes.time(), sizes.size()), (first, last) -> {
            for (int index = first; index < last; index++) {
                head.run(ActiveKernels.get(), index);
            }
        });
    }

    @Override
    public Value gradient(Evaluator evaluator, Value upstream, Value input, Value output) {
        return switch (evaluator) {
            case Eager eager -> eager.constant(gradient(upstream.tensor(), input.tensor()));
            case Tape tape -> composed(tape, upstream, input);
        };
    }

    private Tensor gradient(Tensor upstream, Tensor input) {
        Sizes sizes = sizes(input.shape());
        Tensor weights = Tensor.uninitialised(sizes.stack(sizes.time()));
        Tensor changes = Tensor.uninitialised(sizes.stack(sizes.time()));
        Tensor gradient = Tensor.uninitialised(input.shape());
        forEachHead(sizes, (kernels, index) -> {
            MatrixView own = Operands.matrix(weights, index);
            MatrixView change = Operands.matrix(changes, index);
            MatrixView share = sizes.share(upstream, index);
            weigh(kernels, sizes, input, index, own);
            kernels.multiplyTransposedLeft(own, share, sizes.part(gradient, index, VALUES));
            kernels.multiplyTransposedRight(share, sizes.part(input, index, VALUES), change);
            kernels.rows().softmaxGradient(change, own, change);
            scale(kernels, sizes, change);
            kernels.multiply(change, sizes.part(input, index, KEYS), sizes.part(gradient, index, QUERIES));
            kernels.multiplyTransposedLeft(
                    change, sizes.part(input, index, QUERIES), sizes.part(gradient, index, KEYS));
        });
        return gradient;
    }

    private Value composed(Evaluator evaluator, Value upstream, Value input) {
        Sizes sizes = sizes(input.tensor().shape());
        int batch = sizes.batch();
        int time = sizes.time();
        int size = sizes.size();
        Value split = evaluator.apply(new Reshape(Shape.of(batch, time, 3, heads, size)), input);
        Value byHead = evaluator.apply(new Permute(2, 0, 3, 1, 4), split); // [3, batch, heads, time, size]
        Value queries = evaluator.apply(new Scale(sizes.scale()), part(evaluator, sizes, byHead, QUERIES));
        Value keys = part(evaluator, sizes, byHead, KEYS);
        Value values = part(evaluator, sizes, byHead, VALUES);
        Value agreement = evaluator.apply(new BatchMatMulTransposedRight(), queries, keys);
        Value weights = evaluator.apply(new Softmax(), masked(evaluator, sizes, agreement));

        Value shares = evaluator.apply(new Reshape(Shape.of(batch, time, heads, size)), upstream);
        Value share = evaluator.apply(new Reshape(sizes.stack(size)), evaluator.apply(new Permute(0, 2, 1, 3), shares));
        Value change = evaluator.apply(
                new SoftmaxGradient(), evaluator.apply(new BatchMatMulTransposedRight(), share, values), weights);
        Value ofQueries = evaluator.apply(new Scale(sizes.scale()), evaluator.apply(new BatchMatMul(), change, keys));
        Value ofKeys = evaluator.apply(new BatchMatMulTransposedLeft(), change, queries);
        Value ofValues = evaluator.apply(new BatchMatMulTransposedLeft(), weights, share);

        Value stacked = evaluator.apply(new Concat(0), List.of(ofQueries, ofKeys, ofValues));
        Value parts = evaluator.apply(new Reshape(Shape.of(3, batch, heads, time, size)), stacked);
        Value joined = evaluator.apply(new Permute(1, 3, 0, 2, 4), parts);
        return evaluator.apply(new Reshape(input.tensor().shape()), joined);
    }

    private static Value part(Evaluator evaluator, Sizes sizes, Value byHead, int part) {
        Value slice = evaluator.apply(new Slice(0, part, part + 1), byHead);
        return evaluator.apply(new Reshape(sizes.stack(sizes.size())), slice);
    }

    private Value masked(Evaluator evaluator, Sizes sizes, Value agreement) {
        if (!causal) {
            return agreement;
        }
        int time = sizes.time();
        Tensor mask = Tensor.zeros(Shape.of(time * time));
        for (int place = 0; place < time; place++) {
            Arrays.fill(mask.span().array(), place * time + place + 1, (place + 1) * time, Float.NEGATIVE_INFINITY);
        }
        Shape flat = Shape.of(sizes.batch() * heads, time * time);
        Value sum =
                evaluator.apply(new AddRow(), evaluator.apply(new Reshape(flat), agreement), evaluator.constant(mask));
        return evaluator.apply(new Reshape(sizes.stack(time)), sum);
    }
}
