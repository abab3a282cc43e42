package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.DOUBLE_LANES;
import static dev.orthant.tensor.kernel.Species.load;

import java.util.Arrays;

/// Copies parts of a float64 matrix into panels, as [PackedPanels] does in float32: the lines that a micro-kernel needs in
/// one step lie side by side. Places of the width for which there is no line are filled with zeros.
final class DoublePanels {
    /// Columns of a tile of C.
    static final int TILE_COLUMNS = 3 * DOUBLE_LANES;

    /// Rows of a tile of C: as many as the vector registers hold. (256 bit usually means AVX2 with 16 registers.)
    static final int TILE_ROWS = DOUBLE_LANES == 4 ? 4 : 7;

    /// Lines that are read side by side: more compete for the same places of the cache when they are a power of two apart.
    private static final int TOGETHER = 4;

    /// Where the first panel begins in its array. Large arrays begin a region of the G1 collector's heap with 16 bytes of
    /// header: six numbers later a cache line begins, and no load of a vector then touches two of them.
    static final int FIRST = 6;

    private DoublePanels() {}

    /// Packs some of the rows, whose columns are the steps: `target[targetFrom + l · width + i]` is element (first + i, l).
    ///
    /// @param lines rows to pack, at most `width`
    static void pack(DoubleView rows, int first, int lines, double[] target, int targetFrom, int width) {
        int depth = rows.columns();
        if (lines < width) {
            Arrays.fill(target, targetFrom, targetFrom + depth * width, 0);
        }
        if (rows.rowStep() == 1 && lines == width && width % DOUBLE_LANES == 0) {
            copySteps(rows, first, target, targetFrom, width);
            return;
        }
        int line = 0;
        for (; line + TOGETHER <= lines; line += TOGETHER) {
            copyFour(rows, first + line, target, targetFrom + line, width);
        }
        for (; line < lines; line++) {
            int from = rows.index(first + line, 0);
            for (int l = 0; l < depth; l++) {
                target[targetFrom + line + l * width] = rows.array()[from + l * rows.columnStep()];
            }
        }
    }

    private static void copyFour(DoubleView rows, int line, double[] target, int targetFrom, int width) {
        double[] array = rows.array();
        int step = rows.columnStep();
        int first = rows.index(line, 0);
        int second = first + rows.rowStep();
        int third = second + rows.rowStep();
        int fourth = third + rows.rowStep();
        for (int l = 0; l < rows.columns(); l++) {
            int to = targetFrom + l * width;
            target[to] = array[first + l * step];
            target[to + 1] = array[second + l * step];
            target[to + 2] = array[third + l * step];
            target[to + 3] = array[fourth + l * step];
        }
    }

    private static void copySteps(DoubleView rows, int first, double[] target, int targetFrom, int width) {
        double[] array = rows.array();
        for (int l = 0; l < rows.columns(); l++) {
            int from = rows.index(first, l);
            for (int i = 0; i < width; i += DOUBLE_LANES) {
                load(array, from + i).intoArray(target, targetFrom + l * width + i);
            }
        }
    }
}
