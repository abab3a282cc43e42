package dev.orthant.experiments.guessing;

import dev.orthant.experiments.guessing.GuessAndCheck.Architecture;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import dev.orthant.experiments.report.PairedDifference;
import dev.orthant.experiments.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Table, figures and claims of guess and check. All standard errors are over the data sets; the statements and their
/// thresholds were fixed before the first run.
///
/// Comparisons are made cell by cell (a draw of the examples and a count of them), where both sides have a network that fits, and
/// averaged over the counts of a draw; a draw without such a cell is left out.
final class GuessFindings {
    static final List<String> COLUMNS = List.of(
            "depth",
            "width",
            "examples",
            "guessed accuracy",
            "guessed standard error",
            "trained accuracy",
            "trained standard error",
            "guesses",
            "kept",
            "log rate",
            "predicted log rate",
            "trained networks that fit");

    private static final String PAPER = "Peleg and Hein 2024";

    private final GuessAndCheck.Parameters parameters;
    private final List<List<GuessCell.Result>> results;

    /// @param results for every data set, every architecture and within it every count of examples
    GuessFindings(GuessAndCheck.Parameters parameters, List<List<GuessCell.Result>> results) {
        this.parameters = parameters;
        this.results = List.copyOf(results);
    }

    void writeTo(Report report, String dataName) {
        report.rows(rows());
        report.figures(List.of(
                figure("width", dataName, byWidth(), Architecture::width, true),
                figure("depth", dataName, byDepth(), Architecture::depth, false)));
        if (results.size() == parameters.datasets()) {
            report.claims(claims());
        }
    }

    private List<Architecture> byWidth() {
        return parameters.widths().stream()
                .map(width -> new Architecture(parameters.depth(), width))
                .toList();
    }

    private List<Architecture> byDepth() {
        return parameters.depths().stream()
                .map(depth -> new Architecture(depth, parameters.width()))
                .toList();
    }

    private List<List<Object>> rows() {
        List<List<Object>> rows = new ArrayList<>();
        for (Architecture each : parameters.architectures()) {
            for (int count = 0; count < parameters.counts().size(); count++) {
                List<GuessCell.Result> cells = cells(each, count);
                PairedDifference guessed = mean(cells, GuessCell.Result::guessedAccuracy);
                PairedDifference trained = mean(cells, GuessCell.Result::trainedAccuracy);
                long guesses =
                        cells.stream().mapToLong(GuessCell.Result::guesses).sum();
                long kept = cells.stream().mapToLong(GuessCell.Result::kept).sum();
                rows.add(List.of(
                        each.depth(),
                        each.width(),
                        parameters.counts().get(count),
                        guessed.mean(),
                        guessed.standardError(),
                        trained.mean(),
                        trained.standardError(),
                        guesses,
                        kept,
                        mean(cells, GuessFindings::logRate).mean(),
                        mean(cells, GuessFindings::predictedIfKept).mean(),
                        cells.stream().mapToInt(GuessCell.Result::fitted).sum()));
            }
        }
        return rows;
    }

    private List<Claim> claims() {
        Architecture narrow = byWidth().getFirst();
        Architecture wide = byWidth().getLast();
        Architecture shallow = byDepth().getFirst();
        Architecture deep = byDepth().getLast();
        List<Claim> claims = new ArrayList<>();
        claims.add(widthDoesNotMatter());
        claims.add(positive(
                "width helps gradient descent",
                "accuracy grows by ",
                difference(wide, narrow, GuessCell.Result::trainedAccuracy)));
        claims.add(positive(
                "at width " + wide.width() + " trained networks do better than guessed ones",
                "by ",
                PairedDifference.ofMean(perDataset(wide, cell -> cell.trainedAccuracy() - cell.guessedAccuracy()))));
        claims.add(positive(
                "depth hurts guessed networks",
                "accuracy falls by ",
                difference(shallow, deep, GuessCell.Result::guessedAccuracy)));
        claims.add(positive(
                "depth hurts trained networks",
                "accuracy falls by ",
                difference(shallow, deep, GuessCell.Result::trainedAccuracy)));
        claims.addAll(rates(narrow, wide));
        return claims;
    }

    /// A statement that nothing changes says little without the change that would have been seen.
    private Claim widthDoesNotMatter() {
        Architecture narrow = byWidth().getFirst();
        boolean holds = true;
        List<String> measured = new ArrayList<>();
        for (Architecture each : byWidth().subList(1, byWidth().size())) {
            PairedDifference change = difference(each, narrow, GuessCell.Result::guessedAccuracy);
            double detectable = 2 * change.standardError();
            holds &= Math.abs(change.mean()) <= detectable;
            measured.add(String.format(
                    Locale.ROOT, "to width %d by %s (smallest detectable: %.3f)", each.width(), change, detectable));
        }
        return new Claim(
                "guessed networks do as well at every width as at " + narrow.width() + ", within two standard errors",
                holds,
                "accuracy changes " + String.join("; ", measured),
                PAPER);
    }

    /// ln of the share of guesses that fit, less its prediction: its mean over data sets and counts.
    private List<Claim> rates(Architecture narrow, Architecture wide) {
        PairedDifference far = PairedDifference.ofMean(perDataset(narrow, GuessFindings::logRatio));
        PairedDifference near = PairedDifference.ofMean(perDataset(wide, GuessFindings::logRatio));
        return List.of(
                new Claim(
                        "at width " + wide.width() + " as many guesses fit as the orthant predicts for infinite width,"
                                + " within 10 % or three standard errors",
                        Math.abs(near.mean()) <= Math.max(0.1, 3 * near.standardError()),
                        "ln(share / predicted) " + near,
                        "2 P[labels], infinite width"),
                new Claim(
                        "narrow networks are farther from the prediction than wide ones",
                        Math.abs(far.mean()) > Math.abs(near.mean()),
                        String.format(
                                Locale.ROOT, "%s at width %d, %s at width %d", far, narrow.width(), near, wide.width()),
                        "2 P[labels], infinite width"));
    }

    private static Claim positive(String statement, String how, PairedDifference difference) {
        return new Claim(
                statement + ", by more than two standard errors", difference.positive(), how + difference, PAPER);
    }

    private static double logRate(GuessCell.Result cell) {
        return Math.log(cell.rate());
    }

    private static double predictedIfKept(GuessCell.Result cell) {
        return cell.predictedLog() + 0 * cell.rate();
    }

    private static double logRatio(GuessCell.Result cell) {
        return logRate(cell) - cell.predictedLog();
    }

    private PairedDifference difference(
            Architecture left, Architecture right, ToDoubleFunction<GuessCell.Result> value) {
        return PairedDifference.ofMean(perDataset((dataset, count) ->
                value.applyAsDouble(cell(left, dataset, count)) - value.applyAsDouble(cell(right, dataset, count))));
    }

    private double[] perDataset(Architecture architecture, ToDoubleFunction<GuessCell.Result> value) {
        return perDataset((dataset, count) -> value.applyAsDouble(cell(architecture, dataset, count)));
    }

    /// Mean over the counts where there is a number, of every data set that has one.
    private double[] perDataset(DoubleOfCell value) {
        return IntStream.range(0, results.size())
                .mapToDouble(dataset -> IntStream.range(0, parameters.counts().size())
                        .mapToDouble(count -> value.at(dataset, count))
                        .filter(number -> !Double.isNaN(number))
                        .average()
                        .orElse(Double.NaN))
                .filter(number -> !Double.isNaN(number))
                .toArray();
    }

    private interface DoubleOfCell {
        double at(int dataset, int count);
    }

    private GuessCell.Result cell(Architecture architecture, int dataset, int count) {
        return cells(architecture, count).get(dataset);
    }

    private List<GuessCell.Result> cells(Architecture architecture, int count) {
        int cell = parameters.architectures().indexOf(architecture)
                        * parameters.counts().size()
                + count;
        return results.stream().map(dataset -> dataset.get(cell)).toList();
    }

    private static PairedDifference mean(List<GuessCell.Result> cells, ToDoubleFunction<GuessCell.Result> value) {
        return PairedDifference.ofMean(cells.stream()
                .mapToDouble(value)
                .filter(number -> !Double.isNaN(number))
                .toArray());
    }

    private Figure figure(
            String axis,
            String dataName,
            List<Architecture> architectures,
            ToDoubleFunction<Architecture> place,
            boolean logarithmic) {
        List<Double> x =
                architectures.stream().map(each -> place.applyAsDouble(each)).toList();
        return new Figure(
                "Guessed and trained networks against " + axis + " (" + dataName + ")",
                axis,
                "test accuracy",
                logarithmic,
                1.05,
                List.of(
                        curve("guessed", x, architectures, GuessCell.Result::guessedAccuracy),
                        curve("trained by gradient descent", x, architectures, GuessCell.Result::trainedAccuracy),
                        new Curve(
                                "chance",
                                Style.LEVEL,
                                x,
                                x.stream().map(_ -> 0.5).toList(),
                                List.of())));
    }

    private Curve curve(
            String name, List<Double> x, List<Architecture> architectures, ToDoubleFunction<GuessCell.Result> value) {
        List<Double> places = new ArrayList<>();
        List<PairedDifference> means = new ArrayList<>();
        for (int i = 0; i < x.size(); i++) {
            double[] accuracies = perDataset(architectures.get(i), value);
            if (accuracies.length > 0) {
                places.add(x.get(i));
                means.add(PairedDifference.ofMean(accuracies));
            }
        }
        return new Curve(
                name,
                Style.OURS,
                places,
                means.stream().map(PairedDifference::mean).toList(),
                means.stream()
                        .map(mean -> Double.isNaN(mean.standardError()) ? 0 : mean.standardError())
                        .toList());
    }
}
