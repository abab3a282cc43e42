package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.PackedPanels.TILE_COLUMNS;
import static dev.orthant.tensor.kernel.PackedPanels.TILE_ROWS;
import static dev.orthant.tensor.kernel.Species.LANES;

import dev.orthant.tensor.MatrixView;
import jdk.incubator.vector.FloatVector;

/// A block of C whose operands are packed, computed tile by tile.
///
/// @param left      packed panels of A, one after the other
/// @param leftFrom  index of the first panel
/// @param leftPanel distance between two panels
/// @param right     packed panels of B, one after the other
/// @param rightFrom index of the first panel
/// @param rightTile distance between two panels
/// @param c         the block
@SuppressWarnings("ArrayRecordComponent") // never compared
record TileGrid(float[] left, int leftFrom, int leftPanel, float[] right, int rightFrom, int rightTile, MatrixView c) {
    /// Up to here the smaller micro-kernel serves.
    private static final int SIX = 6;

    static int tileRows(int rows) {
        return Math.ceilDiv(rows, TILE_ROWS);
    }

    static int tileColumns(int columns) {
        return Math.ceilDiv(columns, TILE_COLUMNS);
    }

    /// Computes a rectangle of tiles. For each panel of A, which then stays in the first-level cache, the panels of B go by.
    ///
    /// @param depth      even
    /// @param accumulate true to add to C, false to overwrite it
    void compute(Area area, int depth, boolean accumulate) {
        Cursor out = new Cursor(c.array(), c.stride());
        Cursor tile = new Cursor(Workspace.tile(), TILE_COLUMNS);
        for (int tileRow = area.rowFrom(); tileRow < area.rowTo(); tileRow++) {
            int row = tileRow * TILE_ROWS;
            int rows = Math.min(TILE_ROWS, c.rows() - row);
            int leftAt = leftFrom + tileRow * leftPanel;
            for (int tileColumn = area.columnFrom(); tileColumn < area.columnTo(); tileColumn++) {
                int column = tileColumn * TILE_COLUMNS;
                int columns = Math.min(TILE_COLUMNS, c.columns() - column);
                int rightAt = rightFrom + tileColumn * rightTile;
                out.from = c.from() + row * c.stride() + column;
                if (rows == TILE_ROWS && columns == TILE_COLUMNS && !accumulate) {
                    run(rows, depth, leftAt, rightAt, out);
                } else {
                    run(rows, depth, leftAt, rightAt, tile);
                    move(tile.array, out, rows, columns, accumulate);
                }
            }
        }
    }

    private void run(int rows, int depth, int leftAt, int rightAt, Cursor out) {
        if (rows <= SIX) {
            MicroKernel.sixRows(depth, left, leftAt, right, rightAt, out);
        } else {
            MicroKernel.twelveRows(depth, left, leftAt, right, rightAt, out);
        }
    }

    /// Moves the tile into C, or adds it, where the micro-kernel must not write itself: it writes whole tiles only.
    private static void move(float[] tile, Cursor out, int rows, int columns, boolean accumulate) {
        for (int i = 0; i < rows; i++) {
            int from = i * TILE_COLUMNS;
            int to = out.from + i * out.stride;
            if (!accumulate) {
                System.arraycopy(tile, from, out.array, to, columns);
            } else if (columns == TILE_COLUMNS) {
                FloatVector.fromArray(Species.FLOAT, out.array, to)
                        .add(FloatVector.fromArray(Species.FLOAT, tile, from))
                        .intoArray(out.array, to);
                FloatVector.fromArray(Species.FLOAT, out.array, to + LANES)
                        .add(FloatVector.fromArray(Species.FLOAT, tile, from + LANES))
                        .intoArray(out.array, to + LANES);
            } else {
                for (int j = 0; j < columns; j++) {
                    out.array[to + j] += tile[from + j];
                }
            }
        }
    }

    /// A rectangle of tiles: rows `rowFrom` (inclusive) to `rowTo` (exclusive), likewise the columns.
    record Area(int rowFrom, int rowTo, int columnFrom, int columnTo) {}
}
