package dev.orthant.layers.infinite.orthant;

import java.util.List;

/// What a set of importance weights, given by their logarithms, comes to: built block by block, so that the weights are
/// never all in memory, and scaled by the largest, so that none overflows.
///
/// @param largest      max ln w; −∞ for no weights, or if all are 0
/// @param sum          Σ w / exp(largest)
/// @param sumOfSquares Σ w² / exp(2 largest)
/// @param count        how many
record WeightSummary(double largest, double sum, double sumOfSquares, long count) {
    static final WeightSummary NONE = new WeightSummary(Double.NEGATIVE_INFINITY, 0, 0, 0);

    static WeightSummary of(double[] logWeights) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double logWeight : logWeights) {
            largest = Math.max(largest, logWeight);
        }
        if (largest == Double.NEGATIVE_INFINITY) {
            return new WeightSummary(largest, 0, 0, logWeights.length);
        }
        double sum = 0;
        double sumOfSquares = 0;
        for (double logWeight : logWeights) {
            double weight = Math.exp(logWeight - largest);
            sum += weight;
            sumOfSquares += weight * weight;
        }
        return new WeightSummary(largest, sum, sumOfSquares, logWeights.length);
    }

    WeightSummary plus(WeightSummary other) {
        double top = Math.max(largest, other.largest);
        if (top == Double.NEGATIVE_INFINITY) {
            return new WeightSummary(top, 0, 0, count + other.count);
        }
        double mine = Math.exp(largest - top);
        double theirs = Math.exp(other.largest - top);
        return new WeightSummary(
                top,
                mine * sum + theirs * other.sum,
                mine * mine * sumOfSquares + theirs * theirs * other.sumOfSquares,
                count + other.count);
    }

    /// ln of the mean weight.
    double logMean() {
        return largest + Math.log(sum / count);
    }

    /// (Σw)²/Σw².
    double effectiveSampleSize() {
        return sumOfSquares == 0 ? 0 : sum * sum / sumOfSquares;
    }

    /// Standard error of the mean weight divided by the mean: √((S Σw²/(Σw)² − 1)/(S − 1)).
    double relativeStandardError() {
        if (sumOfSquares == 0 || count < 2) {
            return Double.POSITIVE_INFINITY;
        }
        return Math.sqrt(Math.max(0, count / effectiveSampleSize() - 1) / (count - 1));
    }

    OrthantEstimate times(double logFactor, double jitter) {
        return new OrthantEstimate(
                        logFactor + logMean(),
                        relativeStandardError(),
                        effectiveSampleSize(),
                        count,
                        jitter,
                        Math.max(1, count - 1),
                        List.of())
                .judged(List.of());
    }
}
