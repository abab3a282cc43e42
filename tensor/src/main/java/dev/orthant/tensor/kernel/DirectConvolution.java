package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.load;

import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.Span;

/// Output and input gradient of a convolution without copies of the image: both read one image (the source), walk through
/// the taps that meet it, and compute another (the target).
///
/// Where rows are long and kernels three wide, tiles are pieces of rows ([RowTile]). Otherwise tiles collect pixels that
/// have the same taps inside the image, wherever in the piece they lie ([PixelTile]); taps outside are never visited.
///
/// Follows Georganas et al. 2018, "Anatomy of high-performance deep learning convolutions on SIMD
/// architectures", in keeping the sums in registers over all taps; departures: channels last, no copy of the image's edge.
final class DirectConvolution {
    /// Channels that [RowTile] sums over at a time: the weights of a row of tiles then stay in the first-level cache.
    private static final int DEPTH_BLOCK = 32;

    /// Leaves a piece as it is.
    static final ImagePieces.Body NOTHING = (image, imageEnd, row, rowEnd) -> {};

    private final AxisTaps vertical;
    private final AxisTaps horizontal;
    private final PackedWeights weights;
    private final int groups;
    private final Span source;
    private final int sourceHeight;
    private final int sourceWidth;
    private final Span target;

    private DirectConvolution(
            AxisTaps vertical,
            AxisTaps horizontal,
            PackedWeights weights,
            int groups,
            Span source,
            int sourceHeight,
            int sourceWidth,
            Span target) {
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
        PackedWeights packed = PackedWeights.forward(shape, weights, blockVectors(horizontal), workspace);
        new DirectConvolution(
                        vertical, horizontal, packed, shape.groups(), input, shape.height(), shape.width(), output)
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
        PackedWeights packed = PackedWeights.adjoint(shape, weights, blockVectors(horizontal), workspace);
        new DirectConvolution(
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

    private static int blockVectors(AxisTaps horizontal) {
        return RowTile.suits(horizontal) ? 1 : 2;
    }

    private void run(int batch, ImagePieces.Body after) {
        long work = (long) weights.taps() * weights.depth() * weights.lines() * groups;
        ImagePieces pieces = ImagePieces.of(batch, vertical.targets(), horizontal.targets(), work);
        boolean inRows = RowTile.suits(horizontal);
        pieces.run((image, imageEnd, row, rowEnd) -> {
            for (int group = 0; group < groups; group++) {
                for (int vector = 0; vector < weights.vectors(); vector += weights.blockVectors()) {
                    if (inRows) {
                        computeRows(group, vector, image, imageEnd, row, rowEnd);
                    } else {
                        computePixels(group, vector, image, imageEnd, row, rowEnd);
                    }
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

    private void computeRows(int group, int vector, int image, int imageEnd, int row, int rowEnd) {
        RowTile tile = new RowTile();
        tile.source = source.array();
        tile.weights = weights.array();
        tile.sourcePixel = sourceChannels();
        tile.sourceRow = vertical.sourceStep * sourceWidth * sourceChannels();
        tile.weightTap = LANES * weights.depth();
        tile.weightRow = vertical.tapStep * weights.kernelWidth() * tile.weightTap;
        int channels = Math.min(LANES, weights.lines() - vector * LANES);
        float[] scratch = ConvolutionWorkspace.tile();
        for (int first = 0; first < weights.depth(); first += DEPTH_BLOCK) {
            tile.depth = Math.min(DEPTH_BLOCK, weights.depth() - first);
            boolean direct = first == 0 && channels == LANES;
            tile.out = direct ? target.array() : scratch;
            tile.outPixel = direct ? targetChannels() : LANES;
            for (int n = image; n < imageEnd; n++) {
                for (int y = row; y < rowEnd; y++) {
                    tile.rows = vertical.count[y];
                    tile.weightFrom = weights.blockAt(group, vector)
                            + vertical.first[y] * weights.kernelWidth() * tile.weightTap
                            + first * LANES;
                    for (int x = 0; x < horizontal.targets(); x += RowTile.PIXELS) {
                        // The last tile of a row overlaps the one before: the same pixels get the same bits, once more
                        // they must not be added.
                        int start = Math.min(x, horizontal.targets() - RowTile.PIXELS);
                        setColumns(tile, start);
                        tile.at = sourceAt(group, n, vertical.source[y], middle(start)) + first;
                        int to = targetAt(group, vector, n, y, start);
                        tile.outAt = direct ? to : 0;
                        tile.compute();
                        if (!direct) {
                            move(scratch, x - start, to, channels, first > 0);
                        }
                    }
                }
            }
        }
    }

    private void setColumns(RowTile tile, int x) {
        int last = x + RowTile.PIXELS - 1;
        tile.leftEdge = horizontal.first[x] > 0;
        tile.rightEdge = horizontal.first[last] + horizontal.count[last] < 3;
    }

    /// The source that the middle one of three taps meets.
    private int middle(int x) {
        return horizontal.source[x] + 1 - horizontal.first[x];
    }

    /// Moves a tile from the scratch array into the target, or adds it; without the pixels before `firstPixel`.
    private void move(float[] scratch, int firstPixel, int to, int channels, boolean add) {
        float[] array = target.array();
        for (int p = firstPixel; p < RowTile.PIXELS; p++) {
            int at = to + p * targetChannels();
            if (!add) {
                System.arraycopy(scratch, p * LANES, array, at, channels);
            } else if (channels == LANES) {
                load(array, at).add(load(scratch, p * LANES)).intoArray(array, at);
            } else {
                for (int k = 0; k < channels; k++) {
                    array[at + k] += scratch[p * LANES + k];
                }
            }
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
