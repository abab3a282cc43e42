package dev.orthant.experiments.implicitbias;

import dev.orthant.experiments.classification.Published;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import dev.orthant.experiments.report.Report;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;

/// What the cells that are finished show: the figures, and once all are finished the claims. Statements and thresholds were
/// fixed before the first run; those whose cells the parameters leave out are left out.
final class SweepFindings {
    /// How far kernel quantities may be off the published means: other subsets of the data, three of them.
    private static final double SUBSET_VARIATION = 0.02;

    /// By how much the error at label scale 0.1 must exceed that at 1.
    private static final double SCALE_GAP = 0.03;

    /// Draws of the examples that the published means are over.
    private static final int PUBLISHED_SEEDS = 3;

    /// Neurons of the published networks that stand in the table.
    private static final int PUBLISHED_WIDTH = 5000;

    /// From so many draws on a standard error deserves its name: three may lie close together by chance.
    private static final int ENOUGH_SEEDS = 6;

    /// Mean range of three independent standard Gaussian numbers, 3/√π.
    private static final double RANGE_OF_THREE = 1.6926;

    /// Columns of the published table: three means, then the range of each.
    private static final int FIRST_MEAN = 4;

    private static final int FIRST_RANGE = 7;

    private final PacBayesSweep.Parameters parameters;
    private final Map<SweepCell, Map<String, Double>> results;
    private final boolean complete;
    private final Published published = Published.read(SweepFindings.class, "pac-bayes.csv");

    private SweepFindings(
            PacBayesSweep.Parameters parameters, Map<SweepCell, Map<String, Double>> results, boolean complete) {
        this.parameters = parameters;
        this.results = results;
        this.complete = complete;
    }

    static SweepFindings of(
            PacBayesSweep.Parameters parameters, Map<SweepCell, Map<String, Double>> results, boolean complete) {
        return new SweepFindings(parameters, results, complete);
    }

    void writeTo(Report report, String dataName) {
        List<List<Object>> rows = new ArrayList<>();
        results.forEach((cell, values) -> rows.add(row(cell, values)));
        report.rows(rows);
        report.figures(figures(dataName));
        if (complete) {
            report.claims(claims(dataName));
            report.notes(notes());
        }
    }

    private static List<Object> row(SweepCell cell, Map<String, Double> values) {
        double labelScale = cell instanceof SweepCell.Trained trained ? trained.labelScale() : Double.NaN;
        List<Object> row =
                new ArrayList<>(List.of(cell.task().word(), cell.depth(), cell.examples(), cell.seed(), labelScale));
        for (String name : List.of(
                SweepMeasurement.BOUND,
                SweepMeasurement.PUBLISHED,
                SweepMeasurement.EFFECTIVE,
                SweepMeasurement.SEQUENTIAL,
                SweepMeasurement.RELIABLE,
                SweepMeasurement.TRAIN_ERROR,
                SweepMeasurement.TEST_ERROR)) {
            row.add(values.getOrDefault(name, Double.NaN));
        }
        return row;
    }

    /// Mean over the seeds of a quantity of the kernel.
    private OptionalDouble kernel(Task task, int depth, int examples, String quantity) {
        return mean(quantity, task, depth, examples, cell -> cell instanceof SweepCell.Kernel);
    }

    /// Mean over the seeds of a quantity of trained networks.
    private OptionalDouble trained(Task task, int depth, int examples, double labelScale, String quantity) {
        return mean(
                quantity,
                task,
                depth,
                examples,
                cell -> cell instanceof SweepCell.Trained network && network.labelScale() == labelScale);
    }

    private OptionalDouble mean(String quantity, Task task, int depth, int examples, Predicate<SweepCell> kind) {
        return seeds(quantity, task, depth, examples, kind).average();
    }

    private DoubleStream seeds(String quantity, Task task, int depth, int examples, Predicate<SweepCell> kind) {
        return results.entrySet().stream()
                .filter(entry -> entry.getKey().task() == task
                        && entry.getKey().depth() == depth
                        && entry.getKey().examples() == examples
                        && kind.test(entry.getKey()))
                .mapToDouble(entry -> entry.getValue().getOrDefault(quantity, Double.NaN));
    }

    private List<Claim> claims(String dataName) {
        List<Claim> claims = new ArrayList<>();
        for (int depth : parameters.depths()) {
            if (parameters.labelScales().contains(1.0)) {
                claims.add(ordered(depth));
            }
            if (parameters.labelScales().containsAll(List.of(0.1, 1.0))) {
                claims.add(largerMarginsDoBetter(depth));
            }
        }
        int deepest = parameters.depths().getLast();
        if (parameters.examples().size() > 1) {
            claims.add(falls(deepest));
        }
        claims.add(orderedByTask(deepest, SweepMeasurement.PUBLISHED, "the paper's estimator"));
        claims.add(orderedByTask(deepest, SweepMeasurement.SEQUENTIAL, "sequential Monte Carlo"));
        if (dataName.equals("mnist")) {
            claims.addAll(boundsAtFiveHundred());
            nearPublished(SweepMeasurement.BOUND, 6, "the closed-form bound").ifPresent(claims::add);
            nearPublished(SweepMeasurement.PUBLISHED, 5, "the paper's estimator")
                    .ifPresent(claims::add);
            if (parameters.width() == PUBLISHED_WIDTH) {
                inPublishedRange().ifPresent(claims::add);
            }
        }
        claims.add(sequentialIsLower());
        return claims;
    }

    private Claim ordered(int depth) {
        boolean holds = true;
        List<String> measured = new ArrayList<>();
        for (int n : parameters.examples()) {
            double bound =
                    kernel(Task.DECIMAL, depth, n, SweepMeasurement.BOUND).orElse(Double.NaN);
            double estimator =
                    kernel(Task.DECIMAL, depth, n, SweepMeasurement.PUBLISHED).orElse(Double.NaN);
            double test = trained(Task.DECIMAL, depth, n, 1, SweepMeasurement.TEST_ERROR)
                    .orElse(Double.NaN);
            holds &= bound >= estimator && estimator >= test;
            measured.add(number(bound) + " ≥ " + number(estimator) + " ≥ " + number(test));
        }
        return new Claim(
                "depth " + depth
                        + ", even against odd: bound ≥ the paper's estimator ≥ test error at label scale 1, for"
                        + " every n",
                holds,
                String.join("; ", measured),
                "holds at n = 50, 100, …, 500");
    }

    private Claim largerMarginsDoBetter(int depth) {
        boolean holds = true;
        List<String> measured = new ArrayList<>();
        for (int n : parameters.examples()) {
            double small = trained(Task.DECIMAL, depth, n, 0.1, SweepMeasurement.TEST_ERROR)
                    .orElse(Double.NaN);
            double large = trained(Task.DECIMAL, depth, n, 1, SweepMeasurement.TEST_ERROR)
                    .orElse(Double.NaN);
            holds &= small >= large + SCALE_GAP;
            measured.add(number(small) + " against " + number(large));
        }
        return new Claim(
                "depth " + depth
                        + ": the test error at label scale 0.1 exceeds that at 1 by 0.03 at least, for every n",
                holds,
                String.join("; ", measured),
                "by 0.05 at least");
    }

    private Claim falls(int depth) {
        List<Integer> examples = parameters.examples();
        boolean holds = true;
        List<String> measured = new ArrayList<>();
        for (String quantity :
                List.of(SweepMeasurement.BOUND, SweepMeasurement.PUBLISHED, SweepMeasurement.SEQUENTIAL)) {
            double first =
                    kernel(Task.DECIMAL, depth, examples.getFirst(), quantity).orElse(Double.NaN);
            double last =
                    kernel(Task.DECIMAL, depth, examples.getLast(), quantity).orElse(Double.NaN);
            holds &= last < first;
            measured.add(quantity + " " + number(first) + " → " + number(last));
        }
        for (double scale : parameters.labelScales()) {
            double first = trained(Task.DECIMAL, depth, examples.getFirst(), scale, SweepMeasurement.TEST_ERROR)
                    .orElse(Double.NaN);
            double last = trained(Task.DECIMAL, depth, examples.getLast(), scale, SweepMeasurement.TEST_ERROR)
                    .orElse(Double.NaN);
            holds &= last < first;
            measured.add("label scale " + scale + " " + number(first) + " → " + number(last));
        }
        return new Claim(
                "depth " + depth + ": bound, estimators and test errors fall from the smallest n to the largest",
                holds,
                String.join("; ", measured),
                "from n = 50 to 500 at depth 7: bound 0.583 → 0.433; the paper's estimator 0.559 → 0.386; networks at"
                        + " label scale 1 0.276 → 0.070, at 0.1 0.434 → 0.122; sequential: none");
    }

    private Claim orderedByTask(int depth, String quantity, String who) {
        int n = parameters.examples().getLast();
        double binary = kernel(Task.BINARY, depth, n, quantity).orElse(Double.NaN);
        double decimal = kernel(Task.DECIMAL, depth, n, quantity).orElse(Double.NaN);
        double random = kernel(Task.RANDOM_DECIMAL, depth, n, quantity).orElse(Double.NaN);
        return new Claim(
                "depth " + depth + ", n = " + n + ", by " + who + ": binary < decimal < chance < random labels",
                binary < decimal && decimal < 0.5 && random > 0.5,
                number(binary) + " < " + number(decimal) + " < 0.5 < " + number(random),
                "0.335 < 0.386 < 0.5 < 0.546 (the paper's estimator, depth 7, n = 500)");
    }

    /// What an independent program found for other subsets of the data lies inside both ranges.
    private List<Claim> boundsAtFiveHundred() {
        List<Claim> claims = new ArrayList<>();
        kernel(Task.DECIMAL, 7, 500, SweepMeasurement.BOUND)
                .ifPresent(
                        bound -> claims.add(inRange(7, bound, 0.42, 0.445, "0.433 published, 0.431 checked before")));
        kernel(Task.DECIMAL, 2, 500, SweepMeasurement.BOUND)
                .ifPresent(
                        bound -> claims.add(inRange(2, bound, 0.475, 0.50, "0.488 published, 0.487 checked before")));
        return claims;
    }

    private static Claim inRange(int depth, double bound, double least, double most, String published) {
        return new Claim(
                "depth " + depth + ", n = 500, even against odd: the closed-form bound is between " + number(least)
                        + " and " + number(most),
                bound >= least && bound <= most,
                number(bound),
                published);
    }

    /// Both sides are means over a few draws of the examples, so the largest difference is printed beside its standard
    /// error.
    ///
    /// @param column of the published table
    private Optional<Claim> nearPublished(String quantity, int column, String who) {
        double worst = 0;
        double furthest = 0;
        String where = "";
        int compared = 0;
        for (Task task : PacBayesSweep.TASKS) {
            for (int depth : parameters.depths()) {
                for (int n : parameters.examples()) {
                    OptionalDouble theirs = published(task, depth, 1, n, column);
                    OptionalDouble ours = kernel(task, depth, n, quantity);
                    if (theirs.isPresent() && ours.isPresent()) {
                        double difference = Math.abs(theirs.getAsDouble() - ours.getAsDouble());
                        double error = standardError(task, depth, n, quantity, column);
                        if (difference > worst) {
                            worst = difference;
                            where = task.word() + " depth " + depth + " n = " + n
                                    + (parameters.seeds() < 2
                                            ? ""
                                            : ", where the standard error of the difference is " + number(error));
                        }
                        furthest = Math.max(furthest, difference / error);
                        compared++;
                    }
                }
            }
        }
        if (compared == 0) {
            return Optional.empty();
        }
        String inErrors = parameters.seeds() < 2
                ? "one draw has no standard error"
                : "none is further off than " + String.format(Locale.ROOT, "%.1f", furthest) + " standard errors"
                        + (parameters.seeds() < ENOUGH_SEEDS
                                ? ", which " + parameters.seeds() + " draws tell only roughly (see --set seeds=12)"
                                : "");
        return Optional.of(new Claim(
                who + " is within " + SUBSET_VARIATION + " of the published means, for all labels, depths and n",
                worst <= SUBSET_VARIATION,
                "largest difference " + number(worst) + " of " + compared + " means: " + where + "; " + inErrors,
                "means over " + PUBLISHED_SEEDS + " other subsets of the data"));
    }

    /// Of networks as wide as the published ones.
    private Optional<Claim> inPublishedRange() {
        boolean holds = true;
        List<String> measured = new ArrayList<>();
        List<String> ranges = new ArrayList<>();
        for (Task task : PacBayesSweep.TASKS) {
            for (int depth : parameters.depths()) {
                for (double scale : parameters.labelScales()) {
                    for (int n : parameters.examples()) {
                        OptionalDouble ours = trained(task, depth, n, scale, SweepMeasurement.TEST_ERROR);
                        Optional<List<String>> theirs = publishedRow(task, depth, scale, n);
                        if (ours.isPresent() && theirs.isPresent()) {
                            double least = Double.parseDouble(theirs.get().get(FIRST_RANGE));
                            double most = Double.parseDouble(theirs.get().get(FIRST_RANGE + 1));
                            double error = ours.getAsDouble();
                            holds &= error >= least - SUBSET_VARIATION && error <= most + SUBSET_VARIATION;
                            measured.add(task.word() + " depth " + depth + " label scale " + scale + " n = " + n + ": "
                                    + number(error));
                            ranges.add(number(least) + " to " + number(most));
                        }
                    }
                }
            }
        }
        return measured.isEmpty()
                ? Optional.empty()
                : Optional.of(new Claim(
                        "the mean test error of networks of width " + PUBLISHED_WIDTH
                                + " lies within the published range of three networks, or at most " + SUBSET_VARIATION
                                + " beside it",
                        holds,
                        String.join("; ", measured),
                        String.join("; ", ranges)));
    }

    /// Of our mean over the seeds less the published one. Published are mean and range alone: the range of three Gaussian
    /// numbers is 1.69 standard deviations on average.
    private double standardError(Task task, int depth, int examples, String quantity, int column) {
        double[] seeds = seeds(quantity, task, depth, examples, cell -> cell instanceof SweepCell.Kernel)
                .toArray();
        double mean = DoubleStream.of(seeds).average().orElse(Double.NaN);
        double squares = DoubleStream.of(seeds)
                .map(seed -> (seed - mean) * (seed - mean))
                .sum();
        int least = FIRST_RANGE + 2 * (column - FIRST_MEAN);
        double range = published(task, depth, 1, examples, least + 1).orElse(Double.NaN)
                - published(task, depth, 1, examples, least).orElse(Double.NaN);
        double theirs = range / RANGE_OF_THREE;
        return Math.sqrt(squares / (seeds.length - 1.0) / seeds.length + theirs * theirs / PUBLISHED_SEEDS);
    }

    private Claim sequentialIsLower() {
        int lower = 0;
        int all = 0;
        for (Task task : PacBayesSweep.TASKS) {
            for (int depth : parameters.depths()) {
                for (int n : parameters.examples()) {
                    double sequential =
                            kernel(task, depth, n, SweepMeasurement.SEQUENTIAL).orElse(Double.NaN);
                    double estimator =
                            kernel(task, depth, n, SweepMeasurement.PUBLISHED).orElse(Double.NaN);
                    lower += sequential <= estimator + 0.005 ? 1 : 0;
                    all++;
                }
            }
        }
        return new Claim(
                "the paper's estimator overstates the average's bound: the sequential value is never above it (by more"
                        + " than 0.005, the estimators' own spread)",
                lower == all,
                lower + " of " + all + " cells",
                "not in the paper: its estimator has not converged");
    }

    private List<String> notes() {
        double fewest = results.values().stream()
                .mapToDouble(values -> values.getOrDefault(SweepMeasurement.EFFECTIVE, Double.POSITIVE_INFINITY))
                .min()
                .orElse(Double.NaN);
        long unreliable = results.values().stream()
                .filter(values -> values.getOrDefault(SweepMeasurement.RELIABLE, 1.0) == 0)
                .count();
        int n = parameters.examples().getLast();
        List<String> gaps = new ArrayList<>();
        for (Task task : PacBayesSweep.TASKS) {
            for (int depth : parameters.depths()) {
                gaps.add(task.word() + " depth " + depth + " "
                        + number(kernel(task, depth, n, SweepMeasurement.PUBLISHED)
                                .orElse(Double.NaN)) + " → "
                        + number(kernel(task, depth, n, SweepMeasurement.SEQUENTIAL)
                                .orElse(Double.NaN)));
            }
        }
        double unfitted = results.entrySet().stream()
                .filter(entry -> entry.getKey() instanceof SweepCell.Trained)
                .mapToDouble(entry -> entry.getValue().getOrDefault(SweepMeasurement.TRAIN_ERROR, Double.NaN))
                .max()
                .orElse(Double.NaN);
        return List.of(
                "What changes with a trustworthy estimate of the same probability (n = " + n
                        + ", the paper's estimator → sequential Monte Carlo): " + String.join("; ", gaps) + ".",
                "The paper's estimator has as few as " + number(fewest) + " effective samples of "
                        + parameters.publishedSamples() + ". Sequential estimates flagged as unreliable: " + unreliable
                        + ".",
                "Largest training error of a trained network: " + number(unfitted) + ".");
    }

    private List<Figure> figures(String dataName) {
        List<Figure> figures = new ArrayList<>();
        int deepest = parameters.depths().getLast();
        figures.add(figure(
                "Bounds and networks, depth " + deepest,
                dataName,
                List.of(
                        bound(deepest),
                        publishedCurve("published bound", Task.DECIMAL, deepest, 1, 6),
                        estimator(Task.DECIMAL, deepest),
                        publishedCurve("published estimator", Task.DECIMAL, deepest, 1, 5),
                        sequential(Task.DECIMAL, deepest),
                        networks(deepest, 1),
                        publishedCurve("published networks, width " + PUBLISHED_WIDTH, Task.DECIMAL, deepest, 1, 4))));
        List<Curve> complexity = new ArrayList<>();
        for (Task task : List.of(Task.RANDOM_DECIMAL, Task.DECIMAL, Task.BINARY)) {
            complexity.add(estimator(task, deepest));
            complexity.add(publishedCurve("published, " + task.word(), task, deepest, 1, 5));
            complexity.add(sequential(task, deepest));
        }
        figures.add(figure("Data set complexity, depth " + deepest, dataName, complexity));
        List<Curve> depths = new ArrayList<>();
        for (int depth : parameters.depths()) {
            depths.add(bound(depth));
            depths.add(publishedCurve("published bound, depth " + depth, Task.DECIMAL, depth, 1, 6));
            depths.add(networks(depth, 1));
            depths.add(publishedCurve(
                    "published networks, width " + PUBLISHED_WIDTH + ", depth " + depth, Task.DECIMAL, depth, 1, 4));
        }
        figures.add(figure("Varying depth", dataName, depths));
        for (int depth : parameters.depths()) {
            List<Curve> scales = new ArrayList<>();
            scales.add(estimator(Task.DECIMAL, depth));
            scales.add(publishedCurve("published estimator", Task.DECIMAL, depth, 1, 5));
            for (double scale : parameters.labelScales()) {
                scales.add(networks(depth, scale));
                scales.add(publishedCurve(
                        "published, width " + PUBLISHED_WIDTH + ", label scale " + scale,
                        Task.DECIMAL,
                        depth,
                        scale,
                        4));
            }
            figures.add(figure("Varying label scale, depth " + depth, dataName, scales));
        }
        return figures;
    }

    private Figure figure(String title, String dataName, List<Curve> curves) {
        List<Curve> all = new ArrayList<>(curves);
        List<Double> ends = List.of((double) parameters.examples().getFirst(), (double)
                parameters.examples().getLast());
        all.add(new Curve("chance", Style.LEVEL, ends, List.of(0.5, 0.5), List.of()));
        return new Figure(title + " (" + dataName + ")", "training examples", "error", false, 0.75, all);
    }

    private Curve bound(int depth) {
        return kernelCurve("bound, depth " + depth, Task.DECIMAL, depth, SweepMeasurement.BOUND);
    }

    private Curve estimator(Task task, int depth) {
        return kernelCurve(
                "the paper's estimator, " + task.word() + ", depth " + depth, task, depth, SweepMeasurement.PUBLISHED);
    }

    private Curve sequential(Task task, int depth) {
        return kernelCurve("sequential, " + task.word() + ", depth " + depth, task, depth, SweepMeasurement.SEQUENTIAL);
    }

    private Curve kernelCurve(String name, Task task, int depth, String quantity) {
        return overSeeds(name, task, depth, quantity, cell -> cell instanceof SweepCell.Kernel);
    }

    private Curve networks(int depth, double labelScale) {
        return overSeeds(
                "networks of width " + parameters.width() + ", depth " + depth + ", label scale " + labelScale,
                Task.DECIMAL,
                depth,
                SweepMeasurement.TEST_ERROR,
                cell -> cell instanceof SweepCell.Trained network && network.labelScale() == labelScale);
    }

    /// Means with bars from the smallest to the largest of the seeds, as in the paper.
    private Curve overSeeds(String name, Task task, int depth, String quantity, Predicate<SweepCell> kind) {
        Points points = new Points();
        for (int n : parameters.examples()) {
            DoubleSummaryStatistics seeds =
                    seeds(quantity, task, depth, n, kind).summaryStatistics();
            if (seeds.getCount() > 0) {
                points.add(n, seeds.getAverage(), seeds.getMin(), seeds.getMax());
            }
        }
        return points.curve(name, Style.OURS);
    }

    /// The published means and ranges at the sizes of this run's range.
    private Curve publishedCurve(String name, Task task, int depth, double labelScale, int column) {
        Points points = new Points();
        int least = FIRST_RANGE + 2 * (column - FIRST_MEAN);
        for (int n = 50; n <= 500; n += 50) {
            if (n <= parameters.examples().getLast()) {
                int at = n;
                publishedRow(task, depth, labelScale, n)
                        .ifPresent(row -> points.add(
                                at,
                                Double.parseDouble(row.get(column)),
                                Double.parseDouble(row.get(least)),
                                Double.parseDouble(row.get(least + 1))));
            }
        }
        return points.curve(name, Style.PUBLISHED);
    }

    private OptionalDouble published(Task task, int depth, double labelScale, int examples, int column) {
        return publishedRow(task, depth, labelScale, examples).stream()
                .mapToDouble(row -> Double.parseDouble(row.get(column)))
                .findFirst();
    }

    private Optional<List<String>> publishedRow(Task task, int depth, double labelScale, int examples) {
        return published.of(task.word()).rows().stream()
                .filter(row -> Integer.parseInt(row.get(1)) == depth
                        && Double.parseDouble(row.get(2)) == labelScale
                        && Integer.parseInt(row.get(3)) == examples)
                .findFirst();
    }

    /// Of a curve with error bars, as they come.
    private static final class Points {
        private final List<Double> x = new ArrayList<>();
        private final List<Double> y = new ArrayList<>();
        private final List<Double> below = new ArrayList<>();
        private final List<Double> above = new ArrayList<>();

        void add(double place, double mean, double least, double most) {
            x.add(place);
            y.add(mean);
            below.add(mean - least);
            above.add(most - mean);
        }

        Curve curve(String name, Style style) {
            return new Curve(name, style, x, y, below, above);
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
