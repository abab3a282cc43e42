package dev.orthant.experiments.implicitbias;

import dev.orthant.experiments.report.PairedDifference;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// What the ablation measured so far, by variant, label scale and data set.
///
/// @param parameters of the run
/// @param measured   for every data set, for every variant in the order of [LabelRayAblation.Parameters#variants], its mean
///                   at every label scale
record AblationResults(LabelRayAblation.Parameters parameters, List<List<AblationOutcome>> measured) {
    AblationResults {
        measured = List.copyOf(measured);
    }

    boolean complete() {
        return measured.size() == parameters.datasets();
    }

    /// The variant of that name.
    AblationVariant variant(String name) {
        return parameters.variants().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("label-ray-ablation: there is no variant " + name));
    }

    /// One number per data set, the mean over some label scales.
    ///
    /// @param scales indices of label scales
    double[] values(AblationVariant variant, int[] scales, ToDoubleFunction<AblationOutcome> value) {
        int first = parameters.variants().indexOf(variant)
                * parameters.labelScales().size();
        return measured.stream()
                .mapToDouble(dataset -> IntStream.of(scales)
                        .mapToDouble(scale -> value.applyAsDouble(dataset.get(first + scale)))
                        .average()
                        .orElse(Double.NaN))
                .toArray();
    }

    double[] errors(AblationVariant variant, int... scales) {
        return values(variant, scales, AblationOutcome::testError);
    }

    /// Test error over the data sets.
    PairedDifference error(AblationVariant variant, int... scales) {
        return PairedDifference.ofMean(errors(variant, scales));
    }

    /// How much more the left one errs than the right one.
    PairedDifference difference(AblationVariant left, AblationVariant right, int... scales) {
        return PairedDifference.of(errors(left, scales), errors(right, scales));
    }

    /// Which share of the way from the NNGP to the trained network the variant goes.
    PairedDifference share(AblationVariant variant, int... scales) {
        return PairedDifference.shareOfGap(
                errors(AblationVariant.NNGP, scales), errors(trained(), scales), errors(variant, scales));
    }

    /// ‖f − αy‖ / ‖αy‖ on the training examples.
    double residual(AblationVariant variant, int... scales) {
        return mean(values(variant, scales, AblationOutcome::relativeResidual));
    }

    double trainError(AblationVariant variant, int... scales) {
        return mean(values(variant, scales, AblationOutcome::trainError));
    }

    /// Which part of all test errors falls on the class with fewer training examples; NaN without errors or such a class.
    double rarerPart(AblationVariant variant, int... scales) {
        return mean(values(variant, scales, AblationOutcome::rarerError)) / mean(errors(variant, scales));
    }

    /// The network of the paper, at the width of the ablation.
    AblationVariant trained() {
        return AblationVariant.trained(parameters.width());
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }
}
