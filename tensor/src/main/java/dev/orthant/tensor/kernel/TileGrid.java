package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.PackedPanels.LEFT_WIDTH;
import static dev.orthant.tensor.kernel.PackedPanels.TILE_COLUMNS;
import static dev.orthant.tensor.kernel.PackedPanels.TILE_ROWS;
import static dev.orthant.tensor.kernel.Species.LANES;

import dev.orthant.tensor.MatrixView;
import jdk.incubator.vector.FloatVector;

/// A block of C whose operands are at hand, computed tile by tile.
///
/// @param left        packed panels of A
/// @param leftFrom    index of the first panel
/// @param leftPanel   distance between two panels
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
        int leftFrom,
        int leftPanel,
        float[] right,
        int rightFrom,
        int rightStride,
        int rightTile,
        float[] edge,
        int edgeFrom,
        MatrixView c) {
    /// Up to here the smaller micro-kernel serves.
    private static final int SIX = 6;

    static int tileRows(int rows) {
        return Math.ceilDiv(rows, TILE_ROWS);
    }

    static int tileColumns(int columns) {
        return Math.ceilDiv(columns, TILE_COLUMNS);
    }

    /// Computes a rectangle of tiles, over the steps `firstStep` to `firstStep + depth - 1`. For each panel of A, which
    /// then stays in the first-level cache, the tiles of B go by.
    ///
    /// @param depth      even
    /// @param accumulate true to add to C, false to overwrite it
    void compute(Area area, int firstStep, int depth, boolean accumulate) {
        Cursor a = new Cursor(left, LEFT_WIDTH);
        Cursor b = new Cursor(right, rightStride);
        Cursor edgeB = new Cursor(edge, TILE_COLUMNS);
        Cursor out = new Cursor(c.array(), c.stride());
        Cursor tile = new Cursor(Workspace.tile(), TILE_COLUMNS);
        edgeB.from = edgeFrom + firstStep * TILE_COLUMNS;
        for (int tileRow = area.rowFrom(); tileRow < area.rowTo(); tileRow++) {
            int row = tileRow * TILE_ROWS;
            int rows = Math.min(TILE_ROWS, c.rows() - row);
            a.from = leftFrom + tileRow * leftPanel + firstStep * LEFT_WIDTH;
            for (int tileColumn = area.columnFrom(); tileColumn < area.columnTo(); tileColumn++) {
                int column = tileColumn * TILE_COLUMNS;
                int columns = Math.min(TILE_COLUMNS, c.columns() - column);
                out.from = c.from() + row * c.stride() + column;
                b.from = rightFrom + tileColumn * rightTile + firstStep * rightStride;
                boolean whole = rows == TILE_ROWS && columns == TILE_COLUMNS;
                if (whole && !accumulate) {
                    run(rows, depth, a, b, out);
                } else {
                    run(rows, depth, a, columns == TILE_COLUMNS ? b : edgeB, tile);
                    move(tile.array, out, rows, columns, accumulate);
                }
            }
        }
    }

    private static void run(int rows, int depth, Cursor a, Cursor b, Cursor out) {
        if (rows <= SIX) {
            MicroKernel.sixRows(depth, a, b, out);
        } else {
            MicroKernel.twelveRows(depth, a, b, out);
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
