package dev.orthant.layers.infinite.orthant;

/// What guided a run of [SequentialMonteCarlo].
///
/// ```java
/// Matrix covariance = Matrix.fill(9, 9, (i, j) -> i == j ? 1 : 0.5);
/// int[] labels = {1, 1, 1, 1, 1, 1, 1, 1, 1};
/// OrthantPosterior posterior = SequentialMonteCarlo.standard().posterior(covariance, labels, Streams.ofSeed(0));
/// GuideReport report = posterior.guide();
/// report.converged();                                                             // → true
/// (float) (report.fraction() * report.tailIndex());                               // → 0.9
/// Math.abs(report.logPreview() - posterior.estimate().logProbability()) < 0.1;    // → true
/// ```
///
/// @param fraction       β, share of the sites' precision; 0 without a guide
/// @param tailIndex      λ of [TailGuard]; 0 without a guide. The weights have a finite variance if βλ < 1
/// @param iterations     of expectation propagation
/// @param converged      whether that came to rest; the estimate is unbiased either way
/// @param logPreview     ln P according to expectation propagation; NaN without a guide
/// @since 0.1.0
public record GuideReport(double fraction, double tailIndex, int iterations, boolean converged, double logPreview) {}
