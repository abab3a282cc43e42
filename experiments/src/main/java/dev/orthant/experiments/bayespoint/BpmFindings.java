package dev.orthant.experiments.bayespoint;

import dev.orthant.experiments.bayespoint.BpmNetworks.Finite;
import dev.orthant.experiments.bayespoint.BpmNetworks.Infinite;
import dev.orthant.experiments.classification.Words;
import dev.orthant.experiments.infinitewidth.Strategies;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import dev.orthant.experiments.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/// What a run of bpm-networks found: table, claims, figures. The statements and their thresholds were fixed before the first run.
final class BpmFindings {
    private static final double TOLERANCE = 0.02;
    private static final int CHECKED_COUNT = 200;
    private static final int CHECKED_DEPTH = 7;

    /// By an independent program: depth 7, 200 MNIST images, one draw. Gibbs, Bayes, Bayes point, agreement; of the true
    /// posterior the agreement is not known.
    private static final Strategies CHECKED_SPHERISED = new Strategies(0.309, 0.097, 0.097, 0.219, Double.NaN);

    private static final Strategies CHECKED_TRUTH = new Strategies(0.238, 0.127, 0.126, Double.NaN, Double.NaN);

    private final BpmNetworks.Parameters parameters;
    private final String dataName;
    private final List<Infinite> infinite = new ArrayList<>();
    private final List<Finite> finite = new ArrayList<>();

    BpmFindings(BpmNetworks.Parameters parameters, String dataName) {
        this.parameters = parameters;
        this.dataName = dataName;
    }

    void add(Infinite one) {
        infinite.add(one);
    }

    void add(Finite one) {
        finite.add(one);
    }

    void writeTo(Report report) {
        List<List<Object>> rows = new ArrayList<>();
        for (Finite one : finite) {
            rows.add(row(
                    one.count(),
                    0,
                    "networks",
                    one.small(),
                    one.largeError(),
                    one.small().point(),
                    one.voters()));
        }
        for (Infinite one : infinite) {
            Strategies.OfBoth both = one.strategies();
            rows.add(row(one, "spherised posterior", both.spherised()));
            rows.add(row(one, "true posterior", both.truth()));
        }
        report.rows(rows);
        report.claims(claims());
        report.notes(notes());
        report.figures(List.of(networks(), posteriors()));
    }

    private static List<Object> row(Infinite one, String functions, Strategies errors) {
        return List.of(
                one.count(),
                one.dataset(),
                functions,
                errors.gibbs(),
                errors.bayes(),
                errors.point(),
                Double.NaN,
                errors.agreement(),
                errors.majorityBound(),
                errors.bound(),
                Double.NaN,
                Double.NaN);
    }

    private static List<Object> row(
            int count, int dataset, String functions, Strategies errors, double point, double mean, Ensemble voters) {
        return List.of(
                count,
                dataset,
                functions,
                errors.gibbs(),
                errors.bayes(),
                point,
                mean,
                errors.agreement(),
                errors.majorityBound(),
                Double.NaN,
                voters.trainError(),
                voters.worstResidual());
    }

    private List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        if (!finite.isEmpty()
                && finite.getLast().count() == parameters.trainCounts().getLast()) {
            ofNetworks(claims, finite.getLast());
        }
        int last = parameters.trainCounts().getLast();
        for (boolean spherised : new boolean[] {true, false}) {
            String which = spherised ? "spherised" : "true";
            Strategies checked = spherised ? CHECKED_SPHERISED : CHECKED_TRUTH;
            Strategies mean = mean(last, spherised);
            claims.add(new Claim(
                    "infinitely wide, " + which + " posterior: Bayes and Bayes point differ by less than 0.01",
                    Math.abs(mean.bayes() - mean.point()) < 0.01,
                    Words.number(mean.bayes()) + " and " + Words.number(mean.point()) + " at " + last + " images",
                    checkedBefore(checked.bayes() + " and " + checked.point())));
            claims.add(new Claim(
                    "infinitely wide, " + which + " posterior: the Bayes point errs less than half as often as Gibbs",
                    mean.point() < mean.gibbs() / 2,
                    Words.number(mean.point()) + " against " + Words.number(mean.gibbs()) + " at " + last + " images",
                    checkedBefore(checked.point() + " against " + checked.gibbs())));
            if (checkedHere()) {
                claims.add(reproduced(which, mean(CHECKED_COUNT, spherised), checked));
            }
        }
        claims.add(new Claim(
                "infinitely wide: no Gibbs error exceeds its PAC-Bayes bound",
                infinite.stream()
                        .flatMap(one -> List.of(
                                one.strategies().spherised(), one.strategies().truth())
                                .stream())
                        .allMatch(one -> one.gibbs() <= one.bound()),
                "true posterior, " + last + " images: "
                        + Words.number(mean(last, false).gibbs()) + ", bound "
                        + Words.number(mean(last, false).bound()),
                "a theorem, with probability 0.99"));
        return claims;
    }

    private String checkedBefore(String numbers) {
        return checkedHere() ? numbers + " at 200 images (checked before)" : "none for these sizes or data";
    }

    private void ofNetworks(List<Claim> claims, Finite last) {
        Strategies small = last.small();
        String images = " at " + last.count() + " images";
        claims.add(new Claim(
                "one network of large margin and the vote of " + parameters.voters()
                        + " of small margin have errors within 0.02",
                Math.abs(last.largeError() - small.bayes()) < TOLERANCE,
                Words.number(last.largeError()) + " and " + Words.number(small.bayes()) + images,
                "indistinguishable in the figure, with 501 voters"));
        claims.add(new Claim(
                "one network of large margin errs less than half as often as one of small margin",
                last.largeError() < small.gibbs() / 2,
                Words.number(last.largeError()) + " against " + Words.number(small.gibbs()) + images,
                "far below"));
        claims.add(new Claim(
                "the vote and the mean of the small-margin networks have errors within 0.01",
                Math.abs(small.bayes() - small.point()) < 0.01,
                Words.number(small.bayes()) + " and " + Words.number(small.point()) + images,
                "Bayes and Bayes point agree"));
    }

    private static Claim reproduced(String which, Strategies mean, Strategies checked) {
        List<Double> ours = numbers(mean);
        List<Double> theirs = numbers(checked);
        double apart = 0;
        for (int i = 0; i < theirs.size(); i++) {
            if (!Double.isNaN(theirs.get(i))) {
                apart = Math.max(apart, Math.abs(ours.get(i) - theirs.get(i)));
            }
        }
        return new Claim(
                "infinitely wide, " + which + " posterior, 200 images: Gibbs, Bayes, Bayes point"
                        + (Double.isNaN(checked.agreement()) ? "" : " and agreement")
                        + " as checked before, within 0.02",
                apart < TOLERANCE,
                Words.numbers(ours) + "; farthest by " + Words.number(apart),
                Words.numbers(theirs.stream().filter(one -> !Double.isNaN(one)).toList()) + " (checked before)");
    }

    private static List<Double> numbers(Strategies one) {
        return List.of(one.gibbs(), one.bayes(), one.point(), one.agreement());
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        int last = parameters.trainCounts().getLast();
        notes.add("Over the draws of the images, at " + last + " training images: "
                + (parameters.datasets() < 2
                        ? ""
                        : "the error of the interpolator has a standard deviation of " + Words.number(deviation(last))
                                + "; ")
                + "det(K)^(1/2n) is "
                + Words.number(over(last, Infinite::scale).average().orElse(Double.NaN)) + ".");
        for (Finite one : finite) {
            double worst = Math.max(one.voters().worstResidual(), one.large().worstResidual());
            notes.add(one.count() + " images: largest residual of a training score, in label scales, "
                    + Words.number(worst)
                    + (worst < Ensemble.CONTROLLED
                            ? ": the margin is controlled (less than 0.05)."
                            : ": the margin is NOT controlled everywhere (0.05 or more)."));
        }
        if (checkedHere()) {
            notes.add(
                    "The short dashed lines at 200 images were computed by an independent program on one draw of MNIST images; the"
                            + " paper's figures are published as pictures only.");
        }
        return notes;
    }

    private DoubleStream over(int count, ToDoubleFunction<Infinite> value) {
        return infinite.stream().filter(one -> one.count() == count).mapToDouble(value);
    }

    /// Mean over the draws of the images.
    private Strategies mean(int count, boolean spherised) {
        List<Strategies> all = infinite.stream()
                .filter(one -> one.count() == count)
                .map(one -> spherised
                        ? one.strategies().spherised()
                        : one.strategies().truth())
                .toList();
        return new Strategies(
                mean(all, Strategies::gibbs),
                mean(all, Strategies::bayes),
                mean(all, Strategies::point),
                mean(all, Strategies::agreement),
                mean(all, Strategies::bound));
    }

    private static double mean(List<Strategies> all, ToDoubleFunction<Strategies> value) {
        return all.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    private double deviation(int count) {
        double mean = mean(count, true).point();
        double[] squares = over(count, one -> one.strategies().spherised().point())
                .map(error -> (error - mean) * (error - mean))
                .toArray();
        return squares.length < 2
                ? Double.NaN
                : Math.sqrt(DoubleStream.of(squares).sum() / (squares.length - 1));
    }

    private Figure networks() {
        List<Double> x = finite.stream().map(one -> (double) one.count()).toList();
        List<Curve> curves = new ArrayList<>();
        curves.add(ours(
                "one small-margin network",
                x,
                finite.stream().map(one -> one.small().gibbs()).toList()));
        curves.add(ours(
                "vote of " + parameters.voters(),
                x,
                finite.stream().map(one -> one.small().bayes()).toList()));
        curves.add(ours(
                "one large-margin network",
                x,
                finite.stream().map(Finite::largeError).toList()));
        curves.addAll(infiniteCurves(true, false));
        return new Figure("Finite networks: " + dataName, "training images", "test error", false, 0.6, curves);
    }

    private Figure posteriors() {
        List<Curve> curves = new ArrayList<>(infiniteCurves(true, true));
        curves.addAll(infiniteCurves(false, false)); // its Bayes point would lie on Bayes
        return new Figure("Infinitely wide: " + dataName, "training images", "test error", false, 0.6, curves);
    }

    private List<Curve> infiniteCurves(boolean spherised, boolean withPoint) {
        String which = spherised ? "spherised" : "true";
        Strategies checked = spherised ? CHECKED_SPHERISED : CHECKED_TRUTH;
        List<Strategies> means = parameters.trainCounts().stream()
                .map(count -> mean(count, spherised))
                .toList();
        List<Curve> curves = new ArrayList<>();
        curves.add(wide(which + ": Gibbs", means, Strategies::gibbs));
        before(curves, which + " Gibbs", checked.gibbs());
        curves.add(wide(which + ": Bayes", means, Strategies::bayes));
        before(curves, which + " Bayes", checked.bayes());
        if (withPoint) {
            curves.add(wide(which + ": point", means, Strategies::point));
        }
        return curves;
    }

    private Curve wide(String name, List<Strategies> means, Function<Strategies, Double> error) {
        List<Double> x =
                parameters.trainCounts().stream().map(Integer::doubleValue).toList();
        return ours("infinite, " + name, x, means.stream().map(error).toList());
    }

    private static Curve ours(String name, List<Double> x, List<Double> y) {
        return new Curve(name, Style.OURS, x, y, List.of());
    }

    /// One number, at 200 images, as a short line.
    private void before(List<Curve> curves, String name, double error) {
        if (checkedHere()) {
            curves.add(new Curve(
                    "checked: " + name, Style.PUBLISHED, List.of(180.0, 220.0), List.of(error, error), List.of()));
        }
    }

    /// Whether the numbers that were checked before are about this run.
    private boolean checkedHere() {
        return dataName.equals("mnist")
                && parameters.depth() == CHECKED_DEPTH
                && parameters.trainCounts().contains(CHECKED_COUNT);
    }
}
