package dev.orthant.experiments.implicitbias;

import dev.orthant.layers.Network;
import dev.orthant.layers.infinite.GaussianProcess;
import dev.orthant.layers.infinite.GradientFlow;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// One way from the infinitely wide network conditioned on the labels to the finite one that Nero trains.
sealed interface AblationVariant {
    /// In tables; unique.
    String name();

    /// Errors of several functions: networks from independent weights, or samples of an infinitely wide one.
    ///
    /// @param streams of the data set; the same at every label scale, and for variants that start from the same weights
    List<AblationOutcome> measure(AblationSetting setting, Problem problem, double labelScale, Streams streams);

    /// Infinitely wide networks that fit α times the labels.
    ///
    /// @param allLayers true: trained to the end by gradient flow (NTK); false: conditioned on fitting (NNGP)
    record Infinite(String name, Centring centring, boolean allLayers) implements AblationVariant {
        @Override
        public List<AblationOutcome> measure(
                AblationSetting setting, Problem problem, double labelScale, Streams streams) {
            KernelBlock kernel =
                    centring.perceptron(setting.depth(), 1).kernel(KernelBlock.ofInputs(problem.allInputs()));
            Matrix covariance = kernel.nngp();
            Matrix tangent = allLayers ? kernel.ntk() : covariance;
            double[] targets = targets(problem, labelScale);
            int train = targets.length;
            int all = covariance.rows();
            Matrix cross = tangent.block(train, all, 0, train);
            GradientFlow.Moment end = GradientFlow.of(
                            tangent.block(0, train, 0, train), covariance.block(0, train, 0, train), 1, 1)
                    .at(Double.POSITIVE_INFINITY);
            Matrix scores = new GaussianProcess.Posterior(
                            end.mean(cross, Matrix.columnOf(targets)),
                            end.covariance(
                                    cross,
                                    covariance.block(train, all, 0, train),
                                    covariance.block(train, all, train, all)),
                            Arrays.stream(covariance.diagonal()).average().orElseThrow())
                    .sample(
                            setting.posteriorSamples(),
                            streams.named("infinite").generator())
                    .scores();
            return IntStream.range(0, scores.rows())
                    .mapToObj(sample -> AblationOutcome.of(targets, scores.row(sample), problem, labelScale))
                    .toList();
        }
    }

    /// Finite networks, trained on ‖f − αy‖.
    record Trained(String name, Held held, StepRule rule, int width) implements AblationVariant {
        @Override
        public List<AblationOutcome> measure(
                AblationSetting setting, Problem problem, double labelScale, Streams streams) {
            return forEachNetwork(setting, streams, each -> {
                Network network = HeldTraining.start(setting.depth(), width, held, problem, each);
                setting.training(rule, labelScale).train(network, held, problem, labelScale, each);
                return AblationOutcome.of(
                        network.predict(problem.trainInputs()),
                        network.predict(problem.testInputs()),
                        problem,
                        labelScale);
            });
        }
    }

    /// The first-order expansion of finite networks in their weights at the start, trained to the end by gradient flow.
    record LinearisedFlow(String name, Held held, int width) implements AblationVariant {
        @Override
        public List<AblationOutcome> measure(
                AblationSetting setting, Problem problem, double labelScale, Streams streams) {
            return forEachNetwork(setting, streams, each -> {
                Network start = HeldTraining.start(setting.depth(), width, held, problem, each);
                return LinearisedTraining.flow(
                        LinearisedTraining.movable(start, held),
                        problem,
                        labelScale,
                        start.predict(problem.allInputs()));
            });
        }
    }

    /// The same expansion, trained by Nero's steps: its geometry without a change of features.
    record LinearisedSteps(String name, Held held, int width) implements AblationVariant {
        @Override
        public List<AblationOutcome> measure(
                AblationSetting setting, Problem problem, double labelScale, Streams streams) {
            return forEachNetwork(setting, streams, each -> {
                Network start = HeldTraining.start(setting.depth(), width, held, problem, each);
                return LinearisedTraining.steps(
                        LinearisedTraining.movable(start, held),
                        problem,
                        labelScale,
                        setting.training(StepRule.NERO, labelScale));
            });
        }
    }

    /// Kernel interpolation with the tangent kernel that a network has after Nero trained it: what of the advantage the
    /// changed features carry.
    record TangentAfterTraining(String name, Held held, int width) implements AblationVariant {
        @Override
        public List<AblationOutcome> measure(
                AblationSetting setting, Problem problem, double labelScale, Streams streams) {
            return forEachNetwork(setting, streams, each -> {
                Network network = HeldTraining.start(setting.depth(), width, held, problem, each);
                setting.training(StepRule.NERO, labelScale).train(network, held, problem, labelScale, each);
                return LinearisedTraining.interpolation(LinearisedTraining.movable(network, held), problem, labelScale);
            });
        }
    }

    /// Makes one outcome from a network's own streams.
    interface OfNetwork {
        AblationOutcome outcome(Streams streams);
    }

    private static List<AblationOutcome> forEachNetwork(AblationSetting setting, Streams streams, OfNetwork one) {
        List<AblationOutcome> outcomes = new ArrayList<>();
        for (int network = 0; network < setting.networks(); network++) {
            outcomes.add(one.outcome(streams.named("networks").indexed(network)));
        }
        return outcomes;
    }

    /// αy
    static double[] targets(Problem problem, double labelScale) {
        return IntStream.of(problem.trainSigns())
                .mapToDouble(sign -> labelScale * sign)
                .toArray();
    }

    /// The paper's infinitely wide network: where the gap begins.
    AblationVariant NNGP = new Infinite("NNGP", Centring.NONE, false);

    /// All of them but the widths, in the order of the table.
    static List<AblationVariant> all(int width) {
        return List.of(
                NNGP,
                new Infinite("NNGP, inputs centred", Centring.INPUTS, false),
                new Infinite("NNGP, hidden layers centred", Centring.HIDDEN, false),
                new Infinite("NNGP, balanced", Centring.ALL, false),
                new Infinite("NTK", Centring.NONE, true),
                new Infinite("NTK, balanced", Centring.ALL, true),
                new LinearisedFlow("linearised, norm 1", Held.NORM, width),
                new LinearisedFlow("linearised, balanced", Held.MEAN_AND_NORM, width),
                new LinearisedSteps("linearised, balanced, Nero's steps", Held.MEAN_AND_NORM, width),
                new TangentAfterTraining("tangent kernel after training", Held.MEAN_AND_NORM, width),
                trained(width),
                new Trained("trained, norm held", Held.NORM, StepRule.NERO, width),
                new Trained("trained, mean held", Held.MEAN, StepRule.NERO, width),
                new Trained("trained, nothing held", Held.NOTHING, StepRule.NERO, width),
                new Trained(
                        "trained, nothing held, small start", Held.NOTHING_FROM_SMALL_WEIGHTS, StepRule.NERO, width),
                byRule(StepRule.SGD, width),
                byRule(StepRule.ADAM, width),
                byRule(StepRule.FROMAGE, width));
    }

    /// The paper's finite network: where the gap ends.
    static AblationVariant trained(int width) {
        return new Trained("trained, width " + width, Held.MEAN_AND_NORM, StepRule.NERO, width);
    }

    /// Another rule under the same margin control.
    static AblationVariant byRule(StepRule rule, int width) {
        return new Trained("trained by " + rule.word(), Held.MEAN_AND_NORM, rule, width);
    }
}
