package dev.orthant.layers.infinite.orthant;

import java.util.ArrayList;
import java.util.List;

/// An orthant probability on the log scale, and how far to trust it.
///
/// A value with [#warnings] says little more than "P is probably larger than this": the mean of heavy-tailed weights is
/// then dominated by samples that were not drawn.
///
/// ```java
/// OrthantEstimate coins = OrthantEstimate.exact(Math.log(0.25));      // two independent signs
/// coins.informationContent();                                         // → 1.38629…
/// coins.halfWidth95();                                                // → 0.0
/// coins.reliable();                                                   // → true
/// ```
///
/// @param logProbability        ln P, at most about 0; −∞ if P is 0
/// @param relativeStandardError standard error of P divided by P: to first order, the standard error of ln P
/// @param effectiveSampleSize   (Σw)²/Σw²: how many equally weighted samples are worth these; ∞ for an exact value
/// @param samples               how many were drawn; 0 for an exact value
/// @param jitter                what was added to the diagonal of the correlation matrix to factor it
/// @param degreesOfFreedom      of the standard error: independent runs or samples behind it, less one; ∞ if exact
/// @param warnings              why the error bar may mean nothing; none for a value that can be trusted
/// @since 0.1.0
public record OrthantEstimate(
        double logProbability,
        double relativeStandardError,
        double effectiveSampleSize,
        long samples,
        double jitter,
        double degreesOfFreedom,
        List<String> warnings) {
    /// Below this share of effective samples the tail of the weights has not been seen.
    private static final double LEAST_FRACTION = 0.05;

    /// Fewer effective samples than this say nothing about the variance of the weights.
    private static final double LEAST_EFFECTIVE = 50;

    /// Above this ln P is no longer normal around its estimate.
    private static final double LARGEST_ERROR = 0.2;

    /// Keeps a copy of the warnings.
    public OrthantEstimate {
        warnings = List.copyOf(warnings);
    }

    /// {@return a value from a formula, without error}
    ///
    /// @param logProbability ln P
    public static OrthantEstimate exact(double logProbability) {
        return new OrthantEstimate(
                logProbability, 0, Double.POSITIVE_INFINITY, 0, 0, Double.POSITIVE_INFINITY, List.of());
    }

    /// This estimate with what its own numbers give reason to warn of, after `further` warnings.
    OrthantEstimate judged(List<String> further) {
        List<String> all = new ArrayList<>(further);
        if (effectiveFraction() < LEAST_FRACTION || effectiveSampleSize < LEAST_EFFECTIVE) {
            all.add("effective sample size " + (float) effectiveSampleSize + " of " + samples);
        }
        if (!(relativeStandardError <= LARGEST_ERROR)) { // also NaN
            all.add("relative standard error " + (float) relativeStandardError + " above " + LARGEST_ERROR);
        }
        return new OrthantEstimate(
                logProbability, relativeStandardError, effectiveSampleSize, samples, jitter, degreesOfFreedom, all);
    }

    /// This estimate with one more reason not to trust it.
    OrthantEstimate warned(String warning) {
        List<String> all = new ArrayList<>(warnings);
        all.add(warning);
        return new OrthantEstimate(
                logProbability, relativeStandardError, effectiveSampleSize, samples, jitter, degreesOfFreedom, all);
    }

    /// {@return −ln P in nats: what the labels tell about the weights}
    public double informationContent() {
        return 0 - logProbability; // 0 rather than -0 for P = 1
    }

    /// {@return effective samples per sample, in (0, 1]; 1 for an exact value}
    public double effectiveFraction() {
        return samples == 0 ? 1 : effectiveSampleSize / samples;
    }

    /// {@return false if the error bar may mean nothing; [#warnings] says why}
    public boolean reliable() {
        return warnings.isEmpty();
    }

    /// {@return half the length of the 95 % confidence interval around ln P: the standard error times Student's 97.5 %
    /// quantile}
    public double halfWidth95() {
        return relativeStandardError * StudentQuantile.upper975(degreesOfFreedom);
    }

    @Override
    public String toString() {
        return "ln P = " + (float) logProbability + " ± " + (float) relativeStandardError + " (effective samples "
                + (float) effectiveSampleSize + " of " + samples + ", jitter " + jitter + ")"
                + (reliable() ? "" : " UNRELIABLE: " + String.join("; ", warnings));
    }
}
