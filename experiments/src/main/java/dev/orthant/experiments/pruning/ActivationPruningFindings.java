package dev.orthant.experiments.pruning;

import dev.orthant.experiments.classification.Published;
import dev.orthant.experiments.classification.Words;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import dev.orthant.experiments.report.PairedDifference;
import dev.orthant.experiments.report.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What a run found: the claims that its measurements decide, and the figures.
///
/// The statements and their thresholds were fixed before the first run. Two were made stricter afterwards: what averaging
/// takes from the gain, and what is left under PGD, must be decided by two standard errors. Gains are differences between
/// answers to the same images, and so are their standard errors. A statement is left out until all that it is about was
/// measured.
///
/// @param parameters of the run
/// @param results    so far
record ActivationPruningFindings(ActivationPruning.Parameters parameters, ActivationPruning.Results results) {
    private static final String FAST = "FGSM";
    private static final String PROJECTED = "PGD";
    private static final String ITERATED = "iterated FGSM";
    private static final double STANDARD_ERRORS = 3;
    private static final double CLEAN_LOSS = 0.02;

    /// Up to here calibration is compared.
    private static final double MOST_CONFUSED = 0.6;

    /// A smaller gain than this counts as none.
    private static final double NO_GAIN = 0.05;

    private static final String NO_LAMBDA = "no λ has such an accuracy";
    private static final String CRITICISM = "Athalye, Carlini and Wagner 2018: broken by averaging gradients";

    static ActivationPruningFindings of(ActivationPruning.Parameters parameters, ActivationPruning.Results results) {
        return new ActivationPruningFindings(parameters, results);
    }

    void writeTo(Report report, String dataName) {
        report.claims(claims());
        report.figures(List.of(attacksFigure(dataName), gainsFigure(dataName), calibrationFigure(dataName)));
    }

    List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        claims.add(mean());
        Measurement dense = all(Measurement.DENSE, Measurement.CLEAN, 0).getFirst();
        List<Measurement> clean = all(name(), Measurement.CLEAN, 0);
        if (!clean.isEmpty()) {
            claims.add(cleanLoss(dense, clean.getFirst()));
        }
        if (parameters.fractions().stream()
                .noneMatch(fraction -> clean(fraction).isEmpty())) {
            claims.add(fractions());
        }
        for (int count : List.of(first(), last()).stream().distinct().toList()) {
            if (!pruned(FAST, count).isEmpty()) {
                claims.add(gain(count));
                claims.add(calibration(count));
            }
        }
        if (!pruned(FAST, last()).isEmpty() && first() < last()) {
            claims.add(averaging());
        }
        List<Measurement> room = intermediate(PROJECTED);
        boolean attacked = !all(Measurement.DENSE, PROJECTED, 1).isEmpty();
        if (attacked
                && (room.isEmpty()
                        || !pruned(PROJECTED, parameters.averagedPasses()).isEmpty())) {
            claims.add(manySteps(room));
        }
        return claims;
    }

    private Claim mean() {
        MeanOfPasses mean = results.mean();
        return new Claim(
                "the mean of pruned activations over passes is the activations, within 3 standard errors",
                Math.abs(mean.deviation()) <= STANDARD_ERRORS * mean.standardError(),
                Words.number(mean.deviation()) + " with standard error " + Words.number(mean.standardError()),
                "exact by the definition");
    }

    private static Claim cleanLoss(Measurement dense, Measurement pruned) {
        return new Claim(
                "without an attack pruning costs at most 2 points of accuracy",
                pruned.calibration().accuracy() >= dense.calibration().accuracy() - CLEAN_LOSS,
                "dense " + share(dense) + ", " + pruned.classifier() + " " + share(pruned),
                "about 1 point, from 89.8 % (quoted from memory; ResNet-20, CIFAR-10)");
    }

    private Claim fractions() {
        List<Measurement> measured = parameters.fractions().stream()
                .map(fraction -> clean(fraction).getFirst())
                .toList();
        boolean ordered = true;
        for (int i = 1; i < measured.size(); i++) {
            double allowed = 2
                    * Math.hypot(
                            measured.get(i - 1).standardError(), measured.get(i).standardError());
            ordered &= accuracy(measured.get(i)) >= accuracy(measured.get(i - 1)) - allowed;
        }
        boolean falls = accuracy(measured.getFirst()) < accuracy(measured.getLast());
        return new Claim(
                "the fewer draws, the lower the accuracy without an attack (neighbours within 2 standard errors)",
                ordered && falls,
                measured.stream()
                        .map(one -> one.classifier() + " " + share(one))
                        .collect(Collectors.joining(", ")),
                "from memory: more pruning, less accuracy");
    }

    /// With one gradient the paper has no number: it attacks with the mean of 100.
    private String published(int count, String number) {
        return count == last() ? number : "none: the paper attacks with 100 gradients averaged";
    }

    private Claim gain(int count) {
        List<Measurement> dense = intermediate(FAST);
        return new Claim(
                "under FGSM with " + passes(count)
                        + ", pruned is at least as accurate as dense at every λ where dense"
                        + " is between 20 % and 90 %",
                !dense.isEmpty()
                        && dense.stream().allMatch(one -> gain(one, count).mean() >= 0),
                gains(dense, count),
                published(count, "about +12 points at λ = 1 and +16 at λ = 2 (from memory; CIFAR-10, 100 gradients)"));
    }

    private Claim calibration(int count) {
        List<Measurement> dense = intermediate(FAST).stream()
                .filter(one -> accuracy(one) <= MOST_CONFUSED)
                .toList();
        return new Claim(
                "under FGSM with " + passes(count)
                        + ", pruned is better calibrated than dense at every λ where dense is"
                        + " between 20 % and 60 %",
                !dense.isEmpty()
                        && dense.stream().allMatch(one -> expectedError(pruned(one, count)) < expectedError(one)),
                dense.isEmpty()
                        ? NO_LAMBDA
                        : dense.stream()
                                .map(one -> "λ " + Words.rate(one.lambda()) + ": calibration error "
                                        + Words.number(expectedError(pruned(one, count))) + " against "
                                        + Words.number(expectedError(one)))
                                .collect(Collectors.joining("; ")),
                published(count, "claimed by the paper, without a number"));
    }

    private Claim averaging() {
        List<Measurement> dense = intermediate(FAST);
        PairedDifference shrinks =
                PairedDifference.of(sharesRight(pruned(dense, first())), sharesRight(pruned(dense, last())));
        return new Claim(
                "criticism: under FGSM the mean gain at these λ shrinks from " + passes(first()) + " to "
                        + passes(last()) + ", by more than two standard errors",
                !dense.isEmpty() && shrinks.positive(),
                dense.isEmpty()
                        ? NO_LAMBDA
                        : parameters.gradientPasses().stream()
                                        .map(count -> passes(count) + ": " + points(meanGain(dense, count)))
                                        .collect(Collectors.joining(", "))
                                + "; shrinks by " + points(shrinks),
                CRITICISM);
    }

    private Claim manySteps(List<Measurement> dense) {
        int count = parameters.averagedPasses();
        PairedDifference left = meanGain(dense, count);
        return new Claim(
                "criticism: PGD of " + parameters.projectedSteps() + " steps with " + passes(count)
                        + " at each leaves a mean gain below 5 points, by more than two standard errors, at the λ where"
                        + " dense is between 20 % and 90 % under the same attack",
                !dense.isEmpty() && left.mean() + 2 * left.standardError() < NO_GAIN,
                gains(dense, count) + (dense.isEmpty() ? "" : "; mean " + points(left)),
                CRITICISM);
    }

    private String name() {
        return ActivationPruning.prunedName(parameters.fraction());
    }

    private int first() {
        return parameters.gradientPasses().getFirst();
    }

    private int last() {
        return parameters.gradientPasses().getLast();
    }

    private List<Measurement> all(String classifier, String attack, int gradientPasses) {
        return results.measurements().stream()
                .filter(one -> one.classifier().equals(classifier)
                        && one.attack().equals(attack)
                        && one.gradientPasses() == gradientPasses)
                .toList();
    }

    private List<Measurement> clean(double fraction) {
        return all(ActivationPruning.prunedName(fraction), Measurement.CLEAN, 0);
    }

    private List<Measurement> pruned(String attack, int gradientPasses) {
        return all(name(), attack, gradientPasses);
    }

    /// The pruned network under the attack that the dense one was under, averaging so many gradients.
    private Measurement pruned(Measurement dense, int gradientPasses) {
        return pruned(dense.attack(), gradientPasses).stream()
                .filter(one -> one.lambda() == dense.lambda())
                .findFirst()
                .orElseThrow();
    }

    private List<Measurement> pruned(List<Measurement> dense, int gradientPasses) {
        return dense.stream().map(one -> pruned(one, gradientPasses)).toList();
    }

    /// The dense network under an attack that leaves room for a gain.
    private List<Measurement> intermediate(String attack) {
        return all(Measurement.DENSE, attack, 1).stream()
                .filter(Measurement::intermediate)
                .toList();
    }

    private PairedDifference gain(Measurement dense, int gradientPasses) {
        return meanGain(List.of(dense), gradientPasses);
    }

    /// Over these λ. The images are the independent units.
    private PairedDifference meanGain(List<Measurement> dense, int gradientPasses) {
        return PairedDifference.of(sharesRight(pruned(dense, gradientPasses)), sharesRight(dense));
    }

    /// For each image the share of the measurements in which it is answered right.
    private static double[] sharesRight(List<Measurement> measured) {
        int images = measured.isEmpty() ? 0 : measured.getFirst().right().size();
        return IntStream.range(0, images)
                .mapToDouble(image -> (double) measured.stream()
                                .filter(one -> one.right().get(image))
                                .count()
                        / measured.size())
                .toArray();
    }

    private String gains(List<Measurement> dense, int gradientPasses) {
        return dense.isEmpty()
                ? NO_LAMBDA
                : dense.stream()
                        .map(one -> "λ " + Words.rate(one.lambda()) + ": " + percent(pruned(one, gradientPasses))
                                + " against " + percent(one) + ", " + points(gain(one, gradientPasses)))
                        .collect(Collectors.joining("; "));
    }

    private static double expectedError(Measurement one) {
        return one.calibration().expectedError();
    }

    private static String percent(Measurement one) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * accuracy(one));
    }

    private static double accuracy(Measurement one) {
        return one.calibration().accuracy();
    }

    private static String share(Measurement one) {
        return String.format(Locale.ROOT, "%.1f ± %.1f %%", 100 * accuracy(one), 100 * one.standardError());
    }

    private static String points(PairedDifference gain) {
        return String.format(Locale.ROOT, "%+.1f ± %.1f points", 100 * gain.mean(), 100 * gain.standardError());
    }

    private static String passes(int count) {
        return count == 1 ? "1 gradient" : count + " gradients averaged";
    }

    private Figure attacksFigure(String dataName) {
        List<Curve> curves = new ArrayList<>();
        add(curves, "dense, FGSM", all(Measurement.DENSE, FAST, 1), Measurement::standardError);
        for (int count : parameters.gradientPasses()) {
            add(curves, name() + ", FGSM, " + passes(count), pruned(FAST, count), Measurement::standardError);
        }
        for (String attack : List.of(ITERATED, PROJECTED)) {
            add(curves, "dense, " + attack, all(Measurement.DENSE, attack, 1), Measurement::standardError);
            add(
                    curves,
                    name() + ", " + attack + ", " + passes(parameters.averagedPasses()),
                    pruned(attack, parameters.averagedPasses()),
                    Measurement::standardError);
        }
        // Of the published curves the accuracies without an attack are known, levels that ours begin at.
        List<Double> lambdas = parameters.lambdas();
        curves.add(level("published dense, no attack (CIFAR-10)", lambdas, 0.898, Style.PUBLISHED));
        List<Measurement> dense = all(Measurement.DENSE, Measurement.CLEAN, 0);
        curves.add(level("dense, no attack", lambdas, accuracy(dense.getFirst()), Style.LEVEL));
        return new Figure(
                "Accuracy under attack (" + dataName + ")", "λ, of 255 levels", "test accuracy", true, 1.05, curves);
    }

    private static Curve level(String name, List<Double> x, double height, Style style) {
        return new Curve(name, style, x, x.stream().map(any -> height).toList(), List.of());
    }

    private static void add(
            List<Curve> curves, String name, List<Measurement> measured, ToDoubleFunction<Measurement> spread) {
        curves.add(new Curve(
                name,
                Style.OURS,
                measured.stream().map(Measurement::lambda).toList(),
                measured.stream().map(ActivationPruningFindings::accuracy).toList(),
                measured.stream().map(spread::applyAsDouble).toList()));
    }

    private Figure gainsFigure(String dataName) {
        List<Curve> curves = new ArrayList<>();
        for (int count : parameters.gradientPasses()) {
            curves.add(gainCurve("FGSM, " + passes(count), FAST, count));
        }
        curves.add(gainCurve("PGD, " + passes(parameters.averagedPasses()), PROJECTED, parameters.averagedPasses()));
        Published published = Published.read(ActivationPruning.class, "gain.csv");
        curves.add(new Curve(
                "FGSM, 100 gradients averaged, published (CIFAR-10, from memory)",
                Style.PUBLISHED,
                published.column(0),
                published.column(1),
                List.of()));
        return new Figure(
                "What pruning gains under attack (" + dataName + ")",
                "λ, of 255 levels",
                "accuracy of " + name() + " less dense",
                true,
                Math.min(-0.05, lowest(curves) - 0.05), // gains and losses alike
                0.2,
                curves);
    }

    private Curve gainCurve(String name, String attack, int gradientPasses) {
        List<Double> lambdas =
                pruned(attack, gradientPasses).stream().map(Measurement::lambda).toList();
        List<Measurement> dense = all(Measurement.DENSE, attack, 1).stream()
                .filter(one -> lambdas.contains(one.lambda()))
                .toList();
        return new Curve(
                name,
                Style.OURS,
                dense.stream().map(Measurement::lambda).toList(),
                dense.stream().map(one -> gain(one, gradientPasses).mean()).toList(),
                dense.stream()
                        .map(one -> gain(one, gradientPasses).standardError())
                        .toList());
    }

    private static double lowest(List<Curve> curves) {
        return curves.stream()
                .flatMap(curve -> curve.y().stream())
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(0);
    }

    /// At the λ where the dense network is wrong about as often as right.
    private Figure calibrationFigure(String dataName) {
        List<Curve> curves = new ArrayList<>();
        List<Measurement> dense = all(Measurement.DENSE, FAST, 1);
        double lambda = dense.stream()
                .min(Comparator.comparingDouble(one -> Math.abs(accuracy(one) - 0.5)))
                .map(Measurement::lambda)
                .orElse(0.0);
        dense.stream().filter(one -> one.lambda() == lambda).forEach(one -> curves.add(reliability("dense", one)));
        for (int count : parameters.gradientPasses()) {
            pruned(FAST, count).stream()
                    .filter(one -> one.lambda() == lambda)
                    .forEach(one -> curves.add(reliability(name() + ", " + passes(count), one)));
        }
        curves.add(new Curve("as right as confident", Style.LEVEL, List.of(0.0, 1.0), List.of(0.0, 1.0), List.of()));
        return new Figure(
                "Calibration under FGSM at λ = " + Words.rate(lambda) + " (" + dataName + ")",
                "mean confidence of a bin",
                "share that is right",
                false,
                1.05,
                curves);
    }

    private static Curve reliability(String name, Measurement one) {
        List<Calibration.Bin> bins = one.calibration().bins();
        return new Curve(
                name,
                Style.OURS,
                bins.stream().map(Calibration.Bin::confidence).toList(),
                bins.stream().map(Calibration.Bin::accuracy).toList(),
                List.of());
    }
}
