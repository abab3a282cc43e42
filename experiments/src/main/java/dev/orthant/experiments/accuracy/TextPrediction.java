package dev.orthant.experiments.accuracy;

import dev.orthant.autograd.loss.CrossEntropy;
import dev.orthant.datasets.CharacterText;
import dev.orthant.datasets.catalogue.DataLocations;
import dev.orthant.datasets.catalogue.Datasets;
import dev.orthant.experiments.BadInput;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.classification.Conditions;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.training.Metric;
import dev.orthant.experiments.training.Trainer;
import dev.orthant.experiments.training.TrainingListener;
import dev.orthant.experiments.training.TrainingSession;
import dev.orthant.experiments.training.TrainingSummary;
import dev.orthant.layers.Initialiser;
import dev.orthant.layers.Network;
import dev.orthant.layers.nets.Transformer;
import dev.orthant.optimizers.AdamW;
import dev.orthant.optimizers.schedule.Schedule;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// A small transformer that predicts the next character of tiny Shakespeare: nats per character on the last tenth of the
/// text, which it has not seen.
///
/// The text is cut into windows of the context's length side by side; an epoch visits each once. Preset `smoke` takes the
/// labels of the run's images for a text, so that it needs no file. The claim is about the preset `reduced`; with other
/// parameters it is left out.
public final class TextPrediction implements Experiment<TextPrediction.Parameters> {
    private static final double THRESHOLD = 1.9;
    private static final int PREDICTED_AT_ONCE = 64;
    private static final double HELD_BACK = 0.1;

    /// @param shakespeare whether to read tiny Shakespeare; else the labels of the run's images are the text
    /// @param context     characters that a prediction sees at most, at least 1
    /// @param width       features of a place; a multiple of `heads`
    /// @param heads       of the attention, at least 1
    /// @param blocks      at least 1
    /// @param epochs      passes over the text, at least 1
    /// @param batchSize   windows in a step, at least 1
    /// @param learningRate the largest of the cycle, more than 0
    public record Parameters(
            boolean shakespeare,
            int context,
            int width,
            int heads,
            int blocks,
            int epochs,
            int batchSize,
            double learningRate) {
        public Parameters {
            new Conditions("shakespeare")
                    .atLeast("context", context, 1)
                    .atLeast("heads", heads, 1)
                    .atLeast("width", width, heads)
                    .atLeast("blocks", blocks, 1)
                    .within("epochs", epochs, 1, 10_000)
                    .atLeast("batchSize", batchSize, 1)
                    .positive("learningRate", learningRate);
        }
    }

    @Override
    public String name() {
        return "shakespeare";
    }

    @Override
    public String paper() {
        return "none: what the library's networks reach";
    }

    @Override
    public String figure() {
        return "nats per character after each epoch";
    }

    @Override
    public String claim() {
        return "Two blocks of width 128 predict the held-back tenth of tiny Shakespeare with at most 1.9 nats per character.";
    }

    @Override
    public String duration(Preset preset) {
        return switch (preset) {
            case SMOKE -> "seconds";
            case REDUCED, PAPER -> "a quarter of an hour";
        };
    }

    @Override
    public Parameters parameters(Preset preset) {
        return switch (preset) {
            case SMOKE -> new Parameters(false, 16, 16, 2, 1, 1, 16, 0.003);
            case REDUCED, PAPER -> new Parameters(true, 64, 128, 4, 2, 6, 16, 0.003);
        };
    }

    @Override
    public List<String> columns() {
        return List.of("epoch", "training loss", "held-back loss");
    }

    @Override
    public void run(Parameters parameters, Run run) {
        CharacterText text = text(parameters, run);
        int split = (int) (text.size() * (1 - HELD_BACK));
        Windows train = Windows.of(text.part(0, split), parameters.context());
        Windows test = Windows.of(text.part(split, text.size()), parameters.context());
        Network network = Network.create(
                Transformer.decoder(
                        text.alphabet().length(),
                        parameters.context(),
                        parameters.width(),
                        parameters.heads(),
                        parameters.blocks(),
                        1),
                Shape.of(parameters.context()),
                new Initialiser.UniformFanIn(),
                run.streams().named("initial"));
        int steps = parameters.epochs() * Math.ceilDiv(train.inputs().shape().axis(0), parameters.batchSize());
        Trainer<?> trainer = new Trainer<>(
                new AdamW(parameters.learningRate(), 0.9, 0.99, 1e-8, 0.01),
                new Schedule.OneCycle(Math.max(2, steps), 0.1, 25, 1e4),
                Trainer.Clock.STEPS,
                new CrossEntropy(),
                parameters.batchSize(),
                parameters.epochs());
        run.progress().begin("steps", steps);
        Evaluation evaluation = new Evaluation(run, test);
        TrainingSummary summary = new TrainingSession<>(
                        trainer,
                        network,
                        train.inputs(),
                        train.targets(),
                        run.streams().named("training"))
                .run(List.of(evaluation));
        run.progress().end();
        run.report().notes(List.of("training: " + summary.cost()));
        if (parameters.equals(parameters(Preset.REDUCED))) { // of all else nothing is claimed
            String measured = String.format(Locale.ROOT, "%.3f nats per character", evaluation.loss);
            boolean holds = evaluation.loss <= THRESHOLD;
            run.report().claims(List.of(new Claim(claim(), holds, measured, "none: a threshold of this project")));
        }
    }

    private static CharacterText text(Parameters parameters, Run run) {
        if (!parameters.shakespeare()) {
            StringBuilder labels = new StringBuilder();
            for (int label : run.data().train().labels()) {
                labels.append((char) ('0' + label));
            }
            return CharacterText.of("labels", labels.toString());
        }
        try {
            return Datasets.text("shakespeare", DataLocations.ofEnvironment());
        } catch (IOException absent) {
            throw new BadInput(String.valueOf(absent.getMessage()));
        }
    }

    /// Windows of a text and the characters one place later.
    ///
    /// @param inputs  `[windows, context]`
    /// @param targets `[windows, context]`
    private record Windows(Tensor inputs, Tensor targets) {
        static Windows of(CharacterText text, int context) {
            int count = (text.size() - 1) / context;
            int[] codes = text.codes(0, text.size());
            Tensor inputs = Tensor.zeros(Shape.of(count, context));
            Tensor targets = Tensor.zeros(Shape.of(count, context));
            for (int i = 0; i < count * context; i++) {
                inputs.span().array()[i] = codes[i];
                targets.span().array()[i] = codes[i + 1];
            }
            return new Windows(inputs, targets);
        }
    }

    /// Looks at the held-back text after every epoch.
    private static final class Evaluation implements TrainingListener {
        private final Run run;
        private final Windows held;
        private double loss = Double.NaN;

        Evaluation(Run run, Windows held) {
            this.run = run;
            this.held = held;
        }

        @Override
        public void afterStep(TrainingSession<?> session, float stepLoss) {
            run.progress().step();
        }

        @Override
        public boolean afterEpoch(TrainingSession<?> session, int epoch, double meanLoss) {
            loss = Metric.measure(
                            session.network(),
                            held.inputs(),
                            held.targets(),
                            PREDICTED_AT_ONCE,
                            List.of(new Metric.MeanLoss(new CrossEntropy())))
                    .getFirst();
            run.report().row(epoch + 1, meanLoss, loss);
            run.report().save();
            return true;
        }
    }
}
