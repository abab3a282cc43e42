package dev.orthant.experiments.implicitbias;

import dev.orthant.datasets.Examples;
import dev.orthant.datasets.Split;
import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.experiments.BadInput;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Progress;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.Sweep;
import dev.orthant.experiments.sweep.Trial;
import dev.orthant.experiments.sweep.TrialStore;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Figures 1 to 5 of Bernstein and Yue 2021: how well the functions that fit n examples generalise, by a PAC-Bayes bound on
/// their average and by training networks at two label scales.
///
/// For every n, depth, task and seed: the closed-form bound of the information content, the paper's estimator of it with its
/// effective sample size, and the sequential Monte Carlo value, each turned into a bound of the average error; and the test
/// error of trained networks.
///
/// Claims: the average over all functions that fit beats chance on true labels and not on random ones; deeper, and with larger
/// label scale, networks do better than the bound says.
///
/// Departures from the paper: **the paper's estimator has not converged** at these n (its effective sample size stands in the
/// table); the sequential value stands beside it. Networks of one width, the published of 5000. At preset `reduced` width 1000,
/// four n, networks on the decimal task alone.
///
/// Every cell is kept in the report's folder as soon as it is finished: a run that was stopped goes on with
/// `--resume FOLDER`.
public final class PacBayesSweep implements Sweep<PacBayesSweep.Parameters> {
    /// @param examples         n, ascending, each at least 2
    /// @param depths           weight matrices, each at least 2
    /// @param width            neurons of a hidden layer of the trained networks, at least 1
    /// @param seeds            draws of the training examples, at least 1; those of one seed are nested in n
    /// @param labelScales      α of the trained networks, each more than 0
    /// @param epochs           of training, at least 1
    /// @param publishedSamples of the paper's estimator, at least 2
    /// @param networkTasks     how many of decimal, binary, random labels are given to trained networks, 1 to 3
    public record Parameters(
            List<Integer> examples,
            List<Integer> depths,
            int width,
            int seeds,
            List<Double> labelScales,
            int epochs,
            int publishedSamples,
            int networkTasks) {
        public Parameters {
            examples = List.copyOf(examples);
            depths = List.copyOf(depths);
            labelScales = List.copyOf(labelScales);
            require(
                    "examples",
                    examples,
                    !examples.isEmpty() && ascending(examples) && examples.getFirst() >= 2,
                    "ascending numbers of at least 2");
            require(
                    "depths",
                    depths,
                    !depths.isEmpty() && ascending(depths) && depths.getFirst() >= 2,
                    "ascending numbers of at least 2");
            require("width", width, width >= 1 && width <= 46_000, "from 1 to 46,000: a matrix is one array");
            require("seeds", seeds, seeds >= 1, "at least 1");
            require(
                    "labelScales",
                    labelScales,
                    labelScales.stream().allMatch(scale -> scale > 0 && scale <= 1e30),
                    "numbers above 0, at most 1e30");
            require("epochs", epochs, epochs >= 1, "at least 1");
            require("publishedSamples", publishedSamples, publishedSamples >= 2, "at least 2");
            require("networkTasks", networkTasks, networkTasks >= 1 && networkTasks <= 3, "1, 2 or 3");
        }

        private static boolean ascending(List<Integer> numbers) {
            return numbers.stream().sorted().distinct().toList().equals(numbers);
        }

        private static void require(String name, Object value, boolean holds, String required) {
            if (!holds) {
                throw new IllegalArgumentException(
                        "pac-bayes-sweep: " + name + " is " + value + "; required are " + required);
            }
        }
    }

    /// In the order in which networks are given to them.
    static final List<Task> TASKS = List.of(Task.DECIMAL, Task.BINARY, Task.RANDOM_DECIMAL);

    private static final List<String> COLUMNS = List.of(
            "labels",
            "depth",
            "examples",
            "seed",
            "label scale",
            "bound",
            "published estimator",
            "effective samples",
            "sequential",
            "reliable",
            "train error",
            "test error");

    @Override
    public String name() {
        return "pac-bayes-sweep";
    }

    @Override
    public String paper() {
        return "Bernstein and Yue 2021, On the implicit biases of architecture and gradient descent (arXiv:2110.04274)";
    }

    @Override
    public String figure() {
        return "figures 1 to 5: bounds, data set complexity, depth, label scale";
    }

    @Override
    public String claim() {
        return "Typical functions that fit true labels beat chance; networks of larger margin do better than typical ones.";
    }

    @Override
    public String duration(Preset preset) {
        return switch (preset) {
            case SMOKE -> "seconds";
            case REDUCED -> "some minutes";
            case PAPER -> "many days";
        };
    }

    @Override
    public Parameters parameters(Preset preset) {
        return switch (preset) {
            case SMOKE -> new Parameters(List.of(10, 20), List.of(2, 7), 32, 1, List.of(0.1, 1.0), 20, 1000, 1);
            case REDUCED ->
                new Parameters(
                        List.of(50, 100, 200, 500), List.of(2, 7), 1000, 3, List.of(0.1, 1.0), 100, 1_000_000, 1);
            case PAPER ->
                new Parameters(
                        List.of(50, 100, 150, 200, 250, 300, 350, 400, 450, 500),
                        List.of(2, 7),
                        5000,
                        3,
                        List.of(0.1, 1.0),
                        100,
                        1_000_000,
                        3);
        };
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public List<Trial> trials(Parameters parameters, String dataName, Split data, Streams streams) {
        PixelScale scale = PixelScale.of(dataName);
        Map<Task, Split> tasks = new EnumMap<>(Task.class);
        for (Task task : TASKS) {
            tasks.put(task, task.of(data, scale, streams.named("coins")));
        }
        requireEnough(parameters, tasks);
        return cells(parameters).stream()
                .map(cell -> new Trial(cell.id(), () -> measure(parameters, tasks, cell, streams)))
                .toList();
    }

    @Override
    public void run(Parameters parameters, Run run) {
        List<Trial> trials = trials(parameters, run.dataName(), run.data(), run.streams());
        List<SweepCell> cells = cells(parameters);
        Map<String, SweepCell> byId = new LinkedHashMap<>();
        cells.forEach(cell -> byId.put(cell.id(), cell));
        Map<SweepCell, Map<String, Double>> results = Collections.synchronizedMap(new LinkedHashMap<>());
        TrialStore store = new TrialStore(run.report().folder().resolve("cells"));
        // Those of an earlier session take no time: counted, they would make the time left too short.
        Set<SweepCell> missing =
                cells.stream().filter(cell -> store.find(cell.id()).isEmpty()).collect(Collectors.toUnmodifiableSet());
        double work =
                missing.stream().mapToDouble(cell -> cell.work(parameters)).sum();
        Steps steps = new Steps(run.progress(), missing.size() + " cells, by their work", work);
        run.runner().run(trials, store, (trial, values) -> {
            SweepCell cell = byId.get(trial.id());
            if (cell != null) {
                results.put(cell, values);
                if (missing.contains(cell)) {
                    steps.done(cell.work(parameters));
                }
            }
            tell(parameters, cells, results, run);
        });
        run.progress().end();
    }

    /// All results so far, in the order of the cells: a run that was stopped and went on ends with the same table.
    private static void tell(
            Parameters parameters, List<SweepCell> cells, Map<SweepCell, Map<String, Double>> results, Run run) {
        Map<SweepCell, Map<String, Double>> ordered = new LinkedHashMap<>();
        for (SweepCell cell : cells) {
            Map<String, Double> values = results.get(cell);
            if (values != null) {
                ordered.put(cell, values);
            }
        }
        SweepFindings.of(parameters, ordered, ordered.size() == cells.size()).writeTo(run.report(), run.dataName());
        run.report().save();
    }

    private static void requireEnough(Parameters parameters, Map<Task, Split> data) {
        int most = parameters.examples().getLast();
        data.forEach((task, split) -> {
            if (split.train().size() < most) {
                throw new BadInput("pac-bayes-sweep: " + most + " examples were asked for; the data set has "
                        + split.train().size() + " for " + task.word() + " labels; set examples to fewer");
            }
        });
    }

    /// Kernels before networks, small before large: the first figures are there after a minute.
    private static List<SweepCell> cells(Parameters parameters) {
        List<SweepCell> cells = new ArrayList<>();
        for (int examples : parameters.examples()) {
            for (Task task : TASKS) {
                for (int depth : parameters.depths()) {
                    for (int seed = 0; seed < parameters.seeds(); seed++) {
                        cells.add(new SweepCell.Kernel(task, depth, examples, seed));
                    }
                }
            }
        }
        for (int examples : parameters.examples()) {
            for (Task task : TASKS.subList(0, parameters.networkTasks())) {
                for (int depth : parameters.depths()) {
                    for (double labelScale : parameters.labelScales()) {
                        for (int seed = 0; seed < parameters.seeds(); seed++) {
                            cells.add(new SweepCell.Trained(task, depth, examples, seed, labelScale));
                        }
                    }
                }
            }
        }
        return cells;
    }

    private static Map<String, Double> measure(
            Parameters parameters, Map<Task, Split> data, SweepCell cell, Streams root) {
        Split split = data.get(cell.task());
        if (split == null) {
            throw new IllegalStateException("pac-bayes-sweep: no data for " + cell.task());
        }
        // One permutation for each seed, whatever the depth, the width and the label scale.
        Examples train = split.train()
                .sample(
                        cell.examples(),
                        root.named("examples").named(cell.task().word()).indexed(cell.seed()));
        Streams streams = root.named(cell.id());
        return switch (cell) {
            case SweepCell.Kernel kernel ->
                SweepMeasurement.ofKernel(kernel.depth(), train, parameters.publishedSamples(), streams);
            case SweepCell.Trained trained ->
                SweepMeasurement.ofNetwork(
                        trained, parameters.width(), parameters.epochs(), train, split.test(), streams);
        };
    }

    /// Turns work of any size into a thousand steps, so that the time left is told well before the large cells.
    private static final class Steps {
        private static final int ALL = 1000;

        private final Progress progress;
        private final double allWork;
        private double done;
        private int told;

        Steps(Progress progress, String what, double allWork) {
            this.progress = progress;
            this.allWork = allWork;
            progress.begin(what, ALL);
        }

        synchronized void done(double work) {
            done += work;
            int reached =
                    (int) Math.floor(ALL * done / allWork + 1e-9); // the last sum may be a rounding below all work
            progress.steps(reached - told);
            told = reached;
        }
    }
}
