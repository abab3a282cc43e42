package dev.orthant.benchmarks.group;

import dev.orthant.benchmarks.group.Contest.Rival;
import dev.orthant.benchmarks.peer.Libtorch;
import dev.orthant.benchmarks.peer.Libtorch.TorchTensor;
import dev.orthant.benchmarks.peer.Peers;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Kernels;
import dev.orthant.tensor.parallel.Parallel;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/// Loops over float32 numbers and sums over them, each side writing into memory of its own that is already there.
public final class Elementwise implements Group {
    /// What one thread takes of an array.
    private static final int GRAIN = 1 << 16;

    private static final float FACTOR = 0.75f;

    /// Of sums of positive numbers: some hundred roundings of float32, as many as a careless order of 10⁶ would show.
    private static final double SUM_TOLERANCE = 200 * Numbers.UNIT;

    /// Numbers in the arrays: in the first- or second-level cache, and beyond.
    private static final int[] LENGTHS = {10_000, 1_000_000};

    @Override
    public String name() {
        return "elementwise";
    }

    @Override
    public String description() {
        return "element by element and sums, in float32, results into existing memory";
    }

    @Override
    public List<Case> cases(Peers peers) {
        List<Case> cases = new ArrayList<>();
        for (int length : LENGTHS) {
            for (Loop loop : loops()) {
                cases.add(new Case(
                        loop.sums ? "sums" : "loops",
                        loop.name + " " + length,
                        loop.flops * length,
                        (double) loop.arrays * Float.BYTES * length,
                        loop.sums ? SUM_TOLERANCE : 4 * Numbers.UNIT,
                        () -> contest(loop, length, peers)));
            }
        }
        return cases;
    }

    /// What our side does to a part of the arrays.
    @FunctionalInterface
    private interface Ours {
        void run(Kernels kernels, Span a, Span b, Span out);
    }

    /// What libtorch does to all of them.
    @FunctionalInterface
    private interface Theirs {
        Runnable of(Libtorch torch, Arena arena, TorchTensor a, TorchTensor b, TorchTensor out);
    }

    /// @param flops   a number
    /// @param arrays  read or written
    /// @param sums    true if the result is one number, which ours leaves in `out[0]`
    /// @param defined element of the result in float64; of a sum: the summand
    private record Loop(
            String name,
            double flops,
            int arrays,
            boolean sums,
            Ours ours,
            Theirs theirs,
            ToDoubleBiFunction<Float, Float> defined) {}

    private static List<Loop> loops() {
        return List.of(
                new Loop(
                        "a + b",
                        1,
                        3,
                        false,
                        Kernels::add,
                        (torch, arena, a, b, out) -> torch.add(arena, a, b, 1, out),
                        (a, b) -> (double) a + b),
                new Loop(
                        "a b",
                        1,
                        3,
                        false,
                        Kernels::multiply,
                        (torch, arena, a, b, out) -> torch.binary("mul", a, b, out),
                        (a, b) -> (double) a * b),
                new Loop(
                        "f a",
                        1,
                        2,
                        false,
                        (kernels, a, b, out) -> kernels.scale(a, FACTOR, out),
                        (torch, arena, a, b, out) ->
                                torch.binary("mul", a, torch.tensor(arena, new float[] {FACTOR}), out),
                        (a, b) -> (double) FACTOR * a),
                new Loop(
                        "relu",
                        1,
                        2,
                        false,
                        (kernels, a, b, out) -> kernels.scaledRelu(a, 1, out),
                        (torch, arena, a, b, out) -> torch.clampBelow(arena, a, 0, out),
                        (a, b) -> Math.max(0, a)),
                new Loop(
                        "sum",
                        1,
                        1,
                        true,
                        (kernels, a, b, out) -> out.array()[0] = (float) kernels.sum(a),
                        (torch, arena, a, b, out) -> torch.sum(a, out),
                        (a, b) -> (double) a),
                new Loop(
                        "dot",
                        2,
                        2,
                        true,
                        (kernels, a, b, out) -> out.array()[0] = (float) kernels.dot(a, b),
                        (torch, arena, a, b, out) -> torch.binary("dot", a, b, out),
                        (a, b) -> (double) a * b));
    }

    private static Contest contest(Loop loop, int length, Peers peers) {
        float[] a = Numbers.uniform(1, length);
        float[] b = Numbers.uniform(2, length);
        if (loop.sums) { // a sum near 0 would have no correct digit on either side
            for (int i = 0; i < length; i++) {
                a[i] += 1;
                b[i] += 1;
            }
        }
        float[] out = new float[loop.sums ? 1 : length];
        Kernels kernels = ActiveKernels.get();
        Span left = new Span(a, 0, length);
        Span right = new Span(b, 0, length);
        Span result = new Span(out, 0, out.length);
        Runnable ours = loop.sums
                ? () -> loop.ours.run(kernels, left, right, result)
                : () -> Parallel.forPieces(
                        length,
                        GRAIN,
                        (from, to) -> loop.ours.run(
                                kernels,
                                left.part(from, to - from),
                                right.part(from, to - from),
                                result.part(from, to - from)));
        Arena arena = Arena.ofShared();
        List<Rival> rivals = new ArrayList<>();
        peers.libtorch().ifPresent(torch -> {
            TorchTensor target =
                    loop.sums ? torch.tensor(arena, new float[1]) : torch.tensor(arena, new float[length], length);
            Runnable theirs = loop.theirs.of(
                    torch, arena, torch.tensor(arena, a, length), torch.tensor(arena, b, length), target);
            rivals.add(new Rival("libtorch", theirs, () -> Numbers.difference(target.toArray(out.length), out)));
        });
        return new Contest(ours, () -> Numbers.difference(out, defined(loop, a, b)), rivals, arena::close);
    }

    private static float[] defined(Loop loop, float[] a, float[] b) {
        float[] defined = new float[loop.sums ? 1 : a.length];
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double value = loop.defined.applyAsDouble(a[i], b[i]);
            sum += value;
            if (!loop.sums) {
                defined[i] = (float) value;
            }
        }
        if (loop.sums) {
            defined[0] = (float) sum;
        }
        return defined;
    }
}
