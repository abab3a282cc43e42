package dev.orthant.layers.infinite;

import dev.orthant.tensor.ShapeException;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.DoubleKernels;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.parallel.Parallel;
import java.util.Arrays;
import java.util.Optional;

/// A [KernelBlock] of feature vectors: one number for each pair of examples.
///
/// ```java
/// FeatureBlock block = KernelBlock.ofInputs(Tensor.of(Shape.of(2, 2), 1, 1, 1, -1)).vectors();
/// block.nngp();                           // → matrix [2, 2] {1.00000, 0.00000; 0.00000, 1.00000}
/// block.affine(2, 0.5).nngp();            // → matrix [2, 2] {2.50000, 0.500000; 0.500000, 2.50000}
/// // inputs are no Gaussian process: a random layer must come first
/// block.through(new Rectifier(0, 1));     // throws IllegalArgumentException
/// ```
///
/// @param nngp          [rows, columns]
/// @param tangent       the NTK, [rows, columns]; empty if nobody asked for it or there is none
/// @param rowMoments    of the rows; in a block of a set with itself, the variances are the diagonal of `nngp` (but see
///                      `Dropout`)
/// @param columnMoments of the columns
/// @param features      what the covariance is of
/// @since 0.1.0
public record FeatureBlock(
        Matrix nngp, Optional<Matrix> tangent, Moments rowMoments, Moments columnMoments, Features features)
        implements KernelBlock {
    /// Rows that one piece of parallel work takes.
    private static final int ROWS_PER_PIECE = 16;

    /// Checks the sizes of the matrices against each other.
    ///
    /// @throws ShapeException if they do not belong to the same examples
    public FeatureBlock {
        tangent.ifPresent(ntk -> requireSize("ntk", ntk, nngp.rows(), nngp.columns()));
        requireSize("row variance", rowMoments.variance(), nngp.rows(), 1);
        requireSize("column variance", columnMoments.variance(), nngp.columns(), 1);
    }

    /// Covariances made elsewhere, with mean 0 and one feature.
    ///
    /// @param nngp           [rows, columns]
    /// @param ntk            [rows, columns]
    /// @param rowVariance    variances of the rows, [rows, 1]
    /// @param columnVariance variances of the columns, [columns, 1]
    /// @param gaussian       true if they are the covariances of a Gaussian process
    /// @throws ShapeException if the sizes do not fit each other
    public FeatureBlock(Matrix nngp, Matrix ntk, Matrix rowVariance, Matrix columnVariance, boolean gaussian) {
        this(
                nngp,
                Optional.of(ntk),
                Moments.ofVariance(rowVariance),
                Moments.ofVariance(columnVariance),
                new Features(1, gaussian, 0));
    }

    @Override
    public FeatureBlock vectors() {
        return this;
    }

    @Override
    public PixelBlock pixels() {
        throw new ShapeException("kernel of a layer on images: the block that came is of feature vectors; images"
                + " [height, width, channels] are required");
    }

    @Override
    public FeatureBlock flattened() {
        return this;
    }

    @Override
    public boolean hasNtk() {
        return tangent.isPresent();
    }

    @Override
    public int rows() {
        return nngp.rows();
    }

    @Override
    public int columns() {
        return nngp.columns();
    }

    @Override
    public FeatureBlock withoutNtk() {
        return new FeatureBlock(nngp, Optional.empty(), rowMoments, columnMoments, features);
    }

    @Override
    public FeatureBlock withWidth(int width) {
        return new FeatureBlock(nngp, tangent, rowMoments, columnMoments, features.withWidth(width));
    }

    @Override
    public FeatureBlock affine(double weightVariance, double biasVariance) {
        Matrix next = affineNngp(weightVariance, biasVariance);
        Optional<Matrix> output = tangent.map(ntk -> plusScaled(next, weightVariance, ntk));
        return afterAffine(next, output, weightVariance, biasVariance);
    }

    @Override
    public FeatureBlock affineStandard(double weightVariance, double biasVariance) {
        Matrix next = affineNngp(weightVariance, biasVariance);
        double bias = biasVariance > 0 ? 1 : 0;
        int fanIn = features.width();
        Optional<Matrix> output = tangent.map(ntk -> plusScaled(scaled(nngp, fanIn, bias), weightVariance, ntk));
        return afterAffine(next, output, weightVariance, biasVariance);
    }

    @Override
    public FeatureBlock centred() {
        double[] columnMean = columnMoments.mean().column(0);
        Matrix next = Matrix.zeros(rows(), columns());
        forPieces(rows(), (first, last) -> {
            double[] covariance = new double[columns()];
            for (int i = first; i < last; i++) {
                nngp.copyRow(i, covariance);
                double mean = rowMoments.mean().at(i, 0);
                for (int j = 0; j < covariance.length; j++) {
                    covariance[j] -= mean * columnMean[j];
                }
                next.setRow(i, covariance);
            }
        });
        return new FeatureBlock(next, tangent, centred(rowMoments), centred(columnMoments), features);
    }

    @Override
    public FeatureBlock scaled(double factor) {
        double square = factor * factor;
        return new FeatureBlock(
                nngp.scaled(square),
                tangent.map(ntk -> ntk.scaled(square)),
                rowMoments.map(Moments.MomentMap.of(v -> square * v, m -> factor * m)),
                columnMoments.map(Moments.MomentMap.of(v -> square * v, m -> factor * m)),
                features);
    }

    @Override
    public FeatureBlock normalised(double epsilon) {
        double[] row = inverseRoots(rowVariance(), epsilon);
        double[] column = inverseRoots(columnVariance(), epsilon);
        Matrix next = Matrix.fill(rows(), columns(), (i, j) -> nngp.at(i, j) * (row[i] * column[j]));
        return new FeatureBlock(
                next,
                tangent.map(ntk -> Matrix.fill(rows(), columns(), (i, j) -> ntk.at(i, j) * (row[i] * column[j]))),
                normalised(rowMoments, row),
                normalised(columnMoments, column),
                features);
    }

    @Override
    public FeatureBlock plus(KernelBlock branch) {
        FeatureBlock other = branch.vectors();
        requireSize("other branch's nngp", other.nngp, rows(), columns());
        if (features.width() != other.features.width()) {
            throw new ShapeException("kernel block sum: the branches have " + features.width() + " and "
                    + other.features.width() + " features; as many are required");
        }
        double[] row = rowMoments.mean().column(0);
        double[] otherRow = other.rowMoments.mean().column(0);
        double[] column = columnMoments.mean().column(0);
        double[] otherColumn = other.columnMoments.mean().column(0);
        return new FeatureBlock(
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

    @Override
    public FeatureBlock masked(double keep) {
        Moments.MomentMap map = Moments.MomentMap.of(v -> v / keep, m -> m);
        return new FeatureBlock(
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

    @Override
    public FeatureBlock through(DualActivation activation) {
        if (!features.gaussian()) {
            throw new IllegalArgumentException("kernel of " + activation + ": the block that came is of inputs or of a"
                    + " nonlinearity's outputs, which are no Gaussian process; put a Linear layer before it");
        }
        DualActivation.Rows map =
                activation.between(rowVariance().column(0), columnVariance().column(0));
        Matrix next = Matrix.zeros(rows(), columns());
        Optional<Matrix> before = activation.hasSlope() ? tangent : Optional.empty();
        Optional<Matrix> after = before.map(_ -> Matrix.zeros(rows(), columns()));
        forPieces(rows(), (first, last) -> {
            double[] c = new double[columns()];
            double[] covariance = new double[columns()];
            double[] slope = new double[before.isPresent() ? columns() : 0];
            for (int i = first; i < last; i++) {
                nngp.copyRow(i, c);
                map.map(i, c, covariance, slope);
                next.setRow(i, covariance);
                if (before.isPresent() && after.isPresent()) {
                    before.get().copyRow(i, c);
                    for (int j = 0; j < slope.length; j++) {
                        slope[j] *= c[j];
                    }
                    after.get().setRow(i, slope);
                }
            }
        });
        return new FeatureBlock(
                next,
                after,
                rowMoments.through(activation),
                columnMoments.through(activation),
                features.afterNonlinearity());
    }

    @Override
    public FeatureBlock part(int[] rowIndices, int[] columnIndices) {
        return new FeatureBlock(
                nngp.block(rowIndices, columnIndices),
                tangent.map(ntk -> ntk.block(rowIndices, columnIndices)),
                rowMoments.of(rowIndices),
                columnMoments.of(columnIndices),
                features);
    }

    /// The block of the rows `firstRow` (inclusive) to `lastRow` (exclusive) and such columns.
    FeatureBlock part(int firstRow, int lastRow, int firstColumn, int lastColumn) {
        return new FeatureBlock(
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

    private FeatureBlock afterAffine(Matrix next, Optional<Matrix> output, double weightVariance, double biasVariance) {
        Moments.MomentMap moments = Moments.MomentMap.of(v -> weightVariance * v + biasVariance, _ -> 0);
        return new FeatureBlock(
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
        forPieces(matrix.rows(), (first, last) -> {
            double[] row = new double[matrix.columns()];
            for (int i = first; i < last; i++) {
                matrix.copyRow(i, row);
                for (int j = 0; j < row.length; j++) {
                    row[j] = factor * row[j] + summand;
                }
                result.setRow(i, row);
            }
        });
        return result;
    }

    /// `matrix + factor · other`, element by element.
    private static Matrix plusScaled(Matrix matrix, double factor, Matrix other) {
        DoubleKernels kernels = ActiveKernels.get().doubles();
        Matrix result = Matrix.zeros(matrix.rows(), matrix.columns());
        forPieces(matrix.rows(), (first, last) -> {
            double[] row = new double[matrix.columns()];
            double[] summand = new double[matrix.columns()];
            for (int i = first; i < last; i++) {
                matrix.copyRow(i, row);
                other.copyRow(i, summand);
                kernels.addScaled(factor, summand, 0, row, 0, row.length);
                result.setRow(i, row);
            }
        });
        return result;
    }

    private static void forPieces(int rows, Parallel.Piece piece) {
        Parallel.forPieces(rows, ROWS_PER_PIECE, piece);
    }

    private static void requireSize(String name, Matrix matrix, int rows, int columns) {
        if (matrix.rows() != rows || matrix.columns() != columns) {
            throw new ShapeException("kernel block: " + name + " is [" + matrix.rows() + ", " + matrix.columns()
                    + "]; it must be [" + rows + ", " + columns + "] to fit the nngp");
        }
    }
}
