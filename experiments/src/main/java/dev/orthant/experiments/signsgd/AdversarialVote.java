package dev.orthant.experiments.signsgd;

import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.optimizers.Sgd;
import dev.orthant.optimizers.SignOfZero;
import dev.orthant.optimizers.collective.Adversary;
import dev.orthant.optimizers.collective.Aggregation;
import dev.orthant.optimizers.collective.Mean;
import dev.orthant.optimizers.collective.MultiKrum;
import dev.orthant.optimizers.collective.RoundPolicy;
import dev.orthant.optimizers.collective.VotedErrorFeedback;
import dev.orthant.optimizers.collective.VotedSignum;
import dev.orthant.optimizers.collective.VotingRule;
import dev.orthant.tensor.random.Streams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Majority vote against adversaries: a quadratic with up to 27 workers, then a network on images whose workers have
/// disjoint shards, one bit per weight each way.
///
/// Claims: the vote converges as long as fewer than half of the workers are turned, and not beyond; the mean of full gradients
/// falls to three of seven; the vote's traffic is 1/32 of that of full gradients.
///
/// Departures from the papers: their image experiments are ResNet-50 on ImageNet and ResNet-18 on CIFAR-10; here a network of
/// two layers on small images.
public final class AdversarialVote implements Experiment<AdversarialVote.Parameters> {
    /// @param toyDimension of the quadratic, at least 1
    /// @param toySteps     at least 10
    /// @param toyRate      learning rate on the quadratic, more than 0
    /// @param width        of the network's hidden layer, at least 1
    /// @param trainCount   training examples, shared among the workers; all if there are not so many
    /// @param testCount    test examples; all if there are not so many
    /// @param workers      in the runs with adversaries, odd, at least 3
    /// @param batchSize    per worker, at least 1
    /// @param rounds       of training, at least 1
    /// @param rate         of Signum, more than 0
    /// @param momentum     of Signum, in [0, 1)
    /// @param sgdRate      of SGD where gradients are sent in full, more than 0
    public record Parameters(
            int toyDimension,
            int toySteps,
            double toyRate,
            int width,
            int trainCount,
            int testCount,
            int workers,
            int batchSize,
            int rounds,
            double rate,
            double momentum,
            double sgdRate) {
        public Parameters {
            require("toyDimension", toyDimension, toyDimension >= 1, "at least 1");
            require("toySteps", toySteps, toySteps >= 10, "at least 10");
            require("width", width, width >= 1 && width <= 46_000, "in [1, 46000]");
            require("trainCount", trainCount, trainCount >= 100, "at least 100");
            require("testCount", testCount, testCount >= 1, "at least 1");
            require("workers", workers, workers >= 3 && workers % 2 == 1 && workers <= 99, "odd, in [3, 99]");
            require("batchSize", batchSize, batchSize >= 1, "at least 1");
            require("rounds", rounds, rounds >= 1, "at least 1");
            require("toyRate", toyRate, toyRate > 0 && toyRate <= 1, "more than 0, at most 1");
            require("rate", rate, rate > 0 && rate <= 1, "more than 0, at most 1");
            require("momentum", momentum, momentum >= 0 && momentum < 1, "in [0, 1)");
            require("sgdRate", sgdRate, sgdRate > 0 && sgdRate <= 100, "more than 0, at most 100");
        }

        private static void require(String name, Number value, boolean holds, String required) {
            if (!holds) {
                throw new IllegalArgumentException(
                        "majority-vote: " + name + " is " + value + "; it must be " + required);
            }
        }

        /// Most adversaries that leave a majority.
        int minority() {
            return (workers - 1) / 2;
        }

        VotedSignum signum() {
            return new VotedSignum(rate, momentum, 0, SignOfZero.PLUS);
        }
    }

    private static final double SCALE = -10;

    private static final List<String> COLUMNS = List.of(
            "problem",
            "workers",
            "adversaries",
            "kind",
            "steps by",
            "test accuracy",
            "loss",
            "rounds",
            "bytes per round");

    @Override
    public String name() {
        return "majority-vote";
    }

    @Override
    public String paper() {
        return "Bernstein, Zhao, Azizzadenesheli and Anandkumar 2019, signSGD with majority vote is communication efficient"
                + " and fault tolerant (arXiv:1810.05291)";
    }

    @Override
    public String figure() {
        return "the toy of figure 1 and the robustness experiments, on small images";
    }

    @Override
    public String claim() {
        return "A majority vote of signs trains as long as fewer than half of the workers are adversaries, with 1/32 of the"
                + " traffic.";
    }

    @Override
    public String duration(Preset preset) {
        return switch (preset) {
            case SMOKE -> "seconds";
            case REDUCED -> "some minutes";
            case PAPER -> "ten minutes";
        };
    }

    @Override
    public Parameters parameters(Preset preset) {
        return switch (preset) {
            case SMOKE -> new Parameters(64, 20, 0.01, 16, 1_000, 200, 7, 32, 4, 1e-3, 0.9, 0.1);
            case REDUCED -> new Parameters(1_000, 1_500, 0.01, 128, 60_000, 10_000, 7, 64, 400, 1e-3, 0.9, 0.1);
            case PAPER -> new Parameters(1_000, 1_500, 0.01, 128, 60_000, 10_000, 7, 64, 1_600, 1e-3, 0.9, 0.1);
        };
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public void run(Parameters parameters, Run run) {
        AdversarialVoteFindings findings = new AdversarialVoteFindings(parameters);
        run.progress().begin("quadratic", Toy.all().size());
        for (Toy toy : Toy.all()) {
            List<Double> losses = NoisyQuadratic.vote(
                    parameters.toyDimension(),
                    parameters.toyRate(),
                    parameters.toySteps(),
                    toy.workers(),
                    toy.liars(),
                    toy.adversary(),
                    run.streams().named("quadratic"));
            findings.add(toy, losses);
            run.report()
                    .row(
                            "quadratic",
                            toy.workers(),
                            toy.liars(),
                            kind(toy.adversary(), toy.liars()),
                            "vote",
                            Double.NaN,
                            losses.getLast(),
                            parameters.toySteps(),
                            Double.NaN);
            run.progress().step();
        }
        List<Case> cases = cases(parameters);
        run.progress().begin("networks", cases.size());
        for (Case each : cases) {
            Outcome outcome = each.run(parameters, run);
            findings.add(each, outcome);
            run.report()
                    .row(
                            run.dataName(),
                            each.workers(),
                            each.liars(),
                            kind(each.adversary(), each.liars()),
                            each.how(),
                            outcome.accuracy(),
                            Double.NaN,
                            outcome.rounds(),
                            outcome.bytesPerRound());
            run.report().metric(metric(each, outcome));
            run.report().claims(findings.claims());
            run.report().save();
            run.progress().step();
        }
        run.report().figure(findings.figure());
        run.progress().end();
    }

    /// A run on the quadratic.
    record Toy(int workers, int liars, Adversary adversary) {
        static List<Toy> all() {
            Adversary flip = new Adversary.Flip();
            return List.of(
                    new Toy(1, 0, flip),
                    new Toy(3, 0, flip),
                    new Toy(9, 0, flip),
                    new Toy(27, 0, flip),
                    new Toy(27, 5, flip),
                    new Toy(27, 9, flip),
                    new Toy(27, 13, flip),
                    new Toy(27, 14, flip),
                    new Toy(27, 13, new Adversary.Noise()));
        }
    }

    /// A run of the network. The last `liars` of the workers are adversaries.
    record Case(String how, int workers, int liars, Adversary adversary) {
        Outcome run(Parameters parameters, Run run) {
            Classifier classifier =
                    Classifier.of(run, parameters.width(), parameters.trainCount(), parameters.testCount());
            return switch (how) {
                case "mean" -> aggregate(classifier, new Mean(), parameters, run.streams());
                case "multi-Krum" -> aggregate(classifier, new MultiKrum(liars), parameters, run.streams());
                case "vote with error feedback" ->
                    vote(classifier, new VotedErrorFeedback(parameters.rate(), 0), parameters, run.streams());
                default -> vote(classifier, parameters.signum(), parameters, run.streams());
            };
        }

        private <S> Outcome vote(Classifier classifier, VotingRule<S> rule, Parameters parameters, Streams streams) {
            return InProcess.vote(
                    classifier,
                    shards(classifier, rule, parameters, streams),
                    rule,
                    new RoundPolicy(1, Duration.ofMinutes(1), SignOfZero.PLUS, 0),
                    parameters.rounds(),
                    digest -> {});
        }

        private Outcome aggregate(Classifier classifier, Aggregation by, Parameters parameters, Streams streams) {
            return InProcess.aggregate(
                    classifier,
                    shards(classifier, parameters.signum(), parameters, streams),
                    by,
                    new Sgd(parameters.sgdRate(), 0),
                    parameters.rounds());
        }

        private <S> List<ShardWorker<S>> shards(
                Classifier classifier, VotingRule<S> rule, Parameters parameters, Streams streams) {
            return AdversarialVote.shards(classifier, rule, parameters, workers, liars, adversary, streams);
        }
    }

    /// All workers of a run, the last `liars` of them adversaries.
    static <S> List<ShardWorker<S>> shards(
            Classifier classifier,
            VotingRule<S> rule,
            Parameters parameters,
            int workers,
            int liars,
            Adversary adversary,
            Streams streams) {
        return IntStream.range(0, workers)
                .mapToObj(rank -> new ShardWorker<>(
                        classifier,
                        rank,
                        workers,
                        parameters.batchSize(),
                        rule,
                        rank < workers - liars ? new Adversary.Honest() : adversary,
                        streams))
                .toList();
    }

    private static List<Case> cases(Parameters parameters) {
        int workers = parameters.workers();
        int minority = parameters.minority();
        Adversary flip = new Adversary.Flip();
        Adversary scaled = new Adversary.Scaled(SCALE);
        List<Case> cases = new ArrayList<>();
        for (int count : new int[] {1, 3, 15}) {
            cases.add(new Case("vote", count, 0, flip));
        }
        for (int liars = 0; liars <= minority + 1; liars++) {
            cases.add(new Case("vote", workers, liars, flip));
        }
        cases.add(new Case("vote", workers, minority, new Adversary.Noise()));
        cases.add(new Case("vote", workers, minority, scaled));
        cases.add(new Case("vote with error feedback", workers, 0, flip));
        cases.add(new Case("vote with error feedback", workers, minority, flip));
        cases.add(new Case("mean", workers, 0, flip));
        cases.add(new Case("mean", workers, minority, scaled));
        cases.add(new Case("multi-Krum", workers, 1, scaled));
        cases.add(new Case("multi-Krum", workers, minority, scaled));
        return cases;
    }

    /// The adversary in a word or two.
    static String kind(Adversary adversary, int liars) {
        if (liars == 0) {
            return "none";
        }
        return switch (adversary) {
            case Adversary.Honest() -> "none";
            case Adversary.Flip() -> "flip";
            case Adversary.Noise() -> "noise";
            case Adversary.Scaled(double factor) -> "times " + factor;
        };
    }

    private static Map<String, Object> metric(Case each, Outcome outcome) {
        Map<String, Object> metric = new LinkedHashMap<>();
        metric.put("how", each.how());
        metric.put("workers", each.workers());
        metric.put("liars", each.liars());
        metric.put("kind", kind(each.adversary(), each.liars()));
        metric.put("accuracy", outcome.accuracy());
        metric.put("rounds", outcome.rounds());
        metric.put("upBytes", outcome.upBytes());
        metric.put("downBytes", outcome.downBytes());
        metric.put("digest", Long.toHexString(outcome.digest()));
        return metric;
    }
}
