package dev.orthant.experiments.signsgd;

import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import dev.orthant.experiments.signsgd.AdversarialVote.Case;
import dev.orthant.experiments.signsgd.AdversarialVote.Toy;
import dev.orthant.optimizers.collective.Adversary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// What the runs with adversaries found. The statements and their thresholds were fixed before the first run.
final class AdversarialVoteFindings {
    /// f is to become a tenth of what it was, or ten times as much.
    private static final double CLEARLY = 10;

    private static final double LEARNS = 0.8;
    private static final double FAILS = 0.2;

    private final AdversarialVote.Parameters parameters;
    private final Map<Toy, List<Double>> toys = new LinkedHashMap<>();
    private final Map<Case, Outcome> cases = new LinkedHashMap<>();

    AdversarialVoteFindings(AdversarialVote.Parameters parameters) {
        this.parameters = parameters;
    }

    void add(Toy toy, List<Double> losses) {
        toys.put(toy, losses);
    }

    void add(Case each, Outcome outcome) {
        cases.put(each, outcome);
    }

    /// Those that can be checked by now.
    List<Claim> claims() {
        List<Claim> claims = new ArrayList<>(toyClaims());
        int workers = parameters.workers();
        int minority = parameters.minority();
        Adversary flip = new Adversary.Flip();
        Adversary scaled = new Adversary.Scaled(-10);
        Outcome held = cases.get(new Case("vote", workers, minority, flip));
        if (held != null) {
            claims.add(new Claim(
                    "network, " + workers + " workers: with " + minority + " that flip, test accuracy is above 80 %",
                    held.accuracy() > LEARNS,
                    percent(held.accuracy()),
                    "theorem 2: converges while fewer than half flip; experiments with 43 % adversaries"));
        }
        Outcome lost = cases.get(new Case("vote", workers, minority + 1, flip));
        if (lost != null) {
            claims.add(new Claim(
                    "network, " + workers + " workers: with " + (minority + 1) + " that flip, it is below 20 %",
                    lost.accuracy() < FAILS,
                    percent(lost.accuracy()),
                    "beyond the theorem"));
        }
        Outcome mean = cases.get(new Case("mean", workers, minority, scaled));
        Outcome vote = cases.get(new Case("vote", workers, minority, scaled));
        if (mean != null && vote != null) {
            claims.add(new Claim(
                    "with " + minority
                            + " that send −10 times their gradient the vote stays above 80 % and the mean falls"
                            + " below 20 %",
                    vote.accuracy() > LEARNS && mean.accuracy() < FAILS,
                    "vote " + percent(vote.accuracy()) + ", mean " + percent(mean.accuracy()) + " after "
                            + mean.rounds() + " rounds",
                    "a vote does not feel the size of a gradient; specification of this project"));
        }
        Outcome bits = cases.get(new Case("vote", workers, 0, flip));
        Outcome full = cases.get(new Case("mean", workers, 0, flip));
        if (bits != null && full != null) {
            double ratio = full.bytesPerRound() / bits.bytesPerRound();
            claims.add(new Claim(
                    "full gradients take 32 times the bytes of the vote, up and down together",
                    Math.abs(ratio - 32) < 0.1, // bits are rounded up to whole bytes
                    number(ratio) + " times: " + number(full.bytesPerRound()) + " against "
                            + number(bits.bytesPerRound()) + " bytes a round",
                    "32 (float32 against one bit)"));
        }
        return claims;
    }

    private List<Claim> toyClaims() {
        Adversary flip = new Adversary.Flip();
        List<Double> stationary = Stream.of(1, 3, 9, 27)
                .map(workers -> stationary(losses(workers, 0, flip)))
                .toList();
        boolean falling = true;
        for (int i = 1; i < stationary.size(); i++) {
            falling &= stationary.get(i) < stationary.get(i - 1);
        }
        double start = losses(1, 0, flip).getFirst();
        double held = losses(27, 13, flip).getLast();
        double lost = losses(27, 14, flip).getLast();
        double noise = losses(27, 13, new Adversary.Noise()).getLast();
        return List.of(
                new Claim(
                        "quadratic: the loss in the last third falls with the number of workers, 1, 3, 9, 27",
                        falling,
                        String.join(
                                ", ",
                                stationary.stream()
                                        .map(AdversarialVoteFindings::number)
                                        .toList()),
                        "figure 1; another implementation: 3.03, 1.97, 1.28, 0.80"),
                new Claim(
                        "quadratic: with 13 of 27 that flip the loss falls to less than a tenth",
                        held < start / CLEARLY,
                        number(start) + " to " + number(held),
                        "theorem 2; another implementation: 487.8 to 26.3"),
                new Claim(
                        "quadratic: with 14 of 27 that flip it grows to more than ten times",
                        lost > start * CLEARLY,
                        number(start) + " to " + number(lost),
                        "another implementation: 487.8 to 57,208"),
                new Claim(
                        "quadratic: 13 of 27 that send noise do less harm than 13 that flip",
                        noise < held,
                        number(noise) + " against " + number(held),
                        "another implementation: 1.34 against 26.3"));
    }

    private List<Double> losses(int workers, int liars, Adversary adversary) {
        return toys.entrySet().stream()
                .filter(entry -> entry.getKey().equals(new Toy(workers, liars, adversary)))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    private static double stationary(List<Double> losses) {
        return losses.subList(losses.size() * 2 / 3, losses.size()).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }

    /// Test accuracy against the share of workers that flip.
    Figure figure() {
        List<Double> shares = new ArrayList<>();
        List<Double> accuracies = new ArrayList<>();
        cases.forEach((each, outcome) -> {
            if (each.how().equals("vote")
                    && each.workers() == parameters.workers()
                    && each.adversary() instanceof Adversary.Flip) {
                shares.add((double) each.liars() / each.workers());
                accuracies.add(outcome.accuracy());
            }
        });
        return new Figure(
                "Majority vote of " + parameters.workers(),
                "share of workers that flip",
                "test accuracy",
                false,
                1,
                List.of(new Curve("vote", Style.OURS, shares, accuracies, List.of())));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
