package dev.orthant.benchmarks.group;

import dev.orthant.benchmarks.group.Contest.Rival;
import dev.orthant.benchmarks.peer.Libtorch;
import dev.orthant.benchmarks.peer.Libtorch.TorchTensor;
import dev.orthant.benchmarks.peer.OpenBlas;
import dev.orthant.benchmarks.peer.OpenBlas.Operand;
import dev.orthant.benchmarks.peer.Peers;
import dev.orthant.tensor.MatrixView;
import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.Kernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// C = A B in float32, in the three forms that a linear layer needs: forward NT (Y = X Wᵀ), gradient of the inputs NN
/// (dX = dY W), gradient of the weights TN (dW = dYᵀ X).
public final class MatrixProducts implements Group {
    /// Elements of C that are computed once more in float64.
    private static final int SAMPLES = 200;

    @Override
    public String name() {
        return "gemm";
    }

    @Override
    public String description() {
        return "matrix products in float32: squares, layers, few rows, vectors";
    }

    @Override
    public List<Case> cases(Peers peers) {
        List<Case> cases = new ArrayList<>();
        for (int size : new int[] {64, 128, 256, 512, 1024, 2048}) {
            for (Form form : Form.values()) {
                cases.add(product("square", form, size, size, size, peers));
            }
        }
        addLayer(cases, "layer", 50, 784, 1000, peers);
        addLayer(cases, "layer", 128, 784, 1024, peers);
        addLayer(cases, "layer", 128, 1024, 1024, peers);
        addLayer(cases, "layer", 500, 784, 500, peers);
        addLayer(cases, "wide", 50, 5000, 5000, peers);
        addLayer(cases, "few rows", 5, 5000, 5000, peers);
        cases.add(product("vector", Form.NT, 1, 1024, 784, peers));
        cases.add(product("vector", Form.NN, 1, 784, 1024, peers));
        cases.add(product("vector", Form.NT, 1, 5000, 5000, peers));
        cases.add(product("vector", Form.NN, 1, 5000, 5000, peers));
        return cases;
    }

    /// Which factor lies transposed: N as it is, T transposed.
    private enum Form {
        NN,
        NT,
        TN
    }

    /// Forward, gradient of the inputs and gradient of the weights of a layer with this many inputs and outputs.
    private static void addLayer(List<Case> cases, String set, int batch, int inputs, int outputs, Peers peers) {
        cases.add(product(set, Form.NT, batch, outputs, inputs, peers));
        cases.add(product(set, Form.NN, batch, inputs, outputs, peers));
        cases.add(product(set, Form.TN, outputs, inputs, batch, peers));
    }

    /// The error of a sum of k products of numbers in [-1, 1) walks randomly with k steps of about √k units; the largest
    /// sum is some √k: relative to it the standard error is below √k units, and sixteen of them are a wrong result.
    private static Case product(String set, Form form, int m, int n, int k, Peers peers) {
        return new Case(
                set,
                m + "x" + n + "x" + k + " " + form,
                2.0 * m * n * k,
                Float.BYTES * ((double) m * k + (double) k * n + (double) m * n),
                16 * Math.sqrt(k) * Numbers.UNIT,
                () -> new Product(form, m, n, k).contest(peers));
    }

    /// One product's operands: C [m, n] = A [m, k] B [k, n], where a transposed factor lies as [k, m] or [n, k].
    private record Product(Form form, int m, int n, int k, float[] a, float[] b, float[] c) {
        Product(Form form, int m, int n, int k) {
            this(form, m, n, k, Numbers.uniform(1, m * k), Numbers.uniform(2, k * n), new float[m * n]);
        }

        Contest contest(Peers peers) {
            Arena arena = Arena.ofShared();
            List<Rival> rivals = new ArrayList<>();
            peers.openBlas().ifPresent(blas -> rivals.add(rival(blas)));
            peers.libtorch().ifPresent(torch -> rivals.add(rival(torch, arena)));
            return new Contest(ours(), this::error, rivals, arena::close);
        }

        private Runnable ours() {
            Kernels kernels = ActiveKernels.get();
            MatrixView left = form == Form.TN ? view(a, k, m) : view(a, m, k);
            MatrixView right = form == Form.NT ? view(b, n, k) : view(b, k, n);
            MatrixView product = view(c, m, n);
            return switch (form) {
                case NN -> () -> kernels.multiply(left, right, product);
                case NT -> () -> kernels.multiplyTransposedRight(left, right, product);
                case TN -> () -> kernels.multiplyTransposedLeft(left, right, product);
            };
        }

        /// A single row is what BLAS has a function of its own for.
        private Rival rival(OpenBlas blas) {
            float[] result = new float[m * n];
            MemorySegment target = MemorySegment.ofArray(result);
            Operand left = new Operand(MemorySegment.ofArray(a), form == Form.TN ? m : k, form == Form.TN);
            Operand right = new Operand(MemorySegment.ofArray(b), form == Form.NT ? k : n, form == Form.NT);
            Operand matrix = new Operand(right.numbers(), right.stride(), form == Form.NN);
            Runnable run = m > 1
                    ? () -> blas.multiply(m, n, k, left, right, target)
                    : () -> blas.multiplyVector(
                            form == Form.NT ? n : k, form == Form.NT ? k : n, matrix, left.numbers(), target);
            return new Rival("openblas", run, () -> Numbers.difference(result, c));
        }

        private Rival rival(Libtorch torch, Arena arena) {
            TorchTensor left = form == Form.TN
                    ? torch.transposed(arena, torch.tensor(arena, a, k, m), k, m)
                    : torch.tensor(arena, a, m, k);
            TorchTensor right = form == Form.NT
                    ? torch.transposed(arena, torch.tensor(arena, b, n, k), n, k)
                    : torch.tensor(arena, b, k, n);
            TorchTensor target = torch.tensor(arena, new float[m * n], m, n);
            return new Rival(
                    "libtorch",
                    () -> torch.multiply(left, right, target),
                    () -> Numbers.difference(target.toArray(m * n), c));
        }

        private double error() {
            SplittableRandom random = new SplittableRandom(3);
            float[] sampled = new float[SAMPLES];
            float[] defined = new float[SAMPLES];
            for (int s = 0; s < SAMPLES; s++) {
                int i = random.nextInt(m);
                int j = random.nextInt(n);
                double sum = 0;
                for (int l = 0; l < k; l++) {
                    double x = form == Form.TN ? a[l * m + i] : a[i * k + l];
                    double y = form == Form.NT ? b[j * k + l] : b[l * n + j];
                    sum += x * y;
                }
                sampled[s] = c[i * n + j];
                defined[s] = (float) sum;
            }
            return Numbers.difference(sampled, defined);
        }

        private static MatrixView view(float[] array, int rows, int columns) {
            return new MatrixView(array, 0, rows, columns, columns);
        }
    }
}
