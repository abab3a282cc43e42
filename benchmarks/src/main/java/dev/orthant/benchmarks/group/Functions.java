package dev.orthant.benchmarks.group;

import dev.orthant.benchmarks.group.Contest.Rival;
import dev.orthant.benchmarks.peer.Libtorch;
import dev.orthant.benchmarks.peer.Libtorch.TorchTensor;
import dev.orthant.benchmarks.peer.Peers;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.Span;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.FunctionKernels;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Functions of single numbers and of rows in float32, each side writing into memory of its own that is already there.
public final class Functions implements Group {
    private static final int LENGTH = 1_000_000;

    /// Of results of order 1, in units: libtorch's own functions are off by some units, ours by less (see
    /// [FunctionKernels]); a wrong function is off by millions.
    private static final double TOLERANCE = 64 * Numbers.UNIT;

    private static final int[] WIDTHS = {10, 64, 1000};

    @Override
    public String name() {
        return "functions";
    }

    @Override
    public String description() {
        return "functions of 1,000,000 numbers and softmax of rows, in float32, results into existing memory";
    }

    @Override
    public List<Case> cases(Peers peers) {
        List<Case> cases = new ArrayList<>();
        for (Function function : functions()) {
            cases.add(new Case(
                    "functions",
                    function.name,
                    0,
                    2.0 * Float.BYTES * LENGTH,
                    TOLERANCE,
                    () -> contest(function, peers)));
        }
        for (int width : WIDTHS) {
            int rows = LENGTH / width;
            cases.add(new Case(
                    "rows",
                    "softmax " + rows + "x" + width,
                    0,
                    2.0 * Float.BYTES * rows * width,
                    TOLERANCE,
                    () -> softmax(rows, width, peers)));
        }
        return cases;
    }

    @FunctionalInterface
    private interface Ours {
        void run(FunctionKernels kernels, Span in, Span out);
    }

    /// @param shift   added to numbers in [-1, 1) before they are scaled
    /// @param scale   so that the arguments cover where the function bends
    /// @param defined in float64
    private record Function(
            String name, float shift, float scale, String theirs, Ours ours, DoubleUnaryOperator defined) {}

    private static List<Function> functions() {
        return List.of(
                new Function("sqrt", 1, 2, "sqrt", FunctionKernels::sqrt, Math::sqrt),
                new Function("exp", -1, 2, "exp", FunctionKernels::exp, Math::exp),
                new Function("log", 1.01f, 2, "log", FunctionKernels::log, Math::log),
                new Function("tanh", 0, 4, "tanh", FunctionKernels::tanh, Math::tanh),
                new Function("sigmoid", 0, 8, "sigmoid", FunctionKernels::sigmoid, z -> 1 / (1 + Math.exp(-z))),
                new Function("sin", 0, 10, "sin", FunctionKernels::sin, Math::sin),
                new Function("acos", 0, 1, "acos", FunctionKernels::acos, Math::acos),
                new Function("silu", 0, 4, "silu", FunctionKernels::silu, z -> z / (1 + Math.exp(-z))),
                new Function("erf", 0, 3, "erf", FunctionKernels::erf, Functions::erf),
                new Function("gelu", 0, 4, "gelu", FunctionKernels::gelu, z -> z * (1 + erf(z * Math.sqrt(0.5))) / 2));
    }

    /// By its Taylor series, whose terms stay below e^(z²) of 10⁷ for |z| ≤ 4: an error of 10⁻⁹.
    private static double erf(double z) {
        double term = z;
        double sum = z;
        for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
            term *= -z * z / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    private static Contest contest(Function function, Peers peers) {
        float[] in = Numbers.uniform(1, LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            in[i] = (in[i] + function.shift) * function.scale;
        }
        float[] out = new float[LENGTH];
        FunctionKernels kernels = ActiveKernels.get().functions();
        Span from = new Span(in, 0, LENGTH);
        Span to = new Span(out, 0, LENGTH);
        Arena arena = Arena.ofShared();
        List<Rival> rivals = new ArrayList<>();
        peers.libtorch().ifPresent(torch -> {
            TorchTensor target = torch.tensor(arena, new float[LENGTH], LENGTH);
            TorchTensor source = torch.tensor(arena, in, LENGTH);
            rivals.add(rival(theirs(torch, arena, function, source, target), target, out));
        });
        return new Contest(
                () -> function.ours.run(kernels, from, to), () -> error(function, in, out), rivals, arena::close);
    }

    private static Runnable theirs(
            Libtorch torch, Arena arena, Function function, TorchTensor source, TorchTensor target) {
        return function.theirs.equals("gelu")
                ? torch.gelu(arena, source, target)
                : torch.unary(function.theirs, source, target);
    }

    private static Rival rival(Runnable run, TorchTensor target, float[] ours) {
        return new Rival("libtorch", run, () -> Numbers.difference(target.toArray(ours.length), ours));
    }

    private static double error(Function function, float[] in, float[] out) {
        float[] defined = new float[in.length];
        for (int i = 0; i < in.length; i++) {
            defined[i] = (float) function.defined.applyAsDouble(in[i]);
        }
        return Numbers.difference(out, defined);
    }

    private static Contest softmax(int rows, int width, Peers peers) {
        float[] in = Numbers.uniform(1, rows * width);
        float[] out = new float[rows * width];
        MatrixView from = new MatrixView(in, 0, rows, width, width);
        MatrixView to = new MatrixView(out, 0, rows, width, width);
        Arena arena = Arena.ofShared();
        List<Rival> rivals = new ArrayList<>();
        peers.libtorch().ifPresent(torch -> {
            TorchTensor target = torch.tensor(arena, new float[rows * width], rows, width);
            rivals.add(rival(torch.softmax(torch.tensor(arena, in, rows, width), target), target, out));
        });
        return new Contest(
                () -> ActiveKernels.get().rows().softmax(from, to),
                () -> softmaxError(in, out, rows, width),
                rivals,
                arena::close);
    }

    private static double softmaxError(float[] in, float[] out, int rows, int width) {
        float[] defined = new float[in.length];
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (int j = row * width; j < (row + 1) * width; j++) {
                sum += Math.exp(in[j]);
            }
            for (int j = row * width; j < (row + 1) * width; j++) {
                defined[j] = (float) (Math.exp(in[j]) / sum);
            }
        }
        return Numbers.difference(out, defined);
    }
}
