package dev.orthant.experiments.fromage;

import dev.orthant.autograd.loss.SoftCrossEntropy;
import dev.orthant.datasets.Examples;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.classification.Conditions;
import dev.orthant.experiments.classification.Course;
import dev.orthant.experiments.classification.Look;
import dev.orthant.experiments.classification.Perceptrons;
import dev.orthant.experiments.classification.Published;
import dev.orthant.experiments.classification.Task;
import dev.orthant.experiments.classification.Words;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import dev.orthant.experiments.training.Trainer;
import dev.orthant.experiments.training.TrainingListener;
import dev.orthant.experiments.training.TrainingSession;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Network;
import dev.orthant.layers.Residual;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.activation.Relu;
import dev.orthant.optimizers.Fromage;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import dev.orthant.tensor.weights.Weight;
import dev.orthant.tensor.weights.Weights;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Figure 1 of Bernstein, Vahdat, Yue and Liu 2020: how fast the gradient breaks down along the descent direction, and how much
/// faster in deep networks.
///
///     W_l(η) = W_l − η ‖W_l‖ G_l / ‖G_l‖,                                  all layers l at once, G at η = 0
///     change(η) = ‖G_1(η) − G_1‖ / ‖G_1‖                                    of the first layer's matrix
///
/// at the beginning of some epochs of a training by Fromage; a shallow network (1 hidden layer), a deep one (15) and a deep one
/// whose layers add to their input.
///
/// Departures at preset `reduced`: 128 instead of 784 neurons, so that the residual network begins with a layer that does not add;
/// the slices are of the loss on 2,000 instead of 60,000 images.
public final class FromageCurvature implements Experiment<FromageCurvature.Parameters> {
    /// @param deep        hidden layers of the deep networks, at least 2
    /// @param width       neurons of a hidden layer, at least 1
    /// @param trainCount  examples, at least 1
    /// @param sliceCount  of them, in the loss of the slices, at least 1
    /// @param batchSize   at least 1
    /// @param epochs      at least 1
    /// @param decay       factor of the learning rate after each epoch, in (0, 1]
    /// @param rate        Fromage's, more than 0
    /// @param checkpoints epochs before which the slices are taken, ascending, each at least 0; from `epochs` on: at the end
    /// @param steps       of a slice, at least 2
    /// @param largest     η of its end, more than 0
    public record Parameters(
            int deep,
            int width,
            int trainCount,
            int sliceCount,
            int batchSize,
            int epochs,
            double decay,
            double rate,
            List<Integer> checkpoints,
            int steps,
            double largest) {
        public Parameters {
            checkpoints = List.copyOf(checkpoints);
            new Conditions("fromage-curvature")
                    .within("deep", deep, 2, 10_000)
                    .within("width", width, 1, 46_000)
                    .atLeast("trainCount", trainCount, 1)
                    .atLeast("sliceCount", sliceCount, 1)
                    .atLeast("batchSize", batchSize, 1)
                    .atLeast("epochs", epochs, 1)
                    .factor("decay", decay)
                    .positive("rate", rate)
                    .eachAtLeast("checkpoints", checkpoints, 0)
                    .atLeast("steps", steps, 2)
                    .positive("largest", largest);
        }
    }

    private static final String SHALLOW = "1 layer";
    private static final String RESIDUAL = "residual";

    /// Where the slope of log change against log η is measured from; fixed before the first run, as are the thresholds.
    private static final double SLOPE_FROM = 0.02;

    private static final double DEEP_SLOPE = 2;
    private static final double SHALLOW_SLOPE = 2.5;

    /// @param change of the first layer's gradient, relative
    private record Point(double eta, double loss, double change) {}

    private record Slice(String network, int epoch, List<Point> points) {
        double loss() {
            return points.getFirst().loss();
        }

        double lastChange() {
            return points.getLast().change();
        }

        /// Least squares of log change over log η, from [#SLOPE_FROM] on.
        double slope() {
            List<Point> used = points.stream()
                    .filter(point -> point.eta() >= SLOPE_FROM - 1e-12)
                    .toList();
            double x =
                    used.stream().mapToDouble(p -> Math.log(p.eta())).average().orElse(Double.NaN);
            double y = used.stream()
                    .mapToDouble(p -> Math.log(p.change()))
                    .average()
                    .orElse(Double.NaN);
            double products = 0;
            double squares = 0;
            for (Point point : used) {
                double dx = Math.log(point.eta()) - x;
                products += dx * (Math.log(point.change()) - y);
                squares += dx * dx;
            }
            return products / squares;
        }
    }

    @Override
    public String name() {
        return "fromage-curvature";
    }

    @Override
    public String paper() {
        return "Bernstein, Vahdat, Yue and Liu 2020, On the distance between two neural networks and the stability of learning (arXiv:2002.03432)";
    }

    @Override
    public String figure() {
        return "figure 1: the gradient's breakdown along the descent direction";
    }

    @Override
    public String claim() {
        return "In deep networks the gradient breaks down faster than linearly in the relative step, far faster than in shallow ones.";
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
            case SMOKE -> new Parameters(4, 16, 200, 100, 50, 2, 0.9, 0.01, List.of(0, 2), 5, 0.1);
            case REDUCED -> new Parameters(15, 128, 5_000, 2_000, 25, 10, 0.9, 0.01, List.of(1, 3, 5, 7, 9), 30, 0.1);
            case PAPER ->
                new Parameters(
                        15, 784, 60_000, 60_000, 250, 10, 0.9, 0.01, List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), 99, 0.099);
        };
    }

    @Override
    public List<String> columns() {
        return List.of("network", "epoch", "relative step", "loss", "change of the gradient");
    }

    @Override
    public void run(Parameters parameters, Run run) {
        Task task = Task.draw(run, parameters.trainCount(), 0);
        List<String> networks = List.of(deepName(parameters), RESIDUAL, SHALLOW);
        run.progress().begin("networks", networks.size());
        List<Slice> slices = new ArrayList<>();
        Parallel.map(networks.size(), index -> {
                    List<Slice> own = train(parameters, task, networks.get(index), run.streams());
                    run.progress().step();
                    return own;
                })
                .forEach(slices::addAll);
        for (Slice slice : slices) {
            for (Point point : slice.points()) {
                run.report().row(slice.network(), slice.epoch(), point.eta(), point.loss(), point.change());
            }
        }
        run.report().figure(figure(parameters, slices, run.dataName()));
        run.report().claims(claims(parameters, slices));
        run.report()
                .notes(networks.stream()
                        .map(network -> bestTrained(slices, network))
                        .map(slice -> slice.network() + ": best trained before epoch " + slice.epoch() + ", loss "
                                + Words.number(slice.loss()) + ".")
                        .toList());
        run.progress().end();
    }

    private static String deepName(Parameters parameters) {
        return parameters.deep() + " layers";
    }

    private static Layer architecture(Parameters parameters, Task task, String network) {
        int hidden = network.equals(SHALLOW) ? 1 : parameters.deep();
        if (!network.equals(RESIDUAL)) {
            return Perceptrons.of(hidden, parameters.width(), task.classes(), Perceptrons::withBias, new Relu());
        }
        List<Layer> layers = new ArrayList<>();
        layers.add(block(parameters.width()));
        for (int i = 1; i < hidden; i++) {
            layers.add(new Residual(block(parameters.width())));
        }
        layers.add(Perceptrons.withBias(task.classes()));
        return new Sequential(layers);
    }

    private static Layer block(int width) {
        return Sequential.of(Perceptrons.withBias(width), new Relu());
    }

    private static List<Slice> train(Parameters parameters, Task task, String name, Streams streams) {
        Network network = Network.create(
                architecture(parameters, task, name),
                task.input(),
                new Initialiser.UniformFanIn(),
                streams.named("initial").named(name));
        Examples some = task.train()
                .first(Math.min(parameters.sliceCount(), task.train().size()));
        List<Slice> slices = new ArrayList<>();
        if (parameters.checkpoints().contains(0)) {
            slices.add(slice(parameters, network, some, name, 0));
        }
        Course.of(
                new Trainer<>(
                        new Fromage(parameters.rate()),
                        new Schedule.Exponential(parameters.decay()),
                        new SoftCrossEntropy(),
                        parameters.batchSize(),
                        parameters.epochs()),
                network,
                task.train(),
                Task.oneHot(task.train(), 1),
                streams.named("training").named(name),
                new TrainingListener() {
                    @Override
                    public boolean afterEpoch(TrainingSession<?> session, int epoch, double meanLoss) {
                        if (parameters.checkpoints().contains(epoch + 1)) {
                            slices.add(slice(parameters, network, some, name, epoch + 1));
                        }
                        return true;
                    }
                });
        return slices;
    }

    /// The slice through the weights of now; they are left as they are.
    private static Slice slice(Parameters parameters, Network network, Examples some, String name, int epoch) {
        Tensor targets = Task.oneHot(some, 1);
        Weights here = network.weights();
        Look look = Look.at(network, new SoftCrossEntropy(), some.inputs(), targets);
        Weights first = look.gradient();
        String watched = here.all().iterator().next().name();
        List<Point> points = new ArrayList<>();
        points.add(new Point(0, look.loss(), 0));
        for (int step = 1; step <= parameters.steps(); step++) {
            double eta = parameters.largest() * step / parameters.steps();
            Network moved = new Network(network.layer(), network.input(), moved(here, first, eta));
            Look there = Look.at(moved, new SoftCrossEntropy(), some.inputs(), targets);
            points.add(new Point(
                    eta,
                    there.loss(),
                    change(first.get(watched), there.gradient().get(watched))));
        }
        return new Slice(name, epoch, points);
    }

    private static Weights moved(Weights here, Weights direction, double eta) {
        Weights moved = here.copy();
        for (Weight weight : moved.all()) {
            float[] w = weight.tensor().span().array();
            int from = weight.tensor().span().from();
            float[] g = direction.get(weight.name()).toArray();
            double gradientNorm = norm(g);
            if (gradientNorm > 0) {
                float factor = (float) (eta * norm(weight.tensor().toArray()) / gradientNorm);
                for (int i = 0; i < g.length; i++) {
                    w[from + i] -= factor * g[i];
                }
            }
        }
        return moved;
    }

    private static double norm(float[] numbers) {
        double sum = 0;
        for (float number : numbers) {
            sum += (double) number * number;
        }
        return Math.sqrt(sum);
    }

    private static double change(Tensor before, Tensor now) {
        float[] difference = now.toArray();
        float[] first = before.toArray();
        for (int i = 0; i < difference.length; i++) {
            difference[i] -= first[i];
        }
        return norm(difference) / norm(first);
    }

    private static Slice bestTrained(List<Slice> slices, String network) {
        return slices.stream()
                .filter(slice -> slice.network().equals(network))
                .min(Comparator.comparingDouble(Slice::loss))
                .orElseThrow();
    }

    private static List<Claim> claims(Parameters parameters, List<Slice> slices) {
        Slice deep = bestTrained(slices, deepName(parameters));
        Slice shallow = bestTrained(slices, SHALLOW);
        double ratio = Math.log10(deep.lastChange() / shallow.lastChange());
        return List.of(
                new Claim(
                        "at the end of the slice the deep network's gradient has changed at least ten times as much as the shallow's",
                        ratio >= 1,
                        Words.number(deep.lastChange()) + " against " + Words.number(shallow.lastChange())
                                + " at a relative step of " + Words.rate(parameters.largest()),
                        "at 0.099, before epoch 9, where both are trained best: 469 (15 layers) against 326 (1 layer), less than ten times; before epoch 4: 1.8e5 (15 layers)"),
                new Claim(
                        "the change grows faster than the square of the step in the deep network, and not much faster than that in the shallow one",
                        deep.slope() > DEEP_SLOPE && shallow.slope() < SHALLOW_SLOPE,
                        "powers " + Words.number(deep.slope()) + " and " + Words.number(shallow.slope())
                                + " from 0.02 on",
                        "powers 1.6 and 2.1 from 0.02 to 0.099 before epoch 9; 5.4 (15 layers) before epoch 4"));
    }

    private static Figure figure(Parameters parameters, List<Slice> slices, String dataName) {
        Published published = Published.read(FromageCurvature.class, "curvature.csv");
        List<Curve> curves = new ArrayList<>();
        for (String network : List.of(SHALLOW, deepName(parameters), RESIDUAL)) {
            Slice slice = bestTrained(slices, network);
            curves.add(new Curve(
                    network + ", before epoch " + slice.epoch(),
                    Style.OURS,
                    slice.points().stream().map(Point::eta).toList(),
                    slice.points().stream()
                            .map(point -> decades(point.change()))
                            .toList(),
                    List.of()));
            Published own = published.of(network.equals(RESIDUAL) ? "15 residual layers" : network);
            if (!own.rows().isEmpty()) {
                // The last checkpoint of each network is its best trained, as ours is chosen.
                String last = own.rows().getLast().get(1);
                List<List<String>> rows = own.rows().stream()
                        .filter(row -> row.get(1).equals(last))
                        .toList();
                curves.add(new Curve(
                        network + ", published, before epoch " + last + " (MNIST, width 784)",
                        Style.PUBLISHED,
                        new Published(rows).column(2),
                        new Published(rows)
                                .column(4).stream()
                                        .map(FromageCurvature::decades)
                                        .toList(),
                        List.of()));
            }
        }
        return new Figure(
                "Breakdown of the gradient (" + dataName + ")",
                "relative step η",
                "log₁₀(1 + relative change of the first layer's gradient)",
                false,
                6,
                curves);
    }

    private static double decades(double change) {
        return Math.log10(1 + change);
    }
}
