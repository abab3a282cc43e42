package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.PackedPanels.FIRST;
import static dev.orthant.tensor.kernel.PackedPanels.LEFT_WIDTH;
import static dev.orthant.tensor.kernel.PackedPanels.TILE_COLUMNS;
import static dev.orthant.tensor.kernel.PackedPanels.TILE_ROWS;
import static dev.orthant.tensor.kernel.PackedPanels.paddedDepth;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.kernel.TileGrid.Area;
import org.jspecify.annotations.Nullable;

/// C = left · right from packed panels (Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication"),
/// in two phases:
///
/// 1. A is packed, whole rows of panels at a time, and shared by all threads.
/// 2. C is cut into column blocks, the pieces of the parallel work. For each [#BLOCK_DEPTH] steps of depth a piece packs its own part of
///    B, which stays in that core's second-level cache, and lets it go by under one panel of A after the other, each of
///    which stays in the first-level cache meanwhile.
///
/// Where C is too narrow for half as many column blocks as there should be pieces, its rows are cut as well, and B is packed in the first phase,
/// once for all, at the price of coming back from the third-level cache or from memory. No thread waits for another but between the phases.
final class BlockedProduct {
    /// Steps of depth in a block, even: a panel of A of this depth takes 24 kB at most. It decides in which order a sum is formed,
    /// so it is the same on every machine.
    private static final int BLOCK_DEPTH = 384;

    /// Largest packed A, in numbers (8 MB): taller products are computed in several bands.
    private static final int LEFT_LIMIT = 1 << 21;

    /// Rows of tiles whose whole depth is summed before the next ones come: as much of C as stays in the second-level cache
    /// between two blocks of depth.
    private static final int GROUP_TILES = 20;

    /// Pieces to aim at, so that the others go on if a core is taken away; and the least work of a piece.
    private static final int PIECES = 8;
    private static final long PIECE_WORK = 1L << 19;

    /// Numbers that a piece of packing moves.
    private static final int PACKING_GRAIN = 1 << 15;

    private final Operand left;
    private final Operand right;
    private final MatrixView c;
    private final Workspace workspace;

    /// Steps of depth in each block but the last.
    private final int blockDepth;

    private BlockedProduct(Operand left, Operand right, MatrixView c, Workspace workspace) {
        this.left = left;
        this.right = right;
        this.c = c;
        this.workspace = workspace;
        this.blockDepth = blockDepth(left.depth());
    }

    /// Steps in each block of a product of this depth but the last, at least 1: blocks as even as can be.
    static int blockDepth(int depth) {
        return paddedDepth(Math.ceilDiv(depth, Math.ceilDiv(depth, BLOCK_DEPTH)));
    }

    static void compute(Operand left, Operand right, MatrixView c) {
        Workspace workspace = Workspace.take();
        try {
            new BlockedProduct(left, right, c, workspace).compute();
        } finally {
            workspace.giveBack();
        }
    }

    private void compute() {
        int tileColumns = TileGrid.tileColumns(c.columns());
        long work = (long) c.rows() * c.columns() * left.depth();
        int pieces = Math.clamp(work / PIECE_WORK, 1, PIECES);
        int cached = Math.max(1, CacheSizes.SECOND_LEVEL_FLOATS / 3 / (blockDepth * TILE_COLUMNS));
        int columnBlocks = Math.min(tileColumns, Math.max(pieces, Math.ceilDiv(tileColumns, cached)));
        int blockTiles = Math.ceilDiv(tileColumns, columnBlocks);
        int chunk = Math.max(1, LEFT_LIMIT / LEFT_WIDTH / blockDepth) * blockDepth;
        for (int begin = 0; begin < left.depth(); begin += chunk) {
            int depth = Math.min(chunk, left.depth() - begin);
            int bandTiles = Math.max(1, LEFT_LIMIT / LEFT_WIDTH / paddedDepth(depth));
            int tileRows = TileGrid.tileRows(c.rows());
            for (int tile = 0; tile < tileRows; tile += bandTiles) {
                int row = tile * TILE_ROWS;
                int rows = Math.min(bandTiles * TILE_ROWS, c.rows() - row);
                band(row, rows, begin, depth, blockTiles, pieces);
            }
        }
    }

    /// Some rows of C, over some of the depth.
    private void band(int row, int rows, int begin, int depth, int blockTiles, int pieces) {
        int tileRows = TileGrid.tileRows(rows);
        int tileColumns = TileGrid.tileColumns(c.columns());
        int columnBlocks = Math.ceilDiv(tileColumns, blockTiles);
        int rowGroups = Math.clamp(pieces / columnBlocks, 1, tileRows);
        int groupTiles = Math.ceilDiv(tileRows, rowGroups);
        int groups = Math.ceilDiv(tileRows, groupTiles);
        float[] packedLeft = packLeft(row, rows, begin, depth);
        boolean shared = groups > 1;
        float[] packedRight = shared ? packRight(begin, depth) : workspace.right(0);
        VectorMatrixProduct.forPieces(c, left.depth(), columnBlocks * groups, 1, (from, to) -> {
            for (int piece = from; piece < to; piece++) {
                int tileRow = piece % groups * groupTiles;
                int tileColumn = piece / groups * blockTiles;
                int rowTo = Math.min(tileRow + groupTiles, tileRows);
                int columnTo = Math.min(tileColumn + blockTiles, tileColumns);
                Area area = new Area(tileRow, rowTo, tileColumn, columnTo);
                piece(row, rows, begin, depth, area, packedLeft, shared ? packedRight : null);
            }
        });
    }

    private void piece(
            int row, int rows, int begin, int depth, Area area, float[] packedLeft, float @Nullable [] sharedRight) {
        int column = area.columnFrom() * TILE_COLUMNS;
        int columns = Math.min(area.columnTo() * TILE_COLUMNS, c.columns()) - column;
        int tiles = area.columnTo() - area.columnFrom();
        int panels = sharedRight == null ? tiles : TileGrid.tileColumns(c.columns());
        // If all rows of C stay close by, each block of depth of B is used right after it was packed.
        boolean oneGroup = sharedRight == null && area.rowTo() - area.rowFrom() <= GROUP_TILES;
        int room = FIRST + tiles * TILE_COLUMNS * (oneGroup ? blockDepth : paddedDepth(depth));
        float[] packedRight = sharedRight == null ? Workspace.panels(room) : sharedRight;
        for (int step = 0; step < depth && sharedRight == null && !oneGroup; step += blockDepth) {
            int steps = Math.min(blockDepth, depth - step);
            packRight(column, columns, begin + step, steps, packedRight, FIRST + tiles * step * TILE_COLUMNS);
        }
        int first = sharedRight == null ? 0 : area.columnFrom();
        MatrixView block = new MatrixView(c.array(), c.from() + row * c.stride() + column, rows, columns, c.stride());
        for (int tileRow = area.rowFrom(); tileRow < area.rowTo(); tileRow += GROUP_TILES) {
            Area group = new Area(tileRow, Math.min(tileRow + GROUP_TILES, area.rowTo()), 0, tiles);
            for (int step = 0; step < depth; step += blockDepth) {
                int steps = Math.min(blockDepth, depth - step);
                if (oneGroup) {
                    packRight(column, columns, begin + step, steps, packedRight, FIRST);
                }
                int padded = paddedDepth(steps);
                int leftFrom = TileGrid.tileRows(rows) * step * LEFT_WIDTH;
                int tile = padded * TILE_COLUMNS;
                int from = FIRST + (oneGroup ? 0 : panels * step * TILE_COLUMNS + first * tile);
                new TileGrid(packedLeft, leftFrom, padded * LEFT_WIDTH, packedRight, from, tile, block)
                        .compute(group, padded, begin + step > 0);
            }
        }
    }

    /// For each block of depth the panels of all rows, one after the other.
    private float[] packLeft(int row, int rows, int begin, int depth) {
        int panels = TileGrid.tileRows(rows);
        float[] packed = workspace.left(panels * paddedDepth(depth) * LEFT_WIDTH);
        int grain = Math.max(1, PACKING_GRAIN / (depth * LEFT_WIDTH));
        VectorMatrixProduct.forPieces(c, left.depth(), panels, grain, (from, to) -> {
            for (int panel = from; panel < to; panel++) {
                int first = panel * TILE_ROWS;
                int lines = Math.min(TILE_ROWS, rows - first);
                for (int step = 0; step < depth; step += blockDepth) {
                    int steps = Math.min(blockDepth, depth - step);
                    int target = (panels * step + panel * paddedDepth(steps)) * LEFT_WIDTH;
                    PackedPanels.packRows(left, row + first, lines, begin + step, steps, packed, target);
                }
            }
        });
        return packed;
    }

    /// For each block of depth the panels of all columns, one after the other.
    private float[] packRight(int begin, int depth) {
        int panels = TileGrid.tileColumns(c.columns());
        float[] packed = workspace.right(FIRST + panels * paddedDepth(depth) * TILE_COLUMNS);
        int grain = Math.max(1, PACKING_GRAIN / (depth * TILE_COLUMNS));
        VectorMatrixProduct.forPieces(c, left.depth(), panels, grain, (from, to) -> {
            for (int step = 0; step < depth; step += blockDepth) {
                int steps = Math.min(blockDepth, depth - step);
                int column = from * TILE_COLUMNS;
                int columns = Math.min(to * TILE_COLUMNS, c.columns()) - column;
                int target = FIRST + (panels * step + from * paddedDepth(steps)) * TILE_COLUMNS;
                packRight(column, columns, begin + step, steps, packed, target);
            }
        });
        return packed;
    }

    private void packRight(int column, int columns, int step, int steps, float[] packed, int target) {
        PackedPanels.packColumns(right, column, columns, step, steps, packed, target);
    }
}
