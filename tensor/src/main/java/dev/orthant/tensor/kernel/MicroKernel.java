package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.PackedPanels.LEFT_WIDTH;
import static dev.orthant.tensor.kernel.PackedPanels.TILE_COLUMNS;
import static dev.orthant.tensor.kernel.Species.FLOAT;
import static dev.orthant.tensor.kernel.Species.LANES;

import jdk.incubator.vector.FloatVector;

/// The inner loop of the matrix products: a tile of C, a few rows high and two vectors wide, kept in registers while
/// the depth goes by.
///
///     out[i, j] = Σₗ a[l, i] b[l, j],  l = 0, 1, …, depth − 1 in this order, each step one fused operation
///
/// Two vectors of columns share each broadcast of a number of A; with one the broadcasts would be the bottleneck. Both panels
/// have constant widths, so that every index is a constant times the step: C2 then checks the bounds once before the loop, and a
/// step is 24 operations, 14 loads and six other instructions. Two steps share those six; with four the method is too large
/// for C2's register allocation and slower again. The sum starts from zero, so that a tile of
/// either height gives the same bits: loading the tile before would make the method too large for C2, which then stops
/// inlining and makes objects of the vectors that are left (NodeCountInliningCutoff); for the same reason the API is
/// called directly here and not through the shorter names of [Species]. There are two heights only, since
/// every variant must be compiled by C2 before it is fast; both stay far below the 8000 bytes of bytecode above which
/// HotSpot never compiles a method.
final class MicroKernel {
    private MicroKernel() {}

    /// Twelve rows: 24 sums, two vectors of B and a broadcast fill 32 vector registers but for a few. `depth` is even; all of the tile is written.
    static void twelveRows(int depth, float[] panel, int panelFrom, float[] columns, int columnsFrom, Cursor out) {
        FloatVector zero = FloatVector.zero(FLOAT);
        FloatVector left0 = zero;
        FloatVector right0 = zero;
        FloatVector left1 = zero;
        FloatVector right1 = zero;
        FloatVector left2 = zero;
        FloatVector right2 = zero;
        FloatVector left3 = zero;
        FloatVector right3 = zero;
        FloatVector left4 = zero;
        FloatVector right4 = zero;
        FloatVector left5 = zero;
        FloatVector right5 = zero;
        FloatVector left6 = zero;
        FloatVector right6 = zero;
        FloatVector left7 = zero;
        FloatVector right7 = zero;
        FloatVector left8 = zero;
        FloatVector right8 = zero;
        FloatVector left9 = zero;
        FloatVector right9 = zero;
        FloatVector left10 = zero;
        FloatVector right10 = zero;
        FloatVector left11 = zero;
        FloatVector right11 = zero;
        float[] tile = out.array;
        int tileStride = out.stride;
        for (int step = 0; step < depth; step += 2) {
            int at = panelFrom + step * LEFT_WIDTH;
            int column = columnsFrom + step * TILE_COLUMNS;
            FloatVector leftColumns = FloatVector.fromArray(FLOAT, columns, column);
            FloatVector rightColumns = FloatVector.fromArray(FLOAT, columns, column + LANES);
            FloatVector factor0 = FloatVector.broadcast(FLOAT, panel[at]);
            left0 = factor0.fma(leftColumns, left0);
            right0 = factor0.fma(rightColumns, right0);
            FloatVector factor1 = FloatVector.broadcast(FLOAT, panel[at + 1]);
            left1 = factor1.fma(leftColumns, left1);
            right1 = factor1.fma(rightColumns, right1);
            FloatVector factor2 = FloatVector.broadcast(FLOAT, panel[at + 2]);
            left2 = factor2.fma(leftColumns, left2);
            right2 = factor2.fma(rightColumns, right2);
            FloatVector factor3 = FloatVector.broadcast(FLOAT, panel[at + 3]);
            left3 = factor3.fma(leftColumns, left3);
            right3 = factor3.fma(rightColumns, right3);
            FloatVector factor4 = FloatVector.broadcast(FLOAT, panel[at + 4]);
            left4 = factor4.fma(leftColumns, left4);
            right4 = factor4.fma(rightColumns, right4);
            FloatVector factor5 = FloatVector.broadcast(FLOAT, panel[at + 5]);
            left5 = factor5.fma(leftColumns, left5);
            right5 = factor5.fma(rightColumns, right5);
            FloatVector factor6 = FloatVector.broadcast(FLOAT, panel[at + 6]);
            left6 = factor6.fma(leftColumns, left6);
            right6 = factor6.fma(rightColumns, right6);
            FloatVector factor7 = FloatVector.broadcast(FLOAT, panel[at + 7]);
            left7 = factor7.fma(leftColumns, left7);
            right7 = factor7.fma(rightColumns, right7);
            FloatVector factor8 = FloatVector.broadcast(FLOAT, panel[at + 8]);
            left8 = factor8.fma(leftColumns, left8);
            right8 = factor8.fma(rightColumns, right8);
            FloatVector factor9 = FloatVector.broadcast(FLOAT, panel[at + 9]);
            left9 = factor9.fma(leftColumns, left9);
            right9 = factor9.fma(rightColumns, right9);
            FloatVector factor10 = FloatVector.broadcast(FLOAT, panel[at + 10]);
            left10 = factor10.fma(leftColumns, left10);
            right10 = factor10.fma(rightColumns, right10);
            FloatVector factor11 = FloatVector.broadcast(FLOAT, panel[at + 11]);
            left11 = factor11.fma(leftColumns, left11);
            right11 = factor11.fma(rightColumns, right11);
            FloatVector leftColumnsNext = FloatVector.fromArray(FLOAT, columns, column + TILE_COLUMNS);
            FloatVector rightColumnsNext = FloatVector.fromArray(FLOAT, columns, column + TILE_COLUMNS + LANES);
            FloatVector factorNext0 = FloatVector.broadcast(FLOAT, panel[at + LEFT_WIDTH]);
            left0 = factorNext0.fma(leftColumnsNext, left0);
            right0 = factorNext0.fma(rightColumnsNext, right0);
            FloatVector factorNext1 = FloatVector.broadcast(FLOAT, panel[at + LEFT_WIDTH + 1]);
            left1 = factorNext1.fma(leftColumnsNext, left1);
            right1 = factorNext1.fma(rightColumnsNext, right1);
            FloatVector factorNext2 = FloatVector.broadcast(FLOAT, panel[at + LEFT_WIDTH + 2]);
            left2 = factorNext2.fma(leftColumnsNext, left2);
            right2 = factorNext2.fma(rightColumnsNext, right2);
            FloatVector factorNext3 = FloatVector.broadcast(FLOAT, panel[at + LEFT_WIDTH + 3]);
            left3 = factorNext3.fma(leftColumnsNext, left3);
            right3 = factorNext3.fma(rightColumnsNext, right3);
            FloatVector factorNext4 = FloatVector.broadcast(FLOAT, panel[at + LEFT_WIDTH + 4]);
            left4 = factorNext4.fma(leftColumnsNext, left4);
            right4 = factorNext4.fma(rightColumnsNext, right4);
            FloatVector factorNext5 = FloatVector.broadcast(FLOAT, panel[at + LEFT_WIDTH + 5]);
            left5 = factorNext5.fma(leftColumnsNext, left5);
            right5 = factorNext5.fma(rightColumnsNext, right5);
            FloatVector factorNext6 = FloatVector.broadcast(FLOAT, panel[at + LEFT_WIDTH + 6]);
            left6 = factorNext6.fma(leftColumnsNext, left6);
            right6 = factorNext6.fma(rightColumnsNext, right6);
            FloatVector factorNext7 = FloatVector.broadcast(FLOAT, panel[at + LEFT_WIDTH + 7]);
            left7 = factorNext7.fma(leftColumnsNext, left7);
            right7 = factorNext7.fma(rightColumnsNext, right7);
            FloatVector factorNext8 = FloatVector.broadcast(FLOAT, panel[at + LEFT_WIDTH + 8]);
            left8 = factorNext8.fma(leftColumnsNext, left8);
            right8 = factorNext8.fma(rightColumnsNext, right8);
            FloatVector factorNext9 = FloatVector.broadcast(FLOAT, panel[at + LEFT_WIDTH + 9]);
            left9 = factorNext9.fma(leftColumnsNext, left9);
            right9 = factorNext9.fma(rightColumnsNext, right9);
            FloatVector factorNext10 = FloatVector.broadcast(FLOAT, panel[at + LEFT_WIDTH + 10]);
            left10 = factorNext10.fma(leftColumnsNext, left10);
            right10 = factorNext10.fma(rightColumnsNext, right10);
            FloatVector factorNext11 = FloatVector.broadcast(FLOAT, panel[at + LEFT_WIDTH + 11]);
            left11 = factorNext11.fma(leftColumnsNext, left11);
            right11 = factorNext11.fma(rightColumnsNext, right11);
        }
        int to = out.from;
        left0.intoArray(tile, to);
        right0.intoArray(tile, to + LANES);
        to += tileStride;
        left1.intoArray(tile, to);
        right1.intoArray(tile, to + LANES);
        to += tileStride;
        left2.intoArray(tile, to);
        right2.intoArray(tile, to + LANES);
        to += tileStride;
        left3.intoArray(tile, to);
        right3.intoArray(tile, to + LANES);
        to += tileStride;
        left4.intoArray(tile, to);
        right4.intoArray(tile, to + LANES);
        to += tileStride;
        left5.intoArray(tile, to);
        right5.intoArray(tile, to + LANES);
        to += tileStride;
        left6.intoArray(tile, to);
        right6.intoArray(tile, to + LANES);
        to += tileStride;
        left7.intoArray(tile, to);
        right7.intoArray(tile, to + LANES);
        to += tileStride;
        left8.intoArray(tile, to);
        right8.intoArray(tile, to + LANES);
        to += tileStride;
        left9.intoArray(tile, to);
        right9.intoArray(tile, to + LANES);
        to += tileStride;
        left10.intoArray(tile, to);
        right10.intoArray(tile, to + LANES);
        to += tileStride;
        left11.intoArray(tile, to);
        right11.intoArray(tile, to + LANES);
    }

    /// Six rows: 12 sums, which fit into 16 vector registers. `depth` is even; all of the tile is written.
    static void sixRows(int depth, float[] panel, int panelFrom, float[] columns, int columnsFrom, Cursor out) {
        FloatVector zero = FloatVector.zero(FLOAT);
        FloatVector left0 = zero;
        FloatVector right0 = zero;
        FloatVector left1 = zero;
        FloatVector right1 = zero;
        FloatVector left2 = zero;
        FloatVector right2 = zero;
        FloatVector left3 = zero;
        FloatVector right3 = zero;
        FloatVector left4 = zero;
        FloatVector right4 = zero;
        FloatVector left5 = zero;
        FloatVector right5 = zero;
        float[] tile = out.array;
        int tileStride = out.stride;
        for (int step = 0; step < depth; step += 2) {
            int at = panelFrom + step * LEFT_WIDTH;
            int column = columnsFrom + step * TILE_COLUMNS;
            FloatVector leftColumns = FloatVector.fromArray(FLOAT, columns, column);
            FloatVector rightColumns = FloatVector.fromArray(FLOAT, columns, column + LANES);
            FloatVector factor0 = FloatVector.broadcast(FLOAT, panel[at]);
            left0 = factor0.fma(leftColumns, left0);
            right0 = factor0.fma(rightColumns, right0);
            FloatVector factor1 = FloatVector.broadcast(FLOAT, panel[at + 1]);
            left1 = factor1.fma(leftColumns, left1);
            right1 = factor1.fma(rightColumns, right1);
            FloatVector factor2 = FloatVector.broadcast(FLOAT, panel[at + 2]);
            left2 = factor2.fma(leftColumns, left2);
            right2 = factor2.fma(rightColumns, right2);
            FloatVector factor3 = FloatVector.broadcast(FLOAT, panel[at + 3]);
            left3 = factor3.fma(leftColumns, left3);
            right3 = factor3.fma(rightColumns, right3);
            FloatVector factor4 = FloatVector.broadcast(FLOAT, panel[at + 4]);
            left4 = factor4.fma(leftColumns, left4);
            right4 = factor4.fma(rightColumns, right4);
            FloatVector factor5 = FloatVector.broadcast(FLOAT, panel[at + 5]);
            left5 = factor5.fma(leftColumns, left5);
            right5 = factor5.fma(rightColumns, right5);
            FloatVector leftColumnsNext = FloatVector.fromArray(FLOAT, columns, column + TILE_COLUMNS);
            FloatVector rightColumnsNext = FloatVector.fromArray(FLOAT, columns, column + TILE_COLUMNS + LANES);
            FloatVector factorNext0 = FloatVector.broadcast(FLOAT, panel[at + LEFT_WIDTH]);
            left0 = factorNext0.fma(leftColumnsNext, left0);
            right0 = factorNext0.fma(rightColumnsNext, right0);
            FloatVector factorNext1 = FloatVector.broadcast(FLOAT, panel[at + LEFT_WIDTH + 1]);
            left1 = factorNext1.fma(leftColumnsNext, left1);
            right1 = factorNext1.fma(rightColumnsNext, right1);
            FloatVector factorNext2 = FloatVector.broadcast(FLOAT, panel[at + LEFT_WIDTH + 2]);
            left2 = factorNext2.fma(leftColumnsNext, left2);
            right2 = factorNext2.fma(rightColumnsNext, right2);
            FloatVector factorNext3 = FloatVector.broadcast(FLOAT, panel[at + LEFT_WIDTH + 3]);
            left3 = factorNext3.fma(leftColumnsNext, left3);
            right3 = factorNext3.fma(rightColumnsNext, right3);
            FloatVector factorNext4 = FloatVector.broadcast(FLOAT, panel[at + LEFT_WIDTH + 4]);
            left4 = factorNext4.fma(leftColumnsNext, left4);
            right4 = factorNext4.fma(rightColumnsNext, right4);
            FloatVector factorNext5 = FloatVector.broadcast(FLOAT, panel[at + LEFT_WIDTH + 5]);
            left5 = factorNext5.fma(leftColumnsNext, left5);
            right5 = factorNext5.fma(rightColumnsNext, right5);
        }
        int to = out.from;
        left0.intoArray(tile, to);
        right0.intoArray(tile, to + LANES);
        to += tileStride;
        left1.intoArray(tile, to);
        right1.intoArray(tile, to + LANES);
        to += tileStride;
        left2.intoArray(tile, to);
        right2.intoArray(tile, to + LANES);
        to += tileStride;
        left3.intoArray(tile, to);
        right3.intoArray(tile, to + LANES);
        to += tileStride;
        left4.intoArray(tile, to);
        right4.intoArray(tile, to + LANES);
        to += tileStride;
        left5.intoArray(tile, to);
        right5.intoArray(tile, to + LANES);
    }
}
