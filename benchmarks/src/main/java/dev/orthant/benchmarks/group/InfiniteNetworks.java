package dev.orthant.benchmarks.group;

import dev.orthant.benchmarks.group.Contest.Rival;
import dev.orthant.benchmarks.measure.Pace;
import dev.orthant.benchmarks.peer.Peers;
import dev.orthant.benchmarks.peer.PythonTorch;
import dev.orthant.layers.Layer;
import dev.orthant.layers.Sequential;
import dev.orthant.layers.infinite.KernelBlock;
import dev.orthant.layers.infinite.KernelTiles;
import dev.orthant.layers.infinite.orthant.OrthantEstimate;
import dev.orthant.layers.infinite.orthant.PublishedEstimator;
import dev.orthant.tensor.Shape;
import dev.orthant.tensor.Tensor;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.RectifierKernels;
import dev.orthant.tensor.linear.Cholesky;
import dev.orthant.tensor.linear.Matrix;
import dev.orthant.tensor.parallel.Parallel;
import dev.orthant.tensor.random.Streams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Networks of infinite width: kernels of a rectifier network of depth 7 in float64, and the published estimator of an
/// orthant's probability with a million samples.
///
/// The rows `gram` compare the NNGP alone with the least that it takes: the inner products, and six arc-cosine maps of half of
/// them, without the layers around.
public final class InfiniteNetworks implements Group {
    private static final int DEPTH = 7;
    private static final int INPUTS = 784;
    private static final long SAMPLES = 1_000_000;
    private static final int CHECKED = 200;

    /// One block of the estimator's samples, which both sides then weigh.
    private static final int WEIGHED = 512;

    private static final Layer NETWORK = Sequential.multilayerPerceptron(DEPTH, 1, 1);

    @Override
    public String name() {
        return "kernel";
    }

    @Override
    public String description() {
        return "infinitely wide networks: NNGP and NTK of depth 7, a million samples of the published estimator";
    }

    @Override
    public double peakFraction() {
        return 0.5;
    }

    @Override
    public List<String> peers() {
        return List.of(Peers.PYTHON_TORCH, Peers.PARTS);
    }

    /// Rows take seconds: few rounds.
    @Override
    public Pace pace() {
        return Pace.LONG;
    }

    @Override
    public List<Case> cases(Peers peers) {
        List<Case> cases = new ArrayList<>();
        for (int count : new int[] {100, 2_000, 10_000}) {
            // float64 sums of 784 products; the tangent kernel adds up seven layers
            cases.add(new Case("kernel", "n " + count, flops(count), bytes(count), 1e-11, () -> kernel(count, peers)));
        }
        for (int count : new int[] {2_000, 10_000}) {
            cases.add(new Case("gram", "n " + count, flops(count), bytes(count) / 2, 1e-11, () -> gram(count)));
        }
        for (int size : new int[] {50, 100, 500}) {
            double flops = SAMPLES * (1.0 * size * size + 4 * size);
            // ln of a mean of weights whose exponents both sides compute in float32: a few hundred times 2⁻²⁴, and n
            // roundings
            cases.add(new Case("estimator", "n " + size, flops, 0, 1e-3, () -> estimator(size, peers)));
        }
        return cases;
    }

    /// Half of the inner products: the kernel is symmetric.
    private static double flops(double count) {
        return count * count * INPUTS;
    }

    /// NNGP and NTK, written once.
    private static double bytes(double count) {
        return 2 * Double.BYTES * count * count;
    }

    private static Contest kernel(int count, Peers peers) {
        Tensor examples = Streams.ofSeed(1).gaussian(Shape.of(count, INPUTS));
        KernelBlock[] made = new KernelBlock[1];
        int[] places = places(count);
        List<Rival> rivals = new ArrayList<>();
        peers.pythonTorch().ifPresent(torch -> {
            double[] numbers = new double[count * INPUTS];
            Arrays.setAll(numbers, k -> examples.span().array()[examples.span().from() + k]);
            torch.ask("inputs " + PythonTorch.file(numbers) + " " + count + " " + INPUTS);
            rivals.add(new Rival(Peers.PYTHON_TORCH, () -> torch.ask("kernel " + DEPTH), () -> {
                StringBuilder command = new StringBuilder("sample");
                Arrays.stream(places).forEach(place -> command.append(' ').append(place));
                double[] theirs = Arrays.stream(torch.ask(command.toString()).split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                return Numbers.difference(theirs, values(made[0], places));
            }));
        });
        return new Contest(
                () -> made[0] = KernelTiles.of(NETWORK::kernel, examples),
                () -> Numbers.difference(values(made[0], places), defined(examples, places)),
                rivals,
                () -> {});
    }

    /// Row, column, row, column, …
    private static int[] places(int count) {
        return new SplittableRandom(3).ints(2L * CHECKED, 0, count).toArray();
    }

    private static double[] values(KernelBlock block, int[] places) {
        double[] values = new double[2 * CHECKED];
        for (int k = 0; k < CHECKED; k++) {
            values[k] = block.nngp().at(places[2 * k], places[2 * k + 1]);
            values[CHECKED + k] = block.ntk().at(places[2 * k], places[2 * k + 1]);
        }
        return values;
    }

    /// The recursion for one pair of examples at a time.
    private static double[] defined(Tensor examples, int[] places) {
        double[] values = new double[2 * CHECKED];
        for (int k = 0; k < CHECKED; k++) {
            Tensor row = examples.rows(places[2 * k], places[2 * k] + 1);
            Tensor column = examples.rows(places[2 * k + 1], places[2 * k + 1] + 1);
            KernelBlock block = NETWORK.kernel(KernelBlock.ofInputs(row, column));
            values[k] = block.nngp().at(0, 0);
            values[CHECKED + k] = block.ntk().at(0, 0);
        }
        return values;
    }

    private static Contest gram(int count) {
        Tensor examples = Streams.ofSeed(1).gaussian(Shape.of(count, INPUTS));
        Matrix[] made = new Matrix[1];
        int[] places = places(count);
        Matrix rows = Matrix.of(examples);
        return new Contest(
                () -> made[0] = KernelTiles.nngp(NETWORK::kernel, examples),
                () -> {
                    double[] ours = new double[CHECKED];
                    Arrays.setAll(ours, k -> made[0].at(places[2 * k], places[2 * k + 1]));
                    return Numbers.difference(ours, Arrays.copyOf(defined(examples, places), CHECKED));
                },
                List.of(new Rival(Peers.PARTS, () -> parts(rows), () -> 0)),
                () -> {});
    }

    /// The inner products, then as many arc-cosine maps as the kernel has elements on and above its diagonal, in rows that stay in
    /// the cache.
    private static void parts(Matrix rows) {
        rows.multiplyTransposedRight(rows);
        int count = rows.rows();
        RectifierKernels kernels = ActiveKernels.get().rectifier();
        int length = 128;
        long calls = (DEPTH - 1) * ((long) count * (count + 1) / 2) / length;
        Parallel.forPieces(Math.toIntExact(calls), 1024, (from, to) -> {
            double[] one = new double[length];
            Arrays.fill(one, 1);
            double[] t = new double[length];
            Arrays.setAll(t, j -> Math.sin(j));
            double[] covariance = new double[length];
            for (int call = from; call < to; call++) {
                kernels.row(1, 0, t, 1, one, covariance, new double[0]);
            }
        });
    }

    private static Contest estimator(int size, Peers peers) {
        Streams streams = Streams.ofSeed(2);
        Tensor examples = streams.named("examples").gaussian(Shape.of(size, INPUTS));
        Matrix kernel = NETWORK.kernel(KernelBlock.ofInputs(examples)).nngp();
        int[] labels =
                new SplittableRandom(4).ints(size, 0, 2).map(bit -> 2 * bit - 1).toArray();
        Matrix signed = Matrix.fill(size, size, (i, j) -> {
            double scale = Math.sqrt(kernel.at(i, i) * kernel.at(j, j));
            return i == j ? 1 : labels[i] * labels[j] * kernel.at(i, j) / scale;
        });
        Cholesky cholesky = Cholesky.of(signed);
        double scale = Math.exp(cholesky.logDeterminant() / size);
        Matrix exponent = cholesky.solve(Matrix.identity(size)).scaled(scale).plusDiagonal(-1);
        Tensor z = streams.named("weights").indexed(0).gaussian(Shape.of(WEIGHED, size));
        double[] absolute = new double[WEIGHED * size];
        Arrays.setAll(absolute, k -> Math.abs((double) z.span().array()[z.span().from() + k]));
        double ours = new PublishedEstimator(WEIGHED)
                        .estimate(kernel, labels, streams.named("weights"))
                        .logProbability()
                + size * Math.log(2);
        OrthantEstimate[] made = new OrthantEstimate[1];
        List<Rival> rivals = new ArrayList<>();
        peers.pythonTorch().ifPresent(torch -> {
            double[] numbers = new double[size * size];
            Arrays.setAll(numbers, k -> exponent.at(k / size, k % size));
            String given = torch.ask("exponent " + PythonTorch.file(numbers) + " " + size);
            rivals.add(new Rival(
                    Peers.PYTHON_TORCH,
                    () -> torch.ask("estimate " + SAMPLES),
                    () -> given.equals("done")
                            ? Math.abs(
                                    Double.parseDouble(torch.ask("weigh " + PythonTorch.file(absolute) + " " + WEIGHED))
                                            - ours)
                            : Double.NaN));
        });
        return new Contest(
                () -> made[0] = new PublishedEstimator(SAMPLES).estimate(kernel, labels, streams.named("run")),
                () -> Math.abs(weighed(absolute, exponent) - ours),
                rivals,
                () -> {});
    }

    /// ln of the mean of exp(−zᵀMz/2), straight from the formula.
    private static double weighed(double[] z, Matrix exponent) {
        int size = exponent.rows();
        double[] logWeights = new double[WEIGHED];
        for (int s = 0; s < WEIGHED; s++) {
            double[] point = Arrays.copyOfRange(z, s * size, (s + 1) * size);
            double[] image = exponent.multiply(point);
            for (int i = 0; i < size; i++) {
                logWeights[s] -= 0.5 * point[i] * image[i];
            }
        }
        double largest = Arrays.stream(logWeights).max().orElse(0);
        return largest
                + Math.log(Arrays.stream(logWeights)
                        .map(weight -> Math.exp(weight - largest))
                        .average()
                        .orElse(0));
    }
}
