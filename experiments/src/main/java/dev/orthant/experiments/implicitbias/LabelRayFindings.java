package dev.orthant.experiments.implicitbias;

import dev.orthant.experiments.implicitbias.LabelRay.Average;
import dev.orthant.experiments.implicitbias.LabelRay.Point;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import dev.orthant.experiments.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// What a label-ray run found: means over the data sets, the claims that they decide, the figure.
///
/// The statements and their thresholds were fixed before the first run. A statement whose label scales were not run, or
/// not yet on every data set, is left out.
final class LabelRayFindings {
    /// Published: 100 networks of width 10,000 on MNIST, one data set.
    private static final List<Double> SCALES = List.of(0.01, 0.1, 1.0, 10.0, 100.0);

    private static final List<Double> PUBLISHED_NETWORK = List.of(0.5034, 0.3884, 0.1784, 0.0422, 0.0210);
    private static final List<Double> PUBLISHED_NNGP = List.of(0.5050, 0.4658, 0.2114, 0.1650, 0.1604);
    private static final double PUBLISHED_AVERAGE = 0.3373;
    private static final double PUBLISHED_REJECTION = 0.3251;

    /// Up to here the curves must fall; from 10 to 100 both are as good as flat.
    private static final double LAST_FALLING_SCALE = 10;

    private final List<Average> averages;
    private final List<Point> means;
    private final boolean complete;

    /// Means over the data sets that reached this label scale.
    private LabelRayFindings(List<Average> averages, List<Point> means, boolean complete) {
        this.averages = averages;
        this.means = means;
        this.complete = complete;
    }

    /// @param rays for every data set, the points that are finished
    static LabelRayFindings of(LabelRay.Parameters parameters, List<Average> averages, List<List<Point>> rays) {
        List<Point> means = new ArrayList<>();
        for (int i = 0; i < parameters.labelScales().size(); i++) {
            int index = i;
            List<Point> points = rays.stream()
                    .filter(ray -> ray.size() > index)
                    .map(ray -> ray.get(index))
                    .toList();
            if (!points.isEmpty()) {
                means.add(mean(points));
            }
        }
        boolean complete = rays.size() == parameters.datasets()
                && rays.getLast().size() == parameters.labelScales().size();
        return new LabelRayFindings(averages, means, complete);
    }

    void writeTo(Report report, String dataName) {
        report.figure(figure(dataName));
        if (complete) {
            report.claims(claims());
            report.notes(notes());
        }
    }

    private double averageError() {
        return mean(averages, average -> average.average().error());
    }

    private double rejectionError() {
        return mean(
                averages.stream()
                        .filter(average -> !average.rejection().testErrors().isEmpty())
                        .toList(),
                average -> Spread.of(average.rejection().testErrors(), Double::doubleValue)
                        .mean());
    }

    private List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        double trainError = mean(means, point -> point.trainError().mean());
        claims.add(new Claim(
                "every trained network fits its training labels",
                trainError == 0,
                "train error " + number(trainError),
                "0 at every label scale"));
        List<Point> falling = means.stream()
                .filter(point -> point.labelScale() <= LAST_FALLING_SCALE)
                .toList();
        if (falling.size() > 1) {
            claims.add(decreasing(
                    "trained networks", falling, point -> point.network().mean(), PUBLISHED_NETWORK));
            claims.add(decreasing(
                    "infinitely wide networks", falling, point -> point.nngp().mean(), PUBLISHED_NNGP));
        }
        for (Point point : means) {
            if (point.labelScale() == 0.01) {
                double error = point.network().mean();
                claims.add(new Claim(
                        "at label scale 0.01 trained networks are within 0.1 of chance",
                        Math.abs(error - 0.5) < 0.1,
                        number(error),
                        number(PUBLISHED_NETWORK.getFirst())));
            }
        }
        double average = averageError();
        claims.add(new Claim(
                "the average error over the orthant lies between 0.25 and 0.45",
                average > 0.25 && average < 0.45,
                number(average),
                number(PUBLISHED_AVERAGE)));
        List<Double> around = means.stream()
                .filter(point -> point.labelScale() == 0.1 || point.labelScale() == 1)
                .map(point -> point.network().mean())
                .toList();
        if (around.size() == 2) {
            claims.add(new Claim(
                    "it lies between the errors of trained networks at label scales 0.1 and 1",
                    average < around.get(0) && average > around.get(1),
                    number(around.get(1)) + " < " + number(average) + " < " + number(around.get(0)),
                    "0.1784 < 0.3373 < 0.3884"));
        }
        double largest = averages.stream()
                .mapToDouble(
                        each -> Math.abs(each.average().error() - each.again().error()))
                .max()
                .orElse(Double.NaN);
        claims.add(new Claim(
                "two seeds of the sequential sampler give average errors within 0.02, on every data set",
                largest <= 0.02,
                "largest difference " + number(largest),
                "five repetitions within 0.0065"));
        claims.addAll(rejectionAgrees());
        return claims;
    }

    /// Random finite networks against the infinitely wide one: the difference, data set by data set, in standard errors.
    private List<Claim> rejectionAgrees() {
        double difference = 0;
        double variance = 0;
        int counted = 0;
        for (Average each : averages) {
            Spread errors = Spread.of(each.rejection().testErrors(), Double::doubleValue);
            if (errors.count() > 1) {
                difference += errors.mean() - each.average().error();
                variance += Math.pow(errors.standardError(), 2)
                        + Math.pow(each.average().standardError(), 2);
                counted++;
            }
        }
        if (counted == 0) {
            return List.of();
        }
        double deviations = difference / Math.sqrt(variance);
        return List.of(new Claim(
                "random finite networks that fit agree with the infinitely wide average within three standard errors",
                Math.abs(deviations) <= 3,
                "difference " + number(difference / counted) + ", " + number(deviations) + " standard errors",
                number(PUBLISHED_REJECTION) + " against " + number(PUBLISHED_AVERAGE)));
    }

    private static Claim decreasing(
            String who, List<Point> points, ToDoubleFunction<Point> error, List<Double> published) {
        boolean holds = true;
        List<String> errors = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            holds &= i == 0 || error.applyAsDouble(points.get(i)) < error.applyAsDouble(points.get(i - 1));
            errors.add(number(error.applyAsDouble(points.get(i))));
        }
        return new Claim(
                "the error of " + who + " falls with the label scale, up to 10",
                holds,
                String.join(" > ", errors),
                publishedAt(points, published));
    }

    /// The published errors at the label scales of this run, where there are any.
    private static String publishedAt(List<Point> points, List<Double> published) {
        return points.stream()
                .map(point -> SCALES.indexOf(point.labelScale()))
                .map(index -> index < 0 ? "none" : number(published.get(index)))
                .collect(Collectors.joining(" > "));
    }

    private List<String> notes() {
        double uncontrolled = means.stream()
                .mapToDouble(point -> point.residual().mean())
                .max()
                .orElse(Double.NaN);
        double published = mean(averages, each -> each.published().informationContent());
        double sequential = mean(averages, each -> -each.average().trainLogProbability());
        double effective = averages.stream()
                .mapToDouble(each -> each.published().effectiveSampleSize())
                .min()
                .orElse(Double.NaN);
        return List.of(
                "Largest mean relative residual of the training scores: " + number(uncontrolled)
                        + (uncontrolled < 0.05
                                ? ". The margin is controlled (less than 0.05)."
                                : ". The margin is NOT controlled (0.05 or more): trained scores missed their targets."),
                "Information content of the training labels: " + number(sequential)
                        + " nats by the sequential sampler, "
                        + number(published) + " by the paper's estimator, whose effective sample size is at least "
                        + number(effective) + " here.");
    }

    private Figure figure(String dataName) {
        List<Double> scales = means.stream().map(Point::labelScale).toList();
        List<Curve> curves = new ArrayList<>();
        curves.add(curve("networks trained by Nero", scales, Point::network));
        curves.add(new Curve("published (MNIST, width 10,000)", Style.PUBLISHED, SCALES, PUBLISHED_NETWORK, List.of()));
        curves.add(curve("infinitely wide, conditioned", scales, Point::nngp));
        curves.add(new Curve("published NNGP", Style.PUBLISHED, SCALES, PUBLISHED_NNGP, List.of()));
        curves.add(level("average over the orthant", Style.OURS, scales, averageError()));
        curves.add(level("published average", Style.PUBLISHED, SCALES, PUBLISHED_AVERAGE));
        double rejection = rejectionError();
        if (!Double.isNaN(rejection)) {
            curves.add(level("random networks that fit", Style.OURS, scales, rejection));
        }
        curves.add(curve("training error", scales, Point::trainError));
        curves.add(level("chance", Style.LEVEL, SCALES, 0.5));
        return new Figure("Error along the label ray (" + dataName + ")", "label scale α", "error", true, 0.7, curves);
    }

    private Curve curve(String name, List<Double> scales, java.util.function.Function<Point, Spread> value) {
        return new Curve(
                name,
                Style.OURS,
                scales,
                means.stream().map(point -> value.apply(point).mean()).toList(),
                means.stream().map(point -> value.apply(point).deviation()).toList());
    }

    private static Curve level(String name, Style style, List<Double> scales, double height) {
        return new Curve(
                name, style, scales, scales.stream().map(scale -> height).toList(), List.of());
    }

    private static Point mean(List<Point> points) {
        return new Point(
                points.getFirst().labelScale(),
                spread(points, Point::network),
                spread(points, Point::trainError),
                spread(points, Point::residual),
                spread(points, Point::margin),
                spread(points, Point::nngp));
    }

    /// Mean over the data sets of the means and of the deviations.
    private static Spread spread(List<Point> points, java.util.function.Function<Point, Spread> value) {
        return new Spread(
                mean(points, point -> value.apply(point).mean()),
                mean(points, point -> value.apply(point).deviation()),
                points.stream().mapToInt(point -> value.apply(point).count()).sum());
    }

    private static <T> double mean(List<T> all, ToDoubleFunction<T> value) {
        return all.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
