package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.DenseWeightTile.OUTPUTS;
import static dev.orthant.tensor.kernel.DenseWeightTile.TAPS;
import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.load;

import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// The weight gradient of a dense convolution with stride 1: three taps of a row of the kernel at a time ([DenseWeightTile]).
///
/// A *chunk*, some rows of an image, is copied into blocks of channels with zeros between the rows ([ChannelBlocks]): x and
/// g with the same pitch, so that the pixels that a tap meets are one run in both, and the loop over the rows and columns
/// of a chunk is one loop. Where g has zeros it does not matter what x holds.
///
/// Consecutive chunks make a few *slices*. Each is summed on its own, by whichever thread; then the slices are added in
/// their order.
///
/// An infinite number times a zero between the rows is NaN, which the definition does not have: where a result is not finite
/// [WeightGradient] computes all again.
final class DenseWeightGradient {
    /// Numbers of x and g in a chunk, which shall stay in the second-level cache.
    private static final int CHUNK = 1 << 15;

    /// Slices, at most; fewer where the weights are so large that the partial sums would fill the memory.
    private static final int SLICES = 8;

    private static final long LARGEST_SUMS = 1L << 22;

    /// Below this many multiplications starting helpers costs more than they save.
    private static final long PARALLEL_WORK = 1L << 19;

    /// Numbers that a piece of the last addition moves.
    private static final int MOVING_GRAIN = 1 << 15;

    private final ConvolutionShape shape;
    private final Span input;
    private final Span gradient;
    private final int inputBlocks;
    private final int outputTiles;
    private final int triples;
    private final int pitch;
    private final int chunkRows;
    private final int chunks;
    private final int slices;
    private final int parts;
    private final float[] sums;

    private DenseWeightGradient(ConvolutionShape shape, Span input, Span gradient, ConvolutionWorkspace workspace) {
        this.shape = shape;
        this.input = input;
        this.gradient = gradient;
        this.inputBlocks = Math.ceilDiv(shape.inChannels(), LANES);
        this.outputTiles = Math.ceilDiv(shape.outChannels(), OUTPUTS);
        this.triples = Math.ceilDiv(shape.kernelWidth(), TAPS);
        this.pitch = shape.width() + shape.padding().horizontal();
        int row = pitch * (shape.inChannels() + shape.outChannels());
        this.chunkRows = Math.clamp(CHUNK / row, 1, shape.outHeight());
        this.chunks = shape.batch() * bands();
        long most = Math.max(1, LARGEST_SUMS / sliceSize());
        this.slices = Math.max(1, (int) Math.min(Math.min(SLICES, most), chunks));
        this.parts = Math.min(outputTiles, SLICES / slices);
        this.sums = workspace.sums(Math.multiplyExact(slices, sliceSize()));
    }

    static boolean suits(ConvolutionShape shape) {
        return shape.groups() == 1
                && shape.stride() == 1
                && shape.dilation() == 1
                && shape.kernelWidth() >= TAPS
                && shape.padding().horizontal() < shape.kernelWidth()
                && fills(shape.inChannels(), LANES)
                && fills(shape.outChannels(), OUTPUTS);
    }

    /// True if at most a quarter of all places stay empty.
    private static boolean fills(int channels, int block) {
        return 4 * channels >= 3 * Math.ceilDiv(channels, block) * block;
    }

    /// @param shape that [#suits], without circular padding
    static void compute(
            ConvolutionShape shape,
            Span input,
            Span outputGradient,
            Span weightGradient,
            ConvolutionWorkspace workspace) {
        DenseWeightGradient all = new DenseWeightGradient(shape, input, outputGradient, workspace);
        long work = (long) shape.output().size() * shape.taps() * shape.inChannels();
        int tasks = all.slices * all.parts;
        Parallel.forPieces(tasks, work < PARALLEL_WORK ? tasks : 1, (from, to) -> {
            for (int task = from; task < to; task++) {
                all.sumSlice(task / all.parts, task % all.parts);
            }
        });
        all.addSlices(weightGradient);
        if (!AllFinite.of(weightGradient)) {
            WeightGradient.compute(shape, input, outputGradient, weightGradient, workspace);
        }
    }

    private int bands() {
        return Math.ceilDiv(shape.outHeight(), chunkRows);
    }

    /// Sums of a slice, `[tile of outputs][block of inputs][row of the kernel][triple]` and in each as [DenseWeightTile] says.
    private int sliceSize() {
        return Math.multiplyExact(
                outputTiles * inputBlocks, Math.multiplyExact(shape.kernelHeight() * triples, DenseWeightTile.SIZE));
    }

    private int sumsAt(int slice, int outputTile, int inputBlock, int dy, int triple) {
        int tile = ((outputTile * inputBlocks + inputBlock) * shape.kernelHeight() + dy) * triples + triple;
        return slice * sliceSize() + tile * DenseWeightTile.SIZE;
    }

    /// The first tap of a triple. A triple that would stand over the last tap starts earlier.
    private int firstTap(int triple) {
        return Math.min(triple * TAPS, shape.kernelWidth() - TAPS);
    }

    /// Sums one part of the outputs over the chunks of a slice.
    private void sumSlice(int slice, int part) {
        int firstTile = outputTiles * part / parts;
        int endTile = outputTiles * (part + 1) / parts;
        int from = sumsAt(slice, firstTile, 0, 0, 0);
        Arrays.fill(sums, from, sumsAt(slice, endTile, 0, 0, 0), 0);
        ChannelBlocks outer = new ChannelBlocks(pitch, 0, chunkRows * pitch);
        int mostRows = Math.min(shape.height(), chunkRows + shape.kernelHeight() - 1);
        ChannelBlocks inner =
                new ChannelBlocks(pitch, shape.padding().horizontal(), mostRows * pitch + shape.kernelWidth() - 1);
        int gradientAt = inner.numbers(shape.inChannels());
        float[] band = ConvolutionWorkspace.band(gradientAt + outer.numbers(shape.outChannels()));
        DenseWeightTile tile = new DenseWeightTile();
        tile.source = band;
        tile.gradient = band;
        tile.sums = sums;
        int first = (int) ((long) chunks * slice / slices);
        int end = (int) ((long) chunks * (slice + 1) / slices);
        for (int chunk = first; chunk < end; chunk++) {
            int image = chunk / bands();
            int row = chunk % bands() * chunkRows;
            int rowEnd = Math.min(row + chunkRows, shape.outHeight());
            int top = Math.clamp(row - shape.padding().vertical(), 0, shape.height());
            int bottom =
                    Math.clamp(rowEnd - 1 - shape.padding().vertical() + shape.kernelHeight(), top, shape.height());
            int x = (image * shape.height() + top) * shape.width() * shape.inChannels();
            inner.copy(input.array(), input.from() + x, bottom - top, shape.width(), shape.inChannels(), band, 0);
            int g = (image * shape.outHeight() + row) * shape.outWidth() * shape.outChannels();
            outer.copy(
                    gradient.array(),
                    gradient.from() + g,
                    rowEnd - row,
                    shape.outWidth(),
                    shape.outChannels(),
                    band,
                    gradientAt);
            for (int dy = 0; dy < shape.kernelHeight(); dy++) {
                TapRange rows = TapRange.vertical(shape, dy).within(row, rowEnd, 1);
                if (rows.count() <= 0) {
                    continue;
                }
                tile.pixels = (rows.count() - 1) * pitch + shape.outWidth();
                for (int outputTile = firstTile; outputTile < endTile; outputTile++) {
                    int output = outputTile * OUTPUTS;
                    tile.gradientAt = gradientAt
                            + output / LANES * outer.blockNumbers()
                            + (rows.first() - row) * pitch * LANES
                            + output % LANES;
                    for (int block = 0; block < inputBlocks; block++) {
                        for (int triple = 0; triple < triples; triple++) {
                            tile.sourceAt = block * inner.blockNumbers()
                                    + ((rows.source() - top) * pitch + firstTap(triple)) * LANES;
                            tile.sumsAt = sumsAt(slice, outputTile, block, dy, triple);
                            tile.compute();
                        }
                    }
                }
            }
        }
    }

    /// Adds the slices in their order to the first one, then moves that to the layout of the weights.
    private void addSlices(Span weightGradient) {
        int size = sliceSize();
        Parallel.forPieces(size / LANES, Math.max(1, MOVING_GRAIN / (LANES * slices)), (from, to) -> {
            for (int i = from * LANES; i < to * LANES; i += LANES) {
                FloatVector sum = load(sums, i);
                for (int slice = 1; slice < slices; slice++) {
                    sum = sum.add(load(sums, i + slice * size));
                }
                sum.intoArray(sums, i);
            }
        });
        int channels = shape.inChannels();
        int width = shape.kernelWidth();
        Parallel.forPieces(shape.outChannels(), Math.max(1, MOVING_GRAIN / (channels * shape.taps())), (from, to) -> {
            for (int k = from; k < to; k++) {
                for (int dy = 0; dy < shape.kernelHeight(); dy++) {
                    for (int dx = 0; dx < width; dx++) {
                        int triple = Math.min(dx / TAPS, triples - 1);
                        int place = (k % OUTPUTS * TAPS + dx - firstTap(triple)) * LANES;
                        int target = weightGradient.from() + k * channels * shape.taps() + dy * width + dx;
                        for (int c = 0; c < channels; c++) {
                            int at = sumsAt(0, k / OUTPUTS, c / LANES, dy, triple) + place + c % LANES;
                            weightGradient.array()[target + c * shape.taps()] = sums[at];
                        }
                    }
                }
            }
        });
    }
}
