package dev.orthant.layers.infinite;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import java.util.function.UnaryOperator;

/// What a convolutional network with infinitely many channels knows of two sets of images: covariances (NNGP) and tangent
/// kernels (NTK) of their pixels.
///
///     K(x, p; x′, p′) = E[z_c(x, p) z_c(x′, p′)]            one channel c, pixels p and p′
///
/// Either all pairs of pixels, or, where only equal places p = p′ are ever needed (no pooling before the network's end,
/// [#flatten] at its end), only those: as many numbers per pair of images as there are pixels, instead of their square.
///
/// Source: Novak, Xiao, Bahri, Lee, Yang, Abolafia, Pennington and Sohl-Dickstein 2019, "Bayesian deep convolutional
/// networks with many channels are Gaussian processes"; Arora, Du, Hu, Li, Salakhutdinov and Wang 2019. For many images use
/// [PixelTiles].
///
/// ```java
/// KernelBlock kernel = PixelBlock.ofImages(images, images, false)
///         .convolved(3, 1, PixelGrid.Padding.ZERO, 2, 0.01).through(new Rectifier(0, 1)).flatten().affine(1, 0);
/// ```
public final class PixelBlock {
    private final PixelGrid grid;
    private final boolean allPairs;
    private final boolean gaussian;
    private final Covariances nngp;
    private final double[][] ntk;

    /// One array per pair of images, and per image with itself: `[pixels · pixels]`, or `[pixels]` if equal places are enough.
    private record Covariances(double[][] pairs, double[][] rowSelf, double[][] columnSelf) {
        Covariances map(UnaryOperator<double[]> change) {
            return new Covariances(
                    PixelBlock.map(pairs, change), PixelBlock.map(rowSelf, change), PixelBlock.map(columnSelf, change));
        }
    }

    private PixelBlock(PixelGrid grid, boolean allPairs, boolean gaussian, Covariances nngp, double[][] ntk) {
        this.grid = grid;
        this.allPairs = allPairs;
        this.gaussian = gaussian;
        this.nngp = nngp;
        this.ntk = ntk;
    }

    /// Images before the first layer: K = mean over the channels of the product of two pixels, Θ = 0.
    ///
    /// @param rows     [count, height, width, channels]
    /// @param columns  [count, height, width, channels]
    /// @param allPairs whether pairs of different places are needed: for pooling
    public static PixelBlock ofImages(Tensor rows, Tensor columns, boolean allPairs) {
        if (rows.shape().rank() != 4 || columns.shape().rank() != 4) {
            throw new ShapeException("pixel block: images of shapes " + rows.shape() + " and " + columns.shape()
                    + " came; [count, height, width, channels] is required");
        }
        for (int axis = 1; axis < 4; axis++) {
            if (rows.shape().axis(axis) != columns.shape().axis(axis)) {
                throw new ShapeException("pixel block: images of shapes " + rows.shape() + " and " + columns.shape()
                        + " came; height, width and channels must agree");
            }
        }
        if (!rows.isFinite() || !columns.isFinite()) {
            throw new IllegalArgumentException(
                    "pixel block: a pixel is NaN or infinite; repair or leave out that image");
        }
        PixelGrid grid = new PixelGrid(rows.shape().axis(1), rows.shape().axis(2));
        int channels = rows.shape().axis(3);
        int rowCount = rows.shape().axis(0);
        int columnCount = columns.shape().axis(0);
        double[][] pairs = new double[rowCount * columnCount][];
        double[][] rowSelf = new double[rowCount][];
        double[][] columnSelf = new double[columnCount][];
        for (int i = 0; i < rowCount; i++) {
            rowSelf[i] = products(rows, i, rows, i, grid.size(), channels, allPairs);
            for (int j = 0; j < columnCount; j++) {
                pairs[i * columnCount + j] = products(rows, i, columns, j, grid.size(), channels, allPairs);
            }
        }
        for (int j = 0; j < columnCount; j++) {
            columnSelf[j] = products(columns, j, columns, j, grid.size(), channels, allPairs);
        }
        double[][] ntk = map(pairs, pair -> new double[pair.length]);
        return new PixelBlock(grid, allPairs, false, new Covariances(pairs, rowSelf, columnSelf), ntk);
    }

    private static double[] products(
            Tensor left, int i, Tensor right, int j, int pixels, int channels, boolean allPairs) {
        MatrixView a = left.matrix();
        MatrixView b = right.matrix();
        double[] products = new double[allPairs ? pixels * pixels : pixels];
        for (int p = 0; p < pixels; p++) {
            for (int other = allPairs ? 0 : p; other < (allPairs ? pixels : p + 1); other++) {
                double sum = 0;
                for (int c = 0; c < channels; c++) {
                    sum += (double) a.array()[a.from() + i * a.stride() + p * channels + c]
                            * b.array()[b.from() + j * b.stride() + other * channels + c];
                }
                products[allPairs ? p * pixels + other : p] = sum / channels;
            }
        }
        return products;
    }

    /// The pixels.
    public PixelGrid grid() {
        return grid;
    }

    /// Through a random convolution with one filter per channel, shared by all places.
    ///
    ///     K′[p, p′] = σ_w²/size² Σ_δ K[p + δ, p′ + δ] + σ_b²        places outside count as 0, whatever their number
    ///     Θ′[p, p′] = K′[p, p′] + σ_w²/size² Σ_δ Θ[p + δ, p′ + δ]
    ///
    /// @param size           side of the square filter
    /// @param weightVariance σ_w², at least 0: filters ~ N(0, σ_w²/(size² channels))
    /// @param biasVariance   σ_b², at least 0
    public PixelBlock convolved(
            int size, int stride, PixelGrid.Padding padding, double weightVariance, double biasVariance) {
        if (!(weightVariance >= 0 && biasVariance >= 0)) {
            throw new IllegalArgumentException("convolution kernel: weight variance " + weightVariance
                    + " and bias variance " + biasVariance + " came; both must be at least 0");
        }
        PixelGrid next = grid.after(size, stride, padding);
        int[][] taps = grid.taps(size, stride, padding);
        double scale = weightVariance / (size * size);
        Covariances covariances = nngp.map(pair -> sumOverTaps(pair, taps, next.size(), scale, biasVariance));
        double[][] tangent = new double[ntk.length][];
        for (int i = 0; i < ntk.length; i++) {
            tangent[i] = sumOverTaps(ntk[i], taps, next.size(), scale, 0);
            for (int k = 0; k < tangent[i].length; k++) {
                tangent[i][k] += covariances.pairs()[i][k];
            }
        }
        return new PixelBlock(next, allPairs, true, covariances, tangent);
    }

    private double[] sumOverTaps(double[] pair, int[][] taps, int pixels, double scale, double summand) {
        double[] sums = new double[allPairs ? pixels * pixels : pixels];
        int before = grid.size();
        for (int[] tap : taps) {
            for (int p = 0; p < pixels; p++) {
                if (tap[p] < 0) {
                    continue;
                }
                if (!allPairs) {
                    sums[p] += pair[tap[p]];
                    continue;
                }
                for (int other = 0; other < pixels; other++) {
                    if (tap[other] >= 0) {
                        sums[p * pixels + other] += pair[tap[p] * before + tap[other]];
                    }
                }
            }
        }
        for (int k = 0; k < sums.length; k++) {
            sums[k] = scale * sums[k] + summand;
        }
        return sums;
    }

    /// Through a nonlinearity, pixel by pixel.
    ///
    /// @throws IllegalArgumentException if the block is not of a Gaussian process
    /// @throws NoClosedForm             if the nonlinearity has jumps, and so no NTK
    public PixelBlock through(DualActivation activation) {
        if (!gaussian) {
            throw new IllegalArgumentException("kernel of " + activation + ": the pixels that came are inputs or a"
                    + " nonlinearity's outputs, which are no Gaussian process; put a convolution before it");
        }
        int columns = nngp.columnSelf().length;
        double[][] pairs = new double[ntk.length][];
        double[][] tangent = new double[ntk.length][];
        for (int i = 0; i < ntk.length; i++) {
            pairs[i] = new double[ntk[i].length];
            tangent[i] = new double[ntk[i].length];
            double[] q = variances(nngp.rowSelf()[i / columns]);
            double[] r = variances(nngp.columnSelf()[i % columns]);
            map(activation, nngp.pairs()[i], q, r, pairs[i], tangent[i]);
            for (int k = 0; k < tangent[i].length; k++) {
                tangent[i][k] *= ntk[i][k];
            }
        }
        Covariances covariances = new Covariances(
                pairs,
                map(nngp.rowSelf(), self -> selfThrough(activation, self)),
                map(nngp.columnSelf(), self -> selfThrough(activation, self)));
        return new PixelBlock(grid, allPairs, false, covariances, tangent);
    }

    private double[] selfThrough(DualActivation activation, double[] self) {
        double[] variances = variances(self);
        double[] result = new double[self.length];
        map(activation, self, variances, variances, result, new double[0]);
        return result;
    }

    private void map(
            DualActivation activation, double[] c, double[] q, double[] r, double[] covariance, double[] slope) {
        if (!allPairs) {
            for (int p = 0; p < c.length; p++) {
                covariance[p] = activation.covariance(c[p], q[p], r[p]);
                if (slope.length > 0) {
                    slope[p] = activation.slope(c[p], q[p], r[p]);
                }
            }
            return;
        }
        DualActivation.Rows rows = activation.between(q, r);
        int pixels = q.length;
        double[] in = new double[pixels];
        for (int p = 0; p < pixels; p++) {
            double[] out = new double[pixels];
            double[] derivative = new double[slope.length > 0 ? pixels : 0];
            System.arraycopy(c, p * pixels, in, 0, pixels);
            rows.map(p, in, out, derivative);
            System.arraycopy(out, 0, covariance, p * pixels, pixels);
            System.arraycopy(derivative, 0, slope, p * derivative.length, derivative.length);
        }
    }

    /// Means over square windows, inside the image.
    ///
    ///     K′[P, P′] = mean over p in window P and p′ in window P′ of K[p, p′]; Θ likewise
    ///
    /// @throws NoClosedForm if the block knows equal places only
    public PixelBlock averagePooled(int window, int stride) {
        requireAllPairs("average pooling");
        PixelGrid next = grid.after(window, stride, PixelGrid.Padding.VALID);
        int[][] taps = grid.taps(window, stride, PixelGrid.Padding.VALID);
        UnaryOperator<double[]> pool = pair -> meanOverWindows(pair, taps, next.size());
        // A mean of Gaussians is Gaussian.
        return new PixelBlock(next, true, gaussian, nngp.map(pool), map(ntk, pool));
    }

    private double[] meanOverWindows(double[] pair, int[][] taps, int pixels) {
        double[] means = new double[pixels * pixels];
        double scale = 1.0 / (taps.length * taps.length);
        for (int p = 0; p < pixels; p++) {
            for (int other = 0; other < pixels; other++) {
                double sum = 0;
                for (int[] tap : taps) {
                    for (int[] otherTap : taps) {
                        sum += pair[tap[p] * grid.size() + otherTap[other]];
                    }
                }
                means[p * pixels + other] = scale * sum;
            }
        }
        return means;
    }

    /// All pixels of all channels become features: the mean over equal places. A random affine layer follows.
    public KernelBlock flatten() {
        return head(pair -> {
            double sum = 0;
            for (int p = 0; p < grid.size(); p++) {
                sum += pair[allPairs ? p * grid.size() + p : p];
            }
            return sum / grid.size();
        });
    }

    /// The mean over all places of each channel becomes a feature: the mean over all pairs of places.
    ///
    /// @throws NoClosedForm if the block knows equal places only
    public KernelBlock globallyAveraged() {
        requireAllPairs("global average pooling");
        return head(pair -> {
            double sum = 0;
            for (double value : pair) {
                sum += value;
            }
            return sum / pair.length;
        });
    }

    private interface Head {
        double of(double[] pair);
    }

    private KernelBlock head(Head head) {
        int columns = nngp.columnSelf().length;
        int rows = nngp.rowSelf().length;
        // Means over neurons matter to layers that centre; after Flatten they are not tracked. See Moments.
        return new KernelBlock(
                Matrix.fill(rows, columns, (i, j) -> head.of(nngp.pairs()[i * columns + j])),
                Matrix.fill(rows, columns, (i, j) -> head.of(ntk[i * columns + j])),
                Matrix.fill(rows, 1, (i, _) -> head.of(nngp.rowSelf()[i])),
                Matrix.fill(columns, 1, (j, _) -> head.of(nngp.columnSelf()[j])),
                false);
    }

    private double[] variances(double[] self) {
        double[] variances = new double[grid.size()];
        for (int p = 0; p < variances.length; p++) {
            variances[p] = self[allPairs ? p * variances.length + p : p];
        }
        return variances;
    }

    private static double[][] map(double[][] arrays, UnaryOperator<double[]> change) {
        double[][] result = new double[arrays.length][];
        for (int i = 0; i < arrays.length; i++) {
            result[i] = change.apply(arrays[i]);
        }
        return result;
    }

    private void requireAllPairs(String operation) {
        if (!allPairs) {
            throw new NoClosedForm("kernel of " + operation + ": the block holds covariances of equal places only;"
                    + " begin with ofImages(rows, columns, true)");
        }
    }
}
