package dev.orthant.experiments.signsgd;

import dev.orthant.tensor.Span;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;

/// How evenly the numbers of a vector share its length, and mean and variance of gradients, coordinate by coordinate.
///
///     φ(v) = ‖v‖₁² / (d ‖v‖₂²)
///
/// 1 if all magnitudes are equal, 2/π for Gaussian numbers, 1/d if only one is not 0.
///
/// Variance after Welford 1962, "Note on a method for calculating corrected sums of squares and products": one pass, no
/// cancellation.
final class Density {
    private final double[] mean;
    private final double[] squares;
    private int count;

    /// @param coordinates d
    Density(int coordinates) {
        mean = new double[coordinates];
        squares = new double[coordinates];
    }

    /// φ of the numbers; NaN if all are 0.
    static double of(double[] numbers) {
        double sum = 0;
        double square = 0;
        for (double number : numbers) {
            sum += Math.abs(number);
            square += number * number;
        }
        return sum * sum / (numbers.length * square);
    }

    /// Takes in one more gradient.
    void add(Weights gradient) {
        count++;
        int i = 0;
        for (Weight weight : gradient.all()) {
            Span span = weight.tensor().span();
            for (int j = span.from(); j < span.from() + span.length(); j++) {
                double delta = span.array()[j] - mean[i];
                mean[i] += delta / count;
                squares[i] += delta * (span.array()[j] - mean[i]);
                i++;
            }
        }
    }

    double ofMean() {
        return of(mean);
    }

    double ofDeviation() {
        double[] deviations = new double[squares.length];
        for (int i = 0; i < squares.length; i++) {
            deviations[i] = Math.sqrt(squares[i] / (count - 1));
        }
        return of(deviations);
    }

    /// Sum of all variances.
    double totalVariance() {
        double sum = 0;
        for (double square : squares) {
            sum += square / (count - 1);
        }
        return sum;
    }

    /// Σ |mean|.
    double meanNorm1() {
        double sum = 0;
        for (double number : mean) {
            sum += Math.abs(number);
        }
        return sum;
    }

    /// √Σ mean².
    double meanNorm2() {
        double sum = 0;
        for (double number : mean) {
            sum += number * number;
        }
        return Math.sqrt(sum);
    }
}
