package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Copies parts of an operand into panels: the lines that a micro-kernel needs in one step lie side by side, and the
/// steps follow each other. Where an operand has fewer lines than the panel is wide, the places behind them hold numbers that
/// nobody uses; an odd last step is followed by a step of zeros, since the micro-kernels take two at a time.
final class PackedPanels {
    /// Columns of a tile of C.
    static final int TILE_COLUMNS = 2 * LANES;

    /// Rows of a tile of C: as many as the vector registers hold. 512 bits come with 32 registers; 256 bits often, and
    /// 128 bits sometimes, with 16.
    static final int TILE_ROWS = LANES == 16 ? 12 : 6;

    /// Width of a panel of A. Not rounded up to whole vectors: a panel shares the first-level cache with the part of B
    /// that goes by.
    static final int LEFT_WIDTH = TILE_ROWS;

    private static final int SQUARE = LANES * LANES;

    /// Two squares of the running thread.
    private static final ThreadLocal<float[]> SCRATCH = ThreadLocal.withInitial(() -> new float[2 * SQUARE]);

    private PackedPanels() {}

    /// How many steps a panel of this depth takes.
    static int paddedDepth(int depth) {
        return depth + (depth & 1);
    }

    /// Packs one panel: `target[targetFrom + l · width + i]` is line `firstLine + i` at depth `firstDepth + l`.
    ///
    /// @param lines lines that count, 1 to `width`; those behind them in the panel may hold anything
    /// @param width of the panel
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
        boolean whole = from + (depth - 1) * stride + Math.ceilDiv(width, LANES) * LANES <= array.length;
        if (whole && width == TILE_COLUMNS) {
            copyPairs(array, from, stride, depth, target, targetFrom);
        } else if (whole) {
            copyRows(array, from, stride, depth, target, targetFrom, width, width);
        } else {
            for (int step = 0; step < depth; step++) {
                int to = targetFrom + step * width;
                System.arraycopy(array, from + step * stride, target, to, lines);
                Arrays.fill(target, to + lines, to + width, 0);
            }
        }
    }

    private static void copyPairs(float[] source, int from, int stride, int rows, float[] target, int to) {
        for (int row = 0; row < rows; row++) {
            FloatVector.fromArray(Species.FLOAT, source, from + row * stride)
                    .intoArray(target, to + row * TILE_COLUMNS);
            FloatVector.fromArray(Species.FLOAT, source, from + row * stride + LANES)
                    .intoArray(target, to + row * TILE_COLUMNS + LANES);
        }
    }

    /// Copies `rows` times `count` numbers; reads whole vectors.
    private static void copyRows(
            float[] source, int from, int stride, int rows, float[] target, int to, int targetStride, int count) {
        for (int first = 0; first < count; first += LANES) {
            VectorMask<Float> counted = Species.FLOAT.indexInRange(first, count);
            for (int row = 0; row < rows; row++) {
                FloatVector.fromArray(Species.FLOAT, source, from + row * stride + first)
                        .intoArray(target, to + row * targetStride + first, counted);
            }
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
        float[] scratch = SCRATCH.get();
        for (int line = 0; line < width; line += LANES) {
            int from = source.index(firstLine + line, firstDepth);
            boolean whole = line + LANES <= lines || from + (LANES - 1) * stride + squares <= array.length;
            for (int step = 0; step < squares; step += LANES) {
                int to = targetFrom + step * width + line;
                if (!whole) {
                    gather(source, firstLine + line, Math.min(lines - line, LANES), firstDepth + step, scratch);
                }
                float[] square = whole ? array : scratch;
                int squareFrom = whole ? from + step : SQUARE;
                int squareStride = whole ? stride : LANES;
                if (width % LANES == 0) {
                    RegisterTranspose.transposeThrough(scratch, square, squareFrom, squareStride, target, to, width);
                } else {
                    RegisterTranspose.transpose(square, squareFrom, squareStride, scratch, 0, LANES);
                    copyRows(scratch, 0, LANES, LANES, target, to, width, Math.min(width - line, LANES));
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

    /// Copies a square of the lines that exist into the second half of `scratch`.
    private static void gather(Operand source, int firstLine, int lines, int firstDepth, float[] scratch) {
        for (int line = 0; line < lines; line++) {
            int from = source.index(firstLine + line, firstDepth);
            FloatVector.fromArray(Species.FLOAT, source.view().array(), from).intoArray(scratch, SQUARE + line * LANES);
        }
    }
}
