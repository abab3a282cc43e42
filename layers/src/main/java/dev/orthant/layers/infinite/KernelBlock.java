package dev.orthant.layers.infinite;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.DoubleKernels;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntConsumer;

/// What an infinitely wide network knows of two sets of examples, the rows and the columns: the covariance of its
/// outputs under random weights (NNGP) and the inner product of its gradients (NTK), with the moments of each example
/// that the next layer's formula needs.
///
///     nngp(i, j)        = E[f(xᵢ) f(x′ⱼ)]                     rowVariance(i) = E[f(xᵢ)²]
///     ntk(i, j)         = E[⟨∂f(xᵢ)/∂weights, ∂f(x′ⱼ)/∂weights⟩]
///
/// The NTK is that of the NTK parameterisation, z = (σ_w/√fanIn) W x + σ_b b with W, b ~ N(0, 1), in which it has a
/// limit. The standard parameterisation, z = W x + b with W ~ N(0, σ_w²/fanIn), has the same NNGP; its NTK grows with
/// the width ([#affineStandard]) unless every layer's learning rate is divided by its fanIn.
///
/// A layer's `kernel` takes one block to the next; start with [#ofInputs]. For many examples use [KernelTiles].
///
/// ```java
/// KernelBlock first = KernelBlock.ofInputs(images).affine(1, 0);
/// KernelBlock depthTwo = first.through(new Rectifier(0, Math.sqrt(2))).affine(1, 0);
/// ```
///
/// @param nngp          [rows, columns]
/// @param tangent       the NTK, [rows, columns]; empty if nobody asked for it or there is none
/// @param rowMoments    of the rows; in a block of a set with itself, the variances are the diagonal of `nngp` (but see
///                      `Dropout`)
/// @param columnMoments of the columns
/// @param features      what the covariance is of
public record KernelBlock(
        Matrix nngp, Optional<Matrix> tangent, Moments rowMoments, Moments columnMoments, Features features) {
    /// Rows that one piece of parallel work takes.
    private static final int ROWS_PER_PIECE = 16;

    public KernelBlock {
        tangent.ifPresent(ntk -> requireSize("ntk", ntk, nngp.rows(), nngp.columns()));
        requireSize("row variance", rowMoments.variance(), nngp.rows(), 1);
        requireSize("column variance", columnMoments.variance(), nngp.columns(), 1);
    }

    /// Covariances made elsewhere, with mean 0 and one feature.
    ///
    /// @param gaussian true if they are the covariances of a Gaussian process
    public KernelBlock(Matrix nngp, Matrix ntk, Matrix rowVariance, Matrix columnVariance, boolean gaussian) {
        this(
                nngp,
                Optional.of(ntk),
                Moments.ofVariance(rowVariance),
                Moments.ofVariance(columnVariance),
                new Features(1, gaussian, 0));
    }

    /// The inputs of a network against themselves, before the first layer.
    ///
    ///     nngp = X Xᵀ / d,   ntk = 0
    ///
    /// @param examples X, [count, …]; all axes but the first together are the d inputs
    public static KernelBlock ofInputs(Tensor examples) {
        return ofInputs(examples, examples);
    }

    /// The inputs of a network before the first layer, one set against another.
    ///
    /// @param rows    X, [rows, …]
    /// @param columns X′, [columns, …], with as many inputs d per example
    /// @throws ShapeException           if the numbers of inputs differ or are 0
    /// @throws IllegalArgumentException if an input is NaN or infinite
    public static KernelBlock ofInputs(Tensor rows, Tensor columns) {
        return ofInputs(rows, columns, true);
    }

    static KernelBlock ofInputs(Tensor rows, Tensor columns, boolean withNtk) {
        requireInputs(rows);
        requireInputs(columns);
        Inputs left = Inputs.of(rows);
        Inputs right = rows == columns ? left : Inputs.of(columns);
        return left.against(right, withNtk);
    }

    public int rows() {
        return nngp.rows();
    }

    public int columns() {
        return nngp.columns();
    }

    /// `E[f(xᵢ)²]` of the rows, [rows, 1].
    public Matrix rowVariance() {
        return rowMoments.variance();
    }

    /// `E[f(x′ⱼ)²]` of the columns, [columns, 1].
    public Matrix columnVariance() {
        return columnMoments.variance();
    }

    /// Whether the outputs are a Gaussian process.
    public boolean gaussian() {
        return features.gaussian();
    }

    /// Whether there is an NTK.
    public boolean hasNtk() {
        return tangent.isPresent();
    }

    /// The NTK.
    ///
    /// @throws NoClosedForm if there is none: a nonlinearity with jumps has no gradient, or only the NNGP was asked for
    public Matrix ntk() {
        return tangent.orElseThrow(() ->
                new NoClosedForm("ntk: this block has none: either a nonlinearity with jumps (Sign, Step) was passed,"
                        + " through which no gradient flows, or only the NNGP was asked for; use nngp()"));
    }

    /// The same block without its NTK: half the work for the layers that follow.
    public KernelBlock withoutNtk() {
        return new KernelBlock(nngp, Optional.empty(), rowMoments, columnMoments, features);
    }

    /// The same covariances, of a layer with so many neurons.
    ///
    /// @param width at least 1
    public KernelBlock withWidth(int width) {
        return new KernelBlock(nngp, tangent, rowMoments, columnMoments, features.withWidth(width));
    }

    /// Through a random affine layer, z = (σ_w/√fanIn) W x + σ_b b.
    ///
    ///     nngp′ = σ_w² nngp + σ_b²          (variances likewise)
    ///     ntk′  = nngp′ + σ_w² ntk
    ///
    /// Source: Jacot, Gabriel and Hongler 2018, "Neural tangent kernel", theorem 1. The first term is the gradient with
    /// respect to this layer's own W and b, the second comes through the layers below.
    ///
    /// @param weightVariance σ_w², at least 0
    /// @param biasVariance   σ_b², at least 0; 0 for a layer without bias
    public KernelBlock affine(double weightVariance, double biasVariance) {
        Matrix next = affineNngp(weightVariance, biasVariance);
        Optional<Matrix> output = tangent.map(ntk -> plusScaled(next, weightVariance, ntk));
        return afterAffine(next, output, weightVariance, biasVariance);
    }

    /// Through a random affine layer in the standard parameterisation, z = W x + b, whose gradients are those of the
    /// networks that train: with respect to W and b themselves.
    ///
    ///     ntk′ = fanIn · nngp + 1 (with a bias) + σ_w² ntk
    ///
    /// It has no limit: it depends on the width of the layer before.
    ///
    /// @param weightVariance σ_w², at least 0: W ~ N(0, σ_w²/fanIn)
    /// @param biasVariance   σ_b², at least 0; 0 for a layer without bias
    public KernelBlock affineStandard(double weightVariance, double biasVariance) {
        Matrix next = affineNngp(weightVariance, biasVariance);
        double bias = biasVariance > 0 ? 1 : 0;
        int fanIn = features.width();
        Optional<Matrix> output = tangent.map(ntk -> plusScaled(scaled(nngp, fanIn, bias), weightVariance, ntk));
        return afterAffine(next, output, weightVariance, biasVariance);
    }

    /// The features less their mean over the neurons: what a layer sees whose rows of weights sum to 0.
    ///
    ///     nngp′ = nngp − m mᵀ,  variances likewise
    public KernelBlock centred() {
        double[] columnMean = columnMoments.mean().column(0);
        Matrix next = Matrix.zeros(rows(), columns());
        forRows(i -> {
            double[] covariance = nngp.row(i);
            double mean = rowMoments.mean().at(i, 0);
            for (int j = 0; j < covariance.length; j++) {
                covariance[j] -= mean * columnMean[j];
            }
            next.setRow(i, covariance);
        });
        return new KernelBlock(next, tangent, centred(rowMoments), centred(columnMoments), features);
    }

    /// The features times a fixed number: covariances times its square.
    public KernelBlock scaled(double factor) {
        double square = factor * factor;
        return new KernelBlock(
                nngp.scaled(square),
                tangent.map(ntk -> ntk.scaled(square)),
                rowMoments.map(Moments.MomentMap.of(v -> square * v, m -> factor * m)),
                columnMoments.map(Moments.MomentMap.of(v -> square * v, m -> factor * m)),
                features);
    }

    /// The features divided by their root mean square over the neurons.
    ///
    ///     nngp′ = nngp/√((v + ε)(v′ + ε)),  ntk likewise
    ///
    /// The derivative of the root mean square itself vanishes as 1/width.
    ///
    /// @param epsilon ε, at least 0; a variance of 0 gives 0
    public KernelBlock normalised(double epsilon) {
        double[] row = inverseRoots(rowVariance(), epsilon);
        double[] column = inverseRoots(columnVariance(), epsilon);
        Matrix next = Matrix.fill(rows(), columns(), (i, j) -> nngp.at(i, j) * (row[i] * column[j]));
        return new KernelBlock(
                next,
                tangent.map(ntk -> Matrix.fill(rows(), columns(), (i, j) -> ntk.at(i, j) * (row[i] * column[j]))),
                normalised(rowMoments, row),
                normalised(columnMoments, column),
                features);
    }

    /// The sum of two branches' outputs for the same examples, if they are independent given the branches' input.
    ///
    ///     nngp′ = nngp₁ + nngp₂ + m₁ m₂ᵀ + m₂ m₁ᵀ        ntk′ = ntk₁ + ntk₂
    ///
    /// The means m are 0 after a random affine layer.
    public KernelBlock plus(KernelBlock other) {
        requireSize("other branch's nngp", other.nngp, rows(), columns());
        if (features.width() != other.features.width()) {
            throw new ShapeException("kernel block sum: the branches have " + features.width() + " and "
                    + other.features.width() + " features; as many are required");
        }
        double[] row = rowMoments.mean().column(0);
        double[] otherRow = other.rowMoments.mean().column(0);
        double[] column = columnMoments.mean().column(0);
        double[] otherColumn = other.columnMoments.mean().column(0);
        return new KernelBlock(
                Matrix.fill(
                        rows(),
                        columns(),
                        (i, j) -> nngp.at(i, j)
                                + other.nngp.at(i, j)
                                + (row[i] * otherColumn[j] + otherRow[i] * column[j])),
                tangent.flatMap(ntk -> other.tangent.map(ntk::plus)),
                rowMoments.plus(other.rowMoments),
                columnMoments.plus(other.columnMoments),
                features.plus(other.features));
    }

    /// Through random masks, one per example and feature, that keep a feature with this probability and divide it by it.
    ///
    /// Masks of two examples are independent, so covariances stay; the variance of one example grows to v/keep. On the
    /// diagonal of a set with itself `nngp` is then the covariance of an example with itself under two masks.
    ///
    /// @param keep in (0, 1]
    public KernelBlock masked(double keep) {
        Moments.MomentMap map = Moments.MomentMap.of(v -> v / keep, m -> m);
        return new KernelBlock(
                nngp, tangent, rowMoments.map(map), columnMoments.map(map), features.afterNonlinearity());
    }

    private static double[] inverseRoots(Matrix variance, double epsilon) {
        return Arrays.stream(variance.column(0))
                .map(v -> v + epsilon > 0 ? 1 / Math.sqrt(v + epsilon) : 0)
                .toArray();
    }

    private static Moments normalised(Moments moments, double[] factors) {
        return new Moments(
                Matrix.fill(moments.count(), 1, (i, _) -> moments.variance().at(i, 0) * (factors[i] * factors[i])),
                Matrix.fill(moments.count(), 1, (i, _) -> moments.mean().at(i, 0) * factors[i]));
    }

    /// Through a nonlinearity, element by element.
    ///
    ///     nngp′ = T(nngp)        ntk′ = D(nngp) ∘ ntk
    ///
    /// @throws IllegalArgumentException if the block is not of a Gaussian process
    public KernelBlock through(DualActivation activation) {
        if (!features.gaussian()) {
            throw new IllegalArgumentException("kernel of " + activation + ": the block that came is of inputs or of a"
                    + " nonlinearity's outputs, which are no Gaussian process; put a Linear layer before it");
        }
        DualActivation.Rows map =
                activation.between(rowVariance().column(0), columnVariance().column(0));
        Matrix next = Matrix.zeros(rows(), columns());
        Optional<Matrix> before = activation.hasSlope() ? tangent : Optional.empty();
        Optional<Matrix> after = before.map(_ -> Matrix.zeros(rows(), columns()));
        forRows(i -> {
            double[] covariance = new double[columns()];
            double[] slope = new double[before.isPresent() ? columns() : 0];
            map.map(i, nngp.row(i), covariance, slope);
            next.setRow(i, covariance);
            if (before.isPresent() && after.isPresent()) {
                double[] ntk = before.get().row(i);
                for (int j = 0; j < slope.length; j++) {
                    slope[j] *= ntk[j];
                }
                after.get().setRow(i, slope);
            }
        });
        Moments.MomentMap moments =
                (variance, _) -> new Moments.Pair(activation.variance(variance), activation.mean(variance));
        return new KernelBlock(
                next, after, rowMoments.map(moments), columnMoments.map(moments), features.afterNonlinearity());
    }

    /// The block of some of the rows and some of the columns.
    public KernelBlock part(int[] rowIndices, int[] columnIndices) {
        return new KernelBlock(
                nngp.block(rowIndices, columnIndices),
                tangent.map(ntk -> ntk.block(rowIndices, columnIndices)),
                rowMoments.of(rowIndices),
                columnMoments.of(columnIndices),
                features);
    }

    /// The block of the rows `firstRow` (inclusive) to `lastRow` (exclusive) and such columns.
    KernelBlock part(int firstRow, int lastRow, int firstColumn, int lastColumn) {
        return new KernelBlock(
                nngp.block(firstRow, lastRow, firstColumn, lastColumn),
                tangent.map(ntk -> ntk.block(firstRow, lastRow, firstColumn, lastColumn)),
                rowMoments.part(firstRow, lastRow),
                columnMoments.part(firstColumn, lastColumn),
                features);
    }

    private Matrix affineNngp(double weightVariance, double biasVariance) {
        if (!(weightVariance >= 0 && biasVariance >= 0)
                || weightVariance == Double.POSITIVE_INFINITY
                || biasVariance == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("affine kernel: weight variance " + weightVariance
                    + " and bias variance " + biasVariance + " came; both must be finite and at least 0");
        }
        return scaled(nngp, weightVariance, biasVariance);
    }

    private KernelBlock afterAffine(Matrix next, Optional<Matrix> output, double weightVariance, double biasVariance) {
        Moments.MomentMap moments = Moments.MomentMap.of(v -> weightVariance * v + biasVariance, _ -> 0);
        return new KernelBlock(
                next, output, rowMoments.map(moments), columnMoments.map(moments), features.afterRandomLayer());
    }

    private static Moments centred(Moments moments) {
        return moments.map((variance, mean) -> new Moments.Pair(variance - mean * mean, 0));
    }

    /// `factor · matrix + summand`, element by element.
    private static Matrix scaled(Matrix matrix, double factor, double summand) {
        if (factor == 1 && summand == 0) {
            return matrix;
        }
        Matrix result = Matrix.zeros(matrix.rows(), matrix.columns());
        forRows(matrix.rows(), i -> {
            double[] row = matrix.row(i);
            for (int j = 0; j < row.length; j++) {
                row[j] = factor * row[j] + summand;
            }
            result.setRow(i, row);
        });
        return result;
    }

    /// `matrix + factor · other`, element by element.
    private static Matrix plusScaled(Matrix matrix, double factor, Matrix other) {
        DoubleKernels kernels = ActiveKernels.get().doubles();
        Matrix result = Matrix.zeros(matrix.rows(), matrix.columns());
        forRows(matrix.rows(), i -> {
            double[] row = matrix.row(i);
            kernels.addScaled(factor, other.row(i), 0, row, 0, row.length);
            result.setRow(i, row);
        });
        return result;
    }

    private void forRows(IntConsumer row) {
        forRows(rows(), row);
    }

    private static void forRows(int rows, IntConsumer row) {
        Parallel.forPieces(rows, ROWS_PER_PIECE, (from, to) -> {
            for (int i = from; i < to; i++) {
                row.accept(i);
            }
        });
    }

    static void requireInputs(Tensor examples) {
        if (examples.shape().rank() < 2 || examples.size() == 0) {
            throw new ShapeException("inputs' kernel: examples of shape " + examples.shape()
                    + " came; [count, inputs] or more axes are required, each at least 1 long");
        }
        if (!examples.isFinite()) {
            throw new IllegalArgumentException("inputs' kernel: an input is NaN or infinite; find it with"
                    + " Tensor.isFinite on single rows and repair or leave out that example");
        }
    }

    private static void requireSize(String name, Matrix matrix, int rows, int columns) {
        if (matrix.rows() != rows || matrix.columns() != columns) {
            throw new ShapeException("kernel block: " + name + " is [" + matrix.rows() + ", " + matrix.columns()
                    + "]; it must be [" + rows + ", " + columns + "] to fit the nngp");
        }
    }
}
