package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.load;

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

    /// Lines are transposed in squares of this size: one cache line of each, so that lines a power of two apart, which
    /// compete for the same places of the cache, are each read only once.
    private static final int SQUARE = 16;

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
        for (int step = 0; step < depth; step += SQUARE) {
            int steps = Math.min(SQUARE, depth - step);
            for (int i = 0; i < width; i++) {
                int from = source.index(firstLine + Math.min(i, lines - 1), firstDepth + step);
                int to = targetFrom + step * width + i;
                copyLine(source.view().array(), from, source.depthStep(), steps, target, to, width);
            }
        }
    }

    private static void copyLine(float[] source, int from, int step, int steps, float[] target, int to, int width) {
        for (int l = 0; l < steps; l++) {
            target[to + l * width] = source[from + l * step];
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
}
