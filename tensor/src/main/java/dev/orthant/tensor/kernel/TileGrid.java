package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.PackedPanels.LEFT_LINES;
import static dev.orthant.tensor.kernel.PackedPanels.LEFT_WIDTH;
import static dev.orthant.tensor.kernel.PackedPanels.TILE_COLUMNS;
import static dev.orthant.tensor.kernel.PackedPanels.TILE_ROWS;
import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.load;

import dev.orthant.tensor.MatrixView;

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
    /// Up to here the smaller micro-kernel serves.
    private static final int SIX = 6;

    int tileRows() {
        return Math.ceilDiv(c.rows(), TILE_ROWS);
    }

    int tileColumns() {
        return Math.ceilDiv(c.columns(), TILE_COLUMNS);
    }

    /// Computes a rectangle of tiles, over the steps `firstStep` to `firstStep + depth - 1`.
    ///
    /// @param accumulate true to add to C, false to overwrite it
    void compute(Area area, int firstStep, int depth, boolean accumulate) {
        Cursor a = new Cursor(left, LEFT_WIDTH);
        Cursor b = new Cursor(right, rightStride);
        Cursor edgeB = new Cursor(edge, TILE_COLUMNS);
        Cursor out = new Cursor(c.array(), c.stride());
        Cursor tile = new Cursor(Workspace.tile(), TILE_COLUMNS);
        for (int tileRow = area.rowFrom(); tileRow < area.rowTo(); tileRow++) {
            int row = tileRow * TILE_ROWS;
            int panel = row / LEFT_LINES;
            a.from = (panel * leftDepth + firstStep) * LEFT_WIDTH + row % LEFT_LINES;
            out.lastRow = Math.min(TILE_ROWS, c.rows() - row) - 1;
            tile.lastRow = out.lastRow;
            for (int tileColumn = area.columnFrom(); tileColumn < area.columnTo(); tileColumn++) {
                int column = tileColumn * TILE_COLUMNS;
                out.from = c.from() + row * c.stride() + column;
                boolean whole = column + TILE_COLUMNS <= c.columns();
                b.from = rightFrom + tileColumn * rightTile + firstStep * rightStride;
                edgeB.from = edgeFrom + firstStep * TILE_COLUMNS;
                if (whole && !accumulate) {
                    run(depth, a, b, out);
                } else {
                    run(depth, a, whole ? b : edgeB, tile);
                    copy(tile, out, Math.min(TILE_COLUMNS, c.columns() - column), accumulate);
                }
            }
        }
    }

    private static void run(int depth, Cursor a, Cursor b, Cursor out) {
        if (out.lastRow < SIX) {
            MicroKernel.sixRows(depth, a, b, out);
        } else {
            MicroKernel.eightRows(depth, a, b, out);
        }
    }

    /// Moves the tile into C, or adds it. The micro-kernel writes whole vectors, but C may end before them.
    private static void copy(Cursor tile, Cursor out, int columns, boolean accumulate) {
        for (int i = 0; i <= out.lastRow; i++) {
            int from = tile.row(i);
            int to = out.row(i);
            if (!accumulate) {
                System.arraycopy(tile.array, from, out.array, to, columns);
            } else if (columns == TILE_COLUMNS) {
                load(out.array, to).add(load(tile.array, from)).intoArray(out.array, to);
                load(out.array, to + LANES).add(load(tile.array, from + LANES)).intoArray(out.array, to + LANES);
            } else {
                for (int j = 0; j < columns; j++) {
                    out.array[to + j] += tile.array[from + j];
                }
            }
        }
    }

    /// A rectangle of tiles: rows `rowFrom` (inclusive) to `rowTo` (exclusive), likewise the columns.
    record Area(int rowFrom, int rowTo, int columnFrom, int columnTo) {}
}
