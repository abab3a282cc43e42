package dev.orthant.tensor.kernel;

import static dev.orthant.tensor.kernel.Species.LANES;
import static dev.orthant.tensor.kernel.Species.broadcast;
import static dev.orthant.tensor.kernel.Species.load;

import dev.orthant.tensor.ConvolutionShape;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// The weight gradient of a convolution whose images have few channels, as the first of a network: [WeightGradient] would
/// fill its tiles of eight channels with zeros.
///
/// What a row of a kernel meets, kernelWidth · channels numbers, lies in one run of a row of the image. All runs of all
/// rows of the kernel are cut into *triples* of neighbours; three triples times a vector of output channels are the nine
/// sums of a tile, kept in registers while a band of the image goes by. A band is copied first, with a border of zeros, so
/// that no pixel is at an edge.
///
/// An infinite number times a zero of the border is NaN, which the definition does not have: where a result is not finite
/// [WeightGradient] computes all again.
final class FewChannelsWeightGradient {
    /// Beyond this many channels [WeightGradient] wastes less than the copy costs.
    private static final int MOST_CHANNELS = 4;

    private static final int TRIPLE = 3;
    private static final int TILE_TRIPLES = 3;
    private static final int TILE = TILE_TRIPLES * TRIPLE;

    /// Numbers of the outer gradient in a band.
    private static final int BAND = 1 << 12;

    /// Runs of images that are summed on their own, by whichever thread, and then added in their order.
    private static final int SLICES = 8;

    /// Below this many multiplications starting helpers costs more than they save.
    private static final long PARALLEL_WORK = 1L << 19;

    private final ConvolutionShape shape;
    private final Span input;
    private final Span gradient;
    private final int run;
    private final int triplesOfRun;
    private final int triples;
    private final int tiles;
    private final int vectors;
    private final int bandRows;
    private final int borderedRow;
    private final int slices;
    private final float[] sums;

    private FewChannelsWeightGradient(
            ConvolutionShape shape, Span input, Span gradient, ConvolutionWorkspace workspace) {
        this.shape = shape;
        this.input = input;
        this.gradient = gradient;
        this.run = shape.kernelWidth() * shape.inChannels();
        this.triplesOfRun = Math.ceilDiv(run, TRIPLE);
        this.triples = shape.kernelHeight() * triplesOfRun;
        this.tiles = Math.ceilDiv(triples, TILE_TRIPLES);
        this.vectors = Math.ceilDiv(shape.outChannels(), LANES);
        int outRow = shape.outWidth() * shape.outChannels();
        this.bandRows = Math.clamp(BAND / outRow, 1, shape.outHeight());
        int columns = (shape.outWidth() - 1) * shape.stride() + shape.kernelWidth();
        this.borderedRow = columns * shape.inChannels();
        this.slices = Math.clamp(shape.batch(), 1, SLICES);
        this.sums = workspace.sums(Math.multiplyExact(slices, sliceSize()));
    }

    static boolean suits(ConvolutionShape shape) {
        return shape.groups() == 1
                && shape.dilation() == 1
                && shape.inChannels() <= MOST_CHANNELS
                && shape.kernelWidth() * shape.inChannels() >= TRIPLE
                && shape.outChannels() >= LANES;
    }

    /// @param shape that [#suits], without circular padding
    static void compute(
            ConvolutionShape shape,
            Span input,
            Span outputGradient,
            Span weightGradient,
            ConvolutionWorkspace workspace) {
        FewChannelsWeightGradient all = new FewChannelsWeightGradient(shape, input, outputGradient, workspace);
        long work = (long) shape.output().size() * shape.taps() * shape.inChannels();
        Parallel.forPieces(all.slices, work < PARALLEL_WORK ? all.slices : 1, (from, to) -> {
            for (int slice = from; slice < to; slice++) {
                all.sumSlice(slice);
            }
        });
        all.addSlices(weightGradient);
        if (!AllFinite.of(weightGradient)) {
            WeightGradient.compute(shape, input, outputGradient, weightGradient, workspace);
        }
    }

    /// Lanes of a slice's sums, `[vector][tile][nine][lane]`.
    private int sliceSize() {
        return vectors * tiles * TILE * LANES;
    }

    /// The output channel in the first lane of a vector. A vector that would stand over the last channel starts earlier.
    private int firstOf(int vector) {
        return Math.min(vector * LANES, shape.outChannels() - LANES);
    }

    /// Where in its run a triple begins. A triple that would stand over the end starts earlier; the last tile repeats the
    /// last triple.
    private int startOf(int triple) {
        return Math.min(Math.min(triple, triples - 1) % triplesOfRun * TRIPLE, run - TRIPLE);
    }

    private int kernelRowOf(int triple) {
        return Math.min(triple, triples - 1) / triplesOfRun;
    }

    private void sumSlice(int slice) {
        int from = slice * sliceSize();
        Arrays.fill(sums, from, from + sliceSize(), 0);
        int first = (int) ((long) shape.batch() * slice / slices);
        int end = (int) ((long) shape.batch() * (slice + 1) / slices);
        float[] band =
                ConvolutionWorkspace.band(((bandRows - 1) * shape.stride() + shape.kernelHeight()) * borderedRow);
        for (int image = first; image < end; image++) {
            for (int row = 0; row < shape.outHeight(); row += bandRows) {
                int rows = Math.min(bandRows, shape.outHeight() - row);
                copyBand(image, row * shape.stride() - shape.padding().vertical(), rows, band);
                sumBand(band, (image * shape.outHeight() + row) * shape.outWidth(), rows, from);
            }
        }
    }

    /// The rows of an image that some rows of the output meet.
    ///
    /// @param top the first row; less than 0 or beyond the last one in the border
    private void copyBand(int image, int top, int rows, float[] band) {
        int channels = shape.inChannels();
        int border = Math.min(shape.padding().horizontal() * channels, borderedRow);
        int inner = Math.clamp(borderedRow - border, 0, shape.width() * channels);
        int height = (rows - 1) * shape.stride() + shape.kernelHeight();
        for (int y = 0; y < height; y++) {
            int at = y * borderedRow;
            boolean inside = top + y >= 0 && top + y < shape.height();
            int copied = inside ? inner : 0;
            Arrays.fill(band, at, at + border, 0);
            if (inside) {
                int source = input.from() + (image * shape.height() + top + y) * shape.width() * channels;
                System.arraycopy(input.array(), source, band, at + border, copied);
            }
            Arrays.fill(band, at + border + copied, at + borderedRow, 0);
        }
    }

    private void sumBand(float[] band, int outputPixel, int rows, int to) {
        int pixel = shape.stride() * shape.inChannels();
        for (int vector = 0; vector < vectors; vector++) {
            int gradientAt = gradient.from() + outputPixel * shape.outChannels() + firstOf(vector);
            for (int tile = 0; tile < tiles; tile++) {
                int triple = tile * TILE_TRIPLES;
                sumTile(
                        band,
                        kernelRowOf(triple) * borderedRow + startOf(triple),
                        kernelRowOf(triple + 1) * borderedRow + startOf(triple + 1),
                        kernelRowOf(triple + 2) * borderedRow + startOf(triple + 2),
                        shape.stride() * borderedRow,
                        pixel,
                        gradient.array(),
                        gradientAt,
                        shape.outChannels(),
                        rows,
                        shape.outWidth(),
                        sums,
                        to + (vector * tiles + tile) * TILE * LANES);
            }
        }
    }

    /// Adds the products of three triples with the outer gradient, over some rows and all columns.
    private static void sumTile(
            float[] source,
            int first,
            int second,
            int third,
            int sourceRow,
            int sourcePixel,
            float[] gradient,
            int gradientFrom,
            int gradientPixel,
            int rows,
            int columns,
            float[] sums,
            int to) {
        FloatVector sum0 = FloatVector.zero(Species.FLOAT);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        FloatVector sum4 = sum0;
        FloatVector sum5 = sum0;
        FloatVector sum6 = sum0;
        FloatVector sum7 = sum0;
        FloatVector sum8 = sum0;
        int g = gradientFrom;
        for (int row = 0; row < rows; row++) {
            int x = first + row * sourceRow;
            int y = second + row * sourceRow;
            int z = third + row * sourceRow;
            for (int column = 0; column < columns; column++) {
                FloatVector outer = load(gradient, g);
                sum0 = broadcast(source[x]).fma(outer, sum0);
                sum1 = broadcast(source[x + 1]).fma(outer, sum1);
                sum2 = broadcast(source[x + 2]).fma(outer, sum2);
                sum3 = broadcast(source[y]).fma(outer, sum3);
                sum4 = broadcast(source[y + 1]).fma(outer, sum4);
                sum5 = broadcast(source[y + 2]).fma(outer, sum5);
                sum6 = broadcast(source[z]).fma(outer, sum6);
                sum7 = broadcast(source[z + 1]).fma(outer, sum7);
                sum8 = broadcast(source[z + 2]).fma(outer, sum8);
                g += gradientPixel;
                x += sourcePixel;
                y += sourcePixel;
                z += sourcePixel;
            }
        }
        add(sum0, sums, to);
        add(sum1, sums, to + LANES);
        add(sum2, sums, to + 2 * LANES);
        add(sum3, sums, to + 3 * LANES);
        add(sum4, sums, to + 4 * LANES);
        add(sum5, sums, to + 5 * LANES);
        add(sum6, sums, to + 6 * LANES);
        add(sum7, sums, to + 7 * LANES);
        add(sum8, sums, to + 8 * LANES);
    }

    private static void add(FloatVector sum, float[] sums, int at) {
        load(sums, at).add(sum).intoArray(sums, at);
    }

    /// Adds the slices in their order, in the layout of the weights.
    private void addSlices(Span weightGradient) {
        int size = sliceSize();
        int channels = shape.inChannels();
        for (int k = 0; k < shape.outChannels(); k++) {
            int vector = k / LANES;
            int lane = k - firstOf(vector);
            for (int triple = 0; triple < triples; triple++) {
                for (int i = 0; i < TRIPLE; i++) {
                    int at = ((vector * tiles) * TILE + triple * TRIPLE + i) * LANES + lane;
                    float sum = sums[at];
                    for (int slice = 1; slice < slices; slice++) {
                        sum += sums[at + slice * size];
                    }
                    int place = startOf(triple) + i;
                    int row = (k * channels + place % channels) * shape.kernelHeight() + kernelRowOf(triple);
                    weightGradient.array()[weightGradient.from() + row * shape.kernelWidth() + place / channels] = sum;
                }
            }
        }
    }
}
