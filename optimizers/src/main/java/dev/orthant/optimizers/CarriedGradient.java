package dev.orthant.optimizers;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;

/// What a linear layer hands back to the layer before it, D W, made while the rows of W go by on their way to be moved:
///
///     D W = Σₚ Cₚ,   Cₚ = Σ over the rows i of piece p of  column i of D  times  row i of W
///
/// Each piece of rows has a sum Cₚ of its own, and these are added in the order of the pieces: the same bits for any number
/// of threads. Against the exact product an entry is off by at most (rows + pieces + 1) 2⁻²⁴ Σᵢ |dᵢ wᵢ| to first order, for any
/// order of the sum (Higham 2002, section 3.1).
final class CarriedGradient {
    /// At most so many pieces: enough for as many threads.
    private static final int PIECES = 16;

    /// All sums Cₚ together are at most this part of W, since they are written and read again.
    private static final int PART_OF_WEIGHTS = 16;

    /// Rows that are carried and then moved are at most so many numbers, which stay in the cache in between.
    private static final int NUMBERS_AT_ONCE = 1 << 15;

    /// As many as are moved at a time.
    private static final int FEWEST_ROWS = NeuronGradients.AT_ONCE;

    private static final int MOST_ROWS = 4 * FEWEST_ROWS;

    /// Numbers of the sum that one thread adds up at a time.
    private static final int SUM_PIECE = 1 << 13;

    private final MatrixView upstream;
    private final MatrixView weights;
    private final int rowsAtOnce;
    private final int grain;
    private final Tensor sums;

    /// @param upstream D, `[batch, width]`
    /// @param weights  W, `[width, fanIn]`
    CarriedGradient(MatrixView upstream, MatrixView weights) {
        this.upstream = upstream;
        this.weights = weights;
        int fitting = NUMBERS_AT_ONCE / Math.max(1, weights.columns()) / FEWEST_ROWS * FEWEST_ROWS;
        rowsAtOnce = Math.clamp(fitting, FEWEST_ROWS, MOST_ROWS);
        int rows = Math.max(Math.ceilDiv(weights.rows(), PIECES), PART_OF_WEIGHTS * upstream.rows());
        grain = Math.max(1, Math.ceilDiv(rows, MOST_ROWS)) * MOST_ROWS;
        int pieces = Math.ceilDiv(weights.rows(), grain);
        sums = Tensor.uninitialised(Shape.of(pieces * upstream.rows(), weights.columns()));
    }

    /// Runs `body` on all rows of W, a few at a time, after they were added to D W.
    ///
    /// @param body gets the first row and the one after the last; pieces come from several threads
    /// @return D W, `[batch, fanIn]`, with the numbers of W before
    Tensor carry(Parallel.Piece body) {
        Parallel.forPieces(weights.rows(), grain, (from, to) -> {
            int piece = from / grain;
            MatrixView sum = sums.matrix().rowRange(piece * upstream.rows(), (piece + 1) * upstream.rows());
            Arrays.fill(sum.array(), sum.from(), sum.from() + sum.rows() * sum.columns(), 0);
            for (int first = from; first < to; first += rowsAtOnce) {
                int last = Math.min(to, first + rowsAtOnce);
                MatrixView columns = new MatrixView(
                        upstream.array(), upstream.from() + first, upstream.rows(), last - first, upstream.stride());
                ActiveKernels.get().addProduct(columns, weights.rowRange(first, last), sum);
                body.run(first, last);
            }
        });
        return total();
    }

    /// C₀ + C₁ + … in this order, element by element.
    private Tensor total() {
        Tensor total = Tensor.zeros(Shape.of(upstream.rows(), weights.columns()));
        Parallel.forPieces(total.size(), SUM_PIECE, (from, to) -> {
            Span part = total.span().part(from, to - from);
            for (int at = 0; at < sums.size(); at += total.size()) {
                ActiveKernels.get().add(part, sums.span().part(at + from, to - from), part);
            }
        });
        return total;
    }
}
