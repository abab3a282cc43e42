package dev.orthant.experiments.guessing;

import dev.orthant.experiments.classification.Words;
import dev.orthant.experiments.guessing.GradientGuess.Cosine;
import dev.orthant.experiments.guessing.GradientGuess.Trained;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What a run found. The statements and their thresholds were fixed before the first run.
///
/// @param parameters of the run
/// @param trained    one for each depth, direction and number of guesses
/// @param cosines    one for each depth and guess, on the fresh and on the trained network
record GradientGuessFindings(GradientGuess.Parameters parameters, List<Trained> trained, List<Cosine> cosines) {
    private static final String REMEMBERED = "claimed by the paper (from memory)";
    private static final double STANDARD_ERRORS = 4;
    private static final double ORDER_OF_MAGNITUDE = 10;

    static Optional<Cosine> cosine(List<Cosine> cosines, int depth, Optional<Guess> guess, boolean trained) {
        return cosines.stream()
                .filter(one ->
                        Optional.of(one.guess()).equals(guess) && one.depth() == depth && one.trained() == trained)
                .findFirst();
    }

    /// Mean |cosine| of a fixed and a random direction in N dimensions, N large: E |N(0, 1)| / √N.
    private static double blind(Cosine one) {
        return Math.sqrt(2 / Math.PI / one.dimension());
    }

    List<Claim> claims() {
        return List.of(law(), ordering(), factor(), better(), gap(), more(), sharpening());
    }

    private Claim law() {
        List<Cosine> weights = of(Guess.WEIGHTS);
        return new Claim(
                "a guess of the weights that knows nothing has mean |cosine| √(2/(πN)), within 4 standard errors",
                weights.stream()
                        .allMatch(one -> Math.abs(one.mean() - blind(one)) <= STANDARD_ERRORS * one.standardError()),
                weights.stream()
                        .map(one -> where(one) + Words.number(one.mean()) + " against " + Words.number(blind(one)))
                        .collect(Collectors.joining("; ")),
                "of the order 1/√N");
    }

    private Claim ordering() {
        return everywhere(
                "the mean |cosine| rises from weights over activations to all transposes, at every depth, fresh and trained",
                REMEMBERED,
                one -> one.mean() < mean(one, Guess.ACTIVATIONS)
                        && mean(one, Guess.ACTIVATIONS) < mean(one, Guess.TRANSPOSES),
                List.of(Guess.WEIGHTS, Guess.ACTIVATIONS, Guess.TRANSPOSES));
    }

    private Claim factor() {
        return everywhere(
                "the best guess has at least ten times the mean |cosine| of weights, at every depth, fresh and trained",
                "improves by orders of magnitude (from memory)",
                one -> List.of(Guess.values()).stream()
                        .anyMatch(guess -> mean(one, guess) >= ORDER_OF_MAGNITUDE * one.mean()),
                List.of(Guess.WEIGHTS, Guess.MIXED, Guess.ONE_STEP, Guess.TRANSPOSES));
    }

    /// A statement about every depth, fresh and trained.
    ///
    /// @param holds of the guess of weights
    /// @param shown guesses
    private Claim everywhere(String claim, String published, Predicate<Cosine> holds, List<Guess> shown) {
        List<Cosine> weights = of(Guess.WEIGHTS);
        return new Claim(
                claim,
                weights.stream().allMatch(holds),
                weights.stream()
                        .map(one -> where(one)
                                + shown.stream()
                                        .map(guess -> guess.words() + " " + Words.number(mean(one, guess)))
                                        .collect(Collectors.joining(", ")))
                        .collect(Collectors.joining("; ")),
                published);
    }

    private Claim better() {
        int count = parameters.guesses().getLast();
        return atEveryDepth(
                "trained by " + count + " guesses a step, the best structured guess has a higher training accuracy than"
                        + " weights, at every depth",
                depth -> bestStructured(depth, count) > accuracy(depth, Optional.of(Guess.WEIGHTS), count),
                REMEMBERED);
    }

    private Claim gap() {
        int count = parameters.guesses().getLast();
        return atEveryDepth(
                "the exact gradient has a higher training accuracy than every guess, at every depth",
                depth -> accuracy(depth, Optional.empty(), 0)
                        > Math.max(bestStructured(depth, count), accuracy(depth, Optional.of(Guess.WEIGHTS), count)),
                "a large gap remains (abstract)");
    }

    private Claim more() {
        int least = parameters.guesses().getFirst();
        int most = parameters.guesses().getLast();
        return new Claim(
                most + " guesses a step train at least as well as " + least + " with all transposes, at every depth",
                parameters.depths().stream()
                        .allMatch(depth -> accuracy(depth, Optional.of(Guess.TRANSPOSES), most)
                                >= accuracy(depth, Optional.of(Guess.TRANSPOSES), least)),
                parameters.depths().stream()
                        .map(depth -> layers(depth)
                                + Words.number(accuracy(depth, Optional.of(Guess.TRANSPOSES), most))
                                + " against "
                                + Words.number(accuracy(depth, Optional.of(Guess.TRANSPOSES), least)))
                        .collect(Collectors.joining("; ")),
                "none: a check of this project");
    }

    private Claim sharpening() {
        int count = parameters.guesses().getLast();
        List<Trained> guessed = parameters.depths().stream()
                .map(depth -> find(depth, Optional.of(Guess.TRANSPOSES), count))
                .toList();
        return new Claim(
                "self-sharpening: training by all transposes lowers the effective rank of the last features, at every depth",
                guessed.stream().allMatch(one -> one.after() < one.before()),
                guessed.stream()
                        .map(one -> layers(one.depth()) + Words.number(one.before()) + " before, "
                                + Words.number(one.after()) + " after (gradient: "
                                + Words.number(
                                        find(one.depth(), Optional.empty(), 0).after())
                                + ")")
                        .collect(Collectors.joining("; ")),
                REMEMBERED);
    }

    private Claim atEveryDepth(String claim, Predicate<Integer> holds, String published) {
        int count = parameters.guesses().getLast();
        return new Claim(
                claim,
                parameters.depths().stream().allMatch(holds),
                parameters.depths().stream()
                        .map(depth -> layers(depth) + "gradient "
                                + Words.number(accuracy(depth, Optional.empty(), 0)) + ", "
                                + List.of(Guess.values()).stream()
                                        .map(guess -> guess.words() + " "
                                                + Words.number(accuracy(depth, Optional.of(guess), count)))
                                        .collect(Collectors.joining(", ")))
                        .collect(Collectors.joining("; ")),
                published);
    }

    private double bestStructured(int depth, int count) {
        return List.of(Guess.values()).stream()
                .filter(guess -> guess != Guess.WEIGHTS)
                .mapToDouble(guess -> accuracy(depth, Optional.of(guess), count))
                .max()
                .orElseThrow();
    }

    private double accuracy(int depth, Optional<Guess> guess, int count) {
        return find(depth, guess, count).trainAccuracy();
    }

    private Trained find(int depth, Optional<Guess> guess, int count) {
        return trained.stream()
                .filter(one -> one.depth() == depth && one.guess().equals(guess) && one.guesses() == count)
                .findFirst()
                .orElseThrow();
    }

    private List<Cosine> of(Guess guess) {
        return cosines.stream().filter(one -> one.guess() == guess).toList();
    }

    /// Of another guess at the same depth and on the same network.
    private double mean(Cosine one, Guess guess) {
        return cosine(cosines, one.depth(), Optional.of(guess), one.trained())
                .orElseThrow()
                .mean();
    }

    private static String where(Cosine one) {
        return layers(one.depth()).replace(":", one.trained() ? ", trained:" : ", fresh:");
    }

    private static String layers(int depth) {
        return depth == 1 ? "1 hidden layer: " : depth + " hidden layers: ";
    }

    List<Figure> figures(String dataName) {
        return List.of(
                cosineFigure(false, "fresh networks", dataName),
                accuracyFigure(dataName),
                cosineFigure(true, "networks trained by gradients", dataName));
    }

    private Figure cosineFigure(boolean trained, String networks, String dataName) {
        List<Curve> curves = new ArrayList<>();
        for (Guess guess : Guess.values()) {
            List<Cosine> points =
                    of(guess).stream().filter(one -> one.trained() == trained).toList();
            curves.add(new Curve(
                    guess.words(),
                    Style.OURS,
                    points.stream().map(one -> (double) one.depth()).toList(),
                    points.stream().map(Cosine::mean).toList(),
                    points.stream().map(Cosine::standardError).toList()));
            if (guess == Guess.WEIGHTS) {
                curves.add(new Curve(
                        "published law 1/√N, with the factor of the mean",
                        Style.PUBLISHED,
                        points.stream().map(one -> (double) one.depth()).toList(),
                        points.stream().map(GradientGuessFindings::blind).toList(),
                        List.of()));
            }
        }
        double highest = cosines.stream().mapToDouble(Cosine::mean).max().orElse(1);
        return new Figure(
                "Guesses beside the gradient, " + networks + " (" + dataName + ")",
                "hidden layers",
                "mean |cosine| with the gradient",
                false,
                1.1 * highest,
                curves);
    }

    private Figure accuracyFigure(String dataName) {
        int count = parameters.guesses().getLast();
        List<Curve> curves = new ArrayList<>();
        for (Guess guess : Guess.values()) {
            curves.add(accuracyCurve(guess.words(), Style.OURS, Optional.of(guess), count));
        }
        curves.add(accuracyCurve("gradient", Style.LEVEL, Optional.empty(), 0));
        return new Figure(
                "Trained by " + count + " guesses a step (" + dataName + ")",
                "hidden layers",
                "test accuracy",
                false,
                1.05,
                curves);
    }

    private Curve accuracyCurve(String name, Style style, Optional<Guess> guess, int count) {
        return new Curve(
                name,
                style,
                parameters.depths().stream().map(Integer::doubleValue).toList(),
                parameters.depths().stream()
                        .map(depth -> find(depth, guess, count).testAccuracy())
                        .toList(),
                List.of());
    }
}
