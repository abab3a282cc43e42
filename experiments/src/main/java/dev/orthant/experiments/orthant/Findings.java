package dev.orthant.experiments.orthant;

import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a comparison of orthant estimators found.
///
/// The statements and their thresholds were fixed before the first run.
final class Findings {
    private static final double DEVIATIONS = 4;
    private static final double TARGET_ERROR = 0.03;
    private static final double LEAST_COVERAGE = 0.90;
    private static final double MOST_COVERAGE = 0.99;

    private final OrthantComparison.Parameters parameters;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<ChainReport> chains = new ArrayList<>();
    private final List<Coverage> coverages = new ArrayList<>();

    Findings(OrthantComparison.Parameters parameters) {
        this.parameters = parameters;
    }

    void add(Measurement measurement) {
        measurements.add(measurement);
    }

    void add(ChainReport chain) {
        chains.add(chain);
    }

    void add(Coverage coverage) {
        coverages.add(coverage);
    }

    List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        claims.add(known(Method.GUIDED, "the guided sampler is"));
        double largest = by(Method.GUIDED)
                .mapToDouble(each -> each.estimate().relativeStandardError())
                .max()
                .orElse(Double.NaN);
        claims.add(new Claim(
                "its relative standard error is at most 3 % on every problem",
                largest <= TARGET_ERROR,
                "largest " + number(100 * largest) + " %",
                "specification of this project, at 16 islands of 256 particles"));
        claims.add(known(Method.PLAIN, "the plain sampler with resampling is"));
        claims.add(agrees(Method.TILTING));
        claims.add(agrees(Method.PLAIN));
        claims.add(bounded());
        List<Measurement> large =
                by(Method.PUBLISHED).filter(each -> each.problem().size() >= 50).toList();
        if (!large.isEmpty()) {
            claims.add(published(large));
        }
        if (!chains.isEmpty()) {
            long violations = chains.stream().mapToLong(ChainReport::violations).sum();
            long scores = chains.stream()
                    .mapToLong(chain -> (long) chain.draws() * chain.problem().size())
                    .sum();
            claims.add(new Claim(
                    "no score drawn given the signs has the wrong sign",
                    violations == 0,
                    violations + " of " + scores,
                    "by construction"));
            claims.add(sameScores());
        }
        if (!coverages.isEmpty()) {
            claims.add(new Claim(
                    "95 % intervals hold the truth in 90 to 99 % of repetitions, on every problem",
                    coverages.stream()
                            .allMatch(each -> each.share() >= LEAST_COVERAGE && each.share() <= MOST_COVERAGE),
                    coverages.stream()
                            .map(each -> each.problem().name() + " (n = "
                                    + each.problem().size() + ") " + number(100 * each.share()) + " %")
                            .collect(Collectors.joining(", ")),
                    "nominal"));
        }
        return claims;
    }

    private Claim known(Method method, String who) {
        List<Measurement> judged =
                by(method).filter(each -> each.problem().known()).toList();
        double largest = judged.stream()
                .mapToDouble(each -> Math.abs(each.deviation()))
                .max()
                .orElse(Double.NaN);
        return new Claim(
                who + " within four standard errors of every known answer",
                largest <= DEVIATIONS,
                "largest deviation " + number(largest) + " standard errors, " + judged.size() + " problems",
                "quadrature, formulas, long runs");
    }

    /// Against the guided sampler, wherever the other does not warn.
    private Claim agrees(Method other) {
        double largest = 0;
        int counted = 0;
        for (Measurement each : by(other).toList()) {
            if (each.estimate().reliable()) {
                Measurement guided = by(Method.GUIDED)
                        .filter(candidate -> candidate.problem().same(each.problem()))
                        .findFirst()
                        .orElseThrow();
                double deviation = Measurement.deviation(
                        each.estimate(),
                        guided.estimate().logProbability(),
                        guided.estimate().relativeStandardError());
                largest = Math.max(largest, Math.abs(deviation));
                counted++;
            }
        }
        return new Claim(
                "the guided sampler and " + other.title()
                        + " agree within four standard errors wherever the latter is reliable",
                largest <= DEVIATIONS,
                "largest deviation " + number(largest) + " standard errors, " + counted + " of "
                        + by(other).count() + " problems",
                "independent code");
    }

    private Claim bounded() {
        double smallest = by(Method.GUIDED)
                .mapToDouble(each -> each.upperBound()
                        - each.estimate().logProbability()
                        + DEVIATIONS * each.estimate().relativeStandardError())
                .min()
                .orElse(Double.NaN);
        return new Claim(
                "no estimate exceeds the minimax bound by more than four standard errors",
                smallest >= -1e-9,
                "smallest distance, four standard errors added, " + number(smallest),
                "Botev 2017");
    }

    private Claim published(List<Measurement> large) {
        double fewest = large.stream()
                .mapToDouble(each -> each.estimate().effectiveSampleSize())
                .min()
                .orElse(Double.NaN);
        double worst = large.stream()
                .mapToDouble(each -> by(Method.GUIDED)
                                .filter(candidate -> candidate.problem().same(each.problem()))
                                .findFirst()
                                .orElseThrow()
                                .estimate()
                                .logProbability()
                        - each.estimate().logProbability())
                .max()
                .orElse(Double.NaN);
        return new Claim(
                "the published importance sampler has converged from 50 labels on: fifty effective samples, and within 0.2"
                        + " nats of the guided one",
                fewest >= 50 && worst <= 0.2,
                "fewest effective samples " + number(fewest) + " of " + parameters.publishedSamples()
                        + "; overstates −ln P by up to " + number(worst),
                "used for figures 1 and 2");
    }

    /// The mean size of a score, by particles and by both chains.
    private Claim sameScores() {
        double largest = 0;
        for (ChainReport first : chains) {
            for (ChainReport second : chains) {
                if (first.problem().same(second.problem())) {
                    double error = Math.hypot(first.error(), second.error());
                    largest = Math.max(largest, Math.abs(first.meanScore() - second.meanScore()) / error);
                }
            }
        }
        return new Claim(
                "particles, Hamiltonian and Gibbs chains give the same mean score within four standard errors",
                largest <= DEVIATIONS || Double.isNaN(largest),
                "largest deviation " + number(largest),
                "three independent samplers");
    }

    List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (ChainReport chain : chains) {
            notes.add("Scores given their signs, " + chain.problem().name() + ", n = "
                    + chain.problem().size() + ", " + chain.sampler() + ": "
                    + number(chain.effective() / chain.seconds())
                    + " effective draws a second (" + number(chain.effective()) + " of " + chain.draws() + ").");
        }
        for (Coverage coverage : coverages) {
            notes.add("Coverage, " + coverage.problem().name() + ": stated error " + number(coverage.meanError())
                    + ", true error " + number(coverage.trueError()) + ".");
        }
        Map<Integer, List<Measurement>> guided = by(Method.GUIDED)
                .collect(Collectors.groupingBy(each -> each.problem().size(), TreeMap::new, Collectors.toList()));
        guided.forEach((size, list) -> notes.add("Guided sampler, n = " + size + ": "
                + number(list.stream()
                        .mapToDouble(Measurement::seconds)
                        .average()
                        .orElse(Double.NaN))
                + " seconds on average."));
        return notes;
    }

    /// Effective share of the samples against n, mean over the image problems of that size.
    Figure figure(String dataName) {
        List<Curve> curves = new ArrayList<>();
        for (Method method : Method.values()) {
            Map<Integer, Double> shares = by(method)
                    .filter(each -> !each.problem().known())
                    .collect(Collectors.groupingBy(
                            each -> each.problem().size(),
                            TreeMap::new,
                            Collectors.averagingDouble(each -> each.estimate().effectiveFraction())));
            if (!shares.isEmpty()) {
                curves.add(new Curve(
                        method.title(),
                        Style.OURS,
                        shares.keySet().stream().map(Integer::doubleValue).toList(),
                        List.copyOf(shares.values()),
                        List.of()));
            }
        }
        return new Figure(
                "Effective share of the samples (" + dataName + ")", "labels n", "effective share", true, 1, curves);
    }

    private Stream<Measurement> by(Method method) {
        return measurements.stream().filter(each -> each.method() == method);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
