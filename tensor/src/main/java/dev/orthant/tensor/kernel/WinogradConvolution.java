package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.PackedPanels.FIRST;
import static dev.orthant.tensor.kernel.PackedPanels.LEFT_WIDTH;
import static dev.orthant.tensor.kernel.PackedPanels.TILE_COLUMNS;
import static dev.orthant.tensor.kernel.PackedPanels.TILE_ROWS;
import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.WinogradTiles.KERNEL;
import static dev.orthant.tensor.kernel.WinogradTiles.SIDE;
import static dev.orthant.tensor.kernel.WinogradTiles.WINDOW;

import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Padding;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.parallel.PerThread;
import java.util.Arrays;

/// Winograd's F(4 × 4, 3 × 3): a convolution with 36 products for 16 pixels where the definition has 144. With d the 6 × 6 pixels under a tile
/// and g a filter, for each tile and output channel
///
///     y = Aᵀ [ Σ over channels (G g Gᵀ) ∘ (Bᵀ d B) ] A
///
/// ([WinogradTransforms] has the matrices). For each of the 36 places the sum is a matrix product [tiles, channels] times
/// [channels, filters], of the micro-kernel of all products. The filters are transformed once a call, into its panels; tiles are
/// taken in blocks whose 36 slices stay in the second-level cache from one transform to the other. Channels are padded by zeros to
/// whole vectors, which makes few channels slow.
///
/// **Rounding.** A number passes 2 roundings in Bᵀ and 2 in B, 4 and 4 in the transforms of a filter, one for each of the c
/// channels (padded ones add exact zeros), 3 and 3 in the output: n = c + 18. A computed sum of products in which no product is
/// rounded more than n times differs from the exact one by at most γₙ = n u / (1 − n u), u = 2⁻²⁴, times the sum of the products' sizes
/// (Higham 2002, lemma 3.1), so barring over- and underflow
///
///     |ŷ − y| ≤ γₙ |Aᵀ| [ Σ |G| |g| |Gᵀ| ∘ |Bᵀ| |d| |B| ] |A| ≤ γₙ (88/3)² max |d| Σ |g|
///
/// with Σ |g| over all weights of the filter: |Bᵀ| has row sums b = (10, 10, 10, 6, 6, 10), and 88/3 is the largest element, in the
/// last row and column, of |Aᵀ| diag(b) |G|. The direct convolution has γ₉c alone, times Σ |d g|. The errors of normal numbers stay below an
/// 800th of this bound; their root mean square is 2 to 14 times that of the direct convolution.
final class WinogradConvolution {
    private static final int PLACES = WINDOW * WINDOW;

    /// Rows of micro-kernel tiles in a block at most: beyond it the filters are used often enough for each time they are read.
    private static final int MOST_PANELS = 8;

    /// Below this many multiplications starting helpers costs more than they save.
    private static final long SMALLEST = 1L << 18;

    /// What a number of a transformed filter takes, in multiplications: filters are gathered number by number.
    private static final long FILTER_WORK = 4;

    private static final PerThread<float[]> ROOM = PerThread.withInitial(() -> new float[0]);

    private final WinogradTiles tiles;
    private final ConvolutionShape shape;
    private final Span input;
    private final Span output;

    /// Input channels, in whole vectors, and output channels, in whole panels.
    private final int depth;

    private final int columns;

    /// Tiles in a block.
    private final int block;

    /// Transformed filters: the panels of one place after those of another.
    private final float[] packed;

    // Where in a thread's array the parts lie that a block needs.
    private final int inputAt;
    private final int productAt;
    private final int panelAt;
    private final int windowAt;
    private final int halfAt;
    private final int rowAt;
    private final int room;

    private WinogradConvolution(WinogradTiles tiles, Span input, Span output, ConvolutionWorkspace workspace) {
        this.tiles = tiles;
        this.shape = tiles.shape();
        this.input = input;
        this.output = output;
        this.depth = Math.ceilDiv(shape.inChannels(), LANES) * LANES;
        this.columns = Math.ceilDiv(shape.outChannels(), TILE_COLUMNS) * TILE_COLUMNS;
        int panels = CacheSizes.SECOND_LEVEL_FLOATS / 2 / (PLACES * (depth + columns) * TILE_ROWS);
        this.block = Math.clamp(panels, 1, MOST_PANELS) * TILE_ROWS;
        this.packed = workspace.weights(FIRST + PLACES * depth * columns);
        this.inputAt = FIRST;
        this.productAt = inputAt + PLACES * block * depth;
        this.panelAt = productAt + PLACES * block * columns;
        this.windowAt = panelAt + LEFT_WIDTH * depth;
        this.halfAt = windowAt + PLACES * depth;
        this.rowAt = halfAt + PLACES * Math.max(depth, columns);
        this.room = rowAt + SIDE * columns;
    }

    /// @throws dev.orthant.tensor.ShapeException unless the filters are 3 × 3 with stride 1, dense, in one group
    static void forward(ConvolutionShape shape, Span input, Span weights, Span output) {
        WinogradTiles tiles = WinogradTiles.of(shape);
        ConvolutionWorkspace workspace = ConvolutionWorkspace.take();
        try {
            new WinogradConvolution(tiles, input, output, workspace).compute(weights);
        } finally {
            workspace.giveBack();
        }
    }

    private void compute(Span weights) {
        long channelWork = (long) PLACES * columns;
        int channels = Math.toIntExact(Math.ceilDiv(SMALLEST, FILTER_WORK * channelWork));
        Parallel.forPieces(depth, channels, (from, to) -> {
            float[] own = room();
            for (int c = from; c < to; c++) {
                transformFilters(weights, c, own);
            }
        });
        long blockWork = channelWork * depth * block;
        int grain = Math.toIntExact(Math.ceilDiv(SMALLEST, blockWork)) * block;
        Parallel.forPieces(tiles.count(), grain, (from, to) -> {
            float[] own = room();
            Operand transformed = new Operand(new MatrixView(own, inputAt, PLACES * block, depth, depth), false);
            Cursor product = new Cursor(own, columns);
            for (int first = from; first < to; first += block) {
                int count = Math.min(block, to - first);
                for (int i = 0; i < count; i++) {
                    transformInput(first + i, i, own);
                }
                multiply(transformed, Math.ceilDiv(count, TILE_ROWS), own, product);
                for (int i = 0; i < count; i++) {
                    transformOutput(first + i, i, own);
                }
            }
        });
    }

    private float[] room() {
        if (ROOM.get().length < room) {
            ROOM.set(new float[room]);
        }
        return ROOM.get();
    }

    /// One channel of all filters; of a channel that is padding, zeros.
    private void transformFilters(Span weights, int channel, float[] own) {
        int taps = KERNEL * KERNEL;
        int filters = halfAt;
        int half = productAt; // the block's products come later, and need at least as much room
        Arrays.fill(own, filters, filters + taps * columns, 0);
        if (channel < shape.inChannels()) {
            for (int k = 0; k < shape.outChannels(); k++) {
                int from = weights.from() + (k * shape.inChannels() + channel) * taps;
                for (int tap = 0; tap < taps; tap++) {
                    own[filters + tap * columns + k] = weights.array()[from + tap];
                }
            }
        }
        int line = KERNEL * columns;
        WinogradTransforms.weights(own, filters, line, own, half, line, line);
        int place = depth * columns;
        for (int i = 0; i < WINDOW; i++) {
            for (int column = 0; column < columns; column += TILE_COLUMNS) {
                int to = FIRST + i * WINDOW * place + column * depth + channel * TILE_COLUMNS;
                int from = half + i * line + column;
                WinogradTransforms.weights(own, from, columns, packed, to, place, TILE_COLUMNS);
            }
        }
    }

    /// Bᵀ d B of one tile, to row `row` of the block in all 36 slices.
    private void transformInput(int tile, int row, float[] own) {
        int top = tiles.y(tile) - shape.padding().vertical();
        int left = tiles.x(tile) - shape.padding().horizontal();
        int image = tiles.image(tile) * shape.height();
        int line = WINDOW * depth;
        boolean inside = top >= 0 && left >= 0 && top + WINDOW <= shape.height() && left + WINDOW <= shape.width();
        if (inside && depth == shape.inChannels()) {
            int from = input.from() + ((image + top) * shape.width() + left) * depth;
            WinogradTransforms.input(input.array(), from, shape.width() * depth, own, halfAt, line, line);
        } else {
            copyWindow(image, top, left, own);
            WinogradTransforms.input(own, windowAt, line, own, halfAt, line, line);
        }
        int slice = block * depth;
        for (int i = 0; i < WINDOW; i++) {
            int to = inputAt + i * WINDOW * slice + row * depth;
            WinogradTransforms.input(own, halfAt + i * line, depth, own, to, slice, depth);
        }
    }

    /// The pixels under a tile, with zeros or the repeated image around the image and zeros behind the channels.
    private void copyWindow(int image, int top, int left, float[] own) {
        boolean circular = shape.padding() instanceof Padding.Circular;
        int channels = shape.inChannels();
        Arrays.fill(own, windowAt, windowAt + PLACES * depth, 0);
        for (int i = 0; i < WINDOW; i++) {
            int y = circular ? Math.floorMod(top + i, shape.height()) : top + i;
            for (int j = 0; j < WINDOW; j++) {
                int x = circular ? Math.floorMod(left + j, shape.width()) : left + j;
                if (y >= 0 && y < shape.height() && x >= 0 && x < shape.width()) {
                    int from = input.from() + ((image + y) * shape.width() + x) * channels;
                    System.arraycopy(input.array(), from, own, windowAt + (i * WINDOW + j) * depth, channels);
                }
            }
        }
    }

    /// The 36 products; rows of the last panel that belong to no tile hold numbers that nobody uses.
    private void multiply(Operand transformed, int panels, float[] own, Cursor product) {
        for (int place = 0; place < PLACES; place++) {
            for (int panel = 0; panel < panels; panel++) {
                int row = place * block + panel * TILE_ROWS;
                PackedPanels.packRows(transformed, row, TILE_ROWS, 0, depth, own, panelAt);
                for (int column = 0; column < columns; column += TILE_COLUMNS) {
                    int right = FIRST + (place * columns + column) * depth;
                    product.from = productAt + row * columns + column;
                    if (LANES == 16) {
                        MicroKernel.twelveRows(depth, own, panelAt, packed, right, product);
                    } else {
                        MicroKernel.sixRows(depth, own, panelAt, packed, right, product);
                    }
                }
            }
        }
    }

    /// Aᵀ m A of one tile; what lies outside of the image is left out.
    private void transformOutput(int tile, int row, float[] own) {
        int slice = block * columns;
        int line = WINDOW * columns;
        for (int j = 0; j < WINDOW; j++) {
            int from = productAt + j * slice + row * columns;
            WinogradTransforms.output(own, from, WINDOW * slice, own, halfAt + j * columns, line, columns);
        }
        int channels = shape.outChannels();
        int top = tiles.y(tile);
        int left = tiles.x(tile);
        int rows = Math.min(SIDE, shape.outHeight() - top);
        int pixels = Math.min(SIDE, shape.outWidth() - left);
        for (int i = 0; i < rows; i++) {
            int pixel = (tiles.image(tile) * shape.outHeight() + top + i) * shape.outWidth() + left;
            int to = output.from() + pixel * channels;
            int from = halfAt + i * line;
            if (pixels == SIDE && channels % LANES == 0) {
                WinogradTransforms.output(own, from, columns, output.array(), to, channels, channels);
            } else {
                WinogradTransforms.output(own, from, columns, own, rowAt, columns, columns);
                for (int j = 0; j < pixels; j++) {
                    System.arraycopy(own, rowAt + j * columns, output.array(), to + j * channels, channels);
                }
            }
        }
    }
}
