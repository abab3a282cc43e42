package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.load;

import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.Span;

/// Output and input gradient of a convolution: both read one image (the source), walk through the taps that meet it, and
/// compute another (the target).
///
/// Where rows are long and kernels three or five wide and dense, tiles are pieces of rows ([RowTile]), computed from turned rows of
/// the source. Their zeros beside the image would make NaN of weights that are not finite; with such weights, and for all
/// other shapes, tiles collect pixels that have the same taps inside the image, wherever in the piece they lie
/// ([PixelTile]); taps outside are never visited.
///
/// Follows Georganas et al. 2018, "Anatomy of high-performance deep learning convolutions on SIMD
/// architectures", in keeping the sums in registers over all taps; departures: channels last.
final class DirectConvolution {
    /// Channels that [RowTile] sums over at a time: the weights and a band of the image then stay in the second-level cache.
    private static final int DEPTH_BLOCK = 64;

    /// Pixels of a row whose sources [TransposedRows] holds.
    private static final int SEGMENT = 32;

    /// `[block of depth][row][depth][column][lane]`: the weights of a tile in the order of its steps.
    private static final PackedWeights.Order BY_STEPS = (weights, tap, depth) -> {
        int first = depth / DEPTH_BLOCK * DEPTH_BLOCK;
        int row = tap / weights.kernelWidth();
        int step =
                weights.kernelHeight() * first + row * Math.min(DEPTH_BLOCK, weights.depth() - first) + depth - first;
        return step * weights.kernelWidth() + tap % weights.kernelWidth();
    };

    /// Leaves a piece as it is.
    static final ImagePieces.Body NOTHING = (image, imageEnd, row, rowEnd) -> {};

    private final boolean inRows;
    private final AxisTaps vertical;
    private final AxisTaps horizontal;
    private final PackedWeights weights;
    private final int groups;
    private final Span source;
    private final int sourceHeight;
    private final int sourceWidth;
    private final Span target;

    private DirectConvolution(
            boolean inRows,
            AxisTaps vertical,
            AxisTaps horizontal,
            PackedWeights weights,
            int groups,
            Span source,
            int sourceHeight,
            int sourceWidth,
            Span target) {
        this.inRows = inRows;
        this.vertical = vertical;
        this.horizontal = horizontal;
        this.weights = weights;
        this.groups = groups;
        this.source = source;
        this.sourceHeight = sourceHeight;
        this.sourceWidth = sourceWidth;
        this.target = target;
    }

    /// @param shape without circular padding
    /// @param after what is done with each piece of the output when it is computed
    static void forward(
            ConvolutionShape shape,
            Span input,
            Span weights,
            Span output,
            ConvolutionWorkspace workspace,
            ImagePieces.Body after) {
        AxisTaps vertical = Axes.vertical(shape);
        AxisTaps horizontal = Axes.horizontal(shape);
        boolean inRows =
                RowTile.suits(vertical, horizontal, shape.kernelWidth(), shape.width()) && AllFinite.of(weights);
        PackedWeights packed = inRows
                ? PackedWeights.forward(shape, weights, BY_STEPS, RowTile.VECTORS, workspace)
                : PackedWeights.forward(shape, weights, PackedWeights.BY_TAPS, 2, workspace);
        new DirectConvolution(
                        inRows,
                        vertical,
                        horizontal,
                        packed,
                        shape.groups(),
                        input,
                        shape.height(),
                        shape.width(),
                        output)
                .run(shape.batch(), after);
    }

    /// @param shape without circular padding
    static void inputGradient(
            ConvolutionShape shape,
            Span outputGradient,
            Span weights,
            Span inputGradient,
            ConvolutionWorkspace workspace) {
        AxisTaps vertical = Axes.verticalAdjoint(shape);
        AxisTaps horizontal = Axes.horizontalAdjoint(shape);
        boolean inRows =
                RowTile.suits(vertical, horizontal, shape.kernelWidth(), shape.outWidth()) && AllFinite.of(weights);
        PackedWeights packed = inRows
                ? PackedWeights.adjoint(shape, weights, BY_STEPS, RowTile.VECTORS, workspace)
                : PackedWeights.adjoint(shape, weights, PackedWeights.BY_TAPS, 2, workspace);
        new DirectConvolution(
                        inRows,
                        vertical,
                        horizontal,
                        packed,
                        shape.groups(),
                        outputGradient,
                        shape.outHeight(),
                        shape.outWidth(),
                        inputGradient)
                .run(shape.batch(), NOTHING);
    }

    private void run(int batch, ImagePieces.Body after) {
        long work = (long) weights.taps() * weights.depth() * weights.lines() * groups;
        ImagePieces pieces = ImagePieces.of(batch, vertical.targets(), horizontal.targets(), work);
        pieces.run((image, imageEnd, row, rowEnd) -> {
            for (int group = 0; group < groups; group++) {
                if (inRows) {
                    computeRows(group, image, imageEnd, row, rowEnd);
                    continue;
                }
                for (int vector = 0; vector < weights.vectors(); vector += weights.blockVectors()) {
                    computePixels(group, vector, image, imageEnd, row, rowEnd);
                }
            }
            after.run(image, imageEnd, row, rowEnd);
        });
    }

    private int sourceChannels() {
        return groups * weights.depth();
    }

    private int targetChannels() {
        return groups * weights.lines();
    }

    /// Index in the source of a group's first channel of a pixel.
    private int sourceAt(int group, int image, int y, int x) {
        return source.from()
                + ((image * sourceHeight + y) * sourceWidth + x) * sourceChannels()
                + group * weights.depth();
    }

    private int targetAt(int group, int vector, int image, int y, int x) {
        return target.from()
                + ((image * vertical.targets() + y) * horizontal.targets() + x) * targetChannels()
                + group * weights.lines()
                + vector * LANES;
    }

    private void computeRows(int group, int image, int imageEnd, int row, int rowEnd) {
        int top = sourceHeight;
        int bottom = 0;
        for (int y = row; y < rowEnd; y++) {
            if (vertical.count[y] > 0) {
                top = Math.min(top, vertical.source[y]);
                bottom = Math.max(bottom, vertical.source[y] + vertical.count[y]);
            }
        }
        int rows = Math.max(0, bottom - top);
        RowTile tile = new RowTile(weights.kernelWidth());
        float[] band = ConvolutionWorkspace.band(rows * Math.min(DEPTH_BLOCK, weights.depth()) * TransposedRows.PITCH);
        tile.source = band;
        tile.weights = weights.array();
        for (int first = 0; first < weights.depth(); first += DEPTH_BLOCK) {
            int depth = Math.min(DEPTH_BLOCK, weights.depth() - first);
            for (int n = image; n < imageEnd; n++) {
                for (int x = 0; x < horizontal.targets(); x += SEGMENT) {
                    int width = Math.min(SEGMENT, horizontal.targets() - x);
                    int columns = Math.max(width, RowTile.pixels(1)) + weights.kernelWidth() - 1;
                    int from = sourceAt(group, n, top, 0) + first;
                    int shift = x + RowTile.shift(horizontal);
                    TransposedRows.turn(
                            source.array(), from, rows, sourceWidth, sourceChannels(), depth, shift, columns, band);
                    for (int vector = 0; vector < weights.vectors(); vector += weights.blockVectors()) {
                        for (int y = row; y < rowEnd; y++) {
                            tile.at = (vertical.source[y] - top) * depth * TransposedRows.PITCH;
                            tile.steps = vertical.count[y] * depth;
                            tile.weightAt = weights.blockAt(group, vector)
                                    + (weights.kernelHeight() * first + vertical.first[y] * depth)
                                            * weights.kernelWidth()
                                            * weights.vectorsOf(vector)
                                            * LANES;
                            int later = (imageEnd - 1 - n) * (rowEnd - row) + rowEnd - 1 - y;
                            computeRow(tile, vector, targetAt(group, vector, n, y, x), width, later, first > 0);
                        }
                    }
                }
            }
        }
    }

    /// A piece of a row of the target.
    ///
    /// @param tile  all set for its first pixel but for the target
    /// @param to    index of that pixel in the target
    /// @param later rows of the target that follow in this piece
    /// @param add   to what is there
    private void computeRow(RowTile tile, int vector, int to, int width, int later, boolean add) {
        int vectors = weights.vectorsOf(vector);
        int pixels = RowTile.pixels(vectors);
        int channels = Math.min(vectors * LANES, weights.lines() - vector * LANES);
        float[] scratch = ConvolutionWorkspace.tile();
        boolean direct = !add && mayReachBeyond(vectors * LANES - channels, Math.max(0, pixels - width), later);
        tile.out = direct ? target.array() : scratch;
        tile.outPixel = direct ? targetChannels() : vectors * LANES;
        int at = tile.at;
        for (int x = 0; x < width; x += pixels) {
            // The last tile of a row overlaps the one before: the same pixels get the same bits, once more they must
            // not
            // be added.
            int start = Math.max(0, Math.min(x, width - pixels));
            tile.at = at + start;
            tile.outAt = direct ? to + start * targetChannels() : 0;
            tile.compute(vectors);
            if (!direct) {
                for (int p = x; p < Math.min(start + pixels, width); p++) {
                    move(scratch, (p - start) * vectors * LANES, to + p * targetChannels(), channels, add);
                }
            }
        }
    }

    /// True if a tile may write more than its row has: lanes without a channel, pixels behind the last one. They land on
    /// pixels that are computed later, of this row or of those that follow, if those are in this piece and in the same
    /// sweep.
    private boolean mayReachBeyond(int lanes, int pixels, int later) {
        if (lanes == 0 && pixels == 0) {
            return true;
        }
        boolean oneSweep = lanes == 0 || (groups == 1 && weights.vectors() <= weights.blockVectors());
        long room = (long) later * horizontal.targets() * targetChannels();
        return oneSweep && horizontal.targets() <= SEGMENT && (long) pixels * targetChannels() + lanes <= room;
    }

    /// Moves the channels of a pixel from the scratch array into the target, or adds them.
    private void move(float[] scratch, int from, int to, int channels, boolean add) {
        float[] array = target.array();
        if (!add) {
            System.arraycopy(scratch, from, array, to, channels);
            return;
        }
        int whole = channels / LANES * LANES;
        for (int k = 0; k < whole; k += LANES) {
            load(array, to + k).add(load(scratch, from + k)).intoArray(array, to + k);
        }
        for (int k = whole; k < channels; k++) {
            array[to + k] += scratch[from + k];
        }
    }

    private void computePixels(int group, int vector, int image, int imageEnd, int row, int rowEnd) {
        PixelTile tile = new PixelTile();
        int vectors = weights.vectorsOf(vector);
        int width = vectors * LANES;
        int channels = Math.min(width, weights.lines() - vector * LANES);
        PixelTiles tiles = new PixelTiles(tile, vectors, channels, target.array());
        tile.source = source.array();
        tile.weights = weights.array();
        int depth = weights.depth();
        int weightTap = width * depth;
        tile.sourceRow = vertical.sourceStep * sourceWidth * sourceChannels();
        tile.weightRow = vertical.tapStep * weights.kernelWidth() * weightTap;
        boolean merged = horizontal.dense() && groups == 1;
        tile.sourceRun = horizontal.sourceStep * sourceChannels();
        tile.weightRun = horizontal.tapStep * weightTap;
        for (int[] ys : vertical.classes) {
            int firstRow = ys[0];
            tile.rows = vertical.count[firstRow];
            for (int[] xs : horizontal.classes) {
                int firstColumn = xs[0];
                int columns = horizontal.count[firstColumn];
                tile.runs = merged ? 1 : columns;
                tile.length = merged ? columns * depth : depth;
                tile.weightFrom = weights.blockAt(group, vector)
                        + (vertical.first[firstRow] * weights.kernelWidth() + horizontal.first[firstColumn])
                                * weightTap;
                for (int n = image; n < imageEnd; n++) {
                    for (int y : ys) {
                        if (y < row || y >= rowEnd) {
                            continue;
                        }
                        int from = sourceAt(group, n, vertical.source[y], 0);
                        int to = targetAt(group, vector, n, y, 0);
                        for (int x : xs) {
                            tiles.add(from + horizontal.source[x] * sourceChannels(), to + x * targetChannels());
                        }
                    }
                }
                tiles.flush();
            }
        }
    }
}
