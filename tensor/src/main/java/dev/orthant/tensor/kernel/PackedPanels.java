package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;

import dev.orthant.tensor.parallel.PerThread;
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

    /// Width of a panel of A, whole vectors: packing then writes whole vectors, and an index is a shift.
    static final int LEFT_WIDTH = Math.ceilDiv(TILE_ROWS, LANES) * LANES;

    /// Where the first panel of B begins in its array. Large arrays begin a region of the G1 collector's heap with 16 bytes
    /// of header: twelve numbers later a cache line begins, and no load of a vector then touches two of them.
    static final int FIRST = 12;

    private static final int SQUARE = LANES * LANES;

    /// Two squares of the running thread.
    private static final PerThread<float[]> SCRATCH = PerThread.withInitial(() -> new float[2 * SQUARE]);

    private PackedPanels() {}

    /// How many steps a panel of this depth takes.
    static int paddedDepth(int depth) {
        return depth + (depth & 1);
    }

    /// Packs one panel of A: `target[targetFrom + l · LEFT_WIDTH + i]` is line `firstLine + i` at depth `firstDepth + l`.
    ///
    /// @param lines lines that count, 1 to `LEFT_WIDTH`; those behind them in the panel may hold anything
    static void packRows(
            Operand source, int firstLine, int lines, int firstDepth, int depth, float[] target, int targetFrom) {
        if (source.depthFirst()) {
            packSteps(source, firstLine, lines, firstDepth, depth, target, targetFrom, LEFT_WIDTH);
        } else {
            packLines(source, firstLine, lines, firstDepth, depth, target, targetFrom, LEFT_WIDTH);
        }
        padDepth(depth, target, targetFrom, LEFT_WIDTH);
    }

    /// Packs panels of B, one after the other: number j of panel p at step l is line `firstLine + p · TILE_COLUMNS + j`
    /// at depth `firstDepth + l`, and `target[targetFrom + (p · paddedDepth(depth) + l) · TILE_COLUMNS + j]`.
    ///
    /// @param lines lines that count; those behind them in the last panel may hold anything
    static void packColumns(
            Operand source, int firstLine, int lines, int firstDepth, int depth, float[] target, int targetFrom) {
        int panel = paddedDepth(depth) * TILE_COLUMNS;
        int whole = source.depthFirst() ? lines / TILE_COLUMNS : 0;
        copyPairs(source, firstLine, whole, firstDepth, depth, target, targetFrom, panel);
        for (int first = whole * TILE_COLUMNS; first < lines; first += TILE_COLUMNS) {
            int to = targetFrom + first / TILE_COLUMNS * panel;
            int count = Math.min(TILE_COLUMNS, lines - first);
            if (source.depthFirst()) {
                packSteps(source, firstLine + first, count, firstDepth, depth, target, to, TILE_COLUMNS);
            } else {
                packLines(source, firstLine + first, count, firstDepth, depth, target, to, TILE_COLUMNS);
            }
        }
        for (int first = 0; first < lines; first += TILE_COLUMNS) {
            padDepth(depth, target, targetFrom + first / TILE_COLUMNS * panel, TILE_COLUMNS);
        }
    }

    private static void padDepth(int depth, float[] target, int targetFrom, int width) {
        if ((depth & 1) != 0) {
            Arrays.fill(target, targetFrom + depth * width, targetFrom + (depth + 1) * width, 0);
        }
    }

    /// [depth, lines]: each step is copied as it lies.
    private static void packSteps(
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
        if (whole) {
            copyRows(array, from, stride, depth, target, targetFrom, width, width);
        } else {
            for (int step = 0; step < depth; step++) {
                int to = targetFrom + step * width;
                System.arraycopy(array, from + step * stride, target, to, lines);
                Arrays.fill(target, to + lines, to + width, 0);
            }
        }
    }

    /// Whole panels of B from [depth, lines]: rows of B are read from end to end, as the prefetchers like it, and dealt out.
    private static void copyPairs(
            Operand source, int line, int panels, int firstDepth, int depth, float[] target, int to, int panel) {
        float[] array = source.view().array();
        for (int step = 0; step < depth; step++) {
            int from = source.index(line, firstDepth + step);
            int out = to + step * TILE_COLUMNS;
            for (int i = 0; i < panels; i++) {
                FloatVector.fromArray(Species.FLOAT, array, from).intoArray(target, out);
                FloatVector.fromArray(Species.FLOAT, array, from + LANES).intoArray(target, out + LANES);
                from += TILE_COLUMNS;
                out += panel;
            }
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
