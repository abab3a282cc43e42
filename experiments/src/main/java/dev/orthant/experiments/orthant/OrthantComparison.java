package dev.orthant.experiments.orthant;

import dev.orthant.datasets.prepare.PixelScale;
import dev.orthant.experiments.Experiment;
import dev.orthant.experiments.Preset;
import dev.orthant.experiments.Run;
import dev.orthant.layers.infinite.orthant.Guide;
import dev.orthant.layers.infinite.orthant.MinimaxTilting;
import dev.orthant.layers.infinite.orthant.OrthantEstimate;
import dev.orthant.layers.infinite.orthant.OrthantProbability;
import dev.orthant.layers.infinite.orthant.SequentialMonteCarlo;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Every estimator of an orthant probability against the truth where it is known, and against each other on kernels of images
/// where it is not; how long each takes; whether its error bar can be believed; and samples of the scores given their signs.
///
/// The paper estimates information contents −ln P by importance sampling from a sphere-symmetric orthant (the last method here).
/// Its figures are figures of that estimator: this experiment shows by how much.
public final class OrthantComparison implements Experiment<OrthantComparison.Parameters> {
    /// @param largestReference    largest n of the problems with known answers, at least 10
    /// @param sizes               images per problem
    /// @param depths              of the networks, each at least 2
    /// @param islands             of sequential Monte Carlo, at least 4
    /// @param particles           of each, at least 2
    /// @param samples             of minimax tilting and of the sequential sampler, at least 2
    /// @param publishedSamples    of the paper's estimator, at least 2
    /// @param largestPublished    largest n at which that runs, at least 1
    /// @param chainStates         of the chains, at least 10
    /// @param coverageRepetitions for the intervals' coverage, at least 0: none
    public record Parameters(
            int largestReference,
            List<Integer> sizes,
            List<Integer> depths,
            int islands,
            int particles,
            int samples,
            int publishedSamples,
            int largestPublished,
            int chainStates,
            int coverageRepetitions) {
        public Parameters {
            sizes = List.copyOf(sizes);
            depths = List.copyOf(depths);
            require("largestReference", largestReference, 10);
            require("islands", islands, 4);
            require("particles", particles, 2);
            require("samples", samples, 2);
            require("publishedSamples", publishedSamples, 2);
            require("largestPublished", largestPublished, 1);
            require("chainStates", chainStates, 10);
            require("coverageRepetitions", coverageRepetitions, 0);
            sizes.forEach(size -> require("sizes", size, 4));
            depths.forEach(depth -> require("depths", depth, 2));
            require("sizes", sizes.size(), 1);
            require("depths", depths.size(), 1);
        }

        private static void require(String name, int value, int least) {
            if (value < least) {
                throw new IllegalArgumentException(
                        "orthant: " + name + " is " + value + "; it must be at least " + least);
            }
        }
    }

    /// Exact answers, two of them at n = 500.
    private static final Set<String> COVERAGE = Set.of(
            "equicorrelated 0.2",
            "factor 0.5, every fifth negative",
            "autoregressive 0.9, runs of 7",
            "random walk",
            "equicorrelated 0.9",
            "autoregressive 0.5");

    private static final List<String> COLUMNS = List.of(
            "problem",
            "n",
            "method",
            "ln P",
            "standard error",
            "effective samples",
            "samples",
            "truth",
            "deviation in standard errors",
            "warnings");

    @Override
    public String name() {
        return "orthant";
    }

    @Override
    public String paper() {
        return "Bernstein and Yue 2021, Computing the information content of trained neural networks (arXiv:2103.01045)";
    }

    @Override
    public String figure() {
        return "the estimator behind figures 1 and 2, beside others that converge";
    }

    @Override
    public String claim() {
        return "The probability that a random infinitely wide network fits given labels can be estimated by sampling.";
    }

    @Override
    public String duration(Preset preset) {
        return switch (preset) {
            case SMOKE -> "seconds";
            case REDUCED -> "some minutes";
            case PAPER -> "an hour or two";
        };
    }

    @Override
    public Parameters parameters(Preset preset) {
        List<Integer> depths = List.of(2, 7);
        return switch (preset) {
            case SMOKE -> new Parameters(50, List.of(5, 20), List.of(2), 8, 128, 1_000, 1_000, 50, 200, 0);
            case REDUCED ->
                new Parameters(500, List.of(5, 20, 50, 100, 200), depths, 16, 256, 4_000, 100_000, 200, 2_000, 0);
            case PAPER ->
                new Parameters(
                        500,
                        List.of(5, 20, 50, 100, 200, 500, 1000),
                        depths,
                        16,
                        256,
                        20_000,
                        1_000_000,
                        500,
                        20_000,
                        200);
        };
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public void run(Parameters parameters, Run run) {
        List<ReferenceProblem> problems = problems(parameters, run);
        Findings findings = new Findings(parameters);
        run.progress().begin("estimates", (long) problems.size() * Method.values().length);
        for (ReferenceProblem problem : problems) {
            measure(problem, parameters, run).forEach(findings::add);
            run.report().figure(findings.figure(run.dataName()));
            run.report().save();
        }
        List<ReferenceProblem> images =
                problems.stream().filter(problem -> !problem.known()).toList();
        int chainSize = parameters.sizes().stream()
                .filter(size -> size <= 200)
                .max(Integer::compare)
                .orElse(0);
        for (ReferenceProblem problem : images) {
            if (problem.size() == chainSize) {
                run.progress().begin("scores given their signs, " + problem.name(), 1);
                for (ChainReport report : ChainReport.all(problem, parameters, streams(run, problem))) {
                    findings.add(report);
                    run.report().metric(metric(report));
                }
                run.progress().step();
            }
        }
        if (parameters.coverageRepetitions() > 0) {
            for (ReferenceProblem problem : problems) {
                if (COVERAGE.contains(problem.name())) {
                    cover(problem, parameters, run, findings);
                }
            }
        }
        run.report().claims(findings.claims());
        run.report().notes(findings.notes());
        run.progress().end();
    }

    private static List<ReferenceProblem> problems(Parameters parameters, Run run) {
        List<ReferenceProblem> problems = new ArrayList<>(ReferenceProblem.all().stream()
                .filter(problem -> problem.size() <= parameters.largestReference())
                .toList());
        PixelScale scale = PixelScale.of(run.dataName());
        for (int size : parameters.sizes()) {
            for (int depth : parameters.depths()) {
                for (ImageProblem.Labels labels : ImageProblem.Labels.values()) {
                    Streams streams = run.streams().named("images").named(labels.name());
                    ImageProblem.draw(run.data(), scale, labels, size, depth, streams)
                            .ifPresent(problems::add);
                }
            }
        }
        return problems;
    }

    private static List<Measurement> measure(ReferenceProblem problem, Parameters parameters, Run run) {
        List<Measurement> measurements = new ArrayList<>();
        double preview = OrthantProbability.preview(problem.covariance(), problem.signs());
        double upperBound = MinimaxTilting.upperBound(problem.covariance(), problem.signs());
        for (Method method : Method.values()) {
            if (method != Method.PUBLISHED || problem.size() <= parameters.largestPublished()) {
                long start = System.nanoTime();
                OrthantEstimate estimate = method.estimator(parameters)
                        .estimate(
                                problem.covariance(),
                                problem.signs(),
                                streams(run, problem).named(method.name()));
                Measurement measurement = new Measurement(
                        problem, method, estimate, preview, upperBound, (System.nanoTime() - start) * 1e-9);
                measurements.add(measurement);
                run.report().row(row(measurement));
                run.report().metric(metric(measurement));
            }
            run.progress().step();
        }
        return measurements;
    }

    private static void cover(ReferenceProblem problem, Parameters parameters, Run run, Findings findings) {
        run.progress().begin("coverage, " + problem.name(), parameters.coverageRepetitions());
        Coverage coverage = Coverage.of(
                problem,
                new SequentialMonteCarlo(parameters.islands(), parameters.particles(), Guide.GUARDED),
                parameters.coverageRepetitions(),
                streams(run, problem).named("coverage"),
                () -> run.progress().step());
        findings.add(coverage);
        Map<String, Object> metric = new LinkedHashMap<>();
        metric.put("coverageOf", problem.name());
        metric.put("n", problem.size());
        metric.put("inside", coverage.inside());
        metric.put("repetitions", coverage.repetitions());
        metric.put("meanStatedError", coverage.meanError());
        metric.put("rootMeanSquareError", coverage.trueError());
        run.report().metric(metric);
        run.report().save();
    }

    private static Streams streams(Run run, ReferenceProblem problem) {
        return run.streams().named(problem.name()).indexed(problem.size());
    }

    private static Object[] row(Measurement measurement) {
        OrthantEstimate estimate = measurement.estimate();
        return new Object[] {
            measurement.problem().name(),
            measurement.problem().size(),
            measurement.method().title(),
            estimate.logProbability(),
            estimate.relativeStandardError(),
            estimate.effectiveSampleSize(),
            estimate.samples(),
            measurement.problem().truth(),
            measurement.deviation(),
            String.join("; ", estimate.warnings())
        };
    }

    private static Map<String, Object> metric(Measurement measurement) {
        Map<String, Object> metric = new LinkedHashMap<>();
        metric.put("problem", measurement.problem().name());
        metric.put("n", measurement.problem().size());
        metric.put("method", measurement.method().title());
        metric.put("logProbability", measurement.estimate().logProbability());
        metric.put("relativeStandardError", measurement.estimate().relativeStandardError());
        metric.put("effectiveSampleSize", measurement.estimate().effectiveSampleSize());
        metric.put("expectationPropagation", measurement.preview());
        metric.put("upperBound", measurement.upperBound());
        metric.put("jitter", measurement.estimate().jitter());
        metric.put("seconds", measurement.seconds());
        return metric;
    }

    private static Map<String, Object> metric(ChainReport report) {
        Map<String, Object> metric = new LinkedHashMap<>();
        metric.put("scoresOf", report.problem().name());
        metric.put("n", report.problem().size());
        metric.put("sampler", report.sampler());
        metric.put("draws", report.draws());
        metric.put("effective", report.effective());
        metric.put("effectivePerSecond", report.effective() / report.seconds());
        metric.put("violations", report.violations());
        metric.put("meanScore", report.meanScore());
        metric.put("meanScoreError", report.error());
        metric.put("seconds", report.seconds());
        return metric;
    }
}
