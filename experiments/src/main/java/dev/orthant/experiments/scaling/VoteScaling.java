package dev.orthant.experiments.scaling;

import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.experiments.report.Claim;
import dev.orthant.experiments.scaling.CostModel.Layout;
import dev.orthant.experiments.scaling.SimulatedGroup.Outcome;
import dev.orthant.optimizers.collective.RoundPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a round of a majority vote costs, from four workers to a million: a cost model, whose constants are parameters, and up to
/// a thousand workers simulated with the real rules of a vote. See `docs/scaling.md`.
public final class VoteScaling implements Experiment<VoteScaling.Parameters> {
    /// Times are in milliseconds.
    ///
    /// @param computation    mean of a gradient's time, more than 0
    /// @param spread         standard deviation of its logarithm, at least 0
    /// @param latency        of the network, at least 0
    /// @param bandwidth      of each worker's link, megabytes a second, more than 0
    /// @param weights        of the network whose signs travel, at least 1
    /// @param headerBytes    of each message, at least 0
    /// @param deadline       of a round, in means of a gradient's time, more than 0
    /// @param stalls         chance that a gradient takes twenty times as long, in [0, 1)
    /// @param lifetimeRounds mean life of a worker's process, in means of a gradient's time, more than 0
    /// @param largest        number of simulated workers, in [4, 4096]
    /// @param rounds         that are simulated, at least 2
    /// @param dimension      of the quadratic that is descended, at least 1
    public record Parameters(
            double computation,
            double spread,
            double latency,
            double bandwidth,
            double weights,
            double headerBytes,
            double deadline,
            double stalls,
            double lifetimeRounds,
            int largest,
            int rounds,
            int dimension) {
        public Parameters {
            require("computation", computation, computation > 0, "more than 0");
            require("spread", spread, spread >= 0, "at least 0");
            require("latency", latency, latency >= 0, "at least 0");
            require("bandwidth", bandwidth, bandwidth > 0, "more than 0");
            require("weights", weights, weights >= 1, "at least 1");
            require("headerBytes", headerBytes, headerBytes >= 0, "at least 0");
            require("deadline", deadline, deadline > 0, "more than 0");
            require("stalls", stalls, stalls >= 0 && stalls < 1, "in [0, 1)");
            require("lifetimeRounds", lifetimeRounds, lifetimeRounds > 0, "more than 0");
            require("largest", largest, largest >= 4 && largest <= 4096, "in [4, 4096]");
            require("rounds", rounds, rounds >= 2, "at least 2");
            require("dimension", dimension, dimension >= 1 && dimension <= 1 << 20, "in [1, 1048576]");
        }

        private static void require(String name, Number value, boolean holds, String required) {
            if (!holds || !Double.isFinite(value.doubleValue())) {
                throw new IllegalArgumentException(
                        "vote-scaling: " + name + " is " + value + "; it must be " + required);
            }
        }

        CostModel cost() {
            return new CostModel(computation * 1e-3, spread, latency * 1e-3, bandwidth * 1e6, weights, headerBytes);
        }
    }

    private static final double LIARS = 0.4;
    private static final double RATE = 0.02;

    @Override
    public String name() {
        return "vote-scaling";
    }

    @Override
    public String paper() {
        return "none: votes beyond one machine, on paper";
    }

    @Override
    public String figure() {
        return "time of a round against the number of workers";
    }

    @Override
    public String claim() {
        return "A majority vote goes on with a thousand workers of which some stall, die and lie.";
    }

    @Override
    public String duration(Preset preset) {
        return preset == Preset.PAPER ? "some minutes" : "a minute at most";
    }

    /// The constants are those that `docs/scaling.md` fits to measured groups of four.
    @Override
    public Parameters parameters(Preset preset) {
        Parameters paper = new Parameters(66, 0.44, 4.7, 61, 1 << 20, 250, 4, 0.001, 10_000, 1_000, 300, 256);
        return switch (preset) {
            case SMOKE -> shortened(paper, 16, 10);
            case REDUCED -> shortened(paper, 256, 150);
            case PAPER -> paper;
        };
    }

    private static Parameters shortened(Parameters of, int largest, int rounds) {
        return new Parameters(
                of.computation(),
                of.spread(),
                of.latency(),
                of.bandwidth(),
                of.weights(),
                of.headerBytes(),
                of.deadline(),
                of.stalls(),
                of.lifetimeRounds(),
                largest,
                rounds,
                of.dimension());
    }

    @Override
    public List<String> columns() {
        return List.of(
                "how",
                "layout",
                "workers",
                "mishaps",
                "round ms",
                "p99 ms",
                "votes counted",
                "undecided",
                "sent again",
                "died",
                "loss",
                "MB a round at the busiest");
    }

    @Override
    public void run(Parameters parameters, Run run) {
        List<Integer> sizes = new ArrayList<>();
        for (int size = 4; size < parameters.largest(); size *= 4) {
            sizes.add(size);
        }
        sizes.add(parameters.largest());
        List<Mishap> mishaps = List.of(Mishap.values());
        run.progress().begin("groups", (long) sizes.size() * mishaps.size());
        double counted = 1;
        boolean learned = true;
        for (int size : sizes) {
            for (Mishap mishap : mishaps) {
                Simulated simulated = simulate(parameters, run, size, mishap);
                counted = mishap == Mishap.NONE
                        ? Math.min(counted, simulated.outcome().voters())
                        : counted;
                learned &= mishap != Mishap.ALL || simulated.loss() < 1;
                run.report().save();
                run.progress().step();
            }
        }
        run.report()
                .claims(List.of(
                        new Claim(
                                "without mishaps every vote is counted",
                                counted == 1,
                                "at least " + number(100 * counted) + " % of the votes, up to " + parameters.largest()
                                        + " workers",
                                "specification of this project"),
                        new Claim(
                                "with stalls, deaths and " + Math.round(100 * LIARS)
                                        + " % liars the loss falls all the same",
                                learned,
                                "up to " + parameters.largest() + " workers",
                                "theorem 2 of the majority vote's paper, with members that come and go")));
        model(parameters, run);
        run.progress().end();
    }

    /// What goes wrong.
    private enum Mishap {
        NONE("none", 0, false, false),
        STALLS("stalls", 0, true, false),
        DEATHS("stalls, deaths", 0, true, true),
        ALL("stalls, deaths, 40 % liars", LIARS, true, true);

        private final String word;
        private final double liars;
        private final boolean stalls;
        private final boolean deaths;

        Mishap(String word, double liars, boolean stalls, boolean deaths) {
            this.word = word;
            this.liars = liars;
            this.stalls = stalls;
            this.deaths = deaths;
        }

        Mishaps of(Parameters parameters, int size) {
            double unit = parameters.cost().computation();
            return new Mishaps(
                    (int) (liars * size),
                    deaths ? unit * parameters.lifetimeRounds() : Double.POSITIVE_INFINITY,
                    2 * unit,
                    100 * unit,
                    stalls ? parameters.stalls() : 0);
        }
    }

    private record Simulated(Outcome outcome, double loss) {}

    /// As the engine does: star up to eight, slices beyond.
    private static Layout layout(int size) {
        return size <= 8 ? Layout.STAR : Layout.SLICES;
    }

    private static Simulated simulate(Parameters parameters, Run run, int size, Mishap mishap) {
        CostModel cost = parameters.cost();
        Duration deadline = Duration.ofNanos(Math.round(1e9 * parameters.deadline() * cost.computation()));
        SharedDescent descent = new SharedDescent(
                parameters.dimension(), RATE, run.streams().named("descent").indexed(size));
        Layout layout = layout(size);
        Outcome outcome = new SimulatedGroup(
                        cost,
                        mishap.of(parameters, size),
                        layout,
                        new RoundPolicy(size / 2 + 1, deadline),
                        descent,
                        size,
                        parameters.rounds(),
                        run.streams().named("mishaps").indexed(size).key())
                .run();
        List<Double> sorted = outcome.seconds().stream().sorted().toList();
        double mean = sorted.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        run.report()
                .row(
                        "simulated",
                        layout.word(),
                        size,
                        mishap.word,
                        number(1e3 * mean),
                        number(1e3 * sorted.get(sorted.size() * 99 / 100)),
                        number(outcome.voters()),
                        outcome.undecided(),
                        outcome.sentAgain(),
                        outcome.left(),
                        number(descent.loss()),
                        number(busiest(cost, layout, size)));
        return new Simulated(outcome, descent.loss());
    }

    /// The formulas alone, to a million.
    private static void model(Parameters parameters, Run run) {
        CostModel cost = parameters.cost();
        for (double size : new double[] {4, 64, 1_000, 10_000, 100_000, 1_000_000}) {
            for (Layout layout : Layout.values()) {
                run.report()
                        .row(
                                "formula",
                                layout.word(),
                                (long) size,
                                "none",
                                number(1e3 * (cost.slowest(size) + cost.communication(layout, size))),
                                "",
                                "",
                                "",
                                "",
                                number(size * cost.slowest(size) / (parameters.lifetimeRounds() * cost.computation())),
                                "",
                                number(busiest(cost, layout, size)));
            }
        }
        run.report()
                .notes(List.of(
                        "In rows by formula the column died tells how many workers die in the mean per round, which is"
                                + " the number of changes of the membership per round."));
    }

    /// Megabytes that the busiest worker receives.
    private static double busiest(CostModel cost, Layout layout, double size) {
        return cost.busiest(layout, size) * cost.bandwidth() * 1e-6;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
