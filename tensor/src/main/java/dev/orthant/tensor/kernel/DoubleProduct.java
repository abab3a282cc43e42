package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.DoublePanels.FIRST;
import static dev.orthant.tensor.kernel.DoublePanels.TILE_COLUMNS;
import static dev.orthant.tensor.kernel.DoublePanels.TILE_ROWS;
import static dev.orthant.tensor.kernel.Species.DOUBLE_LANES;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;

import dev.orthant.tensor.parallel.Parallel;
import jdk.incubator.vector.DoubleVector;

/// `C ← factor · A B + keep · C` in float64, by packed blocks (Goto and van de Geijn 2008, "Anatomy of high-performance
/// matrix multiplication"): the threads share a packed block of B, each packs the rows of A that it works on.
///
/// The depth is cut at the same places for every shape and there is no second way to compute an element, so its bits depend
/// on its row of A, its column of B and its old value alone.
final class DoubleProduct {
    /// Steps of depth in a packed block.
    private static final int BLOCK_DEPTH = 256;

    /// Columns of B in a packed block, which then takes 2 MB.
    private static final int BLOCK_COLUMNS = 1024;

    /// At most this many tile rows in a piece, packed in less than 200 KB: they stay in a core's second-level cache.
    private static final int PIECE_TILES = 12;

    /// A product of few rows is still cut into about this many pieces.
    private static final int PIECES = 8;

    /// Below this many multiplications starting helpers costs more than they save.
    private static final long PARALLEL_WORK = 1L << 20;

    /// Numbers that a piece of packing moves.
    private static final int PACKING_GRAIN = 1 << 15;

    private final double factor;
    private final DoubleView a;
    private final DoubleView b;
    private final double keep;
    private final DoubleView c;
    private final boolean lower;
    private final boolean parallel;

    private DoubleProduct(double factor, DoubleView a, DoubleView b, double keep, DoubleView c, boolean lower) {
        this.factor = factor;
        this.a = a;
        this.b = b;
        this.keep = keep;
        this.c = c;
        this.lower = lower;
        this.parallel = (long) c.rows() * c.columns() * a.columns() >= PARALLEL_WORK;
    }

    /// @param lower true to compute only the elements on and below the diagonal of a C that is row-major
    static void compute(double factor, DoubleView a, DoubleView b, double keep, DoubleView c, boolean lower) {
        assert a.rows() == c.rows() && b.columns() == c.columns() && a.columns() == b.rows();
        if (c.rows() == 0 || c.columns() == 0) {
            return;
        }
        if (c.columnStep() != 1) { // tiles are written along rows: compute the transpose
            assert !lower;
            compute(factor, b.transposed(), a.transposed(), keep, c.transposed(), false);
            return;
        }
        DoubleProduct product = new DoubleProduct(factor, a, b, keep, c, lower);
        if (a.columns() == 0) {
            product.keepOnly();
            return;
        }
        DoubleWorkspace workspace = DoubleWorkspace.take();
        try {
            product.blocked(workspace);
        } finally {
            workspace.giveBack();
        }
    }

    private void keepOnly() {
        for (int i = 0; i < c.rows(); i++) {
            for (int j = 0; j < (lower ? i + 1 : c.columns()); j++) {
                c.array()[c.index(i, j)] = keep == 0 ? 0 : keep * c.at(i, j);
            }
        }
    }

    private void blocked(DoubleWorkspace workspace) {
        for (int column = 0; column < c.columns(); column += BLOCK_COLUMNS) {
            int columns = Math.min(BLOCK_COLUMNS, c.columns() - column);
            int firstRow = lower ? column : 0;
            for (int step = 0; step < a.columns(); step += BLOCK_DEPTH) {
                int depth = Math.min(BLOCK_DEPTH, a.columns() - step);
                double[] packed = workspace.shared(FIRST + Math.ceilDiv(columns, TILE_COLUMNS) * TILE_COLUMNS * depth);
                packRight(b.part(step, step + depth, column, column + columns), packed);
                DoubleView left = a.part(firstRow, c.rows(), step, step + depth);
                DoubleView block = c.part(firstRow, c.rows(), column, column + columns);
                computeBlock(left, packed, block, step == 0 ? keep : 1);
            }
        }
    }

    private void packRight(DoubleView part, double[] packed) {
        int size = part.rows() * TILE_COLUMNS;
        DoubleView lines = part.transposed();
        inPieces(part.columns(), TILE_COLUMNS * Math.max(1, PACKING_GRAIN / size), (from, to) -> {
            for (int column = from; column < to; column += TILE_COLUMNS) {
                int columns = Math.min(TILE_COLUMNS, part.columns() - column);
                DoublePanels.pack(lines, column, columns, packed, FIRST + column / TILE_COLUMNS * size, TILE_COLUMNS);
            }
        });
    }

    private void computeBlock(DoubleView left, double[] packed, DoubleView block, double keepHere) {
        int tiles = Math.ceilDiv(block.rows(), TILE_ROWS);
        int pieceRows = TILE_ROWS * Math.clamp(tiles / PIECES, 1, PIECE_TILES);
        int pieces = Math.ceilDiv(block.rows(), pieceRows);
        inPieces(pieces, 1, (from, to) -> {
            for (int index = from; index < to; index++) {
                int first = (pieces - 1 - index) * pieceRows; // of a triangle, the longest rows come first
                computeRows(left, packed, block, keepHere, first, Math.min(first + pieceRows, block.rows()));
            }
        });
    }

    /// Rows `first` to `last` of a block, a panel of B at a time: it then stays in the first-level cache.
    private void computeRows(DoubleView left, double[] packed, DoubleView block, double keepHere, int first, int last) {
        DoubleWorkspace workspace = DoubleWorkspace.here();
        int depth = left.columns();
        int size = depth * TILE_ROWS;
        double[] panels = workspace.own(Math.ceilDiv(last - first, TILE_ROWS) * size);
        for (int row = first; row < last; row += TILE_ROWS) {
            int lines = Math.min(TILE_ROWS, last - row);
            DoublePanels.pack(left, row, lines, panels, (row - first) / TILE_ROWS * size, TILE_ROWS);
        }
        double[] tile = workspace.tile();
        int columns = lower ? Math.min(last, block.columns()) : block.columns();
        for (int column = 0; column < columns; column += TILE_COLUMNS) {
            int width = Math.min(TILE_COLUMNS, block.columns() - column);
            int rightPanel = FIRST + column / TILE_COLUMNS * depth * TILE_COLUMNS;
            int start = lower && column > first ? first + (column - first) / TILE_ROWS * TILE_ROWS : first;
            for (int row = start; row < last; row += TILE_ROWS) {
                int panel = (row - first) / TILE_ROWS * size;
                DoubleMicroKernel.run(depth, panels, panel, packed, rightPanel, tile);
                int height = Math.min(TILE_ROWS, last - row);
                for (int i = 0; i < height; i++) {
                    int length = lower ? Math.min(width, row + i - column + 1) : width;
                    mergeRow(tile, i * TILE_COLUMNS, block.array(), block.index(row + i, column), length, keepHere);
                }
            }
        }
    }

    /// `c ← factor · tile + keep · c` along one row.
    private void mergeRow(double[] tile, int from, double[] out, int to, int length, double keepHere) {
        if (length == TILE_COLUMNS && keepHere == 1) {
            DoubleVector scale = broadcast(factor);
            for (int j = 0; j < TILE_COLUMNS; j += DOUBLE_LANES) {
                load(tile, from + j).fma(scale, load(out, to + j)).intoArray(out, to + j);
            }
            return;
        }
        for (int j = 0; j < length; j++) {
            double kept = keepHere == 0 ? 0 : keepHere * out[to + j];
            out[to + j] = Math.fma(tile[from + j], factor, kept);
        }
    }

    private void inPieces(int length, int grain, Parallel.Piece piece) {
        if (parallel && length > grain) {
            Parallel.forPieces(length, grain, piece);
        } else {
            piece.run(0, length);
        }
    }
}
