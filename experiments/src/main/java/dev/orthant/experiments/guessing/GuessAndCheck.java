package dev.orthant.experiments.guessing;

import dev.orthant.datasets.Examples;
import dev.orthant.datasets.prepare.BinaryLabels;
import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.datasets.prepare.UnitSphere;
import dev.orthant.experiments.BadInput;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Is it gradient descent that generalises, or the architecture? Networks are drawn from the prior until they fit a few training
/// labels by chance (guess and check), and compared with networks of the same prior that gradient descent brought to fit.
///
/// Claims (Peleg and Hein): more width helps gradient descent but not guessing; more depth hurts both. And one that
/// infinite width makes: the share of guesses that fit is 2 P[labels], the probability of two orthants.
///
/// Departures from the paper: multilayer perceptrons on two digits only; gradient descent takes all examples at once, and its loss is not divided
/// by an estimate of the Lipschitz constant: scores of the prior are of size 1 at every width and depth. The guesses
/// are drawn without weights, exactly ([GuessedNetworks]).
public final class GuessAndCheck implements Experiment<GuessAndCheck.Parameters> {
    /// @param counts       numbers of training examples, half of each class: ascending, even, at least 2
    /// @param widths       compared at [#depth], ascending, at least two
    /// @param depth        weight matrices where widths are compared, at least 2
    /// @param depths       compared at [#width], ascending, at least two, each at least 2
    /// @param width        of hidden layers where depths are compared
    /// @param negative     class of label −1
    /// @param positive     class of label 1, another one
    /// @param testCount    test examples, at least 1
    /// @param datasets     independent draws of the examples, at least 2
    /// @param kept         guesses that fit before guessing stops, at least 1
    /// @param mostGuesses  or so many in all, at least 1
    /// @param networks     trained by gradient descent on each draw, at least 1
    /// @param steps        of gradient descent at most, at least 1
    /// @param learningRate in units of one over the size of the tangent kernel, more than 0
    /// @param loss         mean logistic loss at which training stops, more than 0
    public record Parameters(
            List<Integer> counts,
            List<Integer> widths,
            int depth,
            List<Integer> depths,
            int width,
            int negative,
            int positive,
            int testCount,
            int datasets,
            int kept,
            long mostGuesses,
            int networks,
            int steps,
            double learningRate,
            double loss) {
        public Parameters {
            counts = List.copyOf(counts);
            widths = List.copyOf(widths);
            depths = List.copyOf(depths);
            ascending("counts", counts, 1, 2);
            require("counts", counts, counts.stream().allMatch(count -> count % 2 == 0), "even: half of each class");
            ascending("widths", widths, 2, 1);
            ascending("depths", depths, 2, 2);
            require("depth", depth, depth >= 2, "at least 2");
            require("width", width, width >= 1, "at least 1");
            require("negative", negative, negative >= 0 && negative != positive, "a class, and not that of label 1");
            require("positive", positive, positive >= 0, "a class");
            require("testCount", testCount, testCount >= 1, "at least 1");
            require("datasets", datasets, datasets >= 2, "at least 2: errors are over data sets");
            require("kept", kept, kept >= 1, "at least 1");
            require("mostGuesses", mostGuesses, mostGuesses >= 1, "at least 1");
            require("networks", networks, networks >= 1, "at least 1");
            require("steps", steps, steps >= 1, "at least 1");
            require("learningRate", learningRate, learningRate > 0 && learningRate <= 1e6, "more than 0, at most 1e6");
            require("loss", loss, loss > 0, "more than 0");
        }

        private static void ascending(String name, List<Integer> numbers, int atLeast, int from) {
            boolean holds = numbers.size() >= atLeast;
            int before = from - 1;
            for (int number : numbers) {
                holds &= number > before;
                before = number;
            }
            require(name, numbers, holds, "ascending, from " + from + " on, at least " + atLeast + " of them");
        }

        private static void require(String name, Object value, boolean holds, String required) {
            if (!holds) {
                throw new IllegalArgumentException(
                        "guess-and-check: " + name + " is " + value + "; it must be " + required);
            }
        }

        /// Every architecture once: the widths at their depth, then the depths at their width.
        List<Architecture> architectures() {
            List<Architecture> all = new ArrayList<>();
            widths.forEach(each -> all.add(new Architecture(depth, each)));
            depths.stream()
                    .map(each -> new Architecture(each, width))
                    .filter(each -> !all.contains(each))
                    .forEach(all::add);
            return all;
        }
    }

    /// @param depth weight matrices
    /// @param width neurons of a hidden layer
    record Architecture(int depth, int width) {}

    @Override
    public String name() {
        return "guess-and-check";
    }

    @Override
    public String paper() {
        return "Peleg and Hein 2024, Bias of stochastic gradient descent or the architecture";
    }

    @Override
    public String figure() {
        return "accuracy of guessed and of trained networks against width and depth";
    }

    @Override
    public String claim() {
        return "Width helps networks trained by gradient descent and not guessed ones; depth hurts both.";
    }

    @Override
    public String duration(Preset preset) {
        return switch (preset) {
            case SMOKE -> "seconds";
            case REDUCED -> "some minutes";
            case PAPER -> "days";
        };
    }

    @Override
    public Parameters parameters(Preset preset) {
        return switch (preset) {
            case SMOKE ->
                new Parameters(
                        List.of(2, 4), List.of(4, 16), 2, List.of(2, 3), 16, 0, 7, 20, 2, 5, 500, 1, 50, 0.5, 0.1);
            case REDUCED ->
                new Parameters(
                        List.of(2, 4, 8),
                        List.of(8, 32, 128, 512),
                        4,
                        List.of(2, 4, 6),
                        128,
                        0,
                        7,
                        50,
                        12,
                        50,
                        20_000,
                        2,
                        300,
                        0.5,
                        0.1);
            case PAPER ->
                new Parameters(
                        List.of(2, 4, 8, 12),
                        List.of(8, 32, 128, 512),
                        4,
                        List.of(2, 4, 6),
                        128,
                        0,
                        7,
                        1000,
                        20,
                        100,
                        10_000_000,
                        10,
                        2000,
                        0.5,
                        0.1);
        };
    }

    @Override
    public List<String> columns() {
        return GuessFindings.COLUMNS;
    }

    @Override
    public void run(Parameters parameters, Run run) {
        PixelScale scale = PixelScale.of(run.dataName());
        Examples trainPool = prepare(parameters, run.data().train(), scale);
        Examples testPool = prepare(parameters, run.data().test(), scale);
        int most = parameters.counts().getLast();
        int fewest = trainPool.classIndices().stream()
                .mapToInt(indices -> indices.length)
                .min()
                .orElse(0);
        if (fewest < most / 2 || testPool.size() < parameters.testCount()) {
            throw new BadInput("guess-and-check: " + most / 2 + " training examples of each class and "
                    + parameters.testCount() + " test examples were asked for; there are " + fewest + " and "
                    + testPool.size());
        }
        List<Architecture> architectures = parameters.architectures();
        List<List<GuessCell.Result>> results = new ArrayList<>();
        int cells = architectures.size() * parameters.counts().size();
        for (int dataset = 0; dataset < parameters.datasets(); dataset++) {
            Streams streams = run.streams().named("data set").indexed(dataset);
            Examples train = trainPool.take(drawn(trainPool, most, streams.named("train")));
            Examples test = testPool.sample(parameters.testCount(), streams.named("test"));
            run.progress().begin("data set " + (dataset + 1) + " of " + parameters.datasets(), cells);
            results.add(Parallel.map(cells, index -> {
                Architecture each =
                        architectures.get(index / parameters.counts().size());
                int count = parameters.counts().get(index % parameters.counts().size());
                GuessCell.Result result = new GuessCell(each.depth(), each.width(), train.first(count), test)
                        .measure(parameters, streams.named("cell").indexed(index));
                run.progress().step();
                return result;
            }));
            new GuessFindings(parameters, results).writeTo(run.report(), run.dataName());
            run.report().save();
        }
        run.progress().end();
    }

    private static Examples prepare(Parameters parameters, Examples all, PixelScale scale) {
        if (Math.max(parameters.negative(), parameters.positive()) >= all.classes()) {
            throw new BadInput("guess-and-check: classes " + parameters.negative() + " and " + parameters.positive()
                    + " were asked for; " + all.name() + " has " + all.classes());
        }
        return UnitSphere.apply(scale.apply(BinaryLabels.pair(all, parameters.negative(), parameters.positive())));
    }

    /// Examples of both classes in turn, so that the first n of them are balanced and nested.
    private static int[] drawn(Examples pool, int count, Streams streams) {
        List<int[]> classes = pool.classIndices();
        int[][] orders = IntStream.range(0, 2)
                .mapToObj(label -> streams.indexed(label).permutation(classes.get(label).length))
                .toArray(int[][]::new);
        return IntStream.range(0, count)
                .map(i -> classes.get(i % 2)[orders[i % 2][i / 2]])
                .toArray();
    }
}
