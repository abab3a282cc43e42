package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.load;

import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// The weight gradient of a convolution, one tap at a time: a product of the matrices x and g over the pixels that the tap
/// meets, read where they lie ([WeightTile]).
///
/// The pixels are cut into *chunks* that fit the second-level cache, consecutive chunks into a few *slices*. Each slice is
/// summed on its own, by whichever thread; then the slices are added in their order.
final class WeightGradient {
    /// Numbers of x and g in a chunk.
    private static final int CHUNK = 1 << 16;

    /// Slices, at most; fewer where the weights are so large that the partial sums would fill the memory.
    private static final int SLICES = 8;

    private static final long LARGEST_SUMS = 1L << 22;

    /// Below this many multiplications starting helpers costs more than they save.
    private static final long PARALLEL_WORK = 1L << 19;

    /// Numbers that a piece of a copy or of the last addition moves.
    private static final int MOVING_GRAIN = 1 << 15;

    private final ConvolutionShape shape;
    private final Span input;
    private final int inputChannels;
    private final Span gradient;
    private final int gradientChannels;
    private final int chunkImages;
    private final int chunkRows;
    private final int chunks;
    private final int slices;
    private final TapRange[] columnsOfTap;
    private final float[] sums;

    private WeightGradient(ConvolutionShape shape, Span input, Span gradient, ConvolutionWorkspace workspace) {
        this.shape = shape;
        this.inputChannels = Math.max(WeightTile.CHANNELS, shape.inChannels());
        this.gradientChannels = Math.max(vectorsOf(0) * LANES, shape.outChannels());
        this.input = inputChannels == shape.inChannels()
                ? input
                : widen(
                        input,
                        shape.inChannels(),
                        inputChannels,
                        workspace.input(pixels(input, shape.inChannels()) * inputChannels));
        this.gradient = gradientChannels == shape.outChannels()
                ? gradient
                : widen(
                        gradient,
                        shape.outChannels(),
                        gradientChannels,
                        workspace.gradient(pixels(gradient, shape.outChannels()) * gradientChannels));
        this.columnsOfTap = new TapRange[shape.kernelWidth()];
        for (int dx = 0; dx < columnsOfTap.length; dx++) {
            columnsOfTap[dx] = TapRange.horizontal(shape, dx);
        }
        int perPixel = shape.inChannels() * shape.stride() * shape.stride() + shape.outChannels();
        int pixels = Math.max(64, CHUNK / perPixel);
        int image = shape.outHeight() * shape.outWidth();
        this.chunkImages = Math.clamp(pixels / image, 1, Math.max(1, shape.batch()));
        this.chunkRows = pixels >= image ? shape.outHeight() : Math.max(1, pixels / shape.outWidth());
        this.chunks = Math.ceilDiv(shape.batch(), chunkImages) * bands();
        long most = Math.max(1, LARGEST_SUMS / sliceSize());
        this.slices = Math.max(1, (int) Math.min(Math.min(SLICES, most), chunks));
        this.sums = workspace.sums(Math.multiplyExact(slices, sliceSize()));
    }

    /// @param shape without circular padding
    static void compute(
            ConvolutionShape shape,
            Span input,
            Span outputGradient,
            Span weightGradient,
            ConvolutionWorkspace workspace) {
        WeightGradient gradient = new WeightGradient(shape, input, outputGradient, workspace);
        long work = (long) shape.output().size() * shape.taps() * shape.groupInChannels();
        int tasks = gradient.slices * shape.groups() * gradient.blocks();
        Parallel.forPieces(tasks, work < PARALLEL_WORK ? tasks : 1, (from, to) -> {
            WeightTile tile = new WeightTile();
            for (int task = from; task < to; task++) {
                gradient.sumSlice(
                        tile,
                        task / gradient.blocks() / shape.groups(),
                        task / gradient.blocks() % shape.groups(),
                        task % gradient.blocks());
            }
        });
        gradient.addSlices(weightGradient);
    }

    private int bands() {
        return Math.ceilDiv(shape.outHeight(), chunkRows);
    }

    /// Vectors that the output channels of a group take.
    private int vectors() {
        return Math.ceilDiv(shape.groupOutChannels(), LANES);
    }

    /// Blocks of two vectors; the last may have one.
    private int blocks() {
        return Math.ceilDiv(vectors(), 2);
    }

    private int vectorsOf(int block) {
        return Math.min(2, vectors() - 2 * block);
    }

    /// Lanes of a slice's sums, `[group][block][tap][channel][lane]`.
    private int sliceSize() {
        return Math.multiplyExact(
                shape.groups() * vectors() * LANES, Math.multiplyExact(shape.taps(), shape.groupInChannels()));
    }

    private int blockAt(int slice, int group, int block) {
        return slice * sliceSize() + (group * vectors() + 2 * block) * LANES * shape.taps() * shape.groupInChannels();
    }

    /// The output channel in the first lane of a block. A block that would stand over the last channel starts earlier: its
    /// first lanes then hold other channels, which are not used.
    private int firstOf(int group, int block) {
        int wanted = group * shape.groupOutChannels() + 2 * block * LANES;
        return Math.min(wanted, gradientChannels - vectorsOf(block) * LANES);
    }

    private void sumSlice(WeightTile tile, int slice, int group, int block) {
        int vectors = vectorsOf(block);
        int size = shape.taps() * shape.groupInChannels() * vectors * LANES;
        int at = blockAt(slice, group, block);
        Arrays.fill(sums, at, at + size, 0);
        tile.source = input.array();
        tile.sourcePixel = shape.stride() * inputChannels;
        tile.sourceRow = shape.stride() * shape.width() * inputChannels;
        tile.sourceImage = shape.height() * shape.width() * inputChannels;
        tile.gradient = gradient.array();
        tile.gradientPixel = gradientChannels;
        tile.gradientRow = shape.outWidth() * gradientChannels;
        tile.gradientImage = shape.outHeight() * tile.gradientRow;
        int first = (int) ((long) chunks * slice / slices);
        int end = (int) ((long) chunks * (slice + 1) / slices);
        for (int chunk = first; chunk < end; chunk++) {
            int image = chunk / bands() * chunkImages;
            int row = chunk % bands() * chunkRows;
            tile.images = Math.min(chunkImages, shape.batch() - image);
            for (int dy = 0; dy < shape.kernelHeight(); dy++) {
                TapRange rows = TapRange.vertical(shape, dy).within(row, row + chunkRows, shape.stride());
                for (int dx = 0; dx < shape.kernelWidth(); dx++) {
                    TapRange columns = columnsOfTap[dx];
                    tile.rows = rows.count();
                    tile.columns = columns.count();
                    if (tile.rows <= 0 || tile.columns <= 0) {
                        continue;
                    }
                    int x = (image * shape.height() + rows.source()) * shape.width() + columns.source();
                    int g = (image * shape.outHeight() + rows.first()) * shape.outWidth() + columns.first();
                    tile.gradientAt = gradient.from() + g * gradientChannels + firstOf(group, block);
                    int tap = dy * shape.kernelWidth() + dx;
                    int to = at + tap * shape.groupInChannels() * vectors * LANES;
                    sumTap(tile, input.from() + x * inputChannels, group, vectors, to);
                }
            }
        }
    }

    /// Adds one tap's products, for all channels of the group, eight at a time.
    private void sumTap(WeightTile tile, int from, int group, int vectors, int to) {
        int firstChannel = group * shape.groupInChannels();
        int width = vectors * LANES;
        for (int c = 0; c < shape.groupInChannels(); c += WeightTile.CHANNELS) {
            // A tile that would stand over the last channel starts earlier; its first sums are not used.
            int start = Math.min(firstChannel + c, inputChannels - WeightTile.CHANNELS);
            int skipped = firstChannel + c - start;
            int channels = Math.min(WeightTile.CHANNELS - skipped, shape.groupInChannels() - c);
            tile.sourceAt = from + start;
            tile.compute(vectors);
            for (int i = 0; i < channels * width; i += LANES) {
                int target = to + c * width + i;
                load(sums, target).add(load(tile.sums, skipped * width + i)).intoArray(sums, target);
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
        int groupIn = shape.groupInChannels();
        int taps = shape.taps();
        Parallel.forPieces(shape.outChannels(), Math.max(1, MOVING_GRAIN / (groupIn * taps)), (from, to) -> {
            for (int k = from; k < to; k++) {
                int group = k / shape.groupOutChannels();
                int block = k % shape.groupOutChannels() / (2 * LANES);
                int width = vectorsOf(block) * LANES;
                int at = blockAt(0, group, block) + k - firstOf(group, block);
                int target = weightGradient.from() + k * groupIn * taps;
                for (int c = 0; c < groupIn; c++) {
                    for (int tap = 0; tap < taps; tap++) {
                        weightGradient.array()[target + c * taps + tap] = sums[at + (tap * groupIn + c) * width];
                    }
                }
            }
        });
    }

    private static int pixels(Span image, int channels) {
        return image.length() / channels;
    }

    /// A copy with more channels; the new ones are 0.
    private static Span widen(Span image, int channels, int wider, float[] room) {
        int pixels = pixels(image, channels);
        Parallel.forPieces(pixels, MOVING_GRAIN, (from, to) -> {
            Arrays.fill(room, from * wider, to * wider, 0);
            for (int pixel = from; pixel < to; pixel++) {
                for (int c = 0; c < channels; c++) {
                    room[pixel * wider + c] = image.array()[image.from() + pixel * channels + c];
                }
            }
        });
        return new Span(room, 0, pixels * wider);
    }
}
