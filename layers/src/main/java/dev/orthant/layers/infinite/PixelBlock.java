package dev.orthant.layers.infinite;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.linear.Matrix;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A [KernelBlock] of images: what a convolutional network with infinitely many channels knows of their pixels.
///
///     K(x, p; x′, p′) = E[z_c(x, p) z_c(x′, p′)]            one channel c, pixels p and p′
///
/// Either for all pairs of pixels, or, where only equal places p = p′ are ever needed (no pooling, [#flattened] at the
/// network's end), only those: as many numbers per pair of images as there are pixels, instead of their square.
///
/// Source: Novak, Xiao, Bahri, Lee, Yang, Abolafia, Pennington and Sohl-Dickstein 2019, "Bayesian deep convolutional
/// networks with many channels are Gaussian processes"; Arora, Du, Hu, Li, Salakhutdinov and Wang 2019. For many images use
/// [KernelTiles].
///
/// ```java
/// Tensor images = Tensor.filled(Shape.of(1, 3, 3, 1), 1);
/// KernelBlock kernel = PixelBlock.ofImages(images, images, PixelPairs.EQUAL_PLACES)
///         .convolved(PixelWindow.of(3, 1, Padding.circular(1)), 2, 0)
///         .through(new Rectifier(0, 1))
///         .flattened()
///         .affine(1, 0);
/// kernel.nngp().at(0, 0);     // → 1.0
/// ```
///
/// @since 0.1.0
public final class PixelBlock implements KernelBlock {
    private final PixelGrid grid;
    private final PixelPairs known;
    private final Features features;
    private final double[][] nngp; // of image pair i · columns + j, for each known pair of pixels
    private final Optional<double[][]> ntk;
    private final Image[] rows;
    private final Image[] columns;

    /// What formulas need to know of one image.
    ///
    /// @param self covariances with itself, for the known pairs of pixels
    /// @param mean over the channels, one per pixel
    private record Image(double[] self, double[] mean) {}

    /// @param nngp is taken over, as are the others
    private PixelBlock(
            PixelGrid grid,
            PixelPairs known,
            Features features,
            double[][] nngp,
            Optional<double[][]> ntk,
            Image[] rows,
            Image[] columns) {
        this.grid = grid;
        this.known = known;
        this.features = features;
        this.nngp = nngp;
        this.ntk = ntk;
        this.rows = rows;
        this.columns = columns;
    }

    /// Images before the first layer: K = mean over the channels of the product of two pixels, Θ = 0.
    ///
    /// @param rows    [count, height, width, channels]
    /// @param columns [count, height, width, channels]
    /// @param known   whether all pairs of pixels are computed or those of equal places only
    /// @return the kernels before the first layer; the NTK is 0, as nothing has been learned
    /// @throws ShapeException if the images differ in size or channels
    public static PixelBlock ofImages(Tensor rows, Tensor columns, PixelPairs known) {
        requireImages(rows, columns);
        PixelGrid grid = new PixelGrid(rows.shape().axis(1), rows.shape().axis(2));
        int channels = rows.shape().axis(3);
        int rowCount = rows.shape().axis(0);
        int columnCount = columns.shape().axis(0);
        double[][] pairs = new double[rowCount * columnCount][];
        for (int k = 0; k < pairs.length; k++) {
            pairs[k] = products(rows, k / columnCount, columns, k % columnCount, grid.size(), channels, known);
        }
        return new PixelBlock(
                grid,
                known,
                new Features(channels, false, 0),
                pairs,
                Optional.of(map(pairs, pair -> new double[pair.length])),
                images(rows, grid.size(), channels, known),
                images(columns, grid.size(), channels, known));
    }

    private static Image[] images(Tensor images, int pixels, int channels, PixelPairs known) {
        MatrixView view = images.matrix();
        Image[] result = new Image[view.rows()];
        for (int i = 0; i < result.length; i++) {
            double[] mean = new double[pixels];
            for (int k = 0; k < pixels * channels; k++) {
                mean[k / channels] += (double) view.array()[view.from() + i * view.stride() + k] / channels;
            }
            result[i] = new Image(products(images, i, images, i, pixels, channels, known), mean);
        }
        return result;
    }

    private static double[] products(
            Tensor left, int i, Tensor right, int j, int pixels, int channels, PixelPairs known) {
        MatrixView a = left.matrix();
        MatrixView b = right.matrix();
        double[] products = new double[known.numbers(pixels)];
        for (int k = 0; k < products.length; k++) {
            int p = known == PixelPairs.ALL ? k / pixels : k;
            int other = known == PixelPairs.ALL ? k % pixels : k;
            double sum = 0;
            for (int c = 0; c < channels; c++) {
                sum += (double) a.array()[a.from() + i * a.stride() + p * channels + c]
                        * b.array()[b.from() + j * b.stride() + other * channels + c];
            }
            products[k] = sum / channels;
        }
        return products;
    }

    /// {@return the pixels}
    public PixelGrid grid() {
        return grid;
    }

    @Override
    public int rows() {
        return rows.length;
    }

    @Override
    public int columns() {
        return columns.length;
    }

    @Override
    public Features features() {
        return features;
    }

    @Override
    public boolean hasNtk() {
        return ntk.isPresent();
    }

    @Override
    public FeatureBlock vectors() {
        throw new ShapeException("kernel of a layer on feature vectors: the block that came is of images of "
                + grid.height() + " x " + grid.width() + " pixels; put Flatten or GlobalAveragePool before that layer");
    }

    @Override
    public PixelBlock pixels() {
        return this;
    }

    @Override
    public PixelBlock withoutNtk() {
        return new PixelBlock(grid, known, features, nngp, Optional.empty(), rows, columns);
    }

    @Override
    public PixelBlock withWidth(int channels) {
        return new PixelBlock(grid, known, features.withWidth(channels), nngp, ntk, rows, columns);
    }

    /// Through a random convolution with one filter per channel, shared by all places.
    ///
    ///     K′[p, p′] = σ_w²/taps Σ_δ K[p + δ, p′ + δ] + σ_b²        places outside count as 0, whatever their number
    ///     Θ′[p, p′] = K′[p, p′] + σ_w²/taps Σ_δ Θ[p + δ, p′ + δ]
    ///
    /// @param window         size, stride and surroundings of the filters
    /// @param weightVariance σ_w², at least 0: filters ~ N(0, σ_w²/(taps · channels))
    /// @param biasVariance   σ_b², at least 0
    /// @return the block of the layer's outputs, a Gaussian process; its grid is of the windows
    public PixelBlock convolved(PixelWindow window, double weightVariance, double biasVariance) {
        return convolved(window, weightVariance, biasVariance, weightVariance, biasVariance);
    }

    /// The same in the standard parameterisation, whose gradients are with respect to filters and biases themselves.
    ///
    ///     Θ′[p, p′] = channels Σ_δ K[p + δ, p′ + δ] + 1 (with a bias) + σ_w²/taps Σ_δ Θ[p + δ, p′ + δ]
    ///
    /// @param window         size, stride and surroundings of the filters
    /// @param weightVariance σ_w², at least 0: filters ~ N(0, σ_w²/(taps · channels))
    /// @param biasVariance   σ_b², at least 0
    /// @return the block of the layer's outputs; its NTK grows with the channels of the layer before
    public PixelBlock convolvedStandard(PixelWindow window, double weightVariance, double biasVariance) {
        double fanIn = (double) features.width() * window.taps();
        return convolved(window, weightVariance, biasVariance, fanIn, biasVariance > 0 ? 1 : 0);
    }

    /// @param ownWeight what the mean of K over the windows is multiplied by in the gradient of this layer's own filters
    /// @param ownBias   what its own bias adds
    private PixelBlock convolved(
            PixelWindow window, double weightVariance, double biasVariance, double ownWeight, double ownBias) {
        if (!(weightVariance >= 0 && biasVariance >= 0)) {
            throw new IllegalArgumentException("convolution kernel: weight variance " + weightVariance
                    + " and bias variance " + biasVariance + " came; both must be at least 0");
        }
        WindowSums sums = new WindowSums(grid, window);
        UnaryOperator<double[]> mean = known == PixelPairs.ALL ? sums::ofPairsAlike : sums::ofPixels;
        double[][] means = map(nngp, mean);
        Optional<double[][]> tangent = ntk.map(below -> {
            double[][] result = map(below, mean);
            for (int i = 0; i < result.length; i++) {
                for (int k = 0; k < result[i].length; k++) {
                    result[i][k] = ownWeight * means[i][k] + ownBias + weightVariance * result[i][k];
                }
            }
            return result;
        });
        UnaryOperator<double[]> affine = array -> scaled(array, weightVariance, biasVariance);
        UnaryOperator<Image> image = before -> new Image(
                affine.apply(mean.apply(before.self())),
                new double[sums.windows().size()]);
        return new PixelBlock(
                sums.windows(),
                known,
                features.afterRandomLayer(),
                map(means, affine),
                tangent,
                map(rows, image),
                map(columns, image));
    }

    /// Through a random locally connected layer: a convolution whose filters and biases are drawn anew at every place, so that
    /// different places have covariance 0.
    ///
    /// @param window         size, stride and surroundings of the filters
    /// @param weightVariance σ_w², at least 0
    /// @param biasVariance   σ_b², at least 0
    /// @return the block of the layer's outputs, a Gaussian process
    public PixelBlock locallyConnected(PixelWindow window, double weightVariance, double biasVariance) {
        return convolved(window, weightVariance, biasVariance).withIndependentPlaces();
    }

    /// The same in the standard parameterisation.
    ///
    /// @param window         size, stride and surroundings of the filters
    /// @param weightVariance σ_w², at least 0
    /// @param biasVariance   σ_b², at least 0
    /// @return the block of the layer's outputs; its NTK grows with the channels of the layer before
    public PixelBlock locallyConnectedStandard(PixelWindow window, double weightVariance, double biasVariance) {
        return convolvedStandard(window, weightVariance, biasVariance).withIndependentPlaces();
    }

    private PixelBlock withIndependentPlaces() {
        if (known == PixelPairs.EQUAL_PLACES) {
            return this;
        }
        UnaryOperator<double[]> equal = pair -> {
            double[] only = new double[pair.length];
            for (int p = 0; p < grid.size(); p++) {
                only[known.equal(p, grid.size())] = pair[known.equal(p, grid.size())];
            }
            return only;
        };
        UnaryOperator<Image> image = before -> new Image(equal.apply(before.self()), before.mean());
        return changed(features, equal, equal, image);
    }

    @Override
    public PixelBlock through(DualActivation activation) {
        if (!features.gaussian()) {
            throw new IllegalArgumentException("kernel of " + activation + ": the pixels that came are inputs or a"
                    + " nonlinearity's outputs, which are no Gaussian process; put a convolution before it");
        }
        Optional<double[][]> below = activation.hasSlope() ? ntk : Optional.empty();
        double[][] next = new double[nngp.length][];
        Optional<double[][]> tangent = below.map(_ -> new double[nngp.length][]);
        for (int i = 0; i < next.length; i++) {
            double[] q = variances(rows[i / columns.length]);
            double[] r = variances(columns[i % columns.length]);
            double[] slope = new double[below.isPresent() ? nngp[i].length : 0];
            next[i] = new double[nngp[i].length];
            map(activation, nngp[i], q, r, next[i], slope);
            if (below.isPresent() && tangent.isPresent()) {
                double[] before = below.get()[i];
                for (int k = 0; k < slope.length; k++) {
                    slope[k] *= before[k];
                }
                tangent.get()[i] = slope;
            }
        }
        UnaryOperator<Image> image = before -> {
            double[] variances = variances(before);
            double[] self = new double[before.self().length];
            map(activation, before.self(), variances, variances, self, new double[0]);
            return new Image(
                    self, Arrays.stream(variances).map(activation::mean).toArray());
        };
        return new PixelBlock(
                grid, known, features.afterNonlinearity(), next, tangent, map(rows, image), map(columns, image));
    }

    private void map(
            DualActivation activation, double[] c, double[] q, double[] r, double[] covariance, double[] slope) {
        if (known == PixelPairs.EQUAL_PLACES) {
            activation.elements(c, q, r, covariance, slope);
            return;
        }
        DualActivation.Rows map = activation.between(q, r);
        int pixels = q.length;
        for (int p = 0; p < pixels; p++) {
            double[] out = new double[pixels];
            double[] derivative = new double[slope.length > 0 ? pixels : 0];
            map.map(p, Arrays.copyOfRange(c, p * pixels, (p + 1) * pixels), out, derivative);
            System.arraycopy(out, 0, covariance, p * pixels, pixels);
            System.arraycopy(derivative, 0, slope, p * derivative.length, derivative.length);
        }
    }

    private double[] variances(Image image) {
        double[] variances = new double[grid.size()];
        Arrays.setAll(variances, p -> image.self()[known.equal(p, variances.length)]);
        return variances;
    }

    /// Means over windows; pixels of the padding count as 0, and count.
    ///
    ///     K′[P, P′] = mean over p in window P and p′ in window P′ of K[p, p′]; Θ likewise
    ///
    /// @param window size, stride and padding of the pooling
    /// @return the block of the means; its grid is of the windows
    /// @throws NoClosedForm if the block knows equal places only
    public PixelBlock averagePooled(PixelWindow window) {
        requireAllPairs("average pooling");
        WindowSums sums = new WindowSums(grid, window);
        UnaryOperator<Image> image = before -> new Image(sums.ofPairs(before.self()), sums.ofPixels(before.mean()));
        // A mean of Gaussians is Gaussian.
        return new PixelBlock(
                sums.windows(),
                known,
                features,
                map(nngp, sums::ofPairs),
                ntk.map(below -> map(below, sums::ofPairs)),
                map(rows, image),
                map(columns, image));
    }

    /// All pixels of all channels as features: the mean over equal places.
    @Override
    public FeatureBlock flattened() {
        return head(features.width() * grid.size(), pair -> {
            double sum = 0;
            for (int p = 0; p < grid.size(); p++) {
                sum += pair[known.equal(p, grid.size())];
            }
            return sum / grid.size();
        });
    }

    /// {@return the mean over all places of each channel as a feature: the mean over all pairs of places}
    ///
    /// @throws NoClosedForm if the block knows equal places only
    public FeatureBlock globallyAveraged() {
        requireAllPairs("global average pooling");
        return head(features.width(), pair -> Arrays.stream(pair).sum() / pair.length);
    }

    private interface Head {
        double of(double[] pair);
    }

    private FeatureBlock head(int width, Head head) {
        return new FeatureBlock(
                matrix(nngp, head),
                ntk.map(tangent -> matrix(tangent, head)),
                moments(rows, head),
                moments(columns, head),
                features.withWidth(width));
    }

    private Matrix matrix(double[][] pairs, Head head) {
        return Matrix.fill(rows.length, columns.length, (i, j) -> head.of(pairs[i * columns.length + j]));
    }

    private static Moments moments(Image[] images, Head head) {
        return new Moments(
                Matrix.fill(images.length, 1, (i, _) -> head.of(images[i].self())),
                Matrix.fill(
                        images.length,
                        1,
                        (i, _) -> Arrays.stream(images[i].mean()).average().orElse(0)));
    }

    @Override
    public PixelBlock scaled(double factor) {
        double square = factor * factor;
        UnaryOperator<double[]> change = pair -> scaled(pair, square, 0);
        return changed(
                features,
                change,
                change,
                image -> new Image(scaled(image.self(), square, 0), scaled(image.mean(), factor, 0)));
    }

    @Override
    public PixelBlock plus(KernelBlock branch) {
        PixelBlock other = branch.pixels();
        if (!grid.equals(other.grid)
                || known != other.known
                || rows.length != other.rows.length
                || columns.length != other.columns.length
                || features.width() != other.features.width()) {
            throw new ShapeException("kernel block sum: the branches have " + features.width() + " channels of " + grid
                    + " and " + other.features.width() + " of " + other.grid + "; they must agree");
        }
        double[][] sums = new double[nngp.length][];
        for (int i = 0; i < sums.length; i++) {
            int row = i / columns.length;
            int column = i % columns.length;
            sums[i] = sum(nngp[i], other.nngp[i]);
            addProducts(sums[i], rows[row].mean(), other.columns[column].mean());
            addProducts(sums[i], other.rows[row].mean(), columns[column].mean());
        }
        Optional<double[][]> tangent = ntk.flatMap(mine -> other.ntk.map(theirs -> {
            double[][] total = new double[mine.length][];
            Arrays.setAll(total, i -> sum(mine[i], theirs[i]));
            return total;
        }));
        return new PixelBlock(
                grid,
                known,
                features.plus(other.features),
                sums,
                tangent,
                sums(rows, other.rows),
                sums(columns, other.columns));
    }

    private Image[] sums(Image[] left, Image[] right) {
        Image[] sums = new Image[left.length];
        for (int i = 0; i < sums.length; i++) {
            double[] self = sum(left[i].self(), right[i].self());
            addProducts(self, left[i].mean(), right[i].mean());
            addProducts(self, right[i].mean(), left[i].mean());
            sums[i] = new Image(self, sum(left[i].mean(), right[i].mean()));
        }
        return sums;
    }

    /// Adds `m_p m′_p′` to each known pair.
    private void addProducts(double[] pair, double[] mean, double[] otherMean) {
        for (int k = 0; k < pair.length; k++) {
            int p = known == PixelPairs.ALL ? k / grid.size() : k;
            int other = known == PixelPairs.ALL ? k % grid.size() : k;
            pair[k] += mean[p] * otherMean[other];
        }
    }

    @Override
    public PixelBlock masked(double keep) {
        UnaryOperator<Image> image = before -> {
            double[] self = before.self().clone();
            for (int p = 0; p < grid.size(); p++) {
                self[known.equal(p, grid.size())] /= keep;
            }
            return new Image(self, before.mean());
        };
        return changed(features.afterNonlinearity(), pair -> pair, pair -> pair, image);
    }

    @Override
    public FeatureBlock affine(double weightVariance, double biasVariance) {
        return vectors();
    }

    @Override
    public FeatureBlock affineStandard(double weightVariance, double biasVariance) {
        return vectors();
    }

    @Override
    public FeatureBlock centred() {
        return vectors();
    }

    @Override
    public FeatureBlock normalised(double epsilon) {
        return vectors();
    }

    private PixelBlock changed(
            Features next,
            UnaryOperator<double[]> covariance,
            UnaryOperator<double[]> tangent,
            UnaryOperator<Image> image) {
        return new PixelBlock(
                grid,
                known,
                next,
                map(nngp, covariance),
                ntk.map(below -> map(below, tangent)),
                map(rows, image),
                map(columns, image));
    }

    private static double[] scaled(double[] array, double factor, double summand) {
        double[] result = array.clone();
        for (int k = 0; k < result.length; k++) {
            result[k] = factor * result[k] + summand;
        }
        return result;
    }

    private static double[] sum(double[] left, double[] right) {
        double[] sum = left.clone();
        for (int k = 0; k < sum.length; k++) {
            sum[k] += right[k];
        }
        return sum;
    }

    private static double[][] map(double[][] arrays, UnaryOperator<double[]> change) {
        return Arrays.stream(arrays).map(change).toArray(double[][]::new);
    }

    private static Image[] map(Image[] images, UnaryOperator<Image> change) {
        return Arrays.stream(images).map(change).toArray(Image[]::new);
    }

    private static void requireImages(Tensor rows, Tensor columns) {
        if (!Inputs.areImages(rows) || !Inputs.areImages(columns)) {
            throw new ShapeException("pixel block: images of shapes " + rows.shape() + " and " + columns.shape()
                    + " came; [count, height, width, channels] is required, at least one image");
        }
        for (int axis = 1; axis < 4; axis++) {
            if (rows.shape().axis(axis) != columns.shape().axis(axis)) {
                throw new ShapeException("pixel block: images of shapes " + rows.shape() + " and " + columns.shape()
                        + " came; height, width and channels must agree");
            }
        }
        Inputs.requireFinite(rows);
        Inputs.requireFinite(columns);
    }

    private void requireAllPairs(String operation) {
        if (known != PixelPairs.ALL) {
            throw new NoClosedForm("kernel of " + operation + ": the block holds covariances of equal places only;"
                    + " begin with ofImages(rows, columns, PixelPairs.ALL)");
        }
    }
}
