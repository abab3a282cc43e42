package dev.orthant.experiments.madam;

import dev.orthant.autograd.loss.MeanSquaredError;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.classification.Candidate;
import dev.orthant.experiments.classification.Conditions;
import dev.orthant.experiments.classification.Words;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.report.Figure;
import dev.orthant.experiments.report.Figure.Curve;
import dev.orthant.experiments.report.Figure.Style;
import dev.orthant.experiments.report.Pictures;
import dev.orthant.experiments.training.Trainer;
import dev.orthant.experiments.training.TrainingListener;
import dev.orthant.experiments.training.TrainingSession;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Linear;
import dev.orthant.layers.Network;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.activation.Relu;
import dev.orthant.layers.activation.Sigmoid;
import dev.orthant.optimizers.Adam;
import dev.orthant.optimizers.Madam;
import dev.orthant.optimizers.Optimizer;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.format.DurableFile;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The image regression of Bernstein, Zhao, Meister, Liu, Anandkumar and Yue 2020 (the demonstration beside the paper): Madam and
/// Adam fit a picture with a shallow and with a very deep perceptron on Fourier features.
///
/// Hidden layers of max(0, z), three sigmoids at the end; W ~ N(0, 2 / (fan-in + fan-out)) and biases N(0, 0.01²); all places in
/// one batch, constant rates. PSNR = −10 log₁₀ (mean square error), in dB, over all places of the picture; a rule's PSNR is the best
/// over its rates of the mean over the last recordings, for at a constant rate Madam jitters.
///
/// Departures: the picture is generated; at preset `reduced` it is 64 × 64 (512 × 512), the deep network has 40 matrices (75) of
/// 64 neurons (256; half of the 128 that were planned for this size, to keep to minutes), there are 64 frequencies (256) of scale 4
/// (10, of which a tenth would lie above half of the sampling rate of the 32 × 32 places that are trained on), 500 steps (2000).
public final class MadamFourier implements Experiment<MadamFourier.Parameters> {
    /// @param size     rows and columns of the picture, even
    /// @param features frequencies, at least 1
    /// @param scale    of the frequencies, more than 0
    /// @param width    neurons of a hidden layer, at least 1
    /// @param shallow  weight matrices of the shallow network, at least 1
    /// @param deep     weight matrices of the deep network, at least 1
    /// @param steps    at least 1
    /// @param every    steps between two recordings, at least 1
    public record Parameters(
            int size, int features, double scale, int width, int shallow, int deep, int steps, int every) {
        public Parameters {
            new Conditions("madam-fourier")
                    .within("size", size, 2, 4096)
                    .atLeast("features", features, 1)
                    .positive("scale", scale)
                    .within("width", width, 1, 46_000)
                    .within("shallow", shallow, 1, 10_000)
                    .within("deep", deep, 1, 10_000)
                    .atLeast("steps", steps, 1)
                    .atLeast("every", every, 1);
            if (size % 2 != 0) {
                throw new IllegalArgumentException("madam-fourier: size is " + size + "; it must be even");
            }
        }
    }

    /// Recordings that the final PSNR is the mean of.
    private static final int LAST = 4;

    /// Fixed before the first run.
    private static final double LEAST_GAIN = 3;

    private record Cell(Candidate candidate, int depth) {}

    /// @param psnr    recorded, in dB, the first before the first step
    /// @param before  the picture before the first step, `[size², 3]`
    /// @param after   the picture after the last
    private record Outcome(Cell cell, List<Double> psnr, Tensor before, Tensor after) {
        double last() {
            return psnr.subList(Math.max(0, psnr.size() - LAST), psnr.size()).stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElse(Double.NaN);
        }

        String title() {
            return cell.candidate().rule() + " at rate "
                    + Words.rate(cell.candidate().rate()) + ", " + cell.depth() + " matrices";
        }
    }

    @Override
    public String name() {
        return "madam-fourier";
    }

    @Override
    public String paper() {
        return "Bernstein, Zhao, Meister, Liu, Anandkumar and Yue 2020, "
                + "Learning compositional functions via multiplicative weight updates (arXiv:2006.14560)";
    }

    @Override
    public String figure() {
        return "demonstration: image regression by shallow and very deep networks";
    }

    @Override
    public String claim() {
        return "Madam trains very deep networks on Fourier features where Adam learns nothing.";
    }

    @Override
    public String duration(Preset preset) {
        return switch (preset) {
            case SMOKE -> "seconds";
            case REDUCED -> "some minutes";
            case PAPER -> "a day or two";
        };
    }

    @Override
    public Parameters parameters(Preset preset) {
        return switch (preset) {
            case SMOKE -> new Parameters(8, 4, 2, 8, 2, 4, 8, 4);
            case REDUCED -> new Parameters(64, 64, 4, 64, 5, 40, 500, 25);
            case PAPER -> new Parameters(512, 256, 10, 256, 5, 75, 2_000, 25);
        };
    }

    @Override
    public List<String> columns() {
        return List.of("rule", "matrices", "learning rate", "step", "PSNR");
    }

    private static List<Cell> cells(Parameters parameters) {
        Candidate madam = new Candidate("Madam", 0.01, new Madam(0.01));
        Candidate adam = new Candidate("Adam", 1e-4, new Adam(1e-4));
        // The deep networks take longest and begin first.
        return List.of(
                new Cell(madam, parameters.deep()),
                new Cell(adam, parameters.deep()),
                new Cell(new Candidate("Madam", 0.001, new Madam(0.001)), parameters.deep()),
                new Cell(new Candidate("Adam", 1e-5, new Adam(1e-5)), parameters.deep()),
                new Cell(madam, parameters.shallow()),
                new Cell(adam, parameters.shallow()));
    }

    @Override
    public void run(Parameters parameters, Run run) {
        FourierTask task = FourierTask.generate(
                parameters.size(),
                parameters.features(),
                parameters.scale(),
                run.streams().named("picture"));
        List<Cell> cells = cells(parameters);
        run.progress().begin("networks", cells.size());
        List<Outcome> outcomes = Parallel.map(cells.size(), index -> {
            Cell cell = cells.get(index);
            Outcome outcome = fit(parameters, task, cell, cell.candidate().optimizer(), run.streams());
            run.progress().step();
            return outcome;
        });
        for (Outcome outcome : outcomes) {
            for (int i = 0; i < outcome.psnr().size(); i++) {
                run.report()
                        .row(
                                outcome.cell().candidate().rule(),
                                outcome.cell().depth(),
                                outcome.cell().candidate().rate(),
                                i * parameters.every(),
                                outcome.psnr().get(i));
            }
        }
        save(task, outcomes, run);
        run.report().figure(figure(parameters, outcomes));
        run.report().claims(claims(parameters, outcomes));
        run.report().notes(notes(outcomes));
        run.progress().end();
    }

    private static <S> Outcome fit(
            Parameters parameters, FourierTask task, Cell cell, Optimizer<S> rule, Streams streams) {
        Network network = Network.create(
                architecture(parameters, cell.depth()),
                Shape.of(2 * parameters.features()),
                new Initialiser.Prior(),
                streams.named("initial").indexed(cell.depth()));
        Tensor before = network.predict(task.places());
        List<Double> psnr = new ArrayList<>(List.of(psnr(before, task.picture())));
        int pixels = task.learned().shape().axis(0); // one batch: an epoch is a step
        Trainer<S> trainer =
                new Trainer<>(rule, new Schedule.Constant(), new MeanSquaredError(), pixels, parameters.steps());
        new TrainingSession<>(trainer, network, task.learned(), task.colours(), streams.named("training"))
                .run(List.of(new TrainingListener() {
                    @Override
                    public void afterStep(TrainingSession<?> session, float loss) {
                        if (session.cursor().step() % parameters.every() == 0) {
                            psnr.add(psnr(network.predict(task.places()), task.picture()));
                        }
                    }
                }));
        return new Outcome(cell, psnr, before, network.predict(task.places()));
    }

    /// Under the layers' prior: W ~ N(0, 2 / (fan-in + fan-out)), biases N(0, 0.01²).
    private static Layer architecture(Parameters parameters, int depth) {
        List<Layer> layers = new ArrayList<>();
        int fanIn = 2 * parameters.features();
        for (int i = 1; i < depth; i++) {
            layers.add(linear(fanIn, parameters.width()));
            layers.add(new Relu());
            fanIn = parameters.width();
        }
        layers.add(linear(fanIn, 3));
        layers.add(new Sigmoid());
        return new Sequential(layers);
    }

    private static Layer linear(int fanIn, int fanOut) {
        return new Linear(fanOut, 2.0 * fanIn / (fanIn + fanOut), 0.01 * 0.01);
    }

    private static double psnr(Tensor picture, Tensor target) {
        float[] p = picture.toArray();
        float[] t = target.toArray();
        double squares = 0;
        for (int i = 0; i < p.length; i++) {
            squares += (double) (p[i] - t[i]) * (p[i] - t[i]);
        }
        return -10 * Math.log10(squares / p.length);
    }

    /// The pictures of the run: before training above, after it below; on the left what is to be learned.
    private static void save(FourierTask task, List<Outcome> outcomes, Run run) {
        List<Tensor> above = new ArrayList<>(List.of(task.picture()));
        List<Tensor> below = new ArrayList<>(List.of(task.picture()));
        for (Outcome outcome : outcomes) {
            above.add(outcome.before());
            below.add(outcome.after());
        }
        try {
            DurableFile.replace(
                    run.report().folder().resolve("pictures.png"), Pictures.png(List.of(above, below), task.size()));
        } catch (IOException failed) {
            throw new UncheckedIOException("madam-fourier: pictures.png cannot be written", failed);
        }
    }

    private static Outcome best(List<Outcome> outcomes, String rule, int depth) {
        return outcomes.stream()
                .filter(outcome -> outcome.cell().candidate().rule().equals(rule)
                        && outcome.cell().depth() == depth)
                .max(Comparator.comparingDouble(Outcome::last))
                .orElseThrow();
    }

    private static List<Claim> claims(Parameters parameters, List<Outcome> outcomes) {
        Outcome madam = best(outcomes, "Madam", parameters.deep());
        Outcome adam = best(outcomes, "Adam", parameters.deep());
        return List.of(new Claim(
                "with the deep network Madam's PSNR exceeds Adam's by more than 3 dB",
                madam.last() - adam.last() > LEAST_GAIN,
                Words.number(madam.last()) + " dB against " + Words.number(adam.last()) + " dB",
                "with 75 matrices Adam does not learn at all, Madam does"));
    }

    private static List<String> notes(List<Outcome> outcomes) {
        List<String> notes = new ArrayList<>();
        notes.add("pictures.png: the picture, then every network, before training above and after it below: "
                + String.join("; ", outcomes.stream().map(Outcome::title).toList()) + ".");
        outcomes.forEach(outcome -> notes.add(outcome.title() + ": " + Words.number(outcome.last()) + " dB."));
        return notes;
    }

    private static Figure figure(Parameters parameters, List<Outcome> outcomes) {
        List<Curve> curves = new ArrayList<>();
        double most = 10;
        for (Outcome outcome : outcomes) {
            List<Double> steps = new ArrayList<>();
            for (int i = 0; i < outcome.psnr().size(); i++) {
                steps.add((double) i * parameters.every());
            }
            most = Math.max(most, outcome.psnr().stream().max(Double::compare).orElse(most));
            curves.add(new Curve(outcome.title(), Style.OURS, steps, outcome.psnr(), List.of()));
        }
        return new Figure("Fitting a picture", "step", "PSNR in dB", false, 1.1 * most, curves);
    }
}
