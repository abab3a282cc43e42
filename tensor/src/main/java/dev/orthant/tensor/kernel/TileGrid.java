package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.PackedPanels.LEFT_LINES;
import static dev.orthant.tensor.kernel.PackedPanels.LEFT_WIDTH;
import static dev.orthant.tensor.kernel.PackedPanels.TILE_COLUMNS;
import static dev.orthant.tensor.kernel.PackedPanels.TILE_ROWS;

import dev.orthant.tensor.MatrixView;
import java.util.Arrays;

/// A block of C whose operands are at hand, computed tile by tile.
///
/// @param left        packed panels of A, one after the other
/// @param leftDepth   steps in each packed panel of A
/// @param right       B for all full tiles: packed panels one after the other, or B itself
/// @param rightFrom   index of the first full tile's first step in `right`
/// @param rightStride distance between two steps
/// @param rightTile   distance between two tiles
/// @param edge        packed panel of B for the columns that do not fill a tile
/// @param edgeFrom    index of that panel in `edge`
/// @param c           the block
@SuppressWarnings("ArrayRecordComponent") // never compared
record TileGrid(
        float[] left,
        int leftDepth,
        float[] right,
        int rightFrom,
        int rightStride,
        int rightTile,
        float[] edge,
        int edgeFrom,
        MatrixView c) {
    private static final float[] ZEROS = new float[TILE_COLUMNS];

    int tileRows() {
        return Math.ceilDiv(c.rows(), TILE_ROWS);
    }

    int tileColumns() {
        return Math.ceilDiv(c.columns(), TILE_COLUMNS);
    }

    /// Adds (or, for `firstStep` 0 of the whole product, stores) the product over the steps `firstStep` to
    /// `firstStep + depth - 1` in a rectangle of tiles.
    void compute(Area area, int firstStep, int depth, boolean accumulate) {
        Cursor a = new Cursor(left, LEFT_WIDTH);
        Cursor b = new Cursor(right, rightStride);
        Cursor edgeB = new Cursor(edge, TILE_COLUMNS);
        Cursor out = new Cursor(c.array(), c.stride());
        Cursor zeros = new Cursor(ZEROS, 0);
        Cursor start = accumulate ? out : zeros;
        for (int tileRow = area.rowFrom(); tileRow < area.rowTo(); tileRow++) {
            int row = tileRow * TILE_ROWS;
            int panel = row / LEFT_LINES;
            a.from = (panel * leftDepth + firstStep) * LEFT_WIDTH + row % LEFT_LINES;
            out.lastRow = Math.min(TILE_ROWS, c.rows() - row) - 1;
            for (int tileColumn = area.columnFrom(); tileColumn < area.columnTo(); tileColumn++) {
                int column = tileColumn * TILE_COLUMNS;
                out.from = c.from() + row * c.stride() + column;
                if (column + TILE_COLUMNS <= c.columns()) {
                    b.from = rightFrom + tileColumn * rightTile + firstStep * rightStride;
                    run(depth, a, b, start, out);
                } else {
                    edgeB.from = edgeFrom + firstStep * TILE_COLUMNS;
                    runAtEdge(depth, a, edgeB, out, accumulate);
                }
            }
        }
    }

    private static void run(int depth, Cursor a, Cursor b, Cursor start, Cursor out) {
        if (out.lastRow < 6) {
            MicroKernel.sixRows(depth, a, b, start, out);
        } else {
            MicroKernel.eightRows(depth, a, b, start, out);
        }
    }

    /// By way of a tile of its own: the micro-kernel writes whole vectors, and C ends before them.
    private void runAtEdge(int depth, Cursor a, Cursor b, Cursor out, boolean accumulate) {
        int columns = c.columns() % TILE_COLUMNS;
        Cursor tile = new Cursor(Workspace.tile(), TILE_COLUMNS);
        tile.lastRow = out.lastRow;
        for (int i = 0; i <= tile.lastRow; i++) {
            if (accumulate) {
                System.arraycopy(out.array, out.row(i), tile.array, tile.row(i), columns);
            } else {
                Arrays.fill(tile.array, tile.row(i), tile.row(i) + columns, 0);
            }
        }
        run(depth, a, b, tile, tile);
        for (int i = 0; i <= tile.lastRow; i++) {
            System.arraycopy(tile.array, tile.row(i), out.array, out.row(i), columns);
        }
    }

    /// A rectangle of tiles: rows `rowFrom` (inclusive) to `rowTo` (exclusive), likewise the columns.
    record Area(int rowFrom, int rowTo, int columnFrom, int columnTo) {}
}
