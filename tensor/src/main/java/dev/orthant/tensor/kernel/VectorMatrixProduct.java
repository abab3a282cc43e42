package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.PackedPanels.LEFT_LINES;
import static dev.orthant.tensor.kernel.PackedPanels.LEFT_WIDTH;
import static dev.orthant.tensor.kernel.PackedPanels.TILE_COLUMNS;
import static dev.orthant.tensor.kernel.PackedPanels.TILE_ROWS;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.kernel.TileGrid.Area;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;

/// C = left · right in three ways, chosen by the shape alone:
///
/// - few rows or columns and both operands [lines, depth]: dot products ([SkinnyProduct]), nothing is packed;
/// - B as [depth, lines] with few rows of A or little depth: B is read where it lies, packing would cost as much as
///   the product itself;
/// - else blocks of both are packed into panels that fit the caches (Goto and van de Geijn 2008, "Anatomy of
///   high-performance matrix multiplication").
///
/// Each element of C is summed over the depth in an order that depends on the shape alone, whatever the threads.
final class VectorMatrixProduct {
    /// Steps of depth in a packed block: a panel of A of this depth stays in the first-level cache.
    private static final int BLOCK_DEPTH = 256;

    /// Lines of A and of B in a packed block: each block then takes 1 MB.
    private static final int BLOCK_LINES = 1024;

    /// Pieces of a block of C, in tiles.
    private static final int PIECE_ROWS = 8;
    private static final int PIECE_COLUMNS = 8;

    /// Up to this many rows B is not packed: each of its numbers is used too few times.
    private static final int DIRECT_ROWS = 24;

    /// Steps of depth between two visits to C where B is not packed: few enough rows of B for the prefetchers.
    private static final int DIRECT_DEPTH = 16;

    /// Below this many multiplications starting helpers costs more than they save.
    private static final long PARALLEL_WORK = 1L << 19;

    /// Numbers that a piece of packing moves.
    private static final int PACKING_GRAIN = 1 << 15;

    private final Operand left;
    private final Operand right;
    private final MatrixView c;
    private final Workspace workspace;
    private final boolean parallel;

    private VectorMatrixProduct(Operand left, Operand right, MatrixView c, Workspace workspace) {
        this.left = left;
        this.right = right;
        this.c = c;
        this.workspace = workspace;
        this.parallel = (long) c.rows() * c.columns() * left.depth() >= PARALLEL_WORK;
    }

    /// @param left  m lines
    /// @param right n lines, of the same depth
    /// @param c     [m, n], overwritten
    static void compute(Operand left, Operand right, MatrixView c) {
        if (c.rows() == 0 || c.columns() == 0) {
            return;
        }
        if (left.depth() == 0) {
            for (int i = 0; i < c.rows(); i++) {
                int from = c.from() + i * c.stride();
                Arrays.fill(c.array(), from, from + c.columns(), 0);
            }
            return;
        }
        if (SkinnyProduct.suits(left, right)) {
            SkinnyProduct.compute(left, right, c);
            return;
        }
        Workspace workspace = Workspace.take();
        try {
            VectorMatrixProduct product = new VectorMatrixProduct(left, right, c, workspace);
            if (right.depthFirst() && (c.rows() <= DIRECT_ROWS || left.depth() <= DIRECT_DEPTH)) {
                product.direct();
            } else {
                product.blocked();
            }
        } finally {
            workspace.giveBack();
        }
    }

    private void blocked() {
        for (int column = 0; column < c.columns(); column += BLOCK_LINES) {
            int columns = Math.min(BLOCK_LINES, c.columns() - column);
            for (int step = 0; step < left.depth(); step += BLOCK_DEPTH) {
                int depth = Math.min(BLOCK_DEPTH, left.depth() - step);
                float[] packedRight = workspace.right(Math.ceilDiv(columns, TILE_COLUMNS) * TILE_COLUMNS * depth);
                packRight(column, columns, step, depth, packedRight);
                for (int row = 0; row < c.rows(); row += BLOCK_LINES) {
                    int rows = Math.min(BLOCK_LINES, c.rows() - row);
                    float[] packedLeft = packLeft(row, rows, step, depth);
                    MatrixView block =
                            new MatrixView(c.array(), c.from() + row * c.stride() + column, rows, columns, c.stride());
                    int tile = depth * TILE_COLUMNS;
                    int edge = columns / TILE_COLUMNS * tile;
                    TileGrid grid = new TileGrid(
                            packedLeft, depth, packedRight, 0, TILE_COLUMNS, tile, packedRight, edge, block);
                    boolean accumulate = step > 0;
                    inPieces(grid, PIECE_ROWS, PIECE_COLUMNS, area -> grid.compute(area, 0, depth, accumulate));
                }
            }
        }
    }

    private void direct() {
        int depth = left.depth();
        float[] packedLeft = packLeft(0, c.rows(), 0, depth);
        int edgeColumns = c.columns() % TILE_COLUMNS;
        float[] edge = workspace.right(edgeColumns == 0 ? 0 : depth * TILE_COLUMNS);
        if (edgeColumns > 0) {
            PackedPanels.pack(right, c.columns() - edgeColumns, edgeColumns, 0, depth, edge, 0, TILE_COLUMNS);
        }
        MatrixView b = right.view();
        TileGrid grid = new TileGrid(packedLeft, depth, b.array(), b.from(), b.stride(), TILE_COLUMNS, edge, 0, c);
        // With little depth C decides: walk along its rows. Otherwise B does: walk along its rows, all of C's at once.
        boolean shallow = depth <= DIRECT_DEPTH;
        int pieceRows = shallow ? PIECE_ROWS : Math.ceilDiv(DIRECT_ROWS, TILE_ROWS);
        int pieceColumns = shallow ? 4 * PIECE_COLUMNS : PIECE_COLUMNS;
        inPieces(grid, pieceRows, pieceColumns, area -> {
            for (int step = 0; step < depth; step += DIRECT_DEPTH) {
                grid.compute(area, step, Math.min(DIRECT_DEPTH, depth - step), step > 0);
            }
        });
    }

    private interface Work {
        void run(Area area);
    }

    /// Neighbouring pieces share their columns, so that a panel of B is still in the cache when its next rows come.
    private void inPieces(TileGrid grid, int pieceRows, int pieceColumns, Work work) {
        int down = Math.ceilDiv(grid.tileRows(), pieceRows);
        int across = Math.ceilDiv(grid.tileColumns(), pieceColumns);
        forEach(down * across, 1, index -> {
            int row = index % down * pieceRows;
            int column = index / down * pieceColumns;
            work.run(new Area(
                    row,
                    Math.min(row + pieceRows, grid.tileRows()),
                    column,
                    Math.min(column + pieceColumns, grid.tileColumns())));
        });
    }

    private float[] packLeft(int row, int rows, int step, int depth) {
        int panels = Math.ceilDiv(rows, LEFT_LINES);
        int size = depth * LEFT_WIDTH;
        float[] packed = workspace.left(panels * size);
        forEach(panels, Math.max(1, PACKING_GRAIN / size), panel -> {
            int first = panel * LEFT_LINES;
            int lines = Math.min(LEFT_LINES, rows - first);
            PackedPanels.pack(left, row + first, lines, step, depth, packed, panel * size, LEFT_WIDTH);
        });
        return packed;
    }

    private void packRight(int column, int columns, int step, int depth, float[] packed) {
        int panels = Math.ceilDiv(columns, TILE_COLUMNS);
        int size = depth * TILE_COLUMNS;
        forEach(panels, Math.max(1, PACKING_GRAIN / size), panel -> {
            int first = panel * TILE_COLUMNS;
            int lines = Math.min(TILE_COLUMNS, columns - first);
            PackedPanels.pack(right, column + first, lines, step, depth, packed, panel * size, TILE_COLUMNS);
        });
    }

    private interface Indexed {
        void run(int index);
    }

    private void forEach(int count, int grain, Indexed body) {
        if (!parallel || count <= grain) {
            for (int index = 0; index < count; index++) {
                body.run(index);
            }
            return;
        }
        Parallel.forPieces(count, grain, (from, to) -> {
            for (int index = from; index < to; index++) {
                body.run(index);
            }
        });
    }
}
