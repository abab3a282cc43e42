package dev.orthant.benchmarks.group;

import dev.orthant.benchmarks.group.Contest.Rival;
import dev.orthant.benchmarks.peer.Libtorch.TorchTensor;
import dev.orthant.benchmarks.peer.Peers;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Kernels;
import dev.orthant.tensor.parallel.Parallel;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/// Random numbers into existing memory. The two sides draw different numbers: what is compared are their first two moments.
public final class RandomNumbers implements Group {
    private static final int GRAIN = 1 << 16;
    private static final int[] LENGTHS = {10_000, 1_000_000};
    private static final long KEY = 12345;

    /// A wrong result is one whose moments are this many standard errors off.
    private static final double STANDARD_ERRORS = 6;

    @Override
    public String name() {
        return "random";
    }

    @Override
    public String description() {
        return "random numbers in float32, into existing memory";
    }

    @Override
    public List<Case> cases(Peers peers) {
        List<Case> cases = new ArrayList<>();
        for (int length : LENGTHS) {
            // Standard errors of the mean and of the mean square are at most √2 / √n for both distributions.
            double tolerance = STANDARD_ERRORS * Math.sqrt(2.0 / length);
            cases.add(new Case(
                    "uniform",
                    "(0, 1) " + length,
                    0,
                    (double) Float.BYTES * length,
                    tolerance,
                    () -> contest("uniform", Kernels::uniform, 0, 1, 0.5, 1.0 / 3, length, peers)));
            cases.add(new Case(
                    "gaussian",
                    "standard " + length,
                    0,
                    (double) Float.BYTES * length,
                    tolerance,
                    () -> contest("normal", Kernels::gaussian, 0, 1, 0, 1, length, peers)));
        }
        return cases;
    }

    @FunctionalInterface
    private interface Fill {
        void fill(Kernels kernels, long key, long firstIndex, Span out);
    }

    private static Contest contest(
            String torchName,
            Fill fill,
            double first,
            double second,
            double mean,
            double meanSquare,
            int length,
            Peers peers) {
        float[] out = new float[length];
        Span all = new Span(out, 0, length);
        Kernels kernels = ActiveKernels.get();
        Runnable ours = () -> Parallel.forPieces(
                length, GRAIN, (from, to) -> fill.fill(kernels, KEY, from, all.part(from, to - from)));
        Arena arena = Arena.ofShared();
        List<Rival> rivals = new ArrayList<>();
        peers.libtorch().ifPresent(torch -> {
            TorchTensor target = torch.tensor(arena, new float[length], length);
            rivals.add(new Rival(
                    "libtorch",
                    torch.random(arena, torchName, first, second, target),
                    () -> momentError(target.toArray(length), mean, meanSquare)));
        });
        return new Contest(ours, () -> momentError(out, mean, meanSquare), rivals, arena::close);
    }

    /// The larger of the errors of mean and mean square.
    private static double momentError(float[] numbers, double mean, double meanSquare) {
        double sum = 0;
        double squares = 0;
        for (float number : numbers) {
            sum += number;
            squares += (double) number * number;
        }
        return Math.max(Math.abs(sum / numbers.length - mean), Math.abs(squares / numbers.length - meanSquare));
    }
}
