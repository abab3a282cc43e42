package dev.orthant.experiments.pruning;

import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A reliability diagram: how often a classifier is right when it is so confident (Guo, Pleiss, Sun and Weinberger 2017).
///
///     confidence = largest probability,  in bins of equal width over [0, 1]
///     expected calibration error = Σ_bins (count/n) |accuracy − mean confidence|
///
/// @param bins those that are not empty, by confidence
record Calibration(List<Bin> bins) {
    Calibration {
        bins = List.copyOf(bins);
    }

    /// @param count      predictions
    /// @param confidence mean
    /// @param accuracy   share that is right
    record Bin(int count, double confidence, double accuracy) {}

    /// @param probabilities `[examples, classes]`, rows sum to 1
    /// @param labels        the true classes
    /// @param bins          how many, at least 1
    static Calibration of(Tensor probabilities, int[] labels, int bins) {
        MatrixView matrix = probabilities.matrix();
        int[] count = new int[bins];
        int[] right = new int[bins];
        double[] confidence = new double[bins];
        for (int row = 0; row < labels.length; row++) {
            int best = best(matrix, row);
            double largest = matrix.array()[matrix.row(row).from() + best];
            int bin = Math.clamp((int) (largest * bins), 0, bins - 1);
            count[bin]++;
            confidence[bin] += largest;
            right[bin] += best == labels[row] ? 1 : 0;
        }
        List<Bin> filled = new ArrayList<>();
        for (int bin = 0; bin < bins; bin++) {
            if (count[bin] > 0) {
                filled.add(new Bin(count[bin], confidence[bin] / count[bin], (double) right[bin] / count[bin]));
            }
        }
        return new Calibration(filled);
    }

    /// Whether the class of the largest probability is the true one, for each example.
    ///
    /// @param probabilities `[examples, classes]`
    /// @param labels        the true classes
    static List<Boolean> right(Tensor probabilities, int[] labels) {
        MatrixView matrix = probabilities.matrix();
        return IntStream.range(0, labels.length)
                .mapToObj(row -> best(matrix, row) == labels[row])
                .toList();
    }

    private static int best(MatrixView matrix, int row) {
        int from = matrix.row(row).from();
        int best = 0;
        for (int c = 1; c < matrix.columns(); c++) {
            best = matrix.array()[from + c] > matrix.array()[from + best] ? c : best;
        }
        return best;
    }

    int examples() {
        return bins.stream().mapToInt(Bin::count).sum();
    }

    double accuracy() {
        return bins.stream().mapToDouble(bin -> bin.count() * bin.accuracy()).sum() / examples();
    }

    double meanConfidence() {
        return bins.stream().mapToDouble(bin -> bin.count() * bin.confidence()).sum() / examples();
    }

    double expectedError() {
        return bins.stream()
                        .mapToDouble(bin -> bin.count() * Math.abs(bin.accuracy() - bin.confidence()))
                        .sum()
                / examples();
    }
}
