package dev.orthant.layers.infinite.orthant;

/// What guided a run of [SequentialMonteCarlo].
///
/// @param fraction       β, share of the sites' precision; 0 without a guide
/// @param tailIndex      λ of [TailGuard]; 0 without a guide. The weights have a finite variance if βλ < 1
/// @param iterations     of expectation propagation
/// @param converged      whether that came to rest; the estimate is unbiased either way
/// @param logPreview     ln P according to expectation propagation; NaN without a guide
/// @since 0.1.0
public record GuideReport(double fraction, double tailIndex, int iterations, boolean converged, double logPreview) {}
