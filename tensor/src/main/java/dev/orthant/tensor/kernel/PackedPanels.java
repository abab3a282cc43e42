package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.load;

import java.util.Arrays;

/// Copies parts of an operand into panels: the lines that a micro-kernel needs in one step lie side by side, and the
/// steps follow each other. Where an operand has fewer lines than the panel is wide, the places behind them hold numbers that
/// nobody uses; an odd last step is followed by a step of zeros, since the micro-kernels take two at a time.
final class PackedPanels {
    /// Columns of a tile of C.
    static final int TILE_COLUMNS = 2 * LANES;

    /// Rows of a tile of C: as many as the vector registers hold. 512 bits come with 32 registers; 256 bits often, and
    /// 128 bits sometimes, with 16.
    static final int TILE_ROWS = LANES == 16 ? 12 : 6;

    /// Width of a panel of A: the rows of a tile, rounded up to whole vectors, so that a panel can be transposed in
    /// registers.
    static final int LEFT_WIDTH = Math.ceilDiv(TILE_ROWS, LANES) * LANES;

    private static final ThreadLocal<float[]> SQUARE = ThreadLocal.withInitial(() -> new float[2 * LANES * LANES]);

    private PackedPanels() {}

    /// How many steps a panel of this depth takes.
    static int paddedDepth(int depth) {
        return depth + (depth & 1);
    }

    /// Packs one panel: `target[targetFrom + l · width + i]` is line `firstLine + i` at depth `firstDepth + l`.
    ///
    /// @param lines lines that count, 1 to `width`; those behind them in the panel may hold anything
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
        if (source.depthFirst()) {
            packRows(source, firstLine, lines, firstDepth, depth, target, targetFrom, width);
        } else {
            packLines(source, firstLine, lines, firstDepth, depth, target, targetFrom, width);
        }
        if ((depth & 1) != 0) {
            Arrays.fill(target, targetFrom + depth * width, targetFrom + (depth + 1) * width, 0);
        }
    }

    /// [depth, lines]: each step is copied as it lies.
    private static void packRows(
            Operand source,
            int firstLine,
            int lines,
            int firstDepth,
            int depth,
            float[] target,
            int targetFrom,
            int width) {
        float[] array = source.view().array();
        int stride = source.view().stride();
        int from = source.index(firstLine, firstDepth);
        boolean whole = from + (depth - 1) * stride + width <= array.length;
        if (whole && width == 2 * LANES) {
            copyPairs(array, from, stride, depth, target, targetFrom);
        } else if (whole && width == LANES) {
            copyVectors(array, from, stride, depth, target, targetFrom);
        } else {
            for (int step = 0; step < depth; step++) {
                int to = targetFrom + step * width;
                System.arraycopy(array, from + step * stride, target, to, lines);
                Arrays.fill(target, to + lines, to + width, 0);
            }
        }
    }

    private static void copyPairs(float[] source, int from, int stride, int steps, float[] target, int to) {
        for (int step = 0; step < steps; step++) {
            load(source, from + step * stride).intoArray(target, to + step * 2 * LANES);
            load(source, from + step * stride + LANES).intoArray(target, to + step * 2 * LANES + LANES);
        }
    }

    private static void copyVectors(float[] source, int from, int stride, int steps, float[] target, int to) {
        for (int step = 0; step < steps; step++) {
            load(source, from + step * stride).intoArray(target, to + step * LANES);
        }
    }

    /// [lines, depth]: transposed square by square in registers; the steps that fill no square one by one.
    private static void packLines(
            Operand source,
            int firstLine,
            int lines,
            int firstDepth,
            int depth,
            float[] target,
            int targetFrom,
            int width) {
        float[] array = source.view().array();
        int stride = source.view().stride();
        int squares = depth / LANES * LANES;
        float[] square = SQUARE.get();
        for (int line = 0; line < width; line += LANES) {
            int from = source.index(firstLine + line, firstDepth);
            boolean whole = line + LANES <= lines || from + (LANES - 1) * stride + squares <= array.length;
            for (int step = 0; step < squares; step += LANES) {
                int to = targetFrom + step * width + line;
                if (whole) {
                    RegisterTranspose.transposeThrough(square, array, from + step, stride, target, to, width);
                } else {
                    gather(source, firstLine + line, lines - line, firstDepth + step, square);
                    RegisterTranspose.transpose(square, LANES * LANES, LANES, target, to, width);
                }
            }
        }
        for (int step = squares; step < depth; step++) {
            for (int line = 0; line < lines; line++) {
                target[targetFrom + step * width + line] = array[source.index(firstLine + line, firstDepth + step)];
            }
            Arrays.fill(target, targetFrom + step * width + lines, targetFrom + (step + 1) * width, 0);
        }
    }

    /// Copies the lines that exist into the second half of `square`.
    private static void gather(Operand source, int firstLine, int lines, int firstDepth, float[] square) {
        for (int line = 0; line < Math.min(lines, LANES); line++) {
            int from = source.index(firstLine + line, firstDepth);
            load(source.view().array(), from).intoArray(square, LANES * LANES + line * LANES);
        }
    }
}
