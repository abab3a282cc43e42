package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.load;

import java.util.List;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/// Copies parts of an operand into panels: the lines that a micro-kernel needs in one step lie side by side, and the
/// steps follow each other. Where an operand has fewer lines than the panel is wide, its last line is repeated.
final class PackedPanels {
    /// Columns of a tile of C.
    static final int TILE_COLUMNS = 2 * LANES;

    /// Rows of a tile of C: as many as the vector registers hold. (256 bit usually means AVX2 with 16 registers.)
    static final int TILE_ROWS = LANES == 8 ? 6 : 8;

    /// Width of a panel of A, a whole number of vectors: two tiles side by side where a vector has 16 lanes.
    static final int LEFT_WIDTH = Math.max(8, LANES);

    /// Lines of A in a panel; on 256 bit two places of the width stay unused.
    static final int LEFT_LINES = LEFT_WIDTH / TILE_ROWS * TILE_ROWS;

    private static final List<Exchange> EXCHANGES = IntStream.iterate(1, half -> half < LANES, half -> 2 * half)
            .mapToObj(Exchange::ofHalf)
            .toList();

    private static final ThreadLocal<float[]> SQUARE = ThreadLocal.withInitial(() -> new float[LANES * LANES]);

    private PackedPanels() {}

    /// Packs one panel: `target[targetFrom + l · width + i]` is line `firstLine + i` at depth `firstDepth + l`.
    ///
    /// @param lines lines that exist, 1 to `width`
    /// @param width of the panel, a multiple of the lanes
    static void pack(
            Operand source,
            int firstLine,
            int lines,
            int firstDepth,
            int depth,
            float[] target,
            int targetFrom,
            int width) {
        if (source.depthFirst() && lines == width) {
            copyRows(source, firstLine, firstDepth, depth, target, targetFrom, width);
            return;
        }
        int transposed = 0;
        if (!source.depthFirst()) {
            transposed = depth - depth % LANES;
            for (int column = 0; column < width; column += LANES) {
                for (int step = 0; step < transposed; step += LANES) {
                    int first = Math.min(column, lines - 1);
                    transpose(
                            source.view().array(),
                            source.index(firstLine + first, firstDepth + step),
                            source.view().stride(),
                            lines - 1 - first,
                            target,
                            targetFrom + step * width + column,
                            width);
                }
            }
        }
        float[] array = source.view().array();
        for (int step = transposed; step < depth; step++) {
            for (int i = 0; i < width; i++) {
                target[targetFrom + step * width + i] =
                        array[source.index(firstLine + Math.min(i, lines - 1), firstDepth + step)];
            }
        }
    }

    private static void copyRows(
            Operand source, int firstLine, int firstDepth, int depth, float[] target, int targetFrom, int width) {
        float[] array = source.view().array();
        int stride = source.view().stride();
        int from = source.index(firstLine, firstDepth);
        for (int step = 0; step < depth; step++) {
            for (int column = 0; column < width; column += LANES) {
                load(array, from + step * stride + column).intoArray(target, targetFrom + step * width + column);
            }
        }
    }

    /// target[l, i] = source[min(i, lastRow), l] for a square of one vector's length: log₂(lanes) rounds, each of which
    /// exchanges the upper right and lower left quarter of ever larger squares.
    private static void transpose(
            float[] source, int from, int stride, int lastRow, float[] target, int targetFrom, int targetStride) {
        float[] square = SQUARE.get();
        for (int row = 0; row < LANES; row++) {
            load(source, from + Math.min(row, lastRow) * stride).intoArray(square, row * LANES);
        }
        for (int round = 0; round < EXCHANGES.size(); round++) { // no iterator: packing allocates nothing
            exchangeQuarters(square, EXCHANGES.get(round));
        }
        for (int row = 0; row < LANES; row++) {
            load(square, row * LANES).intoArray(target, targetFrom + row * targetStride);
        }
    }

    private static void exchangeQuarters(float[] square, Exchange exchange) {
        int half = exchange.half();
        for (int pair = 0; pair < LANES / 2; pair++) {
            int row = (pair & -half) * 2 + (pair & (half - 1));
            FloatVector upper = load(square, row * LANES);
            FloatVector lower = load(square, (row + half) * LANES);
            upper.blend(lower.rearrange(exchange.partner()), exchange.rightHalf())
                    .intoArray(square, row * LANES);
            upper.rearrange(exchange.partner())
                    .blend(lower, exchange.rightHalf())
                    .intoArray(square, (row + half) * LANES);
        }
    }

    /// One round of the transposition, in squares of twice `half`.
    ///
    /// @param partner   exchanges the left and the right half of each square
    /// @param rightHalf the lanes in the right half of a square
    private record Exchange(int half, VectorShuffle<Float> partner, VectorMask<Float> rightHalf) {
        static Exchange ofHalf(int half) {
            long bits = 0;
            for (int lane = 0; lane < LANES; lane++) {
                bits |= (lane & half) != 0 ? 1L << lane : 0;
            }
            return new Exchange(
                    half,
                    VectorShuffle.fromOp(Species.FLOAT, lane -> lane ^ half),
                    VectorMask.fromLong(Species.FLOAT, bits));
        }
    }
}
