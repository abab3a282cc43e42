package dev.orthant.tensor.linear;

import dev.orthant.tensor.kernel.ActiveKernels;
import dev.orthant.tensor.kernel.DoubleKernels;
import dev.orthant.tensor.kernel.DoubleView;
import dev.orthant.tensor.parallel.Parallel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Eigenvalues of a symmetric tridiagonal matrix by QL iterations with implicit Wilkinson shifts (Bowdler, Martin, Reinsch
/// and Wilkinson 1968, "The QR and QL algorithms for symmetric matrices"; Parlett 1998, "The symmetric eigenvalue problem",
/// section 8.13).
///
/// The rotations are not applied to the vectors one by one but kept for many sweeps and then run through strips of the
/// vectors that stay in the cache (Van Zee, van de Geijn and Quintana-Ortí 2014, "Restructuring the tridiagonal and
/// bidiagonal QR algorithms for performance").
final class ImplicitQl {
    private static final double UNIT_ROUNDOFF = 0x1p-53;

    /// Sweeps that one eigenvalue may take; two are usual.
    private static final int SWEEPS = 60;

    /// Rotations that are kept before they are applied, and columns of a strip.
    private static final int KEPT = 1 << 15;
    private static final int STRIP = 32;

    private final DoubleKernels kernels = ActiveKernels.get().doubles();
    private final double[] d;
    private final double[] e;
    private final @Nullable Matrix vectors;
    private final double[] cosines;
    private final double[] sines;
    private final List<Chain> chains = new ArrayList<>();
    private int kept;

    /// Rotations of rows `first` to `last` (inclusive), the numbers from index `from` on.
    private record Chain(int first, int last, int from) {}

    private ImplicitQl(double[] diagonal, double[] beside, @Nullable Matrix vectors) {
        d = diagonal;
        e = beside;
        this.vectors = vectors;
        cosines = new double[vectors == null ? 0 : KEPT + diagonal.length];
        sines = new double[cosines.length];
    }

    /// @param diagonal becomes the eigenvalues, in no order
    /// @param beside   as long; lost
    /// @param vectors  Qᵀ of the reduction: row i becomes the eigenvector of value i; null if they are not wanted
    /// @throws NotConverged if a value takes too many sweeps
    static void run(double[] diagonal, double[] beside, @Nullable Matrix vectors) {
        ImplicitQl ql = new ImplicitQl(diagonal, beside, vectors);
        for (int value = 0; value < diagonal.length; value++) {
            ql.converge(value);
        }
        ql.apply();
    }

    private void converge(int first) {
        for (int sweep = 0; ; sweep++) {
            int last = first;
            while (last + 1 < d.length && !negligible(last)) {
                last++;
            }
            if (last == first) {
                return;
            }
            if (sweep == SWEEPS) {
                throw new NotConverged(
                        "symmetric eigenvalues: value " + first + " of " + d.length + " is not found after "
                                + SWEEPS + " sweeps, the element beside the diagonal is " + e[first]
                                + "; it must vanish; this is not known to happen: please report the matrix");
            }
            sweep(first, last);
        }
    }

    private boolean negligible(int i) {
        return Math.abs(e[i]) <= UNIT_ROUNDOFF * (Math.abs(d[i]) + Math.abs(d[i + 1]))
                || Math.abs(e[i]) < Double.MIN_NORMAL;
    }

    /// One QL step on rows `first` to `last`: chases the bulge that the shift makes from the end to the start.
    private void sweep(int first, int last) {
        double half = (d[first + 1] - d[first]) / (2 * e[first]);
        double g = d[last] - d[first] + e[first] / (half + Math.copySign(Math.hypot(half, 1), half));
        double sine = 1;
        double cosine = 1;
        double moved = 0;
        int from = kept;
        int i = last - 1;
        for (; i >= first; i--) {
            double f = sine * e[i];
            double b = cosine * e[i];
            double r = Math.sqrt(f * f + g * g);
            e[i + 1] = r;
            if (r == 0) { // underflow: the matrix falls apart here
                d[i + 1] -= moved;
                e[last] = 0;
                break;
            }
            sine = f / r;
            cosine = g / r;
            double shifted = d[i + 1] - moved;
            double change = (d[i] - shifted) * sine + 2 * cosine * b;
            moved = sine * change;
            d[i + 1] = shifted + moved;
            g = cosine * change - b;
            keep(from + i - first, cosine, sine);
        }
        if (i < first) {
            d[first] -= moved;
            e[first] = g;
            e[last] = 0;
        }
        int start = i + 1;
        if (vectors != null && start < last) {
            chains.add(new Chain(start, last, from + start - first));
            kept = from + last - first;
            if (kept >= KEPT) {
                apply();
            }
        }
    }

    private void keep(int index, double cosine, double sine) {
        if (vectors != null) {
            cosines[index] = cosine;
            sines[index] = sine;
        }
    }

    private void apply() {
        if (vectors != null) {
            DoubleView rows = vectors.view();
            Parallel.forPieces(rows.columns(), STRIP, (from, to) -> {
                for (Chain chain : chains) {
                    DoubleView strip = rows.part(chain.first(), chain.last() + 1, from, to);
                    kernels.rotateUpwards(strip, cosines, sines, chain.from());
                }
            });
            chains.clear();
            kept = 0;
        }
    }
}
